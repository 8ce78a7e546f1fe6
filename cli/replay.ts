import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { replay, replayDrill, replayInWorker } from '../readiness';
import { openRun, type RecordedRun, readVersions } from '../reports';
import { Misuse } from '../simulators/kernel';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import { wholeNumber } from './option-values';

interface ReplayOptions {
  readonly json?: boolean;
  readonly worker?: boolean;
  readonly drill?: number;
}

/** `homeward replay`: makes a run again from its folder alone and compares the digests of the journals. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Makes a run again from its folder alone, and compares the digests of the two journals.')
    .argument('<run>', 'a run folder')
    .option('--worker', 'replay in a worker thread')
    .option('--drill <seed>', 'replay this drill of the run instead of its rehearsal', wholeNumber)
    .option('--json', 'print the result as one JSON object, and nothing else')
    .addHelpText(
      'after',
      `\nExamples:\n  homeward replay reports/runs/latest\n  homeward replay reports/runs/latest --drill 7\n${EXIT_CODES_HELP}`,
    )
    .action(runReplay);
}

async function runReplay(folder: string, options: ReplayOptions): Promise<void> {
  const recorded = await openRun(folder);
  const { plan, id, journalDigest, storedDigest, entries } = recorded;
  if (options.drill !== undefined) {
    replayOneDrill(recorded, folder, options.drill, options.json === true);
    return;
  }
  if (!options.json) print(`replay of run ${id}: ${plan.machines.length} machines, seed ${plan.seed}`);
  const again = options.worker ? await replayInWorker(plan) : await replay(plan, availableParallelism());
  const versions = { recorded: recorded.versions, replayed: readVersions() };
  const journalUntouched = storedDigest === journalDigest;
  const same = again.digest === journalDigest && journalUntouched;
  process.exitCode = same ? EXIT.done : EXIT.negative;
  if (options.json) {
    const digests = { recorded: journalDigest, stored: storedDigest, replayed: again.digest };
    print(JSON.stringify({ run: id, same, digests, versions }, null, 1));
    return;
  }
  print(
    `recorded  ${journalDigest}  ${entries} entries, homeward ${versions.recorded.homeward}, node ${versions.recorded.node}`,
  );
  print(
    `replayed  ${again.digest}  ${again.entries} entries, homeward ${versions.replayed.homeward}, node ${versions.replayed.node}`,
  );
  if (same) print('same: the run is what it says');
  else if (!journalUntouched)
    print(`DIFFERENT: journal.ndjson was changed after the run (it has ${storedDigest})`);
  else print('DIFFERENT: the replay took another course; compare the versions above');
}

function replayOneDrill(
  { id, plan, drills }: RecordedRun,
  folder: string,
  seed: number,
  json: boolean,
): void {
  const recorded = drills?.digests.find((each) => each.seed === seed);
  const again = recorded && drills && replayDrill(plan, drills.plan, seed);
  if (!again) {
    const seeds = drills?.digests.map((each) => each.seed) ?? [];
    const known = seeds.length > 0 ? `it has the seeds ${seeds[0]} to ${seeds.at(-1)}` : 'it has none';
    throw new Misuse(
      'HW-RUN-DRILL',
      `expected a drill of ${folder}, got the seed ${seed}; ${known}`,
      'Name one of its drills: the report lists them.',
    );
  }
  const same = recorded.digest === again.digest;
  process.exitCode = same ? EXIT.done : EXIT.negative;
  if (json) {
    const digests = { recorded: recorded.digest, replayed: again.digest };
    print(JSON.stringify({ run: id, drill: seed, same, digests }, null, 1));
    return;
  }
  const struck = again.waves.flatMap((wave) => wave.struck.map(({ fault, phase }) => `${fault} (${phase})`));
  print(
    `replay of drill ${seed} of run ${id}: ${again.waves.length} waves; struck: ${struck.join(', ') || 'nothing'}`,
  );
  print(`recorded  ${recorded.digest}`);
  print(`replayed  ${again.digest}`);
  print(
    same
      ? 'same: the drill is what it says'
      : 'DIFFERENT: the replay took another course; compare the versions in run.json',
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
