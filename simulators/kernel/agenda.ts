/** What is still to happen, in the one order that a seed allows: by virtual time, then by when it was asked for.
 *  Shape: a 4-ary heap over typed arrays for the future, a queue for the present instant. Units: ms of virtual time. */
export class Agenda<T> {
  private times = new Float64Array(64);
  private seqs = new Float64Array(64);
  private readonly items: (T | undefined)[] = [];
  private size = 0;
  private seq = 0;
  /** Due now: from `head` to `tail`. The array is used again and again, so it keeps its length. */
  private readonly present: (T | undefined)[] = [];
  private head = 0;
  private tail = 0;

  get length(): number {
    return this.size + this.tail - this.head;
  }

  /** Files `item` for the present instant: after all that is already due now. */
  addNow(item: T): void {
    this.present[this.tail++] = item;
  }

  add(time: number, item: T): void {
    if (this.size === this.times.length) this.grow();
    const seq = this.seq++;
    const { times, seqs, items } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = times[parent] as number;
      // What is filed last comes last among equals.
      if (above <= time) break;
      times[at] = above;
      seqs[at] = seqs[parent] as number;
      items[at] = items[parent] as T;
      at = parent;
    }
    times[at] = time;
    seqs[at] = seq;
    items[at] = item;
  }

  /** When the next item is due, given that it is `now`; Infinity if nothing is left. */
  nextTime(now: number): number {
    if (this.head < this.tail) return now;
    return this.size > 0 ? Math.max(now, this.times[0] as number) : Number.POSITIVE_INFINITY;
  }

  /** Takes the item that `nextTime(now)` spoke of. The agenda must not be empty. */
  take(now: number): T {
    if (this.head === this.tail || (this.size > 0 && (this.times[0] as number) <= now))
      return this.takeFromHeap();
    const item = this.present[this.head] as T;
    this.present[this.head++] = undefined;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
    }
    return item;
  }

  /** Drops what `stale` says nobody wants any more; the order of the rest stays. */
  purge(stale: (item: T) => boolean): void {
    const { times, seqs, items, size } = this;
    const kept: { time: number; seq: number; item: T }[] = [];
    for (let at = 0; at < size; at += 1) {
      const item = items[at] as T;
      if (!stale(item)) kept.push({ time: times[at] as number, seq: seqs[at] as number, item });
    }
    kept.sort((a, b) => a.time - b.time || a.seq - b.seq);
    // A sorted list is a heap.
    kept.forEach(({ time, seq, item }, at) => {
      times[at] = time;
      seqs[at] = seq;
      items[at] = item;
    });
    items.length = kept.length;
    this.size = kept.length;
  }

  private takeFromHeap(): T {
    const { times, seqs, items } = this;
    const first = items[0] as T;
    const last = --this.size;
    const time = times[last] as number;
    const seq = seqs[last] as number;
    const item = items[last] as T;
    items[last] = undefined;
    if (last === 0) return first;
    let at = 0;
    for (;;) {
      let child = at * 4 + 1;
      if (child >= last) break;
      const end = Math.min(child + 4, last);
      let least = child;
      for (child += 1; child < end; child += 1) {
        const a = times[child] as number;
        const b = times[least] as number;
        if (a < b || (a === b && (seqs[child] as number) < (seqs[least] as number))) least = child;
      }
      const t = times[least] as number;
      if (t > time || (t === time && (seqs[least] as number) > seq)) break;
      times[at] = t;
      seqs[at] = seqs[least] as number;
      items[at] = items[least] as T;
      at = least;
    }
    times[at] = time;
    seqs[at] = seq;
    items[at] = item;
    return first;
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    const seqs = new Float64Array(this.seqs.length * 2);
    times.set(this.times);
    seqs.set(this.seqs);
    this.times = times;
    this.seqs = seqs;
  }
}
