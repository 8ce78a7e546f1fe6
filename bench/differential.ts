import { killWhen, overTls, smallMachines, virtually } from '../runbooks/nodes/journey';
import { identitiesOf } from '../runbooks/nodes/together';

/** `npm run bench -- differential [--seeds 100] [--first 1] [--kill]`: a journey to Azure and home, once in virtual time and once over TLS with every part of the
 *  estate behind its own sockets; prints each seed that ends with other disks, states or verdicts, and how many did. With `--kill` a master target and a
 *  process server are killed on the way home. Exit code 1 where any differs. */
export async function benchDifferential(words: readonly string[]): Promise<void> {
  const numberOf = (option: string, usual: number): number => {
    const at = words.indexOf(option);
    return at < 0 ? usual : Number(words[at + 1]);
  };
  const seeds = numberOf('--seeds', 100);
  const first = numberOf('--first', 1);
  const kill = words.includes('--kill');
  const identities = await identitiesOf('a passphrase for tests');
  const description = smallMachines(2);
  let other = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const expected = JSON.stringify(virtually(description, seed));
    const came = JSON.stringify(
      await overTls(description, seed, identities, async (together) => {
        if (kill) await killWhen(together, 'reprotecting', 'master-target', 'process-server');
      }),
    );
    if (came !== expected) {
      other += 1;
      console.log(`seed ${seed} differs\n  in virtual time: ${expected}\n  over TLS:        ${came}`);
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${seed - first + 1} of ${seeds} seeds`);
  }
  console.log(
    `${seeds} seeds, ${other} with other disks, states or verdicts over TLS${kill ? ', with two kills' : ''}`,
  );
  if (other > 0) process.exitCode = 1;
}
