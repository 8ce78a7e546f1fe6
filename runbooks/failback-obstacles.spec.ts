import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failback } from './failback';
import { type InAzure, inAzure, physicalServers } from './in-azure.fixture.spec';

/** What stands in the way, and whether the runbook is expected to get past it by itself; where not: what it must name. */
interface Obstacle {
  readonly what: string;
  readonly strike: (world: InAzure) => void;
  readonly stops?: RegExp;
  /** The modernized provider has no process server in Azure, needs no VPN, and merges snapshots itself. */
  readonly classicOnly?: true;
  /** Physical servers: they come home to VMs that the site has not seen before. */
  readonly physical?: true;
}

const until =
  (fault: string, when?: object, target = 'all') =>
  (world: InAzure) => {
    world.fault({ fault, target, ...(when ? { when } : {}) });
  };
const PASSING = { method: '*', share: 1, most: 30 };

const OBSTACLES: readonly Obstacle[] = [
  {
    what: 'the process server is lost mid-way',
    classicOnly: true,
    strike: until('process-server-crash', { phase: 'copying back' }, 'ps-azure-01'),
    stops: /process server|806|recovery point|SIM-RPO/,
  },
  {
    what: 'the VPN flaps',
    classicOnly: true,
    strike: ({ fault }) => {
      for (const afterMs of [60_000, 150_000, 300_000, 500_000])
        fault({ fault: 'connection-cut', target: 'site connection', lasts: 'PT80S', when: { afterMs } });
    },
  },
  {
    what: 'the VPN does not come back',
    classicOnly: true,
    strike: until('connection-cut', { afterMs: 90_000 }, 'site connection'),
    stops: /./,
  },
  {
    what: 'a backup product takes a snapshot mid-reprotect',
    classicOnly: true,
    strike: until('site-vm-snapshot', { phase: 'reprotecting' }),
    stops: /snapshot/i,
  },
  {
    what: 'the vSphere account is read-only',
    strike: until('account-read-only'),
    stops: /privileges|datastores/,
  },
  {
    what: 'the vSphere account loses a privilege when all data are there',
    strike: until('account-no-access', { phase: 'replicating back' }),
    stops: /privileges|datastores|discovery/,
  },
  {
    what: 'the configuration server is restored from a stale backup',
    strike: ({ fault }) =>
      fault({ fault: 'stale-backup', lasts: 'PT20M', when: { phase: 'replicating back' } }),
  },
  { what: 'the datastore is full', strike: until('datastore-full'), stops: /datastore/ },
  {
    what: 'the Azure VM will not shut down',
    strike: until('guest-hang', { phase: 'replicating back' }),
    stops: /SHUTDOWN|78093/,
  },
  {
    what: 'Azure Resource Manager throttles',
    strike: ({ fault }) => fault({ fault: 'arm-throttled', how: { ...PASSING, retryAfterSeconds: 60 } }),
  },
  {
    what: 'answers of Azure get lost',
    strike: ({ fault }) => fault({ fault: 'arm-lose-answer', how: { ...PASSING, share: 0.4, ms: 0 } }),
  },
  { what: 'the ESXi licence expires', strike: until('license-expired'), stops: /licence/ },
  {
    what: 'the ESXi licence expires mid-way',
    strike: until('license-expired', { phase: 'replicating back' }),
    stops: /licence/,
  },
  { what: 'the site has no address left', strike: until('dhcp-exhausted'), stops: /address/, physical: true },
  {
    what: 'somebody fails over a second time',
    strike: ({ fault }) => fault({ fault: 'double-failover', when: { phase: 'failing back' } }),
  },
  {
    what: 'somebody fails over before the runbook does',
    strike: ({ fault }) => fault({ fault: 'early-failback', when: { phase: 'replicating back' } }),
  },
  {
    what: 'the configuration server is down',
    strike: until('configuration-server-crash'),
    stops: /configuration server/,
  },
  { what: 'the vCenter server is down', strike: until('vcenter-crash'), stops: /./ },
  {
    what: 'the master target stops mid-way',
    strike: until('master-target-crash', { phase: 'copying back' }),
    stops: /./,
  },
  {
    what: 'somebody cancels the reprotection',
    strike: ({ fault }) => fault({ fault: 'job-cancelled', when: { phase: 'reprotecting', afterMs: 2_000 } }),
  },
];

describe('the reference runbook, when', () => {
  for (const profile of ['classic-2017', 'modernized'] as const)
    for (const { what, strike, stops, classicOnly, physical } of OBSTACLES) {
      if (classicOnly && profile === 'modernized') continue;
      it(`${what} (${profile}): ${stops ? 'stops safely, and comes home once that is mended' : 'comes home'}`, async () => {
        const world = await inAzure({
          description: {
            profile,
            count: 2,
            groups: [{ name: 'PG1', multiVm: true }],
            ...(physical ? { machines: physicalServers(2) } : {}),
          },
        });
        strike(world);
        const first = await new Failback(world.connection).run();
        const said = () => JSON.stringify([first, world.said.slice(-12)], null, 1);
        assert.equal(first.ok, stops === undefined, said());
        for (const { fault, struck } of world.struck())
          assert.notDeepEqual(struck, [], `${fault} struck nothing`);
        for (const { cause = '', home } of first.machines)
          if (!home) assert.match(cause, stops as RegExp, said());
        assert.deepEqual(wrong(world), [], said());
        if (first.ok) return;
        world.heal();
        const second = await new Failback(world.connection).run();
        assert.equal(second.ok, true, JSON.stringify([second, world.said.slice(-20)], null, 1));
        assert.deepEqual(world.broken(), []);
      });
    }
});

/** What no obstacle excuses: `unknown` is no verdict yet. */
function wrong(world: InAzure) {
  return world.broken().filter(({ verdict }) => verdict === 'invalid');
}
