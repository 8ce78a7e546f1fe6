import { parentPort, workerData } from 'node:worker_threads';
import { readEstateFile } from '../serving/estate-file';
import { carryOut } from './carry-out';
import { readExperimentFile } from './read-experiment';
import { reference } from './reference';

// The thread that `runs.ts` starts: it gets a seed, and answers with what the drill came to.
const { file, estatePath } = workerData as { readonly file: string; readonly estatePath: string };
const read = readExperimentFile(file);
const description = readEstateFile(estatePath);

parentPort?.on('message', (seed: number) => {
  void carryOut({
    read,
    seed,
    description,
    estate: description.name,
    program: 'reference runbook',
    runs: reference,
  })
    .then(({ report: { verdict, because, journal } }) =>
      parentPort?.postMessage({ seed, verdict, because, sha256: journal.sha256 }),
    )
    // A rejection has to end the thread as an error does.
    .catch((error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
    );
});
