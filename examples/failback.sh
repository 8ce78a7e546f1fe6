#!/bin/sh
# Brings every machine home from Azure with curl alone: reprotect, fail over to the site, commit, protect again.
# As short as such scripts are in real life: it handles the classic provider, one machine after the other, and stops where something has failed six times.
#   homeward serve examples/estates/drill.yaml --failed-over --write-env .env.homeward
#   set -a; . ./.env.homeward; set +a
#   sh examples/failback.sh [machine ...]
# Needs curl, and python3 to read JSON. Exit: 0 all are home and protected again; 1 some machine is not; 2 the environment is not set.
set -eu

for name in AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_SUBSCRIPTION_ID HOMEWARD_RESOURCE_GROUP HOMEWARD_VAULT; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || { echo "failback.sh: $name is not set" >&2; exit 2; }
done
ARM=${HOMEWARD_ARM_ENDPOINT:-https://management.azure.com}
LOGIN=${AZURE_AUTHORITY_HOST:-https://login.microsoftonline.com}
VAULT="$ARM/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$HOMEWARD_RESOURCE_GROUP/providers/Microsoft.RecoveryServices/vaults/$HOMEWARD_VAULT"
VERSION='api-version=2023-06-01'
# So often an operation is asked how it gets on, at most.
POLLS_MAX=${POLLS_MAX:-720}
TRIES_MAX=8
# What failed is ordered so often, and the machine is looked at so often in between.
ATTEMPTS_MAX=6
LOOKS_BETWEEN=20

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -z "${HOMEWARD_CA_CERT:-}" ] || export CURL_CA_BUNDLE="$HOMEWARD_CA_CERT"

# What a Python expression makes of the JSON document `d` on standard input.
json() {
  python3 -c 'import json, os, sys
d = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$1"
}

# A header of the last answer.
header() {
  sed -n "s/^$1: *//Ip" "$work/head" | tr -d '\r' | tail -1
}

pause() {
  wait=$(header retry-after)
  sleep "${HOMEWARD_POLL_SECONDS:-${wait:-30}}"
}

# One request, again as long as Azure asks for patience (429, 503). The body of the answer goes to standard output.
call() {
  method=$1 url=$2 body=${3:-}
  tries=0
  while :; do
    : >"$work/head"
    if [ -n "$body" ]; then set -- --data "$body"; else set --; fi
    [ "$method" = GET ] || [ -n "$body" ] || set -- --data ''
    status=$(curl --silent --max-time 60 --request "$method" --header "authorization: Bearer $token" \
      --header 'content-type: application/json' --dump-header "$work/head" --output "$work/body" \
      --write-out '%{http_code}' "$@" "$url") || status=000
    case $status in
      2??) cat "$work/body"; return 0 ;;
      000 | 429 | 503) ;;
      *) echo "failback.sh: $method $url: $status $(head -c 600 "$work/body")" >&2; return 1 ;;
    esac
    # A POST that got no answer may have been carried out: asking again would do it twice.
    [ "$method$status" != POST000 ] || { echo "failback.sh: no answer to $url" >&2; return 1; }
    tries=$((tries + 1))
    [ "$tries" -lt "$TRIES_MAX" ] || { echo "failback.sh: $url: gave up after $tries tries ($status)" >&2; return 1; }
    sleep "$(header retry-after | grep . || echo 5)"
  done
}

# Orders something and waits until the operation has ended: by Azure-AsyncOperation, as long as Retry-After says between two looks.
order_once() {
  what=$1 url=$2 body=${3:-}
  echo "$machine: $what"
  call POST "$url" "$body" >/dev/null || return 1
  operation=$(header azure-asyncoperation)
  [ -n "$operation" ] || operation=$(header location)
  polls=0
  while [ "$polls" -lt "$POLLS_MAX" ]; do
    answer=$(call GET "$operation") || return 1
    case $(printf '%s' "$answer" | json 'd.get("status", "Succeeded")') in
      Succeeded) return 0 ;;
      Failed | Canceled)
        echo "$machine: $what failed: $(printf '%s' "$answer" | json 'd.get("error")')" >&2
        return 1
        ;;
    esac
    polls=$((polls + 1))
    pause
  done
  echo "$machine: $what does not end" >&2
  return 1
}

# The same, and again after a while where it failed: what stood in the way may be gone by then.
order() {
  attempts=0
  until order_once "$@"; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt "$ATTEMPTS_MAX" ] || return 1
    echo "$machine: once more in a while"
    looks=0
    while [ "$looks" -lt "$LOOKS_BETWEEN" ]; do
      find_item
      pause
      looks=$((looks + 1))
    done
  done
}

# Waits until the machine is in a protection state, on a provider.
await() {
  polls=0
  while [ "$polls" -lt "$POLLS_MAX" ]; do
    find_item
    [ "$state $provider" != "$1 $2" ] || return 0
    polls=$((polls + 1))
    pause
  done
  echo "$machine: expected $1 ($2), got $state ($provider)" >&2
  return 1
}

# Where the machine is now: its id changes with its protection container.
find_item() {
  call GET "$VAULT/replicationProtectedItems?$VERSION" >"$work/items"
  line=$(MACHINE=$machine json '"".join(" ".join([i["id"], i["properties"]["protectionState"], i["properties"]["providerSpecificDetails"]["instanceType"], i["properties"]["activeLocation"]]) for i in d["value"] if i["name"] == os.environ["MACHINE"])' <"$work/items")
  [ -n "$line" ] || { echo "$machine: no such machine is protected" >&2; return 1; }
  # shellcheck disable=SC2086
  set -- $line
  item=$1 state=$2 provider=$3 location=$4
}

# The copy in Azure must be off before the failback is made final.
azure_is_off() {
  vm="$ARM/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$HOMEWARD_RESOURCE_GROUP/providers/Microsoft.Compute/virtualMachines/$machine"
  call GET "$vm/instanceView?api-version=2023-03-01" | json '[s["code"] for s in d["statuses"]]' | grep -q 'PowerState/\(deallocated\|stopped\)'
}

come_home() {
  find_item
  group=$(printf '%s' "$item" | sed 's/.*replicationProtectionContainers\/\([^/]*\).*/\1/; s/_Failback$//')
  policies="${VAULT#"$ARM"}/replicationPolicies"
  case "$provider $location $state" in
    'InMageAzureV2 Recovery '*)
      order reprotect "$ARM$item/reProtect?$VERSION" "$(reprotection "$policies/${group}_Failback")"
      await Protected InMage
      come_home
      ;;
    'InMage Primary Protected')
      echo "$machine: point of no return"
      order 'fail over to the site' "$ARM$item/unplannedFailover?$VERSION" '{"properties":{"failoverDirection":"PrimaryToRecovery","sourceSiteOperations":"Required","providerSpecificDetails":{"instanceType":"InMage","recoveryPointType":"LatestTime"}}}'
      come_home
      ;;
    'InMage Primary '*)
      await Protected InMage
      come_home
      ;;
    'InMage Recovery '*CommitPending*)
      azure_is_off || { echo "$machine: its copy in Azure still runs" >&2; return 1; }
      order commit "$ARM$item/failoverCommit?$VERSION"
      come_home
      ;;
    'InMage Recovery '*)
      order 'protect again' "$ARM$item/reProtect?$VERSION" "{\"properties\":{\"failoverDirection\":\"RecoveryToPrimary\",\"providerSpecificDetails\":{\"instanceType\":\"InMageAzureV2\",\"policyId\":\"$policies/$group\"}}}"
      await Protected InMageAzureV2
      echo "$machine: home"
      ;;
    'InMageAzureV2 Primary Protected') echo "$machine: home" ;;
    'InMageAzureV2 Primary '*)
      await Protected InMageAzureV2
      echo "$machine: home"
      ;;
    *) echo "$machine: $provider, $location, $state: this script knows the classic provider only" >&2; return 1 ;;
  esac
}

# The body of a reprotection to the site, from what the configuration server reports; fails where there is nothing to choose.
reprotection() {
  call GET "$VAULT/replicationFabrics?$VERSION" | POLICY=$1 python3 -c '
import json, os, sys
fabric = json.load(sys.stdin)["value"][0]["properties"]
details = fabric["customDetails"]
target = details["masterTargetServers"][0]
server = next(s for s in details["processServers"] if s["friendlyName"] != fabric["friendlyName"])
volume = max(target["retentionVolumes"], key=lambda v: v["freeSpaceInBytes"])
print(json.dumps({"properties": {"failoverDirection": "RecoveryToPrimary", "providerSpecificDetails": {
    "instanceType": "InMage", "masterTargetId": target["id"], "processServerId": server["id"],
    "retentionDrive": volume["volumeName"], "datastoreName": target["dataStores"][0]["symbolicName"],
    "runAsAccountId": details["runAsAccounts"][-1]["accountId"], "profileId": os.environ["POLICY"]}}}))'
}

token=$(curl --silent --fail --max-time 60 --data-urlencode grant_type=client_credentials \
  --data-urlencode "client_id=$AZURE_CLIENT_ID" --data-urlencode "client_secret=$AZURE_CLIENT_SECRET" \
  --data-urlencode "scope=$ARM/.default" "$LOGIN/$AZURE_TENANT_ID/oauth2/v2.0/token" | json 'd["access_token"]')

if [ $# -eq 0 ]; then
  # shellcheck disable=SC2046
  set -- $(call GET "$VAULT/replicationProtectedItems?$VERSION" | json '" ".join(i["name"] for i in d["value"])')
fi
# No `|| exit` here: it would let a function go on after a command in it has failed.
for machine in "$@"; do come_home; done
