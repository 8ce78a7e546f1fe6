import type { MachineDescription } from '../simulators/description';
import type { Estate } from '../simulators/estate';
import { Misuse } from '../simulators/kernel';

const MINUTE_MS = 60_000;
/** So long a machine replicates before the failover, and works in Azure after it. Units: ms of virtual time. */
const REPLICATES_MS = 30 * MINUTE_MS;
const WORKS_MS = 45 * MINUTE_MS;
/** Whoever is not there after so long never gets there. */
const STAGE_MS_MAX = 48 * 60 * MINUTE_MS;

/** One stage of the way to Azure: from which state a machine is asked to go on, to which, and how long it stays there. */
interface Stage {
  readonly from: string | undefined;
  readonly reaches: string;
  readonly staysMs: number;
  readonly ask: (estate: Estate, machine: MachineDescription) => void;
}

const STAGES: readonly Stage[] = [
  {
    from: undefined,
    reaches: 'protected',
    staysMs: REPLICATES_MS,
    ask: ({ vault, names }, { name, group, physical }) =>
      vault.enableReplication(name, { group, vnet: names.vnet, physical }),
  },
  {
    from: 'protected',
    reaches: 'failed-over',
    staysMs: 0,
    ask: ({ vault }, { name, physical }) =>
      vault.unplannedFailover(name, { point: 'latest', shutDown: !physical }),
  },
  {
    from: 'failed-over',
    reaches: 'failover-committed',
    staysMs: WORKS_MS,
    ask: ({ vault, physical }, { name }) => {
      // Nobody can shut a physical server down from Azure.
      physical.get(name)?.switchOff();
      vault.commit(name);
    },
  },
];

export const STAGES_TO_AZURE = STAGES.length;

/** Brings every machine of an estate that has just been built to Azure, by the vault's own operations: protected, failed over, committed, and at
 *  work there, so that there are writes which only Azure has. This is where a failback begins.
 *  Errors: HW-BEGIN – a machine did not get there (names it, and why). */
export function failOverAll(estate: Estate): void {
  const { kernel } = estate;
  for (const [index, stage] of STAGES.entries()) {
    askStage(estate, index);
    kernel.run(kernel.now + STAGE_MS_MAX, () => late(estate, stage).length === 0);
    mustBeThere(estate, stage);
    kernel.run(kernel.now + stage.staysMs);
  }
}

/** Does the same where somebody else lets time pass: `pass` lets so much pass, at most until `stop` says so; `ask` calls `askStage`. `from`: the
 *  stage that was asked for last, where it was broken off; `STAGES_TO_AZURE` when all are over. Errors: HW-BEGIN. */
export async function failOverAllWhile(
  estate: Estate,
  from: number,
  ask: (stage: number) => void,
  pass: (ms: number, stop: () => boolean) => Promise<void>,
): Promise<void> {
  for (const [index, stage] of STAGES.entries()) {
    if (index < from) continue;
    ask(index);
    await pass(STAGE_MS_MAX, () => late(estate, stage).length === 0);
    mustBeThere(estate, stage);
    await pass(stage.staysMs, () => false);
  }
}

/** Asks for one stage of the way to Azure, for the machines that have come to it. */
export function askStage(estate: Estate, index: number): void {
  const stage = STAGES[index];
  if (!stage) return;
  for (const machine of estate.machines.values()) {
    const item = estate.vault.items.get(machine.name);
    if (item?.state === stage.from && item?.activeJob === undefined) stage.ask(estate, machine);
  }
}

/** Machines that are not as far yet. */
function late({ vault, machines }: Estate, { reaches }: Stage): readonly string[] {
  const far = STAGES.slice(STAGES.findIndex((stage) => stage.reaches === reaches));
  const isThere = (name: string): boolean =>
    far.some((stage) => stage.reaches === vault.items.get(name)?.state);
  return [...machines.keys()].filter((name) => !isThere(name));
}

function mustBeThere(estate: Estate, stage: Stage): void {
  const { vault } = estate;
  const [stopped] = late(estate, stage);
  if (stopped === undefined) return;
  const item = vault.items.get(stopped);
  const why = vault.jobs.get(item?.lastJob ?? '')?.errors.map(({ code, message }) => `${code} ${message}`);
  throw new Misuse(
    'HW-BEGIN',
    `${stopped} did not become ${stage.reaches} on its way to Azure: it is ${item?.state ?? 'not protected'}${why?.length ? `, ${why.join('; ')}` : ''}`,
    'Mend that in the file that describes the estate, or leave the machine out.',
  );
}
