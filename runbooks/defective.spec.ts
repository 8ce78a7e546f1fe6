import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EstateDescription } from '../simulators/description';
import type { Connection } from './connection';
import { DEFECTS, type Defect } from './defective';
import { Failback, type FailbackOptions } from './failback';
import { type InAzure, inAzure, physicalServers } from './in-azure.fixture.spec';
import { sampleEstate } from './sample-estate';

type Make = (connection: Connection, options?: FailbackOptions) => Failback;

/** What happens to the estate while a runbook works, and what is expected of one that is in order. */
interface Setting {
  readonly description?: Partial<EstateDescription>;
  readonly strike?: (world: InAzure) => void;
  /** Beside healing what struck. */
  readonly mend?: (world: InAzure) => void;
  readonly expects: 'comes home' | 'stops safely';
}

const HOUR_MS = 3_600_000;
/** Longer no run may take. */
const RUN_MS_MAX = 6 * HOUR_MS;

const fault =
  (name: string, when?: object, how?: Parameters<InAzure['fault']>[0]['how']) => (world: InAzure) =>
    world.fault({ fault: name, ...(when ? { when } : {}), ...(how ? { how } : {}) });

const SETTINGS: { readonly [under: string]: Setting } = {
  'no fault': { expects: 'comes home' },
  'the VPN breaks as the failover begins': {
    strike: fault('connection-cut', { phase: 'failing back' }),
    expects: 'stops safely',
  },
  'the licence of the host expires while data are copied home': {
    strike: fault('license-expired', { phase: 'replicating back' }),
    expects: 'stops safely',
  },
  'the vSphere account has become read-only': {
    strike: (world) => {
      fault('account-read-only')(world);
      world.session.clock.pass(HOUR_MS);
    },
    expects: 'stops safely',
  },
  'calls to vSphere arrive late': {
    strike: fault('vsphere-calls-hold', undefined, { ms: 30_000 }),
    expects: 'comes home',
  },
  'the process server is lost while data are copied home': {
    strike: ({ fault: strike }) =>
      strike({ fault: 'process-server-crash', target: 'ps-azure-01', when: { phase: 'copying back' } }),
    expects: 'stops safely',
  },
  'the site has no address left (modernized: the commit deletes the copy in Azure)': {
    description: { profile: 'modernized', machines: physicalServers(2) },
    strike: fault('dhcp-exhausted'),
    expects: 'stops safely',
  },
  'the site has no address left': {
    description: { machines: physicalServers(2) },
    strike: fault('dhcp-exhausted'),
    expects: 'stops safely',
  },
  'the VM at home has an old snapshot': {
    description: { machines: sample().map((machine) => ({ ...machine, snapshots: ['before the upgrade'] })) },
    mend: removeSnapshots,
    expects: 'stops safely',
  },
  'Azure Resource Manager throttles': {
    strike: fault('arm-throttled', undefined, { method: '*', share: 0.5, most: 30, retryAfterSeconds: 60 }),
    expects: 'comes home',
  },
};

describe('defective runbooks', () => {
  it('are at least fifteen, each with a mistake of its own', () => {
    assert.ok(DEFECTS.length >= 15);
    assert.equal(new Set(DEFECTS.map(({ name }) => name)).size, DEFECTS.length);
    assert.equal(new Set(DEFECTS.map(({ mistake }) => mistake)).size, DEFECTS.length);
  });

  for (const { name, caughtBy, under, make } of DEFECTS)
    it(`${name}: ${caughtBy} catches it with ${under}`, async () => {
      const setting = settingOf(under);
      const caught = await judge(make, setting);
      assert.ok(caught.includes(caughtBy), `got ${caught.join(', ') || 'nothing'}`);
    });
});

describe('the reference runbook', () => {
  for (const [under, setting] of Object.entries(SETTINGS))
    it(`is not caught with ${under}`, async () => {
      const make: Make = (connection, options) => new Failback(connection, options);
      assert.deepEqual(await judge(make, setting), []);
    });
});

function settingOf(under: Defect['under']): Setting {
  const setting = SETTINGS[under];
  assert.ok(setting, `no setting is called "${under}"`);
  return setting;
}

/** Lets a runbook work, mends what stood in its way, lets it work again, and gives the names of all that it broke. */
async function judge(
  make: Make,
  { description = {}, strike, mend, expects }: Setting,
): Promise<readonly string[]> {
  const losses = new Losses();
  const world = await inAzure({ description: { machines: sample(), ...description }, observer: losses.see });
  losses.estate = world.estate;
  strike?.(world);
  const caught = new Set<string>();
  const first = await runWithin(make, world);
  if (first === 'late') caught.add('ends-in-time');
  else if (first !== isAllHome(world)) caught.add('truthful-exit');
  if (expects === 'comes home' && first !== true) caught.add('comes-home');
  if (expects === 'stops safely') {
    world.heal();
    mend?.(world);
    world.session.clock.pass(30 * 60_000);
    const second = await runWithin(make, world);
    if (second !== true || !isAllHome(world)) caught.add('comes-home');
  }
  for (const { checker, verdict } of world.broken()) if (verdict === 'invalid') caught.add(checker);
  if (losses.writes > 0) caught.add('recovery-point');
  if (losses.waysBack > 0) caught.add('way-back');
  return [...caught];
}

function sample(): EstateDescription['machines'] {
  const workload = { everyMs: 5_000, extentsPerWrite: 8, regionExtents: 16_384 };
  return sampleEstate({ machines: 2, writes: 200 }).machines.map((machine) => ({ ...machine, workload }));
}

function removeSnapshots({ estate }: InAzure): void {
  const { kernel, vsphere, operator, machines } = estate;
  for (const vm of machines.keys())
    kernel.spawn(undefined, 'clear up', vsphere.call(operator, 'RemoveAllSnapshots_Task', { vm }));
}

class TooLate extends Error {}

/** What it ended with; `late`: it had to be ended. */
async function runWithin(make: Make, { connection }: InAzure): Promise<boolean | 'late'> {
  const { clock } = connection;
  const until = clock.now() + RUN_MS_MAX;
  const watched = {
    now: () => clock.now(),
    sleep: async (ms: number) => {
      if (clock.now() >= until) throw new TooLate();
      await clock.sleep(ms);
    },
  };
  try {
    return (await make({ ...connection, clock: watched }).run()).ok;
  } catch (error) {
    if (error instanceof TooLate) return 'late';
    throw error;
  }
}

/** Is every machine protected, on at home with an address, and off in Azure? */
function isAllHome({ estate }: InAzure): boolean {
  const { vault, cloud, machines } = estate;
  return [...machines.keys()].every(
    (machine) =>
      vault.item(machine).state === 'protected' &&
      isUpAtHome(estate, machine) &&
      cloud.vms.get(machine)?.power !== 'running',
  );
}

function isUpAtHome({ vsphere }: InAzure['estate'], machine: string): boolean {
  const vms = [...vsphere.inventory.vms.values()];
  return vms.some((vm) => vm.machine === machine && vm.guest.up && vm.address !== undefined);
}

/** Counts writes that only Azure had and that did not come home, and copies in Azure that were deleted with nothing to fall back on: before the
 *  machine was up at home with an address, and protected again, unless it is the commit itself that deletes them. */
class Losses {
  writes = 0;
  waysBack = 0;
  estate: InAzure['estate'] | undefined;
  private readonly newest = new Map<string, number>();
  private readonly ends = new Map<string, number>();

  readonly see = (
    _time: number,
    kind: string,
    subject: string,
    fields: Readonly<Record<string, unknown>>,
  ): void => {
    if (kind === 'guest.write' && fields.copy === 'azure') this.newest.set(subject, Number(fields.seq));
    else if (kind === 'point.made') this.ends.set(`${subject} ${fields.point}`, Number(fields.seq));
    else if (kind === 'point.recovered' && fields.copy === 'on-premises')
      this.recovered(subject, `${fields.point}`);
    else if (kind === 'vm.deleted' && fields.copy === 'azure') this.deleted(`${fields.machine}`);
  };

  private recovered(machine: string, point: string): void {
    const had = this.newest.get(machine) ?? 0;
    this.writes += Math.max(0, had - (this.ends.get(`${machine} ${point}`) ?? 0));
  }

  private deleted(machine: string): void {
    if (!this.estate) return;
    const { vault } = this.estate;
    const state = vault.item(machine).state;
    const may = vault.rules.provider === 'modernized' || state === 'protected';
    if (!may || !isUpAtHome(this.estate, machine)) this.waysBack += 1;
  }
}
