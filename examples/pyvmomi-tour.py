"""A tour of a vCenter server with pyVmomi: what is there, and a day's work on one virtual machine.

Usage: python3 pyvmomi-tour.py [virtual machine]
Reads GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD and GOVC_TLS_CA_CERTS, which `homeward serve` writes; it works
on a real vCenter server as well, where it makes and removes a snapshot of that one machine. Debian: python3-pyvmomi.
"""

import os
import ssl
import sys
from urllib.parse import urlparse

from pyVim.connect import Disconnect, SmartConnect
from pyVim.task import WaitForTask
from pyVmomi import vim


def connect(user, password):
    url = urlparse(os.environ["GOVC_URL"])
    trust = ssl.create_default_context(cafile=os.environ.get("GOVC_TLS_CA_CERTS") or None)
    return SmartConnect(host=url.hostname, port=url.port or 443, user=user, pwd=password, sslContext=trust)


def all_of(content, kind):
    view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    found = list(view.view)
    view.Destroy()
    return found


def main():
    service = connect(os.environ["GOVC_USERNAME"], os.environ["GOVC_PASSWORD"])
    content = service.RetrieveContent()
    print("about:", content.about.fullName)
    for host in all_of(content, vim.HostSystem):
        print("host:", host.name, host.runtime.connectionState, [store.name for store in host.datastore])
    machines = all_of(content, vim.VirtualMachine)
    for machine in machines:
        print("machine:", machine.name, machine.runtime.powerState, machine.summary.config.vmPathName)
    wanted = sys.argv[1] if len(sys.argv) > 1 else machines[-1].name
    machine = next(each for each in machines if each.name == wanted)
    WaitForTask(machine.CreateSnapshot_Task("before the tour", "", False, False))
    print("snapshots:", [tree.name for tree in machine.snapshot.rootSnapshotList])
    WaitForTask(machine.snapshot.currentSnapshot.RemoveSnapshot_Task(False))
    print("snapshots:", machine.snapshot)
    Disconnect(service)


main()
