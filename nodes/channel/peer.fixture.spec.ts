import { randomBytes } from 'node:crypto';
import type { Block } from '../block';
import { block, HOST, Nodes } from './nodes.fixture.spec';

/** A node in a process of its own: asks the master target at the given port with blocks without end. */
async function main(port: number): Promise<void> {
  const nodes = new Nodes();
  const server = await nodes.open('process-server');
  nodes.addresses.set('master-target', { host: HOST, port });
  const packed = randomBytes(65_536);
  const endless = function* (): Iterable<Block> {
    for (let at = 0; ; at += 1) yield block(at, packed);
  };
  await server.ask('master-target', 'endless', endless());
}

if (process.argv[2] === 'send') void main(Number(process.argv[3]));
