import type { Answer, Call } from '../call';

const KEPT_MAX = 1_000;

/** Clients send a request again when they heard no answer, with the id of the first try; it is the same action then, never a second.
 *  Shape: the newest 1,000 answers. Source: AZURE.md §2.3, retries – probed. */
export class Repeats {
  private readonly answers = new Map<string, Answer>();

  once(id: string | undefined, { method, path, body }: Call, run: () => Answer): Answer {
    if (id === undefined) return run();
    const key = `${id} ${method} ${path} ${JSON.stringify(body ?? null)}`;
    const before = this.answers.get(key);
    if (before) return before;
    const answer = run();
    const [oldest] = this.answers.keys();
    if (this.answers.size >= KEPT_MAX && oldest !== undefined) this.answers.delete(oldest);
    this.answers.set(key, answer);
    return answer;
  }
}
