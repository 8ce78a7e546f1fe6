import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { Queue } from 'bullmq';
import { onRedis } from './on-redis';
import { NO_REDIS, RedisServer, until } from './server.fixture.spec';
import { SQUARE, type SquareAnswer, type SquareData, type SquareOrder, VERSION } from './square.fixture.spec';
import { CAMPAIGNS, keysOf, PREFIX, pack, queueName } from './wire';
import { type WorkOptions, work } from './work';

const ROOT = resolve(__dirname, '..', '..');
const PATIENCE_MS = 30_000;

if (NO_REDIS) console.error(NO_REDIS);

describe('campaigns on Redis', { skip: NO_REDIS, timeout: 240_000 }, () => {
  let server: RedisServer;
  const stops: (() => Promise<void>)[] = [];
  before(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  after(() => server.end());

  /** A worker in this process. */
  const startWorker = (more: Partial<WorkOptions> = {}) => {
    const said: string[] = [];
    let over = false;
    const own = { url: server.url, patienceMs: PATIENCE_MS, version: VERSION, tasks: [SQUARE], threads: 1 };
    const ended = work({ ...own, say: (line) => said.push(line), enough: () => over, ...more });
    const stop = async (): Promise<void> => {
      over = true;
      await ended.catch(() => undefined);
    };
    stops.push(stop);
    return { said, ended, stop };
  };

  /** A worker in a process of its own, which can be killed. */
  const spawnWorker = async (threads = 1): Promise<ChildProcess> => {
    const words = [
      '-r',
      'ts-node/register',
      join(__dirname, 'square.fixture.spec.ts'),
      server.url,
      `${threads}`,
    ];
    const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    stops.push(async () => {
      child.kill('SIGKILL');
    });
    await until(() => said.includes('worker '));
    return child;
  };

  interface Asked {
    readonly orders?: number;
    readonly data?: SquareData;
    readonly patienceMs?: number;
    readonly url?: string;
    readonly enough?: () => boolean;
  }

  const begin = ({ orders = 20, data = { ms: 5 }, patienceMs = PATIENCE_MS, url, enough }: Asked = {}) => {
    const said: string[] = [];
    const answers: SquareAnswer[] = [];
    let next = 0;
    const ended = onRedis<SquareOrder, SquareAnswer>({
      redis: { url: url ?? server.url, patienceMs, version: VERSION, say: (line) => said.push(line) },
      task: SQUARE,
      workerData: data,
      next: () => (next < orders ? { of: next++ } : undefined),
      done: (answer) => answers.push(answer),
      ...(enough && { enough }),
    });
    ended.catch(() => undefined);
    return { said, answers, ended };
  };

  const sorted = (answers: readonly SquareAnswer[]) => answers.toSorted((a, b) => a.of - b.of);
  const squares = (orders: number) =>
    Array.from({ length: orders }, (_none, of) => ({ of, square: of * of }));
  const campaignId = async (): Promise<string> => {
    let id = '';
    await until(async () => {
      [id = ''] = await server.with((client) => client.zrange(CAMPAIGNS, '0', '0'));
      return id !== '';
    });
    return id;
  };

  const activeJobs = (id: string) =>
    server.with((client) => client.lrange(`${PREFIX}:${queueName(id)}:active`, 0, -1));
  const timesStarted = async (id: string, key: string): Promise<number> =>
    Number(await server.with((client) => client.hget(`${PREFIX}:${queueName(id)}:${key}`, 'ats')));

  it('have one answer to each order, whoever gave it, and leave nothing in Redis but that they are over', async () => {
    const workers = [startWorker(), startWorker()];
    const { answers, ended } = begin({ orders: 40, data: { ms: 20 } });
    await ended;
    assert.deepEqual(sorted(answers), squares(40));
    await until(() => workers.every(({ said }) => said.some((line) => /: \d+ orders answered/.test(line))));
    const counts = workers.map(({ said }) => Number(/(\d+) orders/.exec(said.join('\n'))?.[1]));
    assert.equal((counts[0] ?? 0) + (counts[1] ?? 0), 40);
    assert.ok(
      counts.every((count) => count > 5),
      `${counts}`,
    );
    const keys = await server.keys();
    assert.ok(keys.length === 1 && /^\{homeward\}:[^:]+$/.test(keys[0] ?? ''), `${keys}`);
    const ttl = await server.with((client) => client.pttl(keys[0] ?? ''));
    assert.ok(ttl > 0 && ttl <= 20_000);
  });

  it('count once what killed workers had begun, also what was killed twice', async () => {
    const workers = [await spawnWorker(2), await spawnWorker(2)];
    const { answers, ended } = begin({ orders: 40, data: { ms: 400 } });
    await until(() => answers.length >= 5);
    const id = await campaignId();
    const [killed = ''] = await activeJobs(id);
    assert.match(killed, /^order-/);
    for (const worker of workers) worker.kill('SIGKILL');
    // The next one is killed while it does the same again.
    const next = await spawnWorker(4);
    await until(
      async () => (await timesStarted(id, killed)) === 2 && (await activeJobs(id)).includes(killed),
    );
    next.kill('SIGKILL');
    const other = startWorker({ threads: 2 });
    await ended;
    assert.deepEqual(sorted(answers), squares(40), other.said.join('\n'));
  });

  for (const kept of [false, true])
    it(`go on when Redis was gone and ${kept ? 'remembers how it was' : 'has forgotten everything'}`, async () => {
      const worker = startWorker({ threads: 2 });
      const { said, answers, ended } = begin({ orders: 60, data: { ms: 50 } });
      await until(() => answers.length >= 10);
      if (kept) await server.with((client) => client.save());
      await server.stop();
      await until(() => said.some((line) => line.includes('does not answer')));
      await new Promise((over) => setTimeout(over, 500));
      await server.start();
      await ended;
      assert.deepEqual(sorted(answers), squares(60), worker.said.join('\n'));
      assert.ok(said.some((line) => line.includes('is back')));
    });

  it('go on when Redis was there but did nothing for a while', async () => {
    startWorker({ threads: 2 });
    const { answers, ended } = begin({ orders: 40, data: { ms: 30 } });
    await until(() => answers.length >= 10);
    await server.pause(5_000);
    await ended;
    assert.deepEqual(sorted(answers), squares(40));
  });

  it('end when Redis stays away for longer than they were told to wait, and so do workers', async () => {
    const worker = startWorker({ patienceMs: 700 });
    const { answers, ended } = begin({ data: { ms: 100 }, patienceMs: 700 });
    const bothEnd = Promise.all([
      assert.rejects(ended, { code: 'HW-REDIS-GONE' }),
      assert.rejects(worker.ended, { code: 'HW-REDIS-GONE' }),
    ]);
    await until(() => answers.length >= 2);
    await server.stop();
    await bothEnd;
    await server.start();
  });

  it('are refused by a worker of another version, by name, and done by one of the same', async () => {
    const other = startWorker({ version: { ...VERSION, code: 'another' } });
    const { said, answers, ended } = begin();
    await until(() => said.some((line) => line.includes('waiting for a worker that takes part')));
    assert.match(said[0] ?? '', /^worker \S+ refuses: it is Homeward 1.2.3 \(code another\)/);
    assert.match(other.said[1] ?? '', /refused \(HW-REDIS-VERSION\)/);
    assert.equal(answers.length, 0);
    startWorker();
    await ended;
    assert.deepEqual(sorted(answers), squares(20));
  });

  it('say that they wait for a worker, and how one is started', async () => {
    const { said, ended } = begin({ url: server.url.replace('//', '//default:hush%2Fhush@') });
    await until(() => said.length > 0);
    assert.match(
      said[0] ?? '',
      /^waiting for a worker; .*: homeward worker --redis redis:\/\/127.0.0.1:\d+\/0$/,
    );
    startWorker();
    await ended;
    assert.ok(!said.join('\n').includes('hush'));
  });

  it('leave out jobs that are none, and worry no worker', async () => {
    const { said, answers, ended } = begin({ orders: 30, data: { ms: 20 } });
    const id = await campaignId();
    const queue = new Queue(queueName(id), {
      connection: { host: '127.0.0.1', port: server.port },
      prefix: PREFIX,
    });
    const good = { campaign: id, code: VERSION.code };
    for (const [name, data] of Object.entries({
      'bad-empty': {},
      'bad-text': 'order me',
      'bad-code': { ...good, code: 'another', order: { of: 1 } },
      'bad-campaign': { ...good, campaign: '00000000-0000', order: { of: 1 } },
      'bad-order': { ...good, order: { of: 'one' } },
      'bad-more': { ...good, order: { of: 1 }, more: 1 },
      'bad-large': { ...good, order: { of: 1, text: 'x'.repeat(5 * 2 ** 20) } },
    }))
      await queue.add('square', data, { jobId: name, lifo: true });
    // A job that BullMQ itself cannot read, and one of ours that somebody broke.
    await queue.add('square', good, { jobId: 'bad-json', lifo: true });
    await server.with((client) => client.hset(queue.toKey('bad-json'), 'data', '{"campaign":'));
    await until(async () => (await server.with((client) => client.exists(queue.toKey('order-3')))) === 1);
    await server.with((client) => client.hset(queue.toKey('order-3'), 'data', '{"order":{}}'));
    const worker = startWorker();
    await ended;
    await queue.close();
    assert.deepEqual(sorted(answers), squares(30));
    assert.equal(said.filter((line) => line.includes('none of this campaign')).length, 7, said.join('\n'));
    assert.ok(
      said.some((line) => line.startsWith('order-3 goes to a worker again: order-3 refused (HW-REDIS-JOB)')),
    );
    assert.ok(worker.said.some((line) => line.includes('bad-code refused (HW-REDIS-VERSION)')));
  });

  it('take one answer to an order, the first, and none that is no answer to it', async () => {
    const { said, answers, ended } = begin({ orders: 3, data: { ms: 5 } });
    const id = await campaignId();
    const forged: readonly (readonly [string, Buffer])[] = [
      ['order-0', pack({ answer: { of: 1, square: 1 } }, 1_000)],
      ['order-1', pack({ answer: { of: 1, square: 'one' } }, 1_000)],
      ['order-2', Buffer.from('no answer at all')],
      ['order-9', pack({ answer: { of: 9, square: 81 } }, 1_000)],
    ];
    await server.with(async (client) => {
      for (const [key, answer] of forged) await client.hset(keysOf(id).answers, key, answer);
    });
    await until(() => said.filter((line) => line.includes('its answer is none')).length === 3);
    startWorker();
    await ended;
    assert.deepEqual(sorted(answers), squares(3));
  });

  it('end where no answer to an order is usable, however often it is asked', async () => {
    const { said, ended } = begin({ orders: 1 });
    const id = await campaignId();
    const forge = (): Promise<number> =>
      server.with((client) => client.hset(keysOf(id).answers, 'order-0', 'no answer at all'));
    const rejected = assert.rejects(ended, { code: 'HW-REDIS-ORDER' });
    for (let forged = 1; forged <= 5; forged += 1) {
      await forge();
      if (forged < 5) await until(() => said.filter((line) => line.includes('is none')).length === forged);
    }
    await rejected;
  });

  for (const misuse of [false, true])
    it(`end with what a thread threw elsewhere, ${misuse ? 'misuse as misuse' : 'a fault as a fault'}`, async () => {
      startWorker();
      const { ended } = begin({ data: { ms: 1, throws: 7, misuse } });
      const expected = misuse ? { code: 'SOME-CODE', next: 'Use it well.' } : /no square of 7/;
      await assert.rejects(ended, expected);
    });

  it('take back what nobody has begun once it is enough, without a gap', async () => {
    startWorker();
    let enough = false;
    const { answers, ended } = begin({ orders: 1_000, data: { ms: 30 }, enough: () => enough });
    await until(() => answers.length >= 5);
    enough = true;
    await ended;
    assert.ok(answers.length < 20);
    assert.deepEqual(sorted(answers), squares(answers.length));
  });

  it('are done one after another by one worker, also when one of them was killed', async () => {
    const worker = startWorker();
    await server.with((client) => client.zadd(CAMPAIGNS, 1, 'dead0000-0000'));
    const both = [begin({ orders: 10 }), begin({ orders: 10 })];
    await Promise.all(both.map(({ ended }) => ended));
    for (const { answers } of both) assert.deepEqual(sorted(answers), squares(10));
    assert.ok(worker.said.filter((line) => /: square$/.test(line)).length === 2, worker.said.join('\n'));
  });
});

describe('campaigns on a Redis with a password', { skip: NO_REDIS }, () => {
  const SECRET = 'pass-word/1';
  let server: RedisServer;
  before(async () => {
    server = await RedisServer.start('--requirepass', SECRET);
  });
  after(() => server.end());

  const tryWith = async (url: string): Promise<{ code: string; text: string }> => {
    const orders = { task: SQUARE, workerData: { ms: 1 }, next: () => undefined, done: () => {} };
    try {
      await onRedis({ ...orders, redis: { url, patienceMs: 1_000, version: VERSION, say: () => {} } });
      return { code: '', text: '' };
    } catch (error) {
      const { code, next, message, stack } = error as Error & { code: string; next: string };
      return { code, text: `${message} ${next} ${stack} ${JSON.stringify(error)}` };
    }
  };

  for (const [what, address, expected] of [
    ['with it', (port: number) => `redis://:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`, ''],
    ['without it', (port: number) => `redis://127.0.0.1:${port}`, 'HW-REDIS-AUTH'],
    ['with a wrong one', (port: number) => `redis://:wrong-secret@127.0.0.1:${port}/1`, 'HW-REDIS-AUTH'],
    ['as an unknown user', (port: number) => `redis://me:wrong-secret@127.0.0.1:${port}`, 'HW-REDIS-AUTH'],
    ['where nothing listens', () => 'redis://:wrong-secret@127.0.0.1:1', 'HW-REDIS-CONNECT'],
    ['by no URL', () => ':wrong-secret@127.0.0.1', 'HW-REDIS-URL'],
    ['by another URL', (port: number) => `http://:wrong-secret@127.0.0.1:${port}`, 'HW-REDIS-URL'],
    ['by a database that is none', () => 'redis://:wrong-secret@127.0.0.1/one', 'HW-REDIS-URL'],
  ] as const)
    it(`${expected === '' ? 'begin' : `end with ${expected}`} ${what}, and never tell a password`, async () => {
      const { code, text } = await tryWith(address(server.port));
      assert.equal(code, expected, text);
      assert.ok(!text.includes(SECRET) && !text.includes('wrong-secret'), text);
    });
});
