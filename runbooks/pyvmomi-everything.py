"""Reads every property of every object of a vCenter server with pyVmomi, and works through what scripts do to a machine.

Started by vim25-clients.spec.ts; reads GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD and GOVC_TLS_CA_CERTS.
"""

import os
import ssl
from urllib.parse import urlparse

from pyVim.connect import Disconnect, SmartConnect
from pyVim.task import WaitForTask
from pyVmomi import vim, vmodl

url = urlparse(os.environ["GOVC_URL"])
service = SmartConnect(
    host=url.hostname,
    port=url.port,
    user=os.environ["GOVC_USERNAME"],
    pwd=os.environ["GOVC_PASSWORD"],
    sslContext=ssl.create_default_context(cafile=os.environ["GOVC_TLS_CA_CERTS"]),
)
content = service.RetrieveContent()


def all_of(kind):
    view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    found = list(view.view)
    view.Destroy()
    return found


read = 0
managers = [getattr(content, name.name) for name in content._GetPropertyList()]
for thing in all_of(vim.ManagedEntity) + [content.rootFolder] + [m for m in managers if isinstance(m, vim.ManagedObject)]:
    for each in thing._GetPropertyList():
        getattr(thing, each.name)
        read += 1
print("properties:", read)

machine = next(each for each in all_of(vim.VirtualMachine) if each.name == "web-01")
# WaitForTask waits on the collector of the session: whoever watches something else makes one of their own.
collector = content.propertyCollector.CreatePropertyCollector()
spec = vmodl.query.PropertyCollector.FilterSpec(
    objectSet=[vmodl.query.PropertyCollector.ObjectSpec(obj=machine)],
    propSet=[vmodl.query.PropertyCollector.PropertySpec(type=vim.VirtualMachine, pathSet=["runtime.powerState"])],
)
watch = collector.CreateFilter(spec, False)
version = collector.WaitForUpdates("").version
WaitForTask(machine.PowerOffVM_Task())
update = collector.WaitForUpdates(version)
changes = [c for s in update.filterSet for o in s.objectSet if o.obj == machine for c in o.changeSet]
print("change:", changes[0].name, changes[0].val)
watch.Destroy()
collector.Destroy()

options = [vim.option.OptionValue(key="disk.EnableUUID", value="TRUE")]
WaitForTask(machine.ReconfigVM_Task(vim.vm.ConfigSpec(extraConfig=options, annotation="mended")))
told = {each.key: each.value for each in machine.config.extraConfig}
print("parameter:", told["disk.EnableUUID"], machine.config.flags.diskUuidEnabled, machine.config.annotation)
WaitForTask(machine.PowerOnVM_Task())
try:
    WaitForTask(machine.PowerOnVM_Task())
except vim.fault.InvalidPowerState as fault:
    print("fault:", type(fault).__name__, fault.existingState)

first = machine.CreateSnapshot_Task("one", "", False, False)
try:
    machine.CreateSnapshot_Task("two", "", False, False)
except vim.fault.TaskInProgress as fault:
    print("busy:", fault.task == first)
WaitForTask(first)
WaitForTask(machine.RemoveAllSnapshots_Task())

licenses = content.licenseManager
key = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"
licenses.AddLicense(key)
host = all_of(vim.HostSystem)[0]
licenses.licenseAssignmentManager.UpdateAssignedLicense(host._moId, key)
assigned = licenses.licenseAssignmentManager.QueryAssignedLicenses(host._moId)
print("licence:", assigned[0].assignedLicense.licenseKey == key)
events = content.eventManager.QueryEvents(vim.event.EventFilterSpec())
print("event:", type(events[0]).__name__.split(".")[-1], any(isinstance(e, vim.event.VmPoweredOnEvent) for e in events))
store = host.datastore[0]
search = store.browser.SearchDatastore_Task(f"[{store.name}] web-01", vim.host.DatastoreBrowser.SearchSpec(matchPattern=["*.vmx"]))
WaitForTask(search)
print("file:", search.info.result.file[0].path)
stale = vim.VirtualMachine("vm-9999", service._stub)
try:
    print(stale.name)
except vmodl.fault.ManagedObjectNotFound as fault:
    print("stale:", fault.obj._moId)
Disconnect(service)
