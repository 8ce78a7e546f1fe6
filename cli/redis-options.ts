import type { Command } from 'commander';
import { codeDigest, type RedisOptions } from '../exploration';
import { plain, readVersions } from '../reports';
import { positiveNumber } from './option-values';

export interface RedisWords {
  readonly redis?: string;
  readonly redisPatience: number;
}

const MINUTE_MS = 60_000;

/** How long Redis may be gone. Units: minutes. */
const PATIENCE_MINUTES = 5;

export function withPatience(command: Command): Command {
  return command.option(
    '--redis-patience <minutes>',
    'how long Redis may be gone before this gives up',
    positiveNumber(1_440),
    PATIENCE_MINUTES,
  );
}

/** The options of a command that can let workers elsewhere do its work. */
export function withRedis(command: Command): Command {
  return withPatience(
    command.option(
      '--redis <url>',
      'let workers (homeward worker) on other machines do it, through this Redis',
    ),
  );
}

/** Shape: undefined – everything is done here. */
export function redisOf({ redis, redisPatience }: RedisWords, clear: () => void): RedisOptions | undefined {
  if (redis === undefined) return undefined;
  return { url: redis, patienceMs: redisPatience * MINUTE_MS, say: sayOn(clear), version: ownVersion() };
}

export function ownVersion(): RedisOptions['version'] {
  return { homeward: readVersions().homeward, code: codeDigest() };
}

/** Lines of a worker's name or version come from elsewhere: they move no cursor. */
function sayOn(clear: () => void): (line: string) => void {
  return (line) => {
    clear();
    process.stderr.write(`${plain(line)}\n`);
  };
}
