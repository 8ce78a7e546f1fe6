import { travel } from '../../exploration';
import { Watch } from '../../runbooks/watch';
import { failOverAll } from '../../serving/begin';
import { Checkers, type Verdict } from '../../simulators/checkers';
import { build, finalState } from '../../simulators/estate';
import { targetsOf } from '../../simulators/estate-targets';
import { Injector, type Layer, type Outcome, type Phase } from '../../simulators/faults';
import type { RehearsalPlan } from '../model';
import { setBandwidth, UNLIMITED } from '../rehearse';
import type { FaultTrack, MachineTrack, RpoSeries } from '../sections';
import { drawFaults } from './draw-faults';
import { type Homecoming, HomewardWatch } from './homeward-watch';
import { TimelineWatch } from './timeline-watch';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Faults strike within this, then all is healed, and everybody must come home within the second. Units: ms of virtual time. */
const SAFETY_MS = 12 * HOUR_MS;
const LIVENESS_MS = 72 * HOUR_MS;
const SETTLE_MS = 15 * MINUTE_MS;
const PATIENCE_MS = 5 * MINUTE_MS;

/** One wave of one drill. Shape: plain JSON; the same gives the same journal, byte for byte. `faultsMax` 0: undisturbed. */
export interface WaveDrill {
  readonly plan: RehearsalPlan;
  readonly machines: readonly string[];
  readonly seed: number;
  readonly faultsMax: number;
}

/** A fault that struck, and where the machine stood that it struck first. */
export interface Struck {
  readonly fault: string;
  readonly layer: Layer;
  readonly phase: Phase;
}

/** What a wave's drill came to. Shape: `homecomings` in the order of the machines. Units: ms of virtual time, from the first reprotection. */
export interface WaveTold {
  readonly homecomings: readonly Homecoming[];
  readonly struck: readonly Struck[];
  readonly lastedMs: number;
  readonly worstRpo: RpoSeries | undefined;
  /** The first commit at home; undefined: nobody came so far. */
  readonly noReturnMs: number | undefined;
  /** Checkers that found a broken promise: then nothing is proven. */
  readonly broken: readonly Verdict[];
  /** Of the machines that took longest. */
  readonly tracks: readonly MachineTrack[];
  readonly faults: readonly FaultTrack[];
  readonly digest: string;
}

/** So many machines of a wave have a track. */
const TRACKS_MAX = 40;

/** Brings the machines of a wave home from Azure while faults strike. They were failed over before; whoever brings them home repeats what was refused
 *  or failed, and never gives up. Errors: throws when the simulation itself breaks. */
export function drillWave({ plan, machines, seed, faultsMax }: WaveDrill): WaveTold {
  const checkers = new Checkers();
  const coming = new Set(machines);
  const description = {
    ...plan.description,
    machines: plan.description.machines.filter(({ name }) => coming.has(name)),
  };
  const watched = new HomewardWatch(machines);
  const timeline = new TimelineWatch(machines);
  const estate = build(description, seed, [checkers.observe, watched.observe, timeline.observe]);
  const { kernel } = estate;
  setBandwidth(estate, UNLIMITED);
  failOverAll(estate);
  setBandwidth(estate, plan.mbitPerSecond);
  const startedAtMs = kernel.now;
  timeline.begin(startedAtMs);
  const faults = drawFaults(seed, faultsMax, new Set(targetsOf(estate).map(({ role }) => role)));
  const injector = new Injector(kernel, (role) => targetsOf(estate, role), { faults });
  const watch = new Watch(kernel);
  const travels = machines.map((machine) =>
    kernel.spawn(
      undefined,
      'travel',
      travel(estate, watch, {
        machine,
        workMs: plan.workInAzureMs,
        patienceMs: PATIENCE_MS,
        inAzure: true,
        asked: (state) => watched.asked(machine, state, kernel.now),
      }),
    ),
  );
  const home = (): boolean => travels.every((each) => each.over);
  kernel.run(startedAtMs + SAFETY_MS, home);
  injector.healAll();
  if (!home()) kernel.run(kernel.now + LIVENESS_MS, home);
  const endedAtMs = kernel.now;
  kernel.run(kernel.now + SETTLE_MS);
  const homecomings = watched.homecomings();
  const slow = new Set(slowest(homecomings));
  return {
    homecomings,
    tracks: machines.filter((name) => slow.has(name)).map((name) => timeline.trackOf(name)),
    faults: timeline.faultsOf(injector.outcomes),
    worstRpo: watched.worst(),
    struck: injector.outcomes.flatMap(struckOf),
    lastedMs: endedAtMs - startedAtMs,
    noReturnMs: watched.noReturnAtMs === undefined ? undefined : watched.noReturnAtMs - startedAtMs,
    broken: checkers.conclude(finalState(estate)).filter(({ verdict }) => verdict === 'invalid'),
    digest: kernel.journal.digest(),
  };
}

/** The machines that took longest to come home, or did not. */
function slowest(homecomings: readonly Homecoming[]): readonly string[] {
  return homecomings
    .toSorted((a, b) => (b.rtoMs ?? Number.MAX_VALUE) - (a.rtoMs ?? Number.MAX_VALUE))
    .slice(0, TRACKS_MAX)
    .map(({ machine }) => machine);
}

function struckOf({ struck, kind, phase = 'in Azure' }: Outcome): readonly Struck[] {
  return struck.length === 0 ? [] : [{ fault: kind.name, layer: kind.layer, phase }];
}
