import type { Known, Machine } from './model';
import type { NoteBook } from './notes';

/** Machines of a table that knows them by name alone, one for each name.
 *  Shape: of rows that share a name, none can be told from the other: the first is the machine, the others are its `conflicts`. */
export class NamedRows {
  private readonly scope: string;
  private readonly notes: NoteBook;
  private readonly machines = new Map<string, Machine>();

  constructor(scope: string, notes: NoteBook) {
    this.scope = scope;
    this.notes = notes;
  }

  keyOf(name: Known<string>): string {
    return `${this.scope}/name:${name.value}`;
  }

  add(machine: Machine): void {
    const earlier = this.machines.get(machine.key);
    if (!earlier) {
      this.machines.set(machine.key, machine);
      return;
    }
    const { at } = machine.name;
    this.machines.set(machine.key, { ...earlier, conflicts: [...earlier.conflicts, at] });
    const message = `"${machine.name.value}" is there more than once, and nothing but the name tells which is meant`;
    this.notes.add('warning', 'HW-NOTE-SAME-IDENTITY', message, at);
  }

  all(): readonly Machine[] {
    return [...this.machines.values()];
  }
}
