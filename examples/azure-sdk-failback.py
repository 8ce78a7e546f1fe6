#!/usr/bin/env python3
"""Brings a machine to Azure and home again with the published Azure SDK for Python, and nothing else.

    npx homeward serve examples/estates/small.yaml --write-env .env.homeward
    set -a; . ./.env.homeward; set +a
    python3 examples/azure-sdk-failback.py erp-db-01

Needs azure-identity and azure-mgmt-recoveryservicessiterecovery (Debian: python3-azure).
"""
import os
import sys
import time

import azure.identity
from azure.identity import ClientSecretCredential
from azure.mgmt.recoveryservicessiterecovery import SiteRecoveryManagementClient

machine = sys.argv[1] if len(sys.argv) > 1 else "erp-db-01"
environment = os.environ
ca = environment["HOMEWARD_CA_CERT"]
endpoint = environment["HOMEWARD_ARM_ENDPOINT"]

# Before 1.13 the credential asks the public cloud about every authority that it does not know, but for one that looks like AD FS.
version = azure.identity.__version__
asks_public_cloud = tuple(int(part) for part in version.split(".")[:2]) < (1, 13) or "b" in version
credential = ClientSecretCredential(
    "adfs" if asks_public_cloud else environment["AZURE_TENANT_ID"],
    environment["AZURE_CLIENT_ID"],
    environment["AZURE_CLIENT_SECRET"],
    authority=environment["AZURE_AUTHORITY_HOST"],
    connection_verify=ca,
    **({} if asks_public_cloud else {"disable_instance_discovery": True}),
)
client = SiteRecoveryManagementClient(
    credential,
    environment["AZURE_SUBSCRIPTION_ID"],
    environment["HOMEWARD_RESOURCE_GROUP"],
    environment["HOMEWARD_VAULT"],
    base_url=endpoint,
    credential_scopes=[endpoint + "/.default"],
    connection_verify=ca,
)
items = client.replication_protected_items

fabric = next(iter(client.replication_fabrics.list()))
details = fabric.properties.custom_details
if details.instance_type != "VMware":
    raise SystemExit(f"This example speaks the classic provider; the estate has {details.instance_type}.")
policies = {policy.name: policy.id for policy in client.replication_policies.list()}


def find_protectable():
    for container in client.replication_protection_containers.list_by_replication_fabrics(fabric.name):
        if container.name.endswith("_Failback"):
            continue
        for item in client.replication_protectable_items.list_by_replication_protection_containers(
            fabric.name, container.name
        ):
            if item.properties.friendly_name == machine:
                return container.name, item.id
    raise SystemExit(f"{machine} is not among the machines that can be protected")


container, protectable = find_protectable()
place = (fabric.name, container, machine)
print(f"{machine}: fabric {fabric.properties.friendly_name}, container {container}")


def step(what, state, poller):
    """Waits for one step of the way, until the service shows the state that it leads to."""
    poller.result()
    for _ in range(1000):
        properties = items.get(*place).properties
        if properties.protection_state == state:
            print(f"{what}: {state} ({properties.active_location}, {properties.provider_specific_details.instance_type})")
            return
        time.sleep(0.02)
    raise SystemExit(f"{what}: the machine did not come to {state}")


def failover(provider, **choices):
    return {
        "properties": {
            "failoverDirection": "PrimaryToRecovery",
            "sourceSiteOperations": "Required",
            "providerSpecificDetails": {"instanceType": provider, **choices},
        }
    }


def reprotection(provider, **choices):
    return {
        "properties": {
            "failoverDirection": "RecoveryToPrimary",
            "providerSpecificDetails": {"instanceType": provider, **choices},
        }
    }


target = details.master_target_servers[0]
process_server = next(
    server for server in details.process_servers if server.friendly_name != fabric.properties.friendly_name
)
accounts = {account.account_name: account.account_id for account in details.run_as_accounts or []}

step(
    "protect",
    "Protected",
    items.begin_create(
        *place,
        {
            "properties": {
                "policyId": policies[container],
                "protectableItemId": protectable,
                "providerSpecificDetails": {"instanceType": "InMageAzureV2"},
            }
        },
    ),
)
step(
    "fail over to Azure",
    "UnplannedFailoverCommitPendingStatesBegin",
    items.begin_unplanned_failover(*place, failover("InMageAzureV2")),
)
step("commit", "UnplannedFailoverCommitted", items.begin_failover_commit(*place))
step(
    "reprotect to the site",
    "Protected",
    items.begin_reprotect(
        *place,
        reprotection(
            "InMage",
            masterTargetId=target.id,
            processServerId=process_server.id,
            retentionDrive="R:",
            datastoreName=target.data_stores[0].symbolic_name,
            runAsAccountId=accounts.get("asr-account", "asr-account"),
            profileId=policies[container + "_Failback"],
        ),
    ),
)
step(
    "fail over to the site",
    "UnplannedFailoverCommitPendingStatesBegin",
    items.begin_unplanned_failover(*place, failover("InMage", recoveryPointType="LatestTime")),
)
step("commit", "UnplannedFailoverCommitted", items.begin_failover_commit(*place))
step(
    "reprotect to Azure",
    "Protected",
    items.begin_reprotect(*place, reprotection("InMageAzureV2", policyId=policies[container])),
)

jobs = [f"{job.properties.scenario_name} {job.properties.state}" for job in client.replication_jobs.list()]
print(f"{len(jobs)} jobs: {', '.join(reversed(jobs))}")
