import type { How } from '../kernel';

/** Where a fault strikes. Source: CHAOS.md §5.1. */
export const LAYERS = [
  'guest and agent',
  'disks',
  'process server',
  'network',
  'master target',
  'configuration server',
  'Azure control plane',
  'vSphere',
  'time, identity and operator',
] as const;
export type Layer = (typeof LAYERS)[number];

/** Where a machine stands on its way to Azure and home again. */
export const PHASES = [
  'protecting',
  'protected',
  'failing over',
  'in Azure',
  'reprotecting',
  'copying back',
  'replicating back',
  'failing back',
  'at home',
  'protecting again',
  'protected again',
] as const;
export type Phase = (typeof PHASES)[number];

/** What an estate must make of a fault that passes: as if it had not been; a job that fails with its reason, changes nothing that it should
 *  not, and can be had again once the cause is mended; or it may cost what `costs` of the kind names. */
export type Expectation = 'tolerate' | 'fail safe' | 'may lose';

/** The invariants, by the names of their checkers. */
export type Invariant =
  | 'no-lost-write'
  | 'one-active-copy'
  | 'write-order'
  | 'delta-only'
  | 'refuse-before-write'
  | 'truthful-jobs'
  | 'no-silent-gap'
  | 'nothing-left-behind'
  | 'least-privilege'
  | 'comes-home';

/** How a parameter is drawn: one of a list, or a whole number from the first to the last of two. */
export type Drawn = readonly string[] | readonly [from: number, to: number];

/** A kind of fault: data, not code. What it does to its target, the target's capability does. */
export interface FaultKind {
  readonly name: string;
  readonly layer: Layer;
  /** What happens, in a sentence. */
  readonly what: string;
  /** The role of its targets, and which of them, if not all. */
  readonly on: string;
  readonly only?: readonly string[];
  /** The capability of the target, and what is drawn for it. Fixed values are single. */
  readonly does: string;
  readonly how?: { readonly [parameter: string]: Drawn | number | string };
  /** How long it lasts until it is healed; `passes`: it passes by itself. Units: ms. */
  readonly lasts: readonly [fromMs: number, toMs: number] | 'passes';
  /** When it can strike; in every phase if absent. */
  readonly phases?: readonly Phase[];
  readonly expects: Expectation;
  /** What is at risk first. */
  readonly endangers: Invariant;
  /** The invariants that it may break without anything being wrong, and why. */
  readonly costs?: { readonly breaks: readonly Invariant[]; readonly why: string };
  /** The failure in the field that it stands for, and where that is told. */
  readonly source: string;
}

/** A fault in a schedule: a kind, when it strikes, which of the possible targets (`pick`), how long, how. Units: ms. */
export interface PlannedFault {
  readonly fault: string;
  readonly when: Trigger;
  /** A target by its name, or one of them by a number; `all`; `minority`: fewer than half of them. */
  readonly target: string | number;
  /** null: it passes by itself, or is healed with everything else. */
  readonly lastsMs: number | null;
  readonly how: How;
}

/** What makes a fault strike. Shape: a moment; so long after a machine (any, if none is named) enters a phase, or a job a task, or the nth
 *  entry of a kind comes into the journal; or by chance, each time such an entry is made. Units: ms of virtual time. */
export type Trigger =
  | { readonly atMs: number }
  | { readonly phase: Phase; readonly machine?: string; readonly afterMs: number }
  | { readonly task: string; readonly afterMs: number }
  | { readonly entry: string; readonly nth: number; readonly afterMs?: number | undefined }
  | { readonly entry: string; readonly chance: number };

/** A list of planned faults, and how many targets of one role they may hold at once. Shape of `radius`: a share, 0…1. */
export interface Schedule {
  readonly faults: readonly PlannedFault[];
  readonly radius?: number;
}
