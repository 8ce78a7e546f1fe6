import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readEstateFile } from '../serving/estate-file';
import { ServedEstate } from '../serving/served-estate';

const ROOT = resolve(__dirname, '..');
/** Another name or path can be given: Debian has no package with this command. */
const GOVC = process.env.HOMEWARD_GOVC ?? 'govc';
const skip =
  spawnSync(GOVC, ['version']).status === 0 ? false : `${GOVC} is not installed (HOMEWARD_GOVC names it)`;

/** What govc is told, and what it must then print: a text, or that it ends with an error which says so. */
type Step = readonly [command: string, prints: RegExp] | readonly [command: string, fails: RegExp, 'fails'];

async function govcDoes(steps: readonly Step[]): Promise<void> {
  const served = await ServedEstate.open(
    readEstateFile(resolve(ROOT, 'examples/estates/small.yaml')),
    { seed: 1, host: '127.0.0.1', port: 0, vspherePort: 0, clock: 'virtual', speed: 1 },
    (error) => {
      throw error;
    },
  );
  try {
    for (const [command, expected, fails] of steps) {
      const { code, out } = await govc(command, served.environment);
      assert.equal(code === 0, fails === undefined, `govc ${command}: ${out}`);
      assert.match(out, expected, `govc ${command}`);
    }
  } finally {
    await served.close();
  }
}

/** Words with spaces stand in quotes. */
function govc(
  command: string,
  environment: ServedEstate['environment'],
): Promise<{ code: number; out: string }> {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return new Promise((done, fail) => {
    const env = { ...process.env, ...environment, GOVC_PERSIST_SESSION: 'false' };
    const child = spawn(GOVC, words, { env });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code: code ?? 1, out });
    });
  });
}

describe('vSphere front: govc', { skip }, () => {
  it('finds its way through the inventory', () =>
    govcDoes([
      ['about', /API version: +7\.0\.3\.0/],
      ['ls', /\/DC0\/vm\n\/DC0\/host\n\/DC0\/datastore\n\/DC0\/network/],
      ['ls /DC0/host/esx-01', /\/DC0\/host\/esx-01\/Resources/],
      ['find -type m', /\/DC0\/vm\/erp-db-01\n/],
      ['find vm -type m -name none-of-these', /^$/],
      ['vm.info erp-db-01', /Power state: +poweredOn/],
      ['vm.info -json erp-db-01', /"vm-\d+"/],
      ['vm.ip erp-db-01', /^10\.\d+\.\d+\.\d+\n$/],
      ['device.ls -vm erp-db-01', /disk-1000-0 +VirtualDisk/],
      ['device.info -vm erp-db-01 disk-*', /\[ds-01\] erp-db-01\/erp-db-01\.vmdk/],
      ['datastore.info', /Name: +ds-01/],
      ['datastore.ls -ds ds-01 erp-db-01', /erp-db-01\.vmx/],
      ['host.info -host esx-01', /Name: +esx-01/],
      ['pool.info *', /\/DC0\/host\/esx-01\/Resources/],
      ['datacenter.info', /Virtual Machines: +4/],
      ['object.collect -s vm/erp-db-01 runtime.powerState', /^poweredOn\n$/],
      ['session.ls', /operator/],
    ]));

  it('takes snapshots, goes back to them and removes them', () =>
    govcDoes([
      ['snapshot.create -vm erp-db-01 one', /^$/],
      ['snapshot.create -vm erp-db-01 -m=false two', /^$/],
      ['snapshot.tree -vm erp-db-01', /one\n +two/],
      ['snapshot.revert -vm erp-db-01 one', /^$/],
      // By default it takes the memory along: the machine is on again.
      ['object.collect -s vm/erp-db-01 runtime.powerState', /poweredOn/],
      ['snapshot.revert -vm erp-db-01 two', /^$/],
      ['object.collect -s vm/erp-db-01 runtime.powerState', /poweredOff/],
      ['snapshot.remove -vm erp-db-01 two', /^$/],
      ['snapshot.remove -vm erp-db-01 *', /^$/],
      ['snapshot.tree -vm erp-db-01', /^$/],
      ['tasks', /RemoveAllSnapshots +erp-db-01 +operator/],
      ['events', /Reverted|reconfigured|Reconfigured|snapshot|logged in/],
    ]));

  it('turns machines off and on, and sets disk.EnableUUID', () =>
    govcDoes([
      ['vm.power -off erp-db-01', /OK/],
      ['vm.power -off erp-db-01', /cannot be performed in the current state\. \(Powered off\)/, 'fails'],
      ['vm.change -vm erp-db-01 -e disk.EnableUUID=TRUE', /^$/],
      ['vm.info -e erp-db-01', /disk\.EnableUUID: +TRUE/],
      ['vm.power -on erp-db-01', /OK/],
      ['vm.power -reset erp-db-01', /OK/],
      ['vm.migrate -host esx-02 erp-db-01', /OK/],
    ]));

  it('makes a machine, takes it out of the inventory and back in, and destroys it', () =>
    govcDoes([
      [
        'vm.create -on=false -m 1024 -c 1 -g otherGuest -ds ds-01 -host esx-01 -net "VM Network" new-01',
        /^$/,
      ],
      ['device.info -vm new-01', /LSI Logic.*VirtualE1000/s],
      ['vm.change -vm new-01 -c 2 -m 2048', /^$/],
      ['vm.disk.create -vm new-01 -ds ds-01 -name new-01/data -size 1G', /Creating disk/],
      ['device.info -vm new-01 disk-*', /1,048,576 KB/],
      ['vm.unregister new-01', /^$/],
      ['vm.info new-01', /^$/],
      ['vm.register -ds ds-01 -host esx-01 new-01/new-01.vmx', /^$/],
      ['vm.info new-01', /Memory: +2048MB/],
      ['vm.destroy new-01', /^$/],
      ['find -type m -name new-01', /^$/],
    ]));

  it('keeps roles, permissions and licences', () =>
    govcDoes([
      ['role.create narrow System.Read', /^$/],
      ['role.update narrow VirtualMachine.State.CreateSnapshot', /^$/],
      ['role.ls narrow', /VirtualMachine\.State\.CreateSnapshot/],
      ['permissions.set -principal asr-full -role narrow -propagate=true /DC0', /^$/],
      ['permissions.ls /DC0', /narrow +\/DC0 +asr-full +Yes/],
      ['role.remove narrow', /Used by asr-full/, 'fails'],
      ['permissions.remove -principal asr-full /DC0', /^$/],
      ['role.remove narrow', /^$/],
      ['license.add 00000-AAAAA-BBBBB-CCCCC-DDDDD', /00000-AAAAA/],
      ['license.ls', /00000-AAAAA/],
      ['license.remove 00000-AAAAA-BBBBB-CCCCC-DDDDD', /^$/],
      ['license.assigned.ls', /esx-01/],
    ]));

  it('is told by name what is not simulated', () =>
    govcDoes([
      ['metric.ls vm/erp-db-01', /PerformanceManager\.QueryPerfProviderSummary is not simulated/, 'fails'],
      ['object.rename vm/erp-db-01 other', /Rename_Task is not simulated/, 'fails'],
      ['device.cdrom.add -vm erp-db-01', /VirtualCdrom is not simulated/, 'fails'],
      ['host.maintenance.enter esx-01', /EnterMaintenanceMode_Task is not simulated/, 'fails'],
    ]));
});
