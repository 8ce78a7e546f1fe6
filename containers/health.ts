import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { parseEnv } from 'node:util';

// What a container's health check runs: does the estate answer its clients? A node that has none: does it speak with another? They listen for each
// other on the port that HOMEWARD_NODE_PORT says. Exit: 0 it does, 1 it does not.
const TIMEOUT_MS = 4_000;
const SOCKETS = '/proc/net/tcp';
const ESTABLISHED = '01';
const file = process.env.HOMEWARD_ENV_FILE ?? '/var/lib/homeward/homeward.env';
const nodePort = process.env.HOMEWARD_NODE_PORT;

function fail(why: string): void {
  process.stderr.write(`not healthy: ${why}\n`);
  process.exitCode = 1;
}

function askFront(): void {
  const {
    HOMEWARD_CONTROL_URL: azure,
    GOVC_URL: vcenter = '',
    HOMEWARD_CA_CERT = '',
  } = parseEnv(readFileSync(file, 'utf8'));
  const { port } = new URL(azure ?? vcenter);
  const path = azure === undefined ? '/sdk/vimServiceVersions.xml' : '/homeward/ca.pem';
  const asked = get(
    `https://127.0.0.1:${port}${path}`,
    { ca: readFileSync(HOMEWARD_CA_CERT), timeout: TIMEOUT_MS },
    (answer) => {
      answer.resume();
      if (answer.statusCode !== 200) fail(`it answered ${answer.statusCode}`);
    },
  );
  asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  asked.on('error', (error) => fail(error.message));
}

/** Looks from outside: whoever called without the passphrase would be refused, and each time it would be told. */
function lookForPeers(port: number): void {
  const open = readFileSync(SOCKETS, 'utf8').split('\n').slice(1);
  const speaks = open.some((line) => {
    const [, local = '', remote = '', state] = line.trim().split(/\s+/);
    return (
      state === ESTABLISHED && [local, remote].some((end) => Number.parseInt(end.slice(-4), 16) === port)
    );
  });
  if (!speaks) fail(`it speaks with no other node on port ${port}`);
}

try {
  if (nodePort === undefined) askFront();
  else lookForPeers(Number(nodePort));
} catch (error) {
  fail((error as Error).message);
}
