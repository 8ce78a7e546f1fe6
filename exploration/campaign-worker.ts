import { parentPort, workerData } from 'node:worker_threads';
import { Campaign, type CampaignOptions } from './campaign';

// The thread that `pool.ts` starts: it gets where to begin and how many runs to make, and answers with what they came to.
const campaign = new Campaign(workerData as CampaignOptions);
parentPort?.on('message', ({ from, runs }: { readonly from: number; readonly runs: number }) => {
  parentPort?.postMessage(campaign.batch(from, runs));
});
