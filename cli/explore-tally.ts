import { readFileSync } from 'node:fs';
import type { Batch, Coverage, Finding } from '../exploration';
import { Misuse } from '../simulators/kernel';
import type { WrittenFinding } from './explore';

/** What an exploration must be the same in, to go on. */
export type Identity = { readonly [what: string]: string | number | boolean | null };

interface Saved {
  readonly identity: Identity;
  readonly facts: Tally['facts'];
  readonly hits: readonly number[];
  readonly unfired: readonly (readonly [string, number])[];
  readonly findings: readonly Finding[];
}

/** What the runs of an exploration have come to so far. */
export class Tally {
  runs = 0;
  readonly unfired = new Map<string, number>();
  readonly findings: Finding[] = [];
  readonly coverage: Coverage;
  private planned = 0;
  private struck = 0;
  private virtualMs = 0;

  constructor(coverage: Coverage) {
    this.coverage = coverage;
  }

  /** Goes on with what was saved. Errors: HW-EXPLORE-RESUME – there is nothing, or it is of another exploration. */
  static resume(path: string, identity: Identity, coverage: Coverage): Tally {
    let saved: Saved;
    try {
      saved = JSON.parse(readFileSync(path, 'utf8')) as Saved;
    } catch (error) {
      throw new Misuse(
        'HW-EXPLORE-RESUME',
        `there is no exploration to go on with: ${path} (${(error as Error).message})`,
        'Leave --resume out to begin one.',
      );
    }
    const other = Object.keys(identity).find((what) => saved.identity?.[what] !== identity[what]);
    if (other !== undefined)
      throw new Misuse(
        'HW-EXPLORE-RESUME',
        `the exploration in ${path} has another ${other}: ${saved.identity?.[other]}, not ${identity[other]}`,
        'Say the same options as then, or leave --resume out.',
      );
    const tally = new Tally(coverage);
    tally.add({
      ...saved.facts,
      from: 0,
      hits: saved.hits,
      unfired: saved.unfired,
      findings: saved.findings,
    });
    return tally;
  }

  add(batch: Batch): void {
    this.runs += batch.runs;
    this.planned += batch.planned;
    this.struck += batch.struck;
    this.virtualMs += batch.virtualMs;
    this.findings.push(...batch.findings);
    this.coverage.add(batch.hits);
    for (const [name, times] of batch.unfired) this.unfired.set(name, (this.unfired.get(name) ?? 0) + times);
  }

  /** How far it is, in a few words. */
  get line(): string {
    return `${this.runs} runs, ${this.findings.length} findings`;
  }

  get facts(): Pick<Batch, 'runs' | 'planned' | 'struck' | 'virtualMs'> {
    const { runs, planned, struck, virtualMs } = this;
    return { runs, planned, struck, virtualMs };
  }

  save(identity: Identity): string {
    const saved: Saved = {
      identity,
      facts: this.facts,
      hits: this.coverage.hits,
      unfired: [...this.unfired],
      findings: this.findings,
    };
    return `${JSON.stringify(saved)}\n`;
  }

  /** What is printed at the end. */
  report(written: readonly WrittenFinding[], out: string, once: boolean): string {
    const { runs, planned, struck, virtualMs, findings, unfired } = this;
    const years = virtualMs / 3_600_000 / 8_766;
    const most = [...unfired]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 5)
      .map(([name, times]) => `${name} (${times})`)
      .join(', ');
    return `${runs} runs, each ${once ? 'once' : 'twice'}, ${years.toFixed(2)} years of virtual time; ${struck} of ${planned} planned faults struck.
Never struck, so nothing is proven of them: ${planned - struck}${most === '' ? '' : `, most often ${most}`}.
${findings.length === 0 ? 'Every promise was kept.' : `${findings.length} runs broke a promise.`}
${written.map(({ seed, breaks, faults, evidence, replay, feature }) => `\n  seed ${seed}: ${breaks} is broken, ${faults} ${faults === 1 ? 'fault is' : 'faults are'} enough\n    ${evidence}\n    ${replay}\n    ${feature}\n`).join('')}
${this.coverage.table().split('\n\n')[0]}

Cells and triples that are empty are listed in ${out}/coverage.md.
`;
  }
}
