import { parentPort, workerData } from 'node:worker_threads';
import type { RehearsalPlan } from './model';
import { replay } from './replay';

// The thread that replayInWorker starts: it gets a plan and answers with the digest.
parentPort?.postMessage(replay(workerData as RehearsalPlan));
