import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerOptions } from '../simulators/azure/arm';
import { Checkers } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { Injector, type Schedule } from '../simulators/faults';
import { PacedDriver } from '../simulators/kernel';
import { type Environment, printEnvironment } from './environment';
import { FaultCommands } from './faults/commands';
import { FrontMeddlers } from './faults/fronts';
import { type Keys, makeKeys } from './keys';
import { ServedAzure } from './served-azure';
import { ServedVsphere } from './served-vsphere';
import type { StateFolder } from './state/folder';
import type { StateLog } from './state/log';
import { writeWhole } from './write-whole';

export interface ServeOptions {
  readonly seed: number;
  readonly host: string;
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
  /** Sees every answer, for whoever checks them. */
  readonly answered?: ServerOptions['answered'];
}

/** One poll moves virtual time so far, at most; what it asks for may be over sooner. Units: ms. */
const POLL_MS = 30_000;
const POLL_JOB_MS = 6 * 3_600_000;
/** The servers of the estate have found each other after so long. Units: ms. */
const WARM_UP_MS = 20 * 60_000;
/** Where time is paced, it is kept so often though nobody asks. Units: ms of wall time. */
const MARK_MS = 30_000;

/** A running estate with its Azure front and its vSphere APIs on TLS sockets. */
export class ServedEstate {
  readonly estate: Estate;
  private readonly options: ServeOptions;
  private readonly broken: (error: unknown) => void;
  private readonly azure: ServedAzure;
  private readonly vsphere: ServedVsphere;
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
    const checkers = new Checkers();
    const estate = build(description, options.seed, [checkers.observe]);
    const { kernel } = estate;
    const log = state?.log(kernel);
    const fronts = new FrontMeddlers(kernel, estate.vsphere.trees, (meddled) => log?.append({ meddled }));
    const targets = () => [...targetsOf(estate), ...fronts.targets];
    const faults = new FaultCommands({
      injector: new Injector(kernel, targets, options.schedule ?? { faults: [] }),
      targets,
      nowMs: () => kernel.now,
      acting: (fault) => log?.append({ fault }),
    });
    kernel.run(WARM_UP_MS);
    const keys = await (state?.keys() ?? makeKeys(options.host));
    const virtual = options.clock === 'virtual';
    const move = (ms: number, isOver?: () => boolean): void => kernel.run(kernel.now + ms, isOver);
    const epochMs = virtual ? undefined : (state?.epochMs ?? Date.now() - kernel.now);
    const shared = {
      broke: broken,
      ...(epochMs === undefined ? {} : { epochMs }),
      ...(log ? { sending: () => log.mark() } : {}),
    };
    const azure = await ServedAzure.open(estate, {
      ...shared,
      keys,
      faults,
      meddler: fronts.arm,
      retryAfterSeconds: virtual ? 1 : Math.max(1, Math.round(POLL_MS / 1_000 / options.speed)),
      verdicts: () => checkers.conclude(finalState(estate)),
      ...(virtual ? { polled: (isOver) => move(isOver ? POLL_JOB_MS : POLL_MS, isOver) } : {}),
      ...(log ? { acting: (arm) => log.append({ arm }) } : {}),
      ...(options.answered ? { answered: options.answered } : {}),
    });
    const vsphere = new ServedVsphere(estate, {
      ...shared,
      certificate: keys.certificate,
      meddlers: fronts.vims,
      ...(virtual ? { moved: move } : {}),
      ...(log ? { acting: (vim, api) => log.append({ vim, api }) } : {}),
    });
    log?.replay((command) => {
      if ('arm' in command) return azure.again(command.arm);
      if ('vim' in command) return vsphere.again(command.vim, command.api);
      if ('meddled' in command) return fronts.again(command.meddled);
      return faults.again(command.fault).length > 0;
    });
    const served = new ServedEstate(estate, options, broken, { azure, vsphere, log });
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
    estate: Estate,
    options: ServeOptions,
    broken: (error: unknown) => void,
    { azure, vsphere, log }: { azure: ServedAzure; vsphere: ServedVsphere; log: StateLog | undefined },
  ) {
    this.estate = estate;
    this.options = options;
    this.broken = broken;
    this.azure = azure;
    this.vsphere = vsphere;
    this.log = log;
    this.pace = options.clock === 'paced' ? new PacedDriver(estate.kernel, options.speed) : undefined;
  }

  /** Stops answering, and takes back the files that are of no use any more. */
  async close(): Promise<void> {
    this.pace?.stop();
    clearInterval(this.marking);
    await this.azure.close();
    await this.vsphere.close();
    for (const path of this.temporary) rmSync(path, { recursive: true, force: true });
    this.log?.close();
  }

  private async listen(epochMs: number | undefined, state: StateFolder | undefined): Promise<void> {
    const { azure, vsphere, options } = this;
    const [port = 0, ...vspherePorts] = state?.ports ?? [options.port, options.vspherePort];
    // From the first socket on, what clients say counts: what the estate is has to be written down before.
    state?.keep(epochMs, state.ports);
    const origin = await azure.listen(options.host, port);
    const origins = await vsphere.listen(options.host, vspherePorts);
    state?.keep(
      epochMs,
      [origin, ...origins].map((each) => Number(new URL(each).port)),
    );
    this.environment = { ...azure.environment(origin), ...vsphere.environment(origins) };
  }

  private begin({ certificate }: Keys, state: StateFolder | undefined): void {
    const { pace, log, broken } = this;
    const folder = state?.path ?? mkdtempSync(join(tmpdir(), 'homeward-serve-'));
    if (!state) this.temporary.push(folder);
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, certificate.cert, { mode: 0o600 });
    this.environment = {
      ...this.environment,
      NODE_EXTRA_CA_CERTS: caFile,
      REQUESTS_CA_BUNDLE: caFile,
      HOMEWARD_CA_CERT: caFile,
      GOVC_TLS_CA_CERTS: caFile,
    };
    pace?.start(broken);
    if (pace && log) this.marking = setInterval(() => keepPlace(log, broken), MARK_MS);
    if (this.options.envFile === undefined) return;
    const envFile = resolve(this.options.envFile);
    this.temporary.push(envFile);
    writeWhole(envFile, printEnvironment(this.environment), 0o600);
  }
}

/** Keeps where the estate stands; what cannot be kept ends the run. */
function keepPlace(log: StateLog, broken: (error: unknown) => void): void {
  try {
    log.mark();
  } catch (error) {
    broken(error);
  }
}
