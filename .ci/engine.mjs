// A container engine for whoever asks: the one that runs, or Debian's, installed and started where this may be done.
import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const SOCKET = '/var/run/docker.sock';
const LOOKS_MAX = 60;
const LOOK_MS = 500;

/** Gives what stops the engine again (it does nothing where the engine ran before), or why none can be had. */
export async function engine() {
  if (answers()) return { stop: () => undefined };
  if (process.getuid?.() !== 0) return { lacks: 'no container engine runs, and only root may start one' };
  if (!has('dockerd') && !installed('docker.io', 'iptables', 'ca-certificates'))
    return { lacks: 'no container engine runs, and docker.io cannot be installed (apt-get)' };
  const log = join(tmpdir(), 'homeward-dockerd.log');
  const out = openSync(log, 'w');
  // Published ports are for this machine only.
  const daemon = spawn('dockerd', ['--host', `unix://${SOCKET}`, '--ip', '127.0.0.1'], {
    detached: true,
    stdio: ['ignore', out, out],
  });
  daemon.on('error', () => undefined);
  daemon.unref();
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    if (answers()) return { stop: () => process.kill(daemon.pid, 'SIGTERM') };
    await wait(LOOK_MS);
  }
  return { lacks: `dockerd did not answer within ${(LOOKS_MAX * LOOK_MS) / 1_000} s; ${log} tells why` };
}

function answers() {
  return spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
}

/** Whether a program is there. */
export function has(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Installs packages of Debian. Gives whether they are there. */
export function installed(...packages) {
  const apt = (...words) =>
    spawnSync('apt-get', words, {
      stdio: 'ignore',
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  if (apt('update').status !== 0) return false;
  return apt('install', '-y', '--no-install-recommends', ...packages).status === 0;
}
