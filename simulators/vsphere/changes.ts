/** Told of each managed object that changed, by its id. */
export type ChangeListener = (id: string) => void;

/** Who wants to know when a managed object changes: the filters of clients that wait.
 *  Shape: listeners in the order they came; a change is told at once, once for each field that is set. */
export class Changes {
  private readonly listeners = new Set<ChangeListener>();

  /** Tells everybody that an object is no longer what it was. */
  touch(id: string): void {
    for (const listener of this.listeners) listener(id);
  }

  /** Listens until the function that it gives is called. */
  observe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Objects of one kind, of which some fields tell when they are set to something else, whoever sets them.
 *  The accessors stand on a prototype that all of the kind share: so all have one shape, and cost little more than plain objects. */
export class TrackedKind<T extends object> {
  private readonly prototype: object;

  /** `also` is what all of the kind have beside their own fields. */
  constructor(fields: readonly (keyof T)[], also: Partial<T> = {}) {
    this.prototype = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(also));
    for (const field of fields) {
      const held = Symbol(String(field));
      Object.defineProperty(this.prototype, field, {
        enumerable: true,
        get(this: Tracked) {
          return this[held];
        },
        set(this: Tracked, value: unknown) {
          if (value === this[held]) return;
          this[held] = value;
          this[CHANGED]?.();
        },
      });
    }
  }

  /** An object with these fields. `changed` is called from then on. */
  make(fields: Partial<T>, changed: () => void): T {
    const made = Object.assign(Object.create(this.prototype) as Tracked, fields);
    made[CHANGED] = changed;
    return made as T;
  }
}

const CHANGED = Symbol('changed');

interface Tracked {
  [CHANGED]?: () => void;
  [held: symbol]: unknown;
}
