import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type CommandEnd, RunningCommand } from './command';

let marks = 0;
const run = (line: string, secrets: readonly string[] = []): RunningCommand => {
  marks += 1;
  return new RunningCommand({
    line,
    environment: { DRILL: 'yes' },
    secrets,
    mark: `spec-${process.pid}-${marks}`,
  });
};
const runs = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
};
const gone = async (pid: number): Promise<void> => {
  for (const until = Date.now() + 5_000; runs(pid); ) {
    assert(Date.now() < until, `process ${pid} still runs`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

describe('a command under test', () => {
  it('tells its exit code and output, and sees its environment', async () => {
    const { exitCode, stdout, stderr, stopped } = await run('echo "drill: $DRILL"; echo no >&2; exit 7')
      .ended;
    assert.deepEqual([exitCode, stdout, stderr, stopped], [7, 'drill: yes\n', 'no\n', undefined]);
  });

  it('tells by which signal it ended', async () => {
    const { exitCode, signal } = await run('kill -9 $$').ended;
    assert.deepEqual([exitCode, signal], [null, 'SIGKILL']);
  });

  it('is told when there is no such program', async () => {
    assert.equal((await run('no-such-program-here').ended).exitCode, 127);
  });

  it('keeps no secret, neither in one piece nor in two', async () => {
    const { stdout } = await run(
      'printf "a tops"; sleep 0.2; printf "ecret b eyJhbGciOiJFUzI1NiJ9.e30.c2ln c"',
      ['topsecret'],
    ).ended;
    assert.equal(stdout, 'a ••• b ••• c');
  });

  for (const [what, line] of [
    ['hangs', 'sleep 600'],
    ['ignores that it is to end', 'trap "" TERM; while :; do sleep 1; done'],
  ] as const)
    it(`is ended when it ${what}`, async () => {
      const command = run(line);
      setTimeout(() => command.stop('late'), 200);
      const { stopped } = await command.ended;
      assert.equal(stopped, 'late');
    });

  it('is ended when it floods its output, of which the beginning and the end are kept', async () => {
    const { stopped, stdout } = await run('yes "all work and no play"').ended;
    assert.equal(stopped, 'it flooded its output');
    assert(stdout.length < 60_000 && stdout.startsWith('all work') && stdout.includes(' characters …'));
  });

  it('leaves nothing running: neither in its group nor in a session of its own', async () => {
    const end: CommandEnd = await run(
      'sleep 600 & echo $!; setsid sleep 600 & sleep 0.3; pgrep -P $$ | tail -1',
    ).ended;
    for (const pid of end.stdout.trim().split('\n')) await gone(Number(pid));
    assert(end.leftRunning >= 1, `${end.leftRunning}`);
  });

  it('does not wait for what a child of it holds open', async () => {
    const began = Date.now();
    assert.equal((await run('(setsid sh -c "trap \'\' TERM HUP; sleep 600" &) ; exit 3').ended).exitCode, 3);
    assert(Date.now() - began < 10_000);
  });
});
