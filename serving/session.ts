import { createHttpHeaders, type HttpClient, RestError } from '@azure/core-rest-pipeline';
import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify';
import type { EstateDescription } from '../simulators/description';
import { type Answered, answeredBy } from './answered';
import type { ServedCall } from './calls';
import type { Environment } from './environment';
import { type FrontedOptions, Fronts, WatchedEstate } from './fronted-estate';
import { type Keys, makeKeys } from './keys';
import { VirtualClock } from './virtual-clock';

export interface SessionOptions extends FrontedOptions {
  /** Told of each call that was answered. */
  readonly called?: (call: ServedCall) => void;
  /** Told when the simulation itself fails. */
  readonly broke: (error: unknown) => void;
}

const ARM_ORIGIN = 'https://arm.homeward.invalid';
const vimOrigin = (api: number): string => `https://vsphere-${api + 1}.homeward.invalid`;
/** Which exchange a request belongs to. */
const EXCHANGE = 'x-homeward-exchange';
/** So long a request is under way. Units: ms of virtual time. */
const LATENCY_MS = 50;

let shared: Promise<Keys> | undefined;

/** An estate that answers programs of this process: requests go to the same fronts as over sockets, one after the other, and time passes while the
 *  program sleeps. Same description, seed and program: same journal, byte for byte. */
export class Session {
  readonly watched: WatchedEstate;
  readonly clock: VirtualClock;
  /** What `homeward serve` prints, without files. */
  readonly environment: Environment;
  /** What clients of the Azure SDK take as `httpClient`. */
  readonly httpClient: HttpClient;
  private readonly fronts: Fronts;
  private readonly broken: Map<string, () => void>;
  private last: Promise<unknown> = Promise.resolve();
  private exchanges = 0;

  /** Errors: HW-ESTATE, HW-BEGIN. */
  static async open(description: EstateDescription, options: SessionOptions): Promise<Session> {
    const { called, broke } = options;
    shared ??= makeKeys('127.0.0.1');
    const watched = new WatchedEstate(description, options);
    const clock = new VirtualClock(watched.estate.kernel, broke);
    const broken = new Map<string, () => void>();
    const fronts = await Fronts.open(watched, {
      keys: await shared,
      retryAfterSeconds: 30,
      moves: { polled: false, waiting: true },
      wire: {
        hold: async (ms) => clock.pass(ms),
        breakOff: (request: FastifyRequest) => broken.get(`${request.headers[EXCHANGE]}`)?.(),
      },
      broke,
      ...(called ? { called } : {}),
    });
    return new Session(watched, clock, fronts, broken);
  }

  private constructor(
    watched: WatchedEstate,
    clock: VirtualClock,
    fronts: Fronts,
    broken: Map<string, () => void>,
  ) {
    this.watched = watched;
    this.clock = clock;
    this.fronts = fronts;
    this.broken = broken;
    const origins = fronts.vsphere.apps.map((_app, api) => vimOrigin(api));
    this.environment = { ...fronts.azure.environment(ARM_ORIGIN), ...fronts.vsphere.environment(origins) };
    this.httpClient = {
      sendRequest: async (request) => {
        try {
          const { status, headers, body } = await this.exchange(request.url, {
            method: request.method,
            headers: request.headers.toJSON(),
            ...(typeof request.body === 'string' ? { payload: request.body } : {}),
          });
          return { request, status, headers: createHttpHeaders(headers), bodyAsText: body };
        } catch (error) {
          const { message, code } = error as NodeJS.ErrnoException;
          throw new RestError(message, { request, ...(code === undefined ? {} : { code }) });
        }
      },
    };
  }

  /** Virtual time as a clock shows it. Units: ms since the epoch. */
  now(): number {
    return this.fronts.azure.epochMs + this.watched.estate.kernel.now;
  }

  /** Sends a request to one of the addresses of `environment`. Errors: ECONNRESET – a fault broke the connection; ENOTFOUND – another address. */
  exchange(url: string, request: InjectOptions): Promise<Answered> {
    const after = this.last.then(() => this.clock.during(() => this.answer(url, request)));
    this.last = after.catch(() => undefined);
    return after;
  }

  async close(): Promise<void> {
    this.clock.stop();
    await this.fronts.close();
  }

  private async answer(url: string, request: InjectOptions): Promise<Answered> {
    const { origin, host, pathname, search } = new URL(url);
    const app = this.appAt(origin);
    if (!app) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
    this.clock.pass(LATENCY_MS);
    this.exchanges += 1;
    const exchange = `${this.exchanges}`;
    const hangUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const reset = new Promise<never>((_done, fail) => {
      this.broken.set(exchange, () => fail(hangUp()));
    });
    const { 'content-length': _length, ...headers } = request.headers ?? {};
    try {
      const whole = {
        ...request,
        url: `${pathname}${search}`,
        headers: { ...headers, host, [EXCHANGE]: exchange },
      };
      // An answer that is cut breaks off in its middle.
      const sent = app.inject(whole).catch(() => Promise.reject(hangUp()));
      return answeredBy(await Promise.race([sent, reset]));
    } finally {
      this.broken.delete(exchange);
    }
  }

  private appAt(origin: string): FastifyInstance | undefined {
    const { azure, vsphere } = this.fronts;
    return origin === ARM_ORIGIN ? azure.app : vsphere.apps.find((_app, api) => origin === vimOrigin(api));
  }
}
