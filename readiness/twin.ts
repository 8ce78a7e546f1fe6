import { AssumptionBook } from './assumption-book';
import { CHURN_SETTLED_BY } from './churn';
import { describeEstate } from './described-estate';
import type { Inventory } from './inventory';
import { PROTECTION_GROUP, WAVE_MACHINES_MAX } from './journey';
import type { Twin } from './model';
import type { UserAssumptions } from './user-assumptions';

export interface TwinOptions {
  readonly seed: number;
  /** The line between Azure and the site. */
  readonly mbitPerSecond: number;
}

/** How long the machines work in Azure before they are reprotected, and again before they fail back. */
const WORK_IN_AZURE_MS = 10 * 60_000;

/** Builds the twin of an inventory: what stands on the site, and the rehearsal to be run on it.
 *  Shape: templates and placeholders are not counted; machines without known disks, and those that are not powered on,
 *  are counted but left out of the rehearsal. Everything that the export does not say is in `assumptions`. */
export function makeTwin(inventory: Inventory, assumed: UserAssumptions, options: TwinOptions): Twin {
  const book = new AssumptionBook();
  const { mbitPerSecond, seed } = options;
  const { description, machines, notCounted } = describeEstate(inventory, assumed, book, {
    name: 'twin',
    group: PROTECTION_GROUP,
    mbitPerSecond,
    keeps: ({ leftOut }) => leftOut === undefined,
  });
  for (const { label, machine, leftOut } of machines)
    if (!leftOut && !machine.churn)
      book.add(
        'the machine writes about 30 MiB an hour',
        'no export holds its churn',
        CHURN_SETTLED_BY,
        label,
      );
  assumeForRehearsal(book);
  const plan = {
    seed,
    machines: description.machines.map((machine) => machine.name),
    mbitPerSecond,
    workInAzureMs: WORK_IN_AZURE_MS,
    description,
  };
  const masterTargetHost = description.masterTarget?.host ?? '';
  return { plan, machines, notCounted, assumptions: book.list(), masterTargetHost };
}

/** What no export can tell, and what the rehearsal settles for every machine alike. */
function assumeForRehearsal(book: AssumptionBook): void {
  const estate = 'the estate';
  book.add(
    'the machines were protected long before the rehearsal',
    'how long the first replication takes is not the question here: it runs over a line of 1 Tbit/s',
    'nothing: from the failover on, the line has the bandwidth of --bandwidth',
    estate,
  );
  book.add(
    `machines are reprotected to the site in waves of at most ${WAVE_MACHINES_MAX}`,
    'an operator would not start more at once',
    'nothing: larger waves take longer, not another way',
    estate,
  );
}
