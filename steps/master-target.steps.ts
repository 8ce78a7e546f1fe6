import assert from 'node:assert/strict';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { reprotect } from './tasks/requests';
import { editParameter, keep, OMISSIONS, type Omission, preflight, prepareLinux } from './tasks/servers';
import type { HomewardWorld } from './world';

Given('a slow master target', function (this: HomewardWorld) {
  this.describing().masterTargetBytesPerSecond = 4 * 1024;
});

When(
  'the operator sets up the Windows master target {string}',
  async function (this: HomewardWorld, name: string) {
    keep(this, name, await this.driver.masterTargets.installWindows(name, {}));
  },
);

When(
  'the operator sets up the Windows master target {string} with the {setupChoice} {string}',
  async function (this: HomewardWorld, name: string, choice: string, value: string) {
    keep(this, name, await this.driver.masterTargets.installWindows(name, { [choice]: value }));
  },
);

When(
  'the operator enters the right passphrase on {masterTarget}',
  async function (this: HomewardWorld, name: string) {
    await this.driver.masterTargets.enterPassphrase(name);
  },
);

Given(
  'the Linux server {string} with everything prepared',
  async function (this: HomewardWorld, name: string) {
    await prepareLinux(this, name);
  },
);

Given(
  'the Linux server {string} with everything prepared but {omission}',
  async function (this: HomewardWorld, name: string, left: Omission) {
    await prepareLinux(this, name, OMISSIONS[left]);
  },
);

Given(
  'the Linux server {string} with disk.EnableUUID set to {}',
  async function (this: HomewardWorld, name: string, value: string) {
    await prepareLinux(this, name, { enableUuid: value });
  },
);

Given(
  'the Linux server {string} without internet access',
  async function (this: HomewardWorld, name: string) {
    await this.driver.masterTargets.installLinux(name, { internet: false });
    await this.driver.clock.run(300_000);
  },
);

Given('the Linux server {string} as it was installed', async function (this: HomewardWorld, name: string) {
  await this.driver.masterTargets.installLinux(name, {});
  await this.driver.clock.run(300_000);
});

Given('the script was run on {masterTarget} twice', async function (this: HomewardWorld, name: string) {
  await this.driver.masterTargets.runScript(name);
  await this.driver.masterTargets.reboot(name);
  await this.driver.clock.run(300_000);
});

When(
  'the operator sets disk.EnableUUID of {masterTarget} to {}',
  async function (this: HomewardWorld, name: string, value: string) {
    keep(this, name, await this.driver.masterTargets.setEnableUuid(name, value));
  },
);

When(
  'the operator switches {masterTarget} off and sets disk.EnableUUID to {}',
  async function (this: HomewardWorld, name: string, value: string) {
    await editParameter(this, name, value);
  },
);

When(
  'the operator installs the packages {string} on {masterTarget}',
  async function (this: HomewardWorld, packages: string, name: string) {
    keep(this, name, await this.driver.masterTargets.installPackages(name, packages.split(', ')));
  },
);

When('{masterTarget} is connected to the internet', async function (this: HomewardWorld, name: string) {
  await this.driver.masterTargets.connectToInternet(name);
});

When('the operator reboots {masterTarget}', async function (this: HomewardWorld, name: string) {
  await this.driver.masterTargets.reboot(name);
  await this.driver.clock.run(300_000);
});

When('the operator runs the script on {masterTarget}', async function (this: HomewardWorld, name: string) {
  keep(this, name, await this.driver.masterTargets.runScript(name));
});

Given(
  'the operator makes the script on {masterTarget} executable',
  async function (this: HomewardWorld, name: string) {
    await this.driver.masterTargets.makeScriptExecutable(name);
  },
);

Given(
  'the operator unpacks the unified agent on {masterTarget}',
  async function (this: HomewardWorld, name: string) {
    await this.driver.masterTargets.unpackAgent(name);
  },
);

When(
  'the operator installs the server {masterTarget} anew and prepares it',
  async function (this: HomewardWorld, name: string) {
    const { masterTargets } = this.driver;
    await masterTargets.reinstallLinux(name, {});
    await masterTargets.installPackages(name, ['xfsprogs', 'perl', 'lsscsi', 'rsync', 'wget', 'kexec-tools']);
    await masterTargets.unpackAgent(name);
    await masterTargets.makeScriptExecutable(name);
    await masterTargets.runScript(name);
    await masterTargets.reboot(name);
  },
);

Then(
  'the preflight of {masterTarget} finds nothing missing',
  async function (this: HomewardWorld, name: string) {
    assert.deepEqual(await preflight(this, name), []);
  },
);

Then(
  'the preflight of {masterTarget} names {string} alone',
  async function (this: HomewardWorld, name: string, item: string) {
    assert.deepEqual(await preflight(this, name), [item]);
  },
);

Then(
  'the preflight of {masterTarget} names',
  async function (this: HomewardWorld, name: string, table: DataTable) {
    assert.deepEqual(
      await preflight(this, name),
      table.hashes().map(({ item = '' }) => item),
    );
  },
);

Then('the action is refused with {code}', function (this: HomewardWorld, code: string) {
  assert.equal(this.answer?.refusal?.code, code);
});

Then(
  'the disks of {machine} are attached to {string}',
  async function (this: HomewardWorld, machine: string, vm: string) {
    assert.equal((await this.driver.site.vm(machine))?.attachedTo, vm);
  },
);

When(
  'the operator reprotects {machine} to the Linux master target {string}',
  async function (this: HomewardWorld, machine: string, masterTarget: string) {
    await reprotect(this, machine, { masterTarget, retentionDrive: '/mnt/retention' });
  },
);
