import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Misuse } from '../../simulators/kernel';
import { type RedisLink, sleep } from './link';
import type { AnyTask } from './task';
import { ThreadPool } from './thread-pool';
import {
  ANSWER_BYTES_MAX,
  DATA_BYTES_MAX,
  dataKey,
  type Header,
  keysOf,
  LEFT_TTL_MS,
  PREFIX,
  pack,
  queueName,
  readJob,
  sha256,
  type Told,
  unpack,
  wrongIn,
} from './wire';

/** Values as measured: a job whose worker was killed runs elsewhere about 3 s later. The stalled check is one key for the whole queue, with the interval of whoever
 *  set it: so all workers have the same. */
const LOCK_MS = 4_000;
const STALLED_EVERY_MS = 1_000;
/** So often the worker of a job may be killed. */
const KILLED_MAX = 10;
const DRAIN_SECONDS = 1;
const RETRY_AFTER_MS = 200;

export interface JoinOptions {
  readonly link: RedisLink;
  readonly header: Header;
  readonly task: AnyTask;
  readonly threads: number;
  readonly say: (line: string) => void;
}

/** A worker's part in one campaign: it takes jobs from the campaign's queue, lets threads answer them, and writes down the first answer to each order. */
export class Service {
  readonly id: string;
  /** So many it has answered. */
  orders = 0;
  private readonly options: JoinOptions;
  private readonly pool: ThreadPool;
  private readonly worker: Worker;
  private abandoned = false;

  private constructor(options: JoinOptions, workerData: unknown) {
    const { link, header, task, threads } = options;
    this.options = options;
    this.id = header.id;
    this.pool = new ThreadPool(task.script, workerData, threads);
    this.worker = new Worker(queueName(header.id), (job) => this.answer(job), {
      connection: link.client,
      prefix: PREFIX,
      concurrency: threads,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_EVERY_MS,
      maxStalledCount: KILLED_MAX,
      drainDelay: DRAIN_SECONDS,
      skipVersionCheck: true,
    });
    // Locks that were lost while Redis was gone, jobs that are none: neither stops a worker, and the campaign puts its orders again.
    this.worker.on('error', () => {});
  }

  /** Shape: undefined – what the orders share is not there yet; a text – it is unusable. */
  static async join(options: JoinOptions): Promise<Service | string | undefined> {
    const { link, header, task } = options;
    const key = dataKey(header.data);
    const bytes = await link.ask(link.client.strlen(key));
    if (bytes > DATA_BYTES_MAX)
      return `what its orders share has ${bytes} bytes, more than ${DATA_BYTES_MAX}`;
    const packed = await link.ask(link.client.getBuffer(key));
    if (!packed) return undefined;
    if (sha256(packed) !== header.data) return 'what its orders share is not what it says';
    let workerData: unknown;
    try {
      workerData = unpack(packed, DATA_BYTES_MAX);
    } catch (error) {
      return `what its orders share cannot be read: ${(error as Error).message}`;
    }
    const { error } = task.workerData.safeParse(workerData);
    return error ? `what its orders share is wrong: ${wrongIn(error)}` : new Service(options, workerData);
  }

  /** Nobody wants the answers any more. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    await this.pool.close();
  }

  /** Finishes what is under way, unless Redis is gone: then nobody could be told. */
  async end(gone: boolean): Promise<void> {
    await this.worker.close(gone).catch(() => undefined);
    await this.pool.close();
    if (gone) return;
    // What a worker's last look wrote once the campaign had cleared away; where it has not, it is its campaign's again within seconds.
    const { client } = this.options.link;
    const key = (name: string): string => `${PREFIX}:${queueName(this.id)}:${name}`;
    if (this.abandoned) await client.del(key('meta'), key('stalled-check'));
    else await client.pexpire(key('meta'), LEFT_TTL_MS);
  }

  /** Errors: throws where the job is none of ours; the campaign learns why. */
  private async answer(job: Job): Promise<void> {
    const { task, header } = this.options;
    const data = readJob(job.data);
    if (typeof data === 'string') throw this.refuse(job, 'HW-REDIS-JOB', data);
    if (data.campaign !== header.id || data.code !== header.code)
      throw this.refuse(job, 'HW-REDIS-VERSION', 'it is of another campaign or another version of Homeward');
    const { error } = task.order.safeParse(data.order);
    if (error) throw this.refuse(job, 'HW-REDIS-JOB', wrongIn(error));
    const told = await this.tell(data.order);
    await this.keep(job.id ?? '', told);
    this.orders += 1;
  }

  /** Writes an answer down, as soon as Redis is there. Whoever was first stays: an order has one answer, however often it was made. */
  private async keep(key: string, told: Buffer): Promise<void> {
    const { link, header } = this.options;
    const { answers } = keysOf(header.id);
    for (;;) {
      try {
        if (!link.gone) {
          const kept = link.client.multi().hsetnx(answers, key, told).pexpire(answers, LEFT_TTL_MS).exec();
          await link.ask(kept);
          return;
        }
        link.mustHold();
      } catch (error) {
        link.bear(error);
      }
      await sleep(RETRY_AFTER_MS);
    }
  }

  /** The answer, packed, or why there is none: also where it is too large. */
  private async tell(order: unknown): Promise<Buffer> {
    const say = (told: Told): Buffer => pack(told, ANSWER_BYTES_MAX);
    try {
      return say({ answer: await this.pool.ask(order) });
    } catch (error) {
      if (this.abandoned) throw error;
      const { message, stack = message, code, next } = error as Misuse;
      return say({ failed: code && next ? { message, code, next } : { message: stack } });
    }
  }

  private refuse(job: Job, code: string, why: string): UnrecoverableError {
    const what = `${String(job.id).slice(0, 40)} refused (${code}): ${why}`;
    this.options.say(`campaign ${this.id}: ${what}`);
    return new UnrecoverableError(what);
  }
}
