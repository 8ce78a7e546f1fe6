import { parentPort, workerData } from 'node:worker_threads';
import type { RehearsalPlan } from './model';
import { replay } from './replay';

// The thread that replayInWorker starts: it gets a plan and answers with the digest.
void replay(workerData as RehearsalPlan, 1).then((told) => parentPort?.postMessage(told));
