import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type LinkOptions, RedisLink, sleep } from './link';
import { Service } from './service';
import type { AnyTask } from './task';
import {
  BEAT_EVERY_MS,
  CAMPAIGNS,
  type Header,
  keysOf,
  OVER_TTL_MS,
  readHeader,
  type Standing,
  sayVersion,
  type Version,
} from './wire';

export interface WorkOptions extends LinkOptions {
  readonly version: Version;
  readonly tasks: readonly AnyTask[];
  readonly threads: number;
  /** Ends when there was nothing to do for so long; absent: never. Units: ms. */
  readonly idleMs?: number | undefined;
  /** Once it says so, what is under way is finished, and no more is begun. */
  readonly enough: () => boolean;
}

/** A campaign whose header has faded may only have to say it again: Redis may have forgotten it. Units: ms. */
const MISSED_MS = 15_000;
const CAMPAIGNS_MAX = 100;

/** Takes orders of campaigns from Redis, one campaign after another, the oldest first. Errors: of `RedisLink`. */
export async function work(options: WorkOptions): Promise<void> {
  const link = await RedisLink.open(options);
  const worker = new RedisWorker(link, options);
  try {
    await worker.run();
  } finally {
    await worker.leave();
    await link.close();
  }
}

class RedisWorker {
  private readonly link: RedisLink;
  private readonly options: WorkOptions;
  private readonly name = `${hostname().slice(0, 60)}-${process.pid}-${randomBytes(3).toString('hex')}`;
  private readonly refused = new Map<string, string>();
  private service: Service | undefined;
  private seenAt = Date.now();
  private busyAt = Date.now();
  private beat = 0;

  constructor(link: RedisLink, options: WorkOptions) {
    this.link = link;
    this.options = options;
  }

  async run(): Promise<void> {
    const { link, options } = this;
    options.say(
      `worker ${this.name}: ${sayVersion(options.version)}, ${options.threads} threads, at ${link.place.shown}`,
    );
    while (!options.enough()) {
      try {
        if (link.gone) link.mustHold();
        else {
          await this.turn();
          link.fine();
        }
      } catch (error) {
        link.bear(error);
      }
      if (this.service) this.busyAt = Date.now();
      else if (options.idleMs !== undefined && Date.now() - this.busyAt >= options.idleMs) return;
      await sleep(BEAT_EVERY_MS);
    }
  }

  /** Finishes what is under way and lets go of the campaign. */
  async leave(): Promise<void> {
    const { service } = this;
    this.service = undefined;
    if (!service) return;
    await service.end(this.link.gone);
    this.options.say(`campaign ${service.id}: ${service.orders} orders answered`);
    if (this.link.gone) return;
    const left = this.link.client.hdel(keysOf(service.id).workers, this.name);
    await this.link.ask(left).catch(() => undefined);
  }

  private async turn(): Promise<void> {
    const headers = await this.headers();
    for (const header of headers) await this.refuseIfOther(header);
    if (this.service && (await this.isOver(this.service.id, headers))) {
      await this.service.abandon();
      await this.leave();
    }
    const mine = headers.find(({ id, over }) => !over && !this.refused.has(id));
    if (!this.service && mine) await this.join(mine);
    if (this.service) await this.stand(this.service.id, { beat: this.beat++, threads: this.options.threads });
  }

  private async headers(): Promise<readonly Header[]> {
    const { client } = this.link;
    const ids = await this.link.ask(client.zrange(CAMPAIGNS, '0', `${CAMPAIGNS_MAX - 1}`));
    if (ids.length === 0) return [];
    const texts = await this.link.ask(client.mget(ids.map((id) => keysOf(id).header)));
    const gone = ids.filter((_id, at) => texts[at] === null);
    // Their campaigns were killed; those that live say themselves again.
    if (gone.length > 0) await this.link.ask(client.zrem(CAMPAIGNS, ...gone));
    return texts
      .map((text) => (text === null ? undefined : readHeader(text)))
      .filter((header) => header !== undefined);
  }

  /** Over is a campaign that says so, or that has said nothing for a while. */
  private async isOver(id: string, headers: readonly Header[]): Promise<boolean> {
    if (headers.some((header) => header.id === id)) {
      this.seenAt = Date.now();
      return false;
    }
    const text = await this.link.ask(this.link.client.get(keysOf(id).header));
    return (text !== null && readHeader(text)?.over === true) || Date.now() - this.seenAt > MISSED_MS;
  }

  private async refuseIfOther(header: Header): Promise<void> {
    const { version, tasks } = this.options;
    const theirs = { homeward: header.homeward, code: header.code };
    if (theirs.homeward !== version.homeward || theirs.code !== version.code)
      await this.refuse(header.id, `it is ${sayVersion(version)}, the campaign ${sayVersion(theirs)}`);
    else if (!tasks.some(({ name }) => name === header.task))
      await this.refuse(header.id, `it does not know the task ${header.task}`);
  }

  private async refuse(id: string, why: string): Promise<void> {
    if (!this.refused.has(id)) this.options.say(`campaign ${id}: refused (HW-REDIS-VERSION): ${why}`);
    this.refused.set(id, why);
    await this.stand(id, { beat: 0, threads: 0, refuses: why });
  }

  private async stand(id: string, standing: Standing): Promise<void> {
    const { workers } = keysOf(id);
    const said = this.link.client
      .multi()
      .hset(workers, this.name, JSON.stringify(standing))
      .pexpire(workers, 3 * OVER_TTL_MS)
      .exec();
    await this.link.ask(said);
  }

  private async join(header: Header): Promise<void> {
    const { tasks, threads, say } = this.options;
    const task = tasks.find(({ name }) => name === header.task);
    const service = task && (await Service.join({ link: this.link, header, task, threads, say }));
    if (typeof service === 'string') await this.refuse(header.id, service);
    else if (service) {
      this.service = service;
      this.seenAt = Date.now();
      say(`campaign ${header.id}: ${header.task}`);
    }
  }
}
