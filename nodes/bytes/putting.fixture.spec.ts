import { writeSync } from 'node:fs';
import { BlockStore, contentOf, pack } from '.';

/** Started by block-store.spec.ts as a process of its own: puts blocks and forgets blocks until it is killed, or until the system refuses one. */
function main(how: string, folder: string): void {
  const store = BlockStore.open(folder, how === 'churning' ? 250_000 : 20_000_000);
  const disk = `${how}/0`;
  const blockAt = (extent: number) => ({
    disk,
    extent,
    version: 1,
    packed: pack(contentOf(disk, extent, 1)),
  });
  for (let put = 0; ; put += 4) {
    const blocks = [0, 1, 2, 3].map((more) => blockAt(put + more));
    try {
      store.putAll(blocks);
    } catch (error) {
      const { code, next } = error as { code: string; next: string };
      const hasAny = blocks.some(({ extent }) => store.has(disk, extent, 1));
      process.stdout.write(JSON.stringify({ put, code, next, hasAny, bytes: store.bytes }));
      return;
    }
    // All but every tenth of those of long ago: so segments are emptied, and some written anew.
    if (how === 'churning')
      store.forgetAll(
        [0, 1, 2, 3].map((more) => blockAt(put + more - 40)).filter(({ extent }) => extent % 10 !== 0),
      );
    if (how !== 'limited') writeSync(1, `${put + 4}\n`);
  }
}

const [how, folder] = process.argv.slice(2);
if (how !== undefined && folder !== undefined) main(how, folder);
