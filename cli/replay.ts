import { Command } from 'commander';
import { replay, replayInWorker } from '../readiness';
import { openRun, readVersions } from '../reports';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';

interface ReplayOptions {
  readonly json?: boolean;
  readonly worker?: boolean;
}

/** `homeward replay`: makes a run again from its folder alone and compares the digests of the journals. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Makes a run again from its folder alone, and compares the digests of the two journals.')
    .argument('<run>', 'a run folder')
    .option('--worker', 'replay in a worker thread')
    .option('--json', 'print the result as one JSON object, and nothing else')
    .addHelpText('after', `\nExample:\n  homeward replay reports/runs/latest\n${EXIT_CODES_HELP}`)
    .action(runReplay);
}

async function runReplay(folder: string, options: ReplayOptions): Promise<void> {
  const recorded = await openRun(folder);
  const { plan, id, journalDigest, storedDigest, entries } = recorded;
  if (!options.json) print(`replay of run ${id}: ${plan.machines.length} machines, seed ${plan.seed}`);
  const again = options.worker ? await replayInWorker(plan) : replay(plan);
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
