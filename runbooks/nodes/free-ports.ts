import { createServer } from 'node:net';

const HOST = '127.0.0.1';
/** Below those that systems give to clients: one of these would be taken before it is listened on. */
const FIRST = 20_000;
const LAST = 30_000;

let next = FIRST + ((process.pid * 101) % (LAST - FIRST));

/** Ports of the loopback address on which nobody listens. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    next = next + 1 < LAST ? next + 1 : FIRST;
    if (await isFree(next)) ports.push(next);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((found) => {
    server.once('error', () => found(false));
    server.listen(port, HOST, () => server.close(() => found(true)));
  });
}
