import { apart } from '../../nodes/topology';
import { Checkers, type Verdict } from '../../simulators/checkers';
import type { EstateDescription } from '../../simulators/description';
import { build, type Estate, finalState } from '../../simulators/estate';
import type { Role } from '../../simulators/estate-parts';
import type { Proc } from '../../simulators/kernel';
import { type RoundTrip, roundTrip } from '../round-trip';
import { sampleEstate } from '../sample-estate';
import { Watch } from '../watch';
import { type Identities, Together } from './together';

const MINUTE_MS = 60_000;
const MIB = 2 ** 20;
/** The servers of the estate have found each other after so long. */
const WARM_UP_MS = 20 * MINUTE_MS;
/** By then every machine has written all that it will. */
const QUIET_MS = 60 * MINUTE_MS;
const LONGEST_MS = 30 * 24 * 60 * MINUTE_MS;
const TRIP = { workMs: 20 * MINUTE_MS, restartsMax: 5, restartAfterMs: 10 * MINUTE_MS };

/** What a journey of all machines to Azure and home again came to. */
export interface Came {
  /** Machine → where its trip ended. */
  readonly stages: Readonly<Record<string, string>>;
  /** Machine → state of its protected item. */
  readonly states: Readonly<Record<string, string>>;
  /** Disk of a VM on the site → its contents, as runs. */
  readonly disks: Readonly<Record<string, string>>;
  /** Checker → verdict. */
  readonly verdicts: Readonly<Record<string, Verdict['verdict']>>;
}

/** Machines with small disks that write a few times wherever they run, and then no more. */
export function smallMachines(machines: number, { usedMib = 8, writes = 20 } = {}): EstateDescription {
  const estate = sampleEstate({ machines, writes });
  const disks = [{ sizeBytes: 2 * usedMib * MIB, usedBytes: usedMib * MIB }];
  return {
    ...estate,
    name: `nodes of ${machines}`,
    machines: estate.machines.map((machine) => ({
      ...machine,
      disks,
      workload: { ...machine.workload, regionExtents: 16 * usedMib },
    })),
  };
}

/** Everything in this process, in virtual time. */
export function virtually(description: EstateDescription, seed: number): Came {
  const checkers = new Checkers();
  const estate = build(apart(description), seed, [checkers.observe]);
  const { kernel } = estate;
  kernel.run(WARM_UP_MS);
  const trips = depart(estate);
  kernel.run(LONGEST_MS, () => trips.every(({ over }) => over));
  kernel.run(kernel.now + QUIET_MS);
  return cameTo(estate, estate, trips, checkers.conclude(finalState(estate)));
}

/** Each part with its own sockets. `meanwhile` may do something to the nodes while the machines are on their way. */
export async function overTls(
  description: EstateDescription,
  seed: number,
  identities: Identities,
  meanwhile: (together: Together) => Promise<void> = async () => undefined,
  after: (together: Together) => void = () => undefined,
): Promise<Came> {
  const together = await Together.start(description, seed, identities);
  try {
    await together.until(() => together.now >= WARM_UP_MS);
    const azure = together.estate('azure');
    const trips = depart(azure);
    await meanwhile(together);
    await together.until(() => trips.every(({ over }) => over));
    const until = together.now + QUIET_MS;
    await together.until(() => together.now >= until);
    after(together);
    return cameTo(azure, together.estate('vcenter'), trips, together.verdicts());
  } finally {
    await together.stop();
  }
}

/** Waits until some machine's protected item has reached a state, and kills nodes then. */
export async function killWhen(together: Together, state: string, ...roles: readonly Role[]): Promise<void> {
  await together.until(() => together.reached.has(state));
  for (const role of roles) {
    await together.kill(role);
    await together.open(role);
  }
}

function depart(estate: Estate): readonly Proc<RoundTrip>[] {
  const watch = new Watch(estate.kernel);
  return [...estate.machines.keys()].map((machine) =>
    estate.kernel.spawn(
      undefined,
      `round trip of ${machine}`,
      roundTrip(estate, watch, { machine, ...TRIP }),
    ),
  );
}

function cameTo(
  azure: Estate,
  site: Estate,
  trips: readonly Proc<RoundTrip>[],
  verdicts: readonly Verdict[],
): Came {
  const disks = [...site.vsphere.inventory.vms.values()].flatMap((vm) =>
    vm.disks.map((disk, number) => [`${vm.name}/${number}`, JSON.stringify(disk.view().runs())] as const),
  );
  return {
    stages: Object.fromEntries(trips.map((trip) => [trip.done.take().machine, trip.done.take().stage])),
    states: Object.fromEntries([...azure.vault.items.values()].map(({ name, state }) => [name, state])),
    disks: Object.fromEntries(disks),
    verdicts: Object.fromEntries(verdicts.map(({ checker, verdict }) => [checker, verdict])),
  };
}
