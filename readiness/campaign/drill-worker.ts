import { parentPort, workerData } from 'node:worker_threads';
import type { RehearsalPlan } from '../model';
import type { DrillAnswer, DrillOrder } from './campaign';
import { drillWave } from './drill';

// The thread that `campaign.ts` starts: it gets orders, and answers each with what the wave's drill came to.
const plan = workerData as RehearsalPlan;

parentPort?.on('message', (order: DrillOrder) => {
  const answer: DrillAnswer = { order, told: drillWave({ plan, ...order }) };
  parentPort?.postMessage(answer);
});
