import type { ServerOptions } from '../simulators/azure/arm';
import { Checkers, type Verdict } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import { targetsOf } from '../simulators/estate-targets';
import { Injector, type Outcome, type Schedule } from '../simulators/faults';
import type { Observer, Target } from '../simulators/kernel';
import { failOverAll } from './begin';
import type { ServedCall } from './calls';
import type { Pace } from './clock';
import { FaultCommands } from './faults/commands';
import { FrontMeddlers } from './faults/fronts';
import type { Wire } from './faults/meddled';
import type { Keys } from './keys';
import { ServedAzure } from './served-azure';
import { ServedVsphere } from './served-vsphere';
import type { StateLog } from './state/log';

export interface FrontedOptions {
  readonly seed: number;
  /** Faults that are armed from the start. */
  readonly schedule?: Schedule | undefined;
  /** Every machine is in Azure when the fronts answer. */
  readonly failedOver?: boolean | undefined;
  readonly observers?: readonly Observer[];
}

/** How the fronts of an estate answer. */
export interface Answering {
  readonly keys: Keys;
  /** What clients are told to wait between two polls. Units: seconds. */
  readonly retryAfterSeconds: number;
  /** Whether time moves when a client asks how something gets on, and when it waits for something; otherwise it moves by itself. */
  readonly moves: { readonly polled: boolean; readonly waiting: boolean };
  /** What moves it by itself, where that is the wall clock. */
  readonly pace?: Pace | undefined;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number | undefined;
  readonly wire?: Wire;
  /** Told of whatever may change something, before it does. */
  readonly log?: StateLog | undefined;
  readonly broke: (error: unknown) => void;
  /** Told of each call that was answered. */
  readonly called?: (call: ServedCall) => void;
  readonly answered?: ServerOptions['answered'];
}

/** One poll moves virtual time so far, at most; what it asks for may be over sooner. Units: ms. */
const POLL_MS = 30_000;
const POLL_JOB_MS = 6 * 3_600_000;
/** The servers of the estate have found each other after so long. Units: ms. */
const WARM_UP_MS = 20 * 60_000;

/** A running estate, the faults that are done to it, and the checkers that watch it. */
export class WatchedEstate {
  readonly estate: Estate;
  readonly faults: FaultCommands;
  readonly meddlers: FrontMeddlers;
  /** What there is to strike now. */
  readonly targets: () => readonly Target[];
  private readonly checkers: Checkers;
  private readonly injector: Injector;
  log: StateLog | undefined;

  /** Errors: HW-ESTATE, HW-BEGIN. */
  constructor(description: EstateDescription, options: FrontedOptions) {
    const { seed, schedule = { faults: [] }, failedOver = false, observers = [] } = options;
    this.checkers = new Checkers();
    const estate = build(description, seed, [this.checkers.observe, ...observers]);
    const { kernel } = estate;
    this.estate = estate;
    this.meddlers = new FrontMeddlers(kernel, estate.vsphere.trees, (meddled) =>
      this.log?.append({ meddled }),
    );
    this.targets = () => [...targetsOf(estate), ...this.meddlers.targets];
    this.injector = new Injector(kernel, this.targets, schedule);
    this.faults = new FaultCommands({
      injector: this.injector,
      targets: this.targets,
      nowMs: () => kernel.now,
      acting: (fault) => this.log?.append({ fault }),
    });
    kernel.run(WARM_UP_MS);
    if (failedOver) failOverAll(estate);
  }

  /** What became of each fault. */
  get outcomes(): readonly Outcome[] {
    return this.injector.outcomes;
  }

  verdicts(): readonly Verdict[] {
    return this.checkers.conclude(finalState(this.estate));
  }
}

/** The fronts of an estate: Azure, with the control API beside it, and vSphere. */
export class Fronts {
  readonly azure: ServedAzure;
  readonly vsphere: ServedVsphere;

  static async open(watched: WatchedEstate, answering: Answering): Promise<Fronts> {
    const { estate, faults, meddlers } = watched;
    const { kernel } = estate;
    const { keys, retryAfterSeconds, moves, pace, epochMs, wire, log, broke, called, answered } = answering;
    const move = (ms: number, isOver?: () => boolean): void => kernel.run(kernel.now + ms, isOver);
    const shared = {
      broke,
      ...(epochMs === undefined ? {} : { epochMs }),
      ...(log ? { sending: () => log.mark() } : {}),
      ...(wire ? { wire } : {}),
      ...(called ? { called } : {}),
    };
    const azure = await ServedAzure.open(estate, {
      ...shared,
      keys,
      faults,
      meddler: meddlers.arm,
      retryAfterSeconds,
      verdicts: () => watched.verdicts(),
      ...(pace ? { pace } : {}),
      ...(moves.polled ? { polled: (isOver) => move(isOver ? POLL_JOB_MS : POLL_MS, isOver) } : {}),
      ...(log ? { acting: (arm) => log.append({ arm }) } : {}),
      ...(answered ? { answered } : {}),
    });
    const vsphere = new ServedVsphere(estate, {
      ...shared,
      certificate: keys.certificate,
      meddlers: meddlers.vims,
      ...(moves.waiting ? { moved: move } : {}),
      ...(log ? { acting: (vim, api) => log.append({ vim, api }) } : {}),
    });
    return new Fronts(azure, vsphere);
  }

  private constructor(azure: ServedAzure, vsphere: ServedVsphere) {
    this.azure = azure;
    this.vsphere = vsphere;
  }

  async close(): Promise<void> {
    await this.azure.close();
    await this.vsphere.close();
  }
}
