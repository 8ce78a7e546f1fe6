import type { Pace } from '../serving/clock';
import type { Timekeeper } from './timekeeper';

/** So long nobody looks whether more time has passed. Units: ms of wall time. */
const TICK_MS = 10;

/** Ties the time of all nodes to the wall clock. Where they cannot keep up, their time goes slower.
 *  State machine: stopped → running ⇄ paused → stopped. Units: virtual seconds in each real one. */
export class NodePace implements Pace {
  private readonly keeper: Timekeeper;
  private factor: number;
  private held = false;
  private running = false;
  private wallStart = 0;
  private virtualStart = 0;
  /** One lets time pass after the other. */
  private turn: Promise<void> = Promise.resolve();

  constructor(keeper: Timekeeper, speed: number) {
    this.keeper = keeper;
    this.factor = speed;
  }

  get paused(): boolean {
    return this.held;
  }

  get speed(): number {
    return this.factor;
  }

  setSpeed(speed: number): void {
    this.factor = speed;
    this.beginHere();
  }

  pause(): void {
    this.held = true;
  }

  resume(): void {
    if (!this.held) return;
    this.held = false;
    this.beginHere();
  }

  /** Errors: what the simulation throws. */
  pass(ms: number): Promise<void> {
    return this.alone(() => this.keeper.advance(this.keeper.now + ms));
  }

  /** Starts pacing; `broke` gets what the simulation throws, and pacing has then stopped. */
  start(broke: (error: unknown) => void): void {
    this.running = true;
    this.beginHere();
    const tick = async (): Promise<void> => {
      while (this.running) {
        if (!this.held) await this.alone(() => this.catchUp());
        await new Promise((passed) => setTimeout(passed, TICK_MS));
      }
    };
    tick().catch((error: unknown) => {
      this.running = false;
      broke(error);
    });
  }

  /** Resolves when no time passes any more. */
  async stop(): Promise<void> {
    this.running = false;
    await this.turn;
  }

  private async catchUp(): Promise<void> {
    const goal = Math.floor(this.virtualStart + (performance.now() - this.wallStart) * this.factor);
    await this.keeper.advance(goal, () => !this.running || this.held);
    // What could not be kept up with is not made up for later.
    if (
      (performance.now() - this.wallStart) * this.factor >
      goal - this.virtualStart + SLACK_TICKS * TICK_MS * this.factor
    )
      this.beginHere();
  }

  private alone(act: () => Promise<void>): Promise<void> {
    const next = this.turn.then(act);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private beginHere(): void {
    this.wallStart = performance.now();
    this.virtualStart = this.keeper.now;
  }
}

/** So many ticks a step may be late before time goes slower. */
const SLACK_TICKS = 20;
