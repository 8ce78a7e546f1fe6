import { parentPort } from 'node:worker_threads';
import { rehearseGroup } from './rehearse';
import type { GroupAnswer, GroupOrder } from './rehearse-on-threads';

// The thread that `rehearse-on-threads.ts` starts: it gets plans, and answers each with its rehearsal.
parentPort?.on('message', ({ group, plan }: GroupOrder) => {
  const journal: string[] = [];
  const rehearsal = rehearseGroup(plan, { journal: (chunk) => journal.push(chunk) });
  const answer: GroupAnswer = { group, journal, rehearsal };
  parentPort?.postMessage(answer);
});
