import type { Estate } from '../simulators/estate';
import { Misuse } from '../simulators/kernel';

const MINUTE_MS = 60_000;
/** So long a machine replicates before the failover, and works in Azure after it. Units: ms of virtual time. */
const REPLICATES_MS = 30 * MINUTE_MS;
const WORKS_MS = 45 * MINUTE_MS;
/** Whoever is not there after so long never gets there. */
const STAGE_MS_MAX = 48 * 60 * MINUTE_MS;

/** Brings every machine of an estate that has just been built to Azure, by the vault's own operations: protected, failed over, committed, and at
 *  work there, so that there are writes which only Azure has. This is where a failback begins.
 *  Errors: HW-BEGIN – a machine did not get there (names it, and why). */
export function failOverAll(estate: Estate): void {
  const { vault, machines, names } = estate;
  const every = [...machines.values()];
  for (const { name, group, physical } of every)
    vault.enableReplication(name, { group, vnet: names.vnet, physical });
  reach(estate, 'protected');
  pass(estate, REPLICATES_MS);
  for (const { name, physical } of every)
    vault.unplannedFailover(name, { point: 'latest', shutDown: !physical });
  reach(estate, 'failed-over');
  // Nobody can shut a physical server down from Azure.
  for (const server of estate.physical.values()) server.switchOff();
  for (const { name } of every) vault.commit(name);
  reach(estate, 'failover-committed');
  pass(estate, WORKS_MS);
}

function pass({ kernel }: Estate, ms: number): void {
  kernel.run(kernel.now + ms);
}

function reach({ kernel, vault, machines }: Estate, state: string): void {
  const late = (): readonly string[] =>
    [...machines.keys()].filter((name) => vault.items.get(name)?.state !== state);
  kernel.run(kernel.now + STAGE_MS_MAX, () => late().length === 0);
  const [stopped] = late();
  if (stopped === undefined) return;
  const item = vault.items.get(stopped);
  const why = vault.jobs.get(item?.lastJob ?? '')?.errors.map(({ code, message }) => `${code} ${message}`);
  throw new Misuse(
    'HW-BEGIN',
    `${stopped} did not become ${state} on its way to Azure: it is ${item?.state ?? 'not protected'}${why?.length ? `, ${why.join('; ')}` : ''}`,
    'Mend that in the file that describes the estate, or leave the machine out.',
  );
}
