import { Pending, type Process } from '../kernel';

/** Lets one process in at a time, in the order of asking. It is volatile: a component makes a new one at each start. */
export class Gate {
  private readonly waiting: Pending<void>[] = [];
  taken = false;

  *enter(): Process {
    if (this.taken) {
      const turn = new Pending<void>();
      this.waiting.push(turn);
      yield turn;
    }
    this.taken = true;
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next) next.keep();
    else this.taken = false;
  }
}
