"""Meets the faults of a vSphere API with pyVmomi: each is asked for by the control API, while the server runs.

Started by vim25-fault-clients.spec.ts; reads GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD, GOVC_TLS_CA_CERTS, HOMEWARD_CONTROL_URL and
HOMEWARD_CONTROL_TOKEN.
"""

import json
import os
import ssl
from urllib.parse import urlparse
from urllib.request import Request, urlopen

from pyVim.connect import SmartConnect
from pyVim.task import WaitForTask
from pyVmomi import vim

url = urlparse(os.environ["GOVC_URL"])
trust = ssl.create_default_context(cafile=os.environ["GOVC_TLS_CA_CERTS"])
service = SmartConnect(
    host=url.hostname,
    port=url.port,
    user=os.environ["GOVC_USERNAME"],
    pwd=os.environ["GOVC_PASSWORD"],
    sslContext=trust,
)
content = service.RetrieveContent()
view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
machine = next(each for each in view.view if each.name == "web-01")


def control(method, path, body=None):
    headers = {"Authorization": "Bearer " + os.environ["HOMEWARD_CONTROL_TOKEN"]}
    data = None if body is None else json.dumps(body).encode()
    if data:
        headers["Content-Type"] = "application/json"
    request = Request(os.environ["HOMEWARD_CONTROL_URL"] + path, data, headers, method=method)
    return json.load(urlopen(request, context=trust))


def met(act):
    try:
        return act()
    except Exception as error:
        return error


def tell(name, error):
    kind = type(error)
    print(name + ":", kind.__module__ + "." + kind.__name__, getattr(error, "privilegeId", ""))


for fault in ["vim-unavailable", "vim-reset", "vim-cut"]:
    control("POST", "/faults", {"fault": fault, "how": {"method": "CurrentTime", "most": 1}})
    tell(fault, met(service.CurrentTime))
    print("then:", type(service.CurrentTime()).__name__)

control("POST", "/faults", {"fault": "vim-fault", "how": {"method": "PowerOff*", "fault": "NoPermission", "most": 1}})
tell("call", met(machine.PowerOff))

control("POST", "/faults", {"fault": "vim-task-fault", "how": {"method": "PowerOff*", "fault": "FileLocked", "most": 1}})
tell("task", met(lambda: WaitForTask(machine.PowerOff())))

for ms in [1000, 600000]:
    slow = control("POST", "/faults", {"fault": "vim-task-slow", "how": {"method": "ResetVM_Task", "ms": ms}})
    task = machine.Reset()
    WaitForTask(task)
    took = task.info.completeTime - task.info.startTime
    print("slow:", ms, round(took.total_seconds() * 1000) - ms)
    control("DELETE", "/faults/" + slow["id"])
