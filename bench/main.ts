import { cpus } from 'node:os';
import { benchAzure } from './azure';
import { benchBytes } from './bytes';
import { benchDefects } from './defects';
import { benchExplore } from './explore';
import { benchImport } from './import';
import { benchKernel } from './kernel';
import type { Row } from './measure';
import { benchNodes } from './nodes';
import { benchMemory, benchPipeline } from './pipeline';
import { benchPlanted } from './planted';
import { benchRedis } from './redis';
import { benchSuite } from './suite';
import { benchVim25 } from './vim25';

/** `npm run bench [-- kernel|pipeline|import|explore|memory|suite|azure|vim25|redis|bytes|nodes …]`, `-- azure --peer <url>`, `-- vim25 --peer <host:port>`: prints a table of
 *  what was measured, per CPU second of one core (the suite, the fronts, redis and nodes: in wall time). `-- planted` and `-- defects` measure something
 *  else, and only when they are asked for. */
async function main(words: readonly string[]): Promise<void> {
  if (words[0] === 'planted') {
    benchPlanted(words.slice(1));
    return;
  }
  if (words[0] === 'defects') {
    await benchDefects(words.slice(1));
    return;
  }
  const at = words.indexOf('--peer');
  const names = at < 0 ? words : words.slice(0, at);
  const peer = at < 0 ? undefined : words[at + 1];
  const wanted = (name: string): boolean => names.length === 0 || names.includes(name);
  const rows: Row[] = [];
  if (wanted('kernel')) rows.push(...benchKernel(5));
  if (wanted('pipeline')) rows.push(...benchPipeline(5));
  if (wanted('import')) rows.push(...benchImport(5));
  if (wanted('explore')) rows.push(...benchExplore(5));
  if (wanted('memory')) rows.push(benchMemory(names.includes('memory') ? 100_000 : 5_000));
  if (wanted('suite')) rows.push(...benchSuite(7));
  if (wanted('azure')) rows.push(...(await benchAzure(names.includes('azure') ? peer : undefined)));
  if (wanted('vim25')) rows.push(...(await benchVim25(names.includes('vim25') ? peer : undefined)));
  if (wanted('redis')) rows.push(...(await benchRedis(3)));
  if (wanted('bytes')) rows.push(...benchBytes(5));
  if (wanted('nodes')) rows.push(...(await benchNodes()));
  const width = Math.max(...rows.map((row) => row.what.length));
  console.log(
    `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}; median (least … most), per CPU second`,
  );
  for (const { what, measured, goal } of rows)
    console.log(`${what.padEnd(width)}  ${measured}  goal ${goal}`);
}

void main(process.argv.slice(2));
