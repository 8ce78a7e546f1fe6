import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { CAMPAIGN_TASK, work } from '../exploration';
import { DRILL_TASK } from '../readiness';
import { plain } from '../reports';
import { positiveNumber } from './option-values';
import { ownVersion, withPatience } from './redis-options';

interface WorkerOptions {
  readonly redis: string;
  readonly threads: number;
  readonly idle?: number;
  readonly redisPatience: number;
}

const MINUTE_MS = 60_000;

/** `homeward worker`: does the work of campaigns that were begun with --redis, until it is told to stop. */
export function workerCommand(): Command {
  const command = new Command('worker')
    .description('Makes runs and drills for campaigns on other machines, through Redis.')
    .requiredOption('--redis <url>', 'the Redis that the campaigns name')
    .option('--threads <number>', 'how many threads work', positiveNumber(256), availableParallelism())
    .option('--idle <minutes>', 'end when there was nothing to do for so long', positiveNumber(100_000))
    .addHelpText('after', HELP)
    .action(runWorker);
  return withPatience(command);
}

async function runWorker({ redis, threads, idle, redisPatience }: WorkerOptions): Promise<void> {
  let signals = 0;
  const stop = (): void => {
    signals += 1;
    // Whoever asks twice does not wait: what is under way is done elsewhere.
    if (signals > 1) process.exit(130);
    print('stopping after the orders that are under way');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  await work({
    url: redis,
    patienceMs: redisPatience * MINUTE_MS,
    version: ownVersion(),
    tasks: [CAMPAIGN_TASK, DRILL_TASK],
    threads: Math.ceil(threads),
    idleMs: idle === undefined ? undefined : idle * MINUTE_MS,
    enough: () => signals > 0,
    say: print,
  });
}

/** What it says may come from elsewhere: it moves no cursor. */
function print(line: string): void {
  process.stdout.write(`${plain(line)}\n`);
}

const HELP = `
Start as many as you like, anywhere, before or after the campaigns; each works on one campaign at a time, the oldest first.
One that is killed loses nothing: what it had begun is done by others, and counted once. One of another version of Homeward
refuses. A password is better left out of the URL, which others on the machine can read: put it in HOMEWARD_REDIS_PASSWORD.

Examples:
  homeward worker --redis redis://redis.example:6379
  homeward worker --redis rediss://homeward@redis.example:6380/2 --threads 8
  homeward worker --redis redis://redis.example --idle 5
  homeward explore examples/estates/explore.yaml --runs 20000 --redis redis://redis.example
  homeward readiness export.xlsx --drills 1000 --redis redis://redis.example

Exit codes:
  0  it was told to stop, or there was nothing to do for --idle minutes
  2  bad input or options, or Redis was gone for longer than --redis-patience
  3  the worker itself broke
`;
