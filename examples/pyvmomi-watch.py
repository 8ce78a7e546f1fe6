#!/usr/bin/env python3
"""Waits until the machines that were failed back run in vSphere, with VMware Tools and an address, and prints a table.

    set -a; . ./.env.homeward; set +a
    python3 examples/pyvmomi-watch.py [--minutes 60] machine ...

It looks only, at what GOVC_URL (the vCenter server, or a host) shows.
As a program under test it follows a failback that something else carries out:
    homeward drill drills/process-server-loss.yaml --runbook 'sh -c "sh examples/failback.sh && python3 examples/pyvmomi-watch.py web-01"'
Exit: 0 all run; 1 some do not in time; 2 the environment is not set, or vSphere does not let us in.
"""
import argparse
import os
import ssl
import sys
import time
from urllib.parse import urlparse

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim, vmodl

WAIT_SECONDS = 10


def main():
    parser = argparse.ArgumentParser(description="Waits until failed-back machines run in vSphere.")
    parser.add_argument("machines", nargs="+", help="names of VMs")
    parser.add_argument("--minutes", type=float, default=60, help="wait so long at most (of vSphere's time)")
    options = parser.parse_args()
    service = connect()
    try:
        return watch(service, options)
    finally:
        Disconnect(service)


def connect():
    missing = [name for name in ("GOVC_URL", "GOVC_USERNAME", "GOVC_PASSWORD") if not os.environ.get(name)]
    if missing:
        fail(f"{', '.join(missing)} not set")
    url = urlparse(os.environ["GOVC_URL"])
    context = ssl.create_default_context(cafile=os.environ.get("HOMEWARD_CA_CERT") or None)
    try:
        return SmartConnect(
            host=url.hostname,
            port=url.port or 443,
            user=os.environ["GOVC_USERNAME"],
            pwd=os.environ["GOVC_PASSWORD"],
            sslContext=context,
        )
    except vim.fault.InvalidLogin as fault:
        fail(f"vSphere refuses the account: {fault.msg}")
    except OSError as error:
        fail(f"vSphere does not answer at {os.environ['GOVC_URL']}: {error}")


def watch(service, options):
    # The time is vSphere's own: where that is simulated, ours does not count.
    end = service.CurrentTime().timestamp() + options.minutes * 60
    while True:
        rows = look(service, options.machines)
        waiting = [row for row in rows if not row["up"]]
        if not waiting or service.CurrentTime().timestamp() > end:
            break
        if not wait_for_a_change(service):
            time.sleep(float(os.environ.get("HOMEWARD_POLL_SECONDS") or WAIT_SECONDS))
    table(rows)
    return 1 if waiting else 0


def look(service, wanted):
    content = service.RetrieveContent()
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
    try:
        rows = [row_of(vm) for vm in view.view]
    except vmodl.fault.ManagedObjectNotFound:
        # One was deleted while we looked.
        return look(service, wanted)
    finally:
        view.Destroy()
    found = {row["name"].removesuffix("-failback").lower(): row for row in rows}
    absent = {"power": "-", "tools": "-", "address": "-", "up": False}
    return [found.get(name.lower(), {"name": name, **absent}) for name in wanted]


def row_of(vm):
    on = vm.runtime.powerState == vim.VirtualMachinePowerState.poweredOn
    tools = vm.guest.toolsRunningStatus or "-"
    return {
        "name": vm.name,
        "power": "on" if on else "off",
        "tools": tools,
        "address": vm.guest.ipAddress or "-",
        "up": on and tools == "guestToolsRunning" and bool(vm.guest.ipAddress),
    }


def wait_for_a_change(service):
    """Lets vSphere tell when a VM is switched on or off. False where it told nothing."""
    collector = service.RetrieveContent().propertyCollector
    view_manager = service.RetrieveContent().viewManager
    view = view_manager.CreateContainerView(service.RetrieveContent().rootFolder, [vim.VirtualMachine], True)
    query = vmodl.query.PropertyCollector
    members = query.TraversalSpec(name="members", type=vim.view.ContainerView, path="view", skip=False)
    spec = query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[members])],
        propSet=[query.PropertySpec(type=vim.VirtualMachine, pathSet=["runtime.powerState", "guest.ipAddress"])],
    )
    watched = collector.CreateFilter(spec, partialUpdates=True)
    try:
        state = collector.WaitForUpdatesEx(version="", options=query.WaitOptions(maxWaitSeconds=0))
        wait = query.WaitOptions(maxWaitSeconds=WAIT_SECONDS)
        return collector.WaitForUpdatesEx(version=state.version if state else "", options=wait) is not None
    finally:
        watched.Destroy()
        view.Destroy()


def table(rows):
    names = ("name", "power", "tools", "address")
    widths = [max([len(name), *(len(row[name]) for row in rows)]) for name in names]
    for row in [dict(zip(names, (name.upper() for name in names))), *rows]:
        print("  ".join(row[name].ljust(width) for name, width in zip(names, widths)).rstrip())


def fail(why):
    print(f"pyvmomi-watch.py: {why}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())
