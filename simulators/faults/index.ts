export { FAULTS, kindNamed } from './catalogue';
export { completed } from './completed';
export { Injector, type Outcome } from './injector';
export {
  type Drawn,
  type FaultKind,
  type Invariant,
  LAYERS,
  type Layer,
  PHASES,
  type Phase,
  type PlannedFault,
  type Schedule,
  type Trigger,
} from './kind';
export { Phases } from './phases';
