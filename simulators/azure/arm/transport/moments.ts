import type { Arm } from '../arm';
import type { Answer, Call } from '../call';

const KEPT_BYTES_MAX = 16 * 2 ** 20;

/** Answers to reads, kept as bytes as long as nothing has happened in the estate: many clients that look at one moment see the same.
 *  Anything that happens – a step of the kernel, an entry of the journal, a request that is no read – begins another moment.
 *  Shape: at most 16 MiB of answers. */
export class Moments {
  private readonly kept = new Map<string, Answer>();
  private moment = '';
  private bytes = 0;
  private writes = 0;

  /** Something was asked that may change what reads show. */
  written(): void {
    this.writes += 1;
  }

  /** The answer to a read; `read` is called where it is not known for this moment. */
  answer(arm: Arm, { origin, path, query }: Call, read: () => Answer): Answer {
    if (arm.movesWhenPolled) return read();
    this.enter(arm);
    const key = `${origin}${path}?${JSON.stringify(query)}`;
    const known = this.kept.get(key);
    if (known) return known;
    const answer = read();
    if (answer.body === undefined) return answer;
    const bytes = Buffer.from(JSON.stringify(answer.body));
    const whole: Answer = { ...answer, bytes };
    if (this.bytes + bytes.length <= KEPT_BYTES_MAX) {
      this.kept.set(key, whole);
      this.bytes += bytes.length;
    }
    return whole;
  }

  private enter({ kernel }: Arm): void {
    const moment = `${kernel.seed} ${kernel.now} ${kernel.steps} ${kernel.journal.entries} ${this.writes}`;
    if (moment === this.moment) return;
    this.moment = moment;
    this.kept.clear();
    this.bytes = 0;
  }
}
