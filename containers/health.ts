import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { parseEnv } from 'node:util';

// What a container's health check runs: does the estate answer? Exit: 0 it does, 1 it does not.
const TIMEOUT_MS = 4_000;
const file = process.env.HOMEWARD_ENV_FILE ?? '/var/lib/homeward/homeward.env';

function fail(why: string): void {
  process.stderr.write(`not healthy: ${why}\n`);
  process.exitCode = 1;
}

try {
  const { HOMEWARD_CONTROL_URL = '', HOMEWARD_CA_CERT = '' } = parseEnv(readFileSync(file, 'utf8'));
  const { port } = new URL(HOMEWARD_CONTROL_URL);
  const asked = get(
    `https://127.0.0.1:${port}/homeward/ca.pem`,
    { ca: readFileSync(HOMEWARD_CA_CERT), timeout: TIMEOUT_MS },
    (answer) => {
      answer.resume();
      if (answer.statusCode !== 200) fail(`it answered ${answer.statusCode}`);
    },
  );
  asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  asked.on('error', (error) => fail(error.message));
} catch (error) {
  fail((error as Error).message);
}
