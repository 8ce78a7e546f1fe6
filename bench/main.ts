import { cpus } from 'node:os';
import { benchAzure } from './azure';
import { benchKernel } from './kernel';
import type { Row } from './measure';
import { benchMemory, benchPipeline } from './pipeline';
import { benchSuite } from './suite';

/** `npm run bench [-- kernel|pipeline|memory|suite|azure … [--peer <url>]]`: prints a table of what was measured, per CPU second of one
 *  core (the suite and the front: in wall time). */
async function main(words: readonly string[]): Promise<void> {
  const at = words.indexOf('--peer');
  const names = at < 0 ? words : words.slice(0, at);
  const wanted = (name: string): boolean => names.length === 0 || names.includes(name);
  const rows: Row[] = [];
  if (wanted('kernel')) rows.push(...benchKernel(5));
  if (wanted('pipeline')) rows.push(...benchPipeline(5));
  if (wanted('memory')) rows.push(benchMemory(names.includes('memory') ? 100_000 : 5_000));
  if (wanted('suite')) rows.push(...benchSuite(7));
  if (wanted('azure')) rows.push(...(await benchAzure(at < 0 ? undefined : words[at + 1])));
  const width = Math.max(...rows.map((row) => row.what.length));
  console.log(
    `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}; median (least … most), per CPU second`,
  );
  for (const { what, measured, goal } of rows)
    console.log(`${what.padEnd(width)}  ${measured}  goal ${goal}`);
}

void main(process.argv.slice(2));
