"""Says what an account sees of a vCenter server, and gives it the role that Azure Site Recovery needs.

Usage: python3 pyvmomi-permissions.py look USER PASSWORD
       python3 pyvmomi-permissions.py grant USER PRIVILEGE,PRIVILEGE,…
Reads GOVC_URL and GOVC_TLS_CA_CERTS, and for `grant` GOVC_USERNAME and GOVC_PASSWORD. Debian: python3-pyvmomi.
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


def attempt(what, act):
    try:
        result = act()
        if isinstance(result, vim.Task):
            WaitForTask(result)
        print(f"{what}: done")
    except vim.fault.NoPermission as fault:
        print(f"{what}: NoPermission {fault.privilegeId} on {fault.object._moId}")


def look(user, password):
    service = connect(user, password)
    content = service.RetrieveContent()
    print("datastores:", [store.name for store in all_of(content, vim.Datastore)])
    print("datastores of the datacenter:", [store.name for store in content.rootFolder.childEntity[0].datastore])
    machines = all_of(content, vim.VirtualMachine)
    print("machines:", [machine.name for machine in machines])
    machine = next(each for each in machines if each.name == "web-01")
    attempt("power off", machine.PowerOffVM_Task)
    attempt("snapshot", lambda: machine.CreateSnapshot_Task("x", "", False, False))
    attempt("role", lambda: content.authorizationManager.AddAuthorizationRole("mine", ["Datastore.Browse"]))
    browser = machine.runtime.host.datastoreBrowser
    attempt("browse", lambda: browser.SearchDatastore_Task("[ds-01]"))
    Disconnect(service)


def grant(user, privileges):
    service = connect(os.environ["GOVC_USERNAME"], os.environ["GOVC_PASSWORD"])
    content = service.RetrieveContent()
    manager = content.authorizationManager
    role = manager.AddAuthorizationRole("Azure Site Recovery for failback", privileges.split(","))
    permission = vim.AuthorizationManager.Permission(principal=user, group=False, roleId=role, propagate=True)
    manager.SetEntityPermissions(content.rootFolder, [permission])
    told = manager.RetrieveEntityPermissions(content.rootFolder, False)
    print("granted:", [each.roleId == role for each in told if each.principal == user])
    Disconnect(service)


actions = {("look", 4): look, ("grant", 4): grant}
act = actions.get((sys.argv[1] if len(sys.argv) > 1 else "", len(sys.argv)))
if act is None:
    raise SystemExit(__doc__)
act(*sys.argv[2:])
