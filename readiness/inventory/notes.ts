import { type Note, placeText, type Where } from './model';

const ALIKE_MAX = 20;

/** Collects what the reader noticed. Of notes that are alike (same code, sheet and column) the first 20 are kept whole, and
 *  one more says how many there were. */
export class NoteBook {
  private readonly notes: Note[] = [];
  private readonly alike = new Map<string, { count: number; readonly first: Note }>();

  /** Adds a note about a place in an export, or about the whole of it. */
  add(severity: Note['severity'], code: string, message: string, at: Where | undefined = undefined): void {
    const note = { severity, code, message, at };
    const kind = `${code}|${at?.file}|${at?.sheet}|${at?.column}`;
    const seen = this.alike.get(kind) ?? { count: 0, first: note };
    seen.count += 1;
    this.alike.set(kind, seen);
    if (seen.count <= ALIKE_MAX) this.notes.push(note);
  }

  /** All notes, in the order in which they were noticed; the counts of those left out come last. */
  all(): readonly Note[] {
    const more: Note[] = [];
    for (const { count, first } of this.alike.values()) {
      if (count <= ALIKE_MAX) continue;
      const where = first.at === undefined ? '' : `; the first: ${placeText(first.at)}`;
      more.push({ ...first, message: `and ${count - ALIKE_MAX} more like this${where}` });
    }
    return [...this.notes, ...more];
  }
}
