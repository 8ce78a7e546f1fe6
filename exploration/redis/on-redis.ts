import { randomUUID } from 'node:crypto';
import { Queue, QueueEvents } from 'bullmq';
import { Misuse } from '../../simulators/kernel';
import { atMost, type LinkOptions, RedisLink, sleep } from './link';
import { OpenOrders } from './open-orders';
import { Roster } from './roster';
import type { Task } from './task';
import {
  ANSWER_BYTES_MAX,
  CAMPAIGNS,
  DATA_BYTES_MAX,
  dataKey,
  HEADER_TTL_MS,
  type Header,
  type JobData,
  keysOf,
  LEFT_TTL_MS,
  OVER_TTL_MS,
  PREFIX,
  pack,
  queueName,
  sha256,
  type Version,
} from './wire';

/** Through which Redis orders go, and who makes them. */
export interface RedisOptions extends LinkOptions {
  readonly version: Version;
}

export interface OnRedisOptions<Order, Answer> {
  readonly redis: RedisOptions;
  readonly task: Task<Order, Answer>;
  readonly workerData: unknown;
  /** The next thing to do; undefined: there is none any more. */
  readonly next: () => Order | undefined;
  /** Once it says so, orders that nobody has begun are taken back. */
  readonly enough?: () => boolean;
  /** Gets one answer to each order, the first that came. */
  readonly done: (answer: Answer) => void;
}

const ANNOUNCE_EVERY_MS = 1_000;
const REPAIR_EVERY_MS = 1_000;
const EXPIRE_EVERY_MS = 2_000;
/** These fade soon, and must: as long as the first is there, nobody looks for the jobs of killed workers. */
const FADING = new Set(['stalled-check', 'limiter']);
const RETRY_AFTER_MS = 200;
const CLEAR_MS = 10_000;
const CLOSE_MS = 1_000;
/** So many orders wait for each thread that is known, and so many for threads that nobody knows yet. */
const ORDERS_A_THREAD = 2;
const ORDERS_AHEAD = 8;
const EVENTS_KEPT = 1_000;

/** Lets threads of other machines do one thing after another, through BullMQ on Redis: `onThreads`, for `homeward worker`. A worker may be killed, and Redis may
 *  be gone or forget everything: each order is answered once all the same.
 *  Errors: of `RedisLink`; HW-REDIS-ORDER – an order kills its workers, or its answers are unusable; HW-REDIS-STOPPED; what a thread threw elsewhere. */
export async function onRedis<Order, Answer>(options: OnRedisOptions<Order, Answer>): Promise<void> {
  const data = pack(options.workerData, DATA_BYTES_MAX);
  const link = await RedisLink.open(options.redis);
  const campaign = new RedisCampaign(link, data, options);
  const stop = (): void => campaign.stop();
  // Whoever says when it is enough looks after Ctrl-C, too.
  const signals: readonly NodeJS.Signals[] = options.enough ? ['SIGTERM'] : ['SIGTERM', 'SIGINT'];
  for (const signal of signals) process.once(signal, stop);
  try {
    await campaign.run();
  } finally {
    for (const signal of signals) process.off(signal, stop);
    await campaign.clear();
    await link.close();
  }
}

class RedisCampaign<Order, Answer> {
  private readonly link: RedisLink;
  private readonly options: OnRedisOptions<Order, Answer>;
  private readonly keys: ReturnType<typeof keysOf>;
  private readonly header: Header;
  private readonly data: Buffer;
  private readonly queue: Queue;
  private readonly events: QueueEvents;
  private readonly roster: Roster;
  private readonly open: OpenOrders<Order, Answer>;
  private stopped = false;
  private ring = (): void => {};
  private readonly due = { announce: 0, repair: 0, expire: 0 };
  private readonly startedAt = Date.now();

  constructor(link: RedisLink, data: Buffer, options: OnRedisOptions<Order, Answer>) {
    const { redis, task } = options;
    this.link = link;
    this.options = options;
    this.data = data;
    const id = randomUUID();
    this.header = { id, task: task.name, ...redis.version, data: sha256(data), over: false };
    this.keys = keysOf(id);
    this.open = new OpenOrders({ ...options, say: redis.say });
    this.roster = new Roster(link.place.shown, redis.say);
    const connection = link.client;
    this.queue = new Queue(queueName(id), {
      connection,
      prefix: PREFIX,
      streams: { events: { maxLen: EVENTS_KEPT } },
      skipVersionCheck: true,
    });
    this.events = new QueueEvents(queueName(id), { connection, prefix: PREFIX, skipVersionCheck: true });
    // What becomes of the connection is the link's to say.
    this.queue.on('error', () => {});
    this.events.on('error', () => {});
    for (const event of ['completed', 'failed'] as const) this.events.on(event, () => this.ring());
  }

  async run(): Promise<void> {
    const { link, options } = this;
    for (;;) {
      if (this.stopped)
        throw new Misuse(
          'HW-REDIS-STOPPED',
          'the campaign was stopped before it was through',
          'Begin it again: homeward explore goes on with --resume.',
        );
      const enough = options.enough?.() === true;
      if (link.gone) {
        if (enough) return;
        link.mustHold();
        await sleep(RETRY_AFTER_MS);
        continue;
      }
      try {
        await this.turn(enough);
        link.fine();
      } catch (error) {
        link.bear(error);
        await sleep(RETRY_AFTER_MS);
        continue;
      }
      if (this.open.size === 0 && (this.open.exhausted || enough)) return;
      if (enough && this.roster.threads === 0) return;
      await this.bell();
    }
  }

  stop(): void {
    this.stopped = true;
    this.ring();
  }

  /** Takes the campaign off Redis, if Redis is there; if not, it fades. */
  async clear(): Promise<void> {
    const { link, keys, queue } = this;
    const clear = async (): Promise<void> => {
      const over = JSON.stringify({ ...this.header, over: true });
      await link.client
        .multi()
        .zrem(CAMPAIGNS, this.header.id)
        .set(keys.header, over, 'PX', OVER_TTL_MS)
        .del(keys.answers, keys.workers, dataKey(this.header.data))
        .exec();
      await queue.obliterate({ force: true, count: 1_000 });
      // It leaves what is said of the queue itself.
      await link.client.del(Object.values(queue.keys));
    };
    if (!link.gone) await atMost(CLEAR_MS, clear());
    await atMost(CLOSE_MS, Promise.all([this.events.close(), queue.close()]));
  }

  /** One look at everything. Every part may be done again where Redis left in the middle of it. */
  private async turn(enough: boolean): Promise<void> {
    if (this.isDue('announce', ANNOUNCE_EVERY_MS)) await this.announce();
    if (this.isDue('expire', EXPIRE_EVERY_MS)) await this.expire();
    await this.collect();
    if (enough) await this.takeBack();
    else await this.give();
    if (this.isDue('repair', REPAIR_EVERY_MS)) await this.repair();
  }

  private isDue(what: keyof typeof this.due, everyMs: number): boolean {
    const now = Date.now();
    if (now < this.due[what]) return false;
    this.due[what] = now + everyMs;
    return true;
  }

  /** Says the campaign to workers, again and again: Redis may have forgotten it. */
  private async announce(): Promise<void> {
    const { link, header, keys } = this;
    const { client } = link;
    if ((await link.ask(client.pexpire(dataKey(header.data), LEFT_TTL_MS))) === 0)
      await link.ask(client.set(dataKey(header.data), this.data, 'PX', LEFT_TTL_MS));
    const said = client
      .multi()
      .set(keys.header, JSON.stringify(header), 'PX', HEADER_TTL_MS)
      .zadd(CAMPAIGNS, this.startedAt, header.id)
      .pexpire(CAMPAIGNS, LEFT_TTL_MS)
      .exec();
    await link.ask(said);
    this.roster.hear(await link.ask(client.hgetall(keys.workers)));
  }

  /** Most of BullMQ's keys do not fade by themselves. */
  private async expire(): Promise<void> {
    const { queue, keys, link } = this;
    const pipeline = link.client.pipeline();
    const jobs = this.open.keys.map((key) => queue.toKey(key));
    const queueKeys = Object.entries(queue.keys).flatMap(([name, key]) => (FADING.has(name) ? [] : [key]));
    for (const key of [...queueKeys, ...jobs, keys.answers, keys.workers]) pipeline.pexpire(key, LEFT_TTL_MS);
    await link.ask(pipeline.exec());
  }

  private async give(): Promise<void> {
    await this.put(this.open.fill(ORDERS_AHEAD + ORDERS_A_THREAD * this.roster.threads));
  }

  /** A job that is there already stays as it is. */
  private async put(keys: readonly string[]): Promise<void> {
    const { id, code } = this.header;
    const put = keys.map((key) => {
      const data: JobData = { campaign: id, code, order: this.open.order(key) };
      // An order is through once its answer is there: its job need not stay.
      return this.queue.add(this.header.task, data, { jobId: key, removeOnComplete: true });
    });
    await this.link.ask(Promise.all(put));
  }

  private async collect(): Promise<void> {
    const { client } = this.link;
    const { answers } = this.keys;
    for (const key of await this.link.ask(client.hkeys(answers))) {
      if (this.open.has(key)) {
        const bytes = await this.link.ask(client.hstrlen(answers, key));
        const packed =
          bytes <= ANSWER_BYTES_MAX ? await this.link.ask(client.hgetBuffer(answers, key)) : undefined;
        this.open.take(key, packed ?? Buffer.alloc(0));
      }
      // Also those that came late: somebody else was first.
      await this.link.ask(client.hdel(answers, key));
    }
  }

  /** Takes back what nobody has begun, the last first: so that the rest has no gap. */
  private async takeBack(): Promise<void> {
    for (const key of this.open.keys.toReversed()) {
      const removed = await this.link.ask(this.queue.remove(key));
      // Nor is there one where it was through a moment ago.
      const answered = await this.link.ask(this.link.client.hexists(this.keys.answers, key));
      if (removed === 1 && answered === 0) this.open.withdraw(key);
    }
  }

  /** Puts again what Redis has lost, and what a worker could not take. */
  private async repair(): Promise<void> {
    const { client } = this.link;
    const { keys } = this.open;
    if (keys.length > 0) {
      const pipeline = client.pipeline();
      // The jobs first, then the answers: a job that is through goes after its answer came.
      for (const key of keys) pipeline.exists(this.queue.toKey(key));
      for (const key of keys) pipeline.hexists(this.keys.answers, key);
      const there = ((await this.link.ask(pipeline.exec())) ?? []).map(([, found]) => found === 1);
      await this.put(keys.filter((_key, at) => !there[at] && !there[keys.length + at]));
    }
    for (const job of await this.link.ask(this.queue.getFailed())) {
      const key = job.id ?? '';
      await this.link.ask(this.queue.remove(key));
      if (this.open.has(key)) this.open.tryAgain(key, job.failedReason ?? 'no cause told');
      else this.options.redis.say(`a job that is none of this campaign was left out: ${key.slice(0, 40)}`);
    }
  }

  /** Waits until a job is through, and not for long. */
  private async bell(): Promise<void> {
    const rung = new Promise<void>((over) => {
      this.ring = over;
    });
    await atMost(RETRY_AFTER_MS, rung);
    this.ring = () => {};
  }
}
