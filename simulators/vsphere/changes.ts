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

/** Makes fields of an object tell when they are set to something else, whoever sets them. */
export function tracked<T extends object>(target: T, fields: readonly (keyof T)[], changed: () => void): T {
  for (const field of fields) {
    let held = target[field];
    Object.defineProperty(target, field, {
      enumerable: true,
      configurable: true,
      get: () => held,
      set(value: T[typeof field]) {
        if (value === held) return;
        held = value;
        changed();
      },
    });
  }
  return target;
}
