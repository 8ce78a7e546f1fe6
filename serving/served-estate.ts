import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerOptions } from '../simulators/azure/arm';
import type { EstateDescription } from '../simulators/description';
import type { Estate } from '../simulators/estate';
import type { Schedule } from '../simulators/faults';
import { type Observer, PacedDriver } from '../simulators/kernel';
import { type Answered, answeredBy } from './answered';
import type { ServedCall } from './calls';
import type { Outcome } from './console';
import { clientEnvironment, type Environment, printEnvironment } from './environment';
import { Fronts, WatchedEstate } from './fronted-estate';
import { type Keys, makeKeys } from './keys';
import { originAt } from './listen';
import type { StateFolder } from './state/folder';
import type { StateLog } from './state/log';
import { writeWhole } from './write-whole';

export interface ServeOptions {
  readonly seed: number;
  readonly host: string;
  /** By which clients reach it, where that is another. */
  readonly publicHost?: string;
  /** 0: any free port. */
  readonly port: number;
  /** That of the vSphere API; 0: any free port. */
  readonly vspherePort: number;
  /** `virtual`: time moves when clients poll. `paced`: with the wall clock. */
  readonly clock: 'virtual' | 'paced';
  /** Virtual seconds in each real one, where time is paced. */
  readonly speed: number;
  readonly envFile?: string;
  /** Faults that are armed from the start. */
  readonly schedule?: Schedule;
  /** Every machine is in Azure already, and works there. */
  readonly failedOver?: boolean;
  /** See the journal from its first entry. */
  readonly observers?: readonly Observer[];
  /** Told of each call that was answered. */
  readonly called?: (call: ServedCall) => void;
  /** Sees every answer, for whoever checks them. */
  readonly answered?: ServerOptions['answered'];
}

/** Where time is paced, clients are told to poll so often. Units: ms of virtual time. */
const POLL_MS = 30_000;
/** Where time is paced, it is kept so often though nobody asks. Units: ms of wall time. */
const MARK_MS = 30_000;

/** A running estate with its Azure front and its vSphere APIs on TLS sockets. */
export class ServedEstate {
  readonly watched: WatchedEstate;
  private readonly options: ServeOptions;
  private readonly broken: (error: unknown) => void;
  private readonly fronts: Fronts;
  private readonly log: StateLog | undefined;
  private readonly pace: PacedDriver | undefined;
  private marking: NodeJS.Timeout | undefined;
  /** What clients read. */
  environment: Environment = {};
  /** Files and folders that are gone when the server has stopped. */
  private readonly temporary: string[] = [];

  /** Builds the estate – with `state`: as it stood when that was served last – and answers when everything does. `broken` is told
   *  when the simulation itself fails. Errors: HW-ESTATE, HW-SERVE-LISTEN, HW-OUT-WRITE, HW-STATE-LOG, HW-STATE-DIVERGED. */
  static async open(
    description: EstateDescription,
    options: ServeOptions,
    broken: (error: unknown) => void,
    state?: StateFolder,
  ): Promise<ServedEstate> {
    const watched = new WatchedEstate(description, options);
    const { estate, faults, meddlers } = watched;
    const { kernel } = estate;
    const log = state?.log(kernel);
    watched.log = log;
    const keys = await (state?.keys() ?? makeKeys(publicHostOf(options)));
    const virtual = options.clock === 'virtual';
    const pace = virtual ? undefined : new PacedDriver(kernel, options.speed);
    const epochMs = virtual ? undefined : (state?.epochMs ?? Date.now() - kernel.now);
    const fronts = await Fronts.open(watched, {
      keys,
      retryAfterSeconds: virtual ? 1 : Math.max(1, Math.round(POLL_MS / 1_000 / options.speed)),
      moves: { polled: virtual, waiting: virtual },
      pace,
      epochMs,
      log,
      broke: broken,
      ...(options.called ? { called: options.called } : {}),
      ...(options.answered ? { answered: options.answered } : {}),
    });
    const { azure, vsphere } = fronts;
    log?.replay((command) => {
      if ('arm' in command) return azure.again(command.arm);
      if ('vim' in command) return vsphere.again(command.vim, command.api);
      if ('meddled' in command) return meddlers.again(command.meddled);
      return 'fault' in command && faults.again(command.fault).length > 0;
    });
    const served = new ServedEstate(watched, options, broken, { fronts, log, pace });
    try {
      await served.listen(epochMs, state);
      served.begin(keys, state);
    } catch (error) {
      await served.close();
      throw error;
    }
    return served;
  }

  private constructor(
    watched: WatchedEstate,
    options: ServeOptions,
    broken: (error: unknown) => void,
    { fronts, log, pace }: { fronts: Fronts; log: StateLog | undefined; pace: PacedDriver | undefined },
  ) {
    this.watched = watched;
    this.fronts = fronts;
    this.options = options;
    this.broken = broken;
    this.log = log;
    this.pace = pace;
  }

  get estate(): Estate {
    return this.watched.estate;
  }

  /** Where a browser finds the console, with a ticket that is good once. */
  consoleUrl(): string {
    return `${this.environment.HOMEWARD_CONTROL_URL}/console${this.fronts.azure.consoles?.fragment()}`;
  }

  /** So many consoles are open. */
  get consolesOpen(): number {
    return this.fronts.azure.consoles?.open ?? 0;
  }

  /** Tells the consoles what the drill came to. */
  over(outcome: Outcome): void {
    this.fronts.azure.consoles?.over(outcome);
  }

  /** Virtual time as a clock shows it. Units: ms since the epoch. */
  now(): number {
    return this.fronts.azure.epochMs + this.estate.kernel.now;
  }

  /** Asks one's own control API; other addresses over the network. Errors: what fetch throws. */
  async exchange(
    url: string,
    {
      method,
      headers,
      body,
    }: {
      readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    },
  ): Promise<Answered> {
    const { origin, pathname, search, host } = new URL(url);
    if (origin !== this.environment.HOMEWARD_ARM_ENDPOINT) {
      const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.text(),
      };
    }
    const payload = body === undefined ? {} : { payload: body };
    const answer = await this.fronts.azure.app.inject({
      method,
      url: `${pathname}${search}`,
      headers: { ...headers, host },
      ...payload,
    });
    return answeredBy(answer);
  }

  /** Stops answering, and takes back the files that are of no use any more. */
  async close(): Promise<void> {
    this.pace?.stop();
    clearInterval(this.marking);
    await this.fronts.close();
    for (const path of this.temporary) rmSync(path, { recursive: true, force: true });
    this.log?.close();
  }

  private async listen(epochMs: number | undefined, state: StateFolder | undefined): Promise<void> {
    const { options } = this;
    const { azure, vsphere } = this.fronts;
    const [port = 0, ...vspherePorts] = state?.ports ?? [options.port, options.vspherePort];
    // From the first socket on, what clients say counts: what the estate is has to be written down before.
    state?.keep(epochMs, state.ports);
    const origin = await azure.listen(options.host, port);
    const origins = await vsphere.listen(options.host, vspherePorts);
    state?.keep(
      epochMs,
      [origin, ...origins].map((each) => Number(new URL(each).port)),
    );
    const seen = (at: string): string => originAt(publicHostOf(options), Number(new URL(at).port));
    this.environment = { ...azure.environment(seen(origin)), ...vsphere.environment(origins.map(seen)) };
  }

  private begin({ certificate }: Keys, state: StateFolder | undefined): void {
    const { pace, log, broken } = this;
    const folder = state?.path ?? mkdtempSync(join(tmpdir(), 'homeward-serve-'));
    if (!state) this.temporary.push(folder);
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, certificate.cert, { mode: 0o600 });
    this.environment = clientEnvironment(this.environment, caFile);
    pace?.start(broken);
    if (pace && log) this.marking = setInterval(() => keepPlace(log, broken), MARK_MS);
    if (this.options.envFile === undefined) return;
    const envFile = resolve(this.options.envFile);
    this.temporary.push(envFile);
    writeWhole(envFile, printEnvironment(this.environment), 0o600);
  }
}

function publicHostOf({ host, publicHost = host }: ServeOptions): string {
  return publicHost;
}

/** Keeps where the estate stands; what cannot be kept ends the run. */
function keepPlace(log: StateLog, broken: (error: unknown) => void): void {
  try {
    log.mark();
  } catch (error) {
    broken(error);
  }
}
