import { plain } from '../reports/terminal-text';
import { Misuse } from '../simulators/kernel';

/** Says what went wrong on stderr: one line what and where, one line what to do. Only a fault of Homeward shows where it arose. */
export function sayFailure(error: unknown): void {
  if (error instanceof Misuse) {
    process.stderr.write(`error ${error.code}: ${oneLine(error.message)}\n`);
    process.stderr.write(`  next: ${oneLine(error.next)}\n`);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`homeward broke; the run is invalid and nothing is proven:\n${text}\n`);
}

/** May this stream be coloured? Source: no-color.org. */
export function coloured(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

function oneLine(text: string): string {
  return plain(text.replace(/\s+/g, ' '));
}
