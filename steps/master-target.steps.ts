import assert from 'node:assert/strict';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { reprotect } from './tasks/requests';
import { editParameter, keep, OMISSIONS, type Omission, preflight, prepareLinux } from './tasks/servers';
import type { HomewardWorld } from './world';

Given('a slow master target', function (this: HomewardWorld) {
  this.describing().masterTargetBytesPerSecond = 4 * 1024;
});

When('the operator sets up the Windows master target {string}', function (this: HomewardWorld, name: string) {
  keep(this, name, this.driver.masterTargets.installWindows(name, {}));
});

When(
  'the operator sets up the Windows master target {string} with the {setupChoice} {string}',
  function (this: HomewardWorld, name: string, choice: string, value: string) {
    keep(this, name, this.driver.masterTargets.installWindows(name, { [choice]: value }));
  },
);

When(
  'the operator enters the right passphrase on {masterTarget}',
  function (this: HomewardWorld, name: string) {
    this.driver.masterTargets.enterPassphrase(name);
  },
);

Given('the Linux server {string} with everything prepared', function (this: HomewardWorld, name: string) {
  prepareLinux(this, name);
});

Given(
  'the Linux server {string} with everything prepared but {omission}',
  function (this: HomewardWorld, name: string, left: Omission) {
    prepareLinux(this, name, OMISSIONS[left]);
  },
);

Given(
  'the Linux server {string} with disk.EnableUUID set to {}',
  function (this: HomewardWorld, name: string, value: string) {
    prepareLinux(this, name, { enableUuid: value });
  },
);

Given('the Linux server {string} without internet access', function (this: HomewardWorld, name: string) {
  this.driver.masterTargets.installLinux(name, { internet: false });
  this.driver.clock.run(300_000);
});

Given('the Linux server {string} as it was installed', function (this: HomewardWorld, name: string) {
  this.driver.masterTargets.installLinux(name, {});
  this.driver.clock.run(300_000);
});

Given('the script was run on {masterTarget} twice', function (this: HomewardWorld, name: string) {
  this.driver.masterTargets.runScript(name);
  this.driver.masterTargets.reboot(name);
  this.driver.clock.run(300_000);
});

When(
  'the operator sets disk.EnableUUID of {masterTarget} to {}',
  function (this: HomewardWorld, name: string, value: string) {
    keep(this, name, this.driver.masterTargets.setEnableUuid(name, value));
  },
);

When(
  'the operator switches {masterTarget} off and sets disk.EnableUUID to {}',
  function (this: HomewardWorld, name: string, value: string) {
    editParameter(this, name, value);
  },
);

When(
  'the operator installs the packages {string} on {masterTarget}',
  function (this: HomewardWorld, packages: string, name: string) {
    keep(this, name, this.driver.masterTargets.installPackages(name, packages.split(', ')));
  },
);

When('{masterTarget} is connected to the internet', function (this: HomewardWorld, name: string) {
  this.driver.masterTargets.connectToInternet(name);
});

When('the operator reboots {masterTarget}', function (this: HomewardWorld, name: string) {
  this.driver.masterTargets.reboot(name);
  this.driver.clock.run(300_000);
});

When('the operator runs the script on {masterTarget}', function (this: HomewardWorld, name: string) {
  keep(this, name, this.driver.masterTargets.runScript(name));
});

Given(
  'the operator makes the script on {masterTarget} executable',
  function (this: HomewardWorld, name: string) {
    this.driver.masterTargets.makeScriptExecutable(name);
  },
);

Given(
  'the operator unpacks the unified agent on {masterTarget}',
  function (this: HomewardWorld, name: string) {
    this.driver.masterTargets.unpackAgent(name);
  },
);

When(
  'the operator installs the server {masterTarget} anew and prepares it',
  function (this: HomewardWorld, name: string) {
    const { masterTargets } = this.driver;
    masterTargets.reinstallLinux(name, {});
    masterTargets.installPackages(name, ['xfsprogs', 'perl', 'lsscsi', 'rsync', 'wget', 'kexec-tools']);
    masterTargets.unpackAgent(name);
    masterTargets.makeScriptExecutable(name);
    masterTargets.runScript(name);
    masterTargets.reboot(name);
  },
);

Then('the preflight of {masterTarget} finds nothing missing', function (this: HomewardWorld, name: string) {
  assert.deepEqual(preflight(this, name), []);
});

Then(
  'the preflight of {masterTarget} names {string} alone',
  function (this: HomewardWorld, name: string, item: string) {
    assert.deepEqual(preflight(this, name), [item]);
  },
);

Then('the preflight of {masterTarget} names', function (this: HomewardWorld, name: string, table: DataTable) {
  assert.deepEqual(
    preflight(this, name),
    table.hashes().map(({ item = '' }) => item),
  );
});

Then('the action is refused with {code}', function (this: HomewardWorld, code: string) {
  assert.equal(this.answer?.refusal?.code, code);
});

Then(
  'the disks of {machine} are attached to {string}',
  function (this: HomewardWorld, machine: string, vm: string) {
    assert.equal(this.driver.site.vm(machine)?.attachedTo, vm);
  },
);

When(
  'the operator reprotects {machine} to the Linux master target {string}',
  function (this: HomewardWorld, machine: string, masterTarget: string) {
    reprotect(this, machine, { masterTarget, retentionDrive: '/mnt/retention' });
  },
);
