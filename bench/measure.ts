/** What a piece of work cost: CPU seconds of this process (user and system), and what it gave back. */
export function measure<T>(work: () => T): { cpuSeconds: number; result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { cpuSeconds: (user + system) / 1e6, result };
}

/** The median of some rates, and their range, as text. */
export function summarize(rates: readonly number[], unit: string): string {
  const sorted = [...rates].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  const text = (rate: number): string =>
    rate >= 1_000_000 ? `${(rate / 1e6).toFixed(2)} M` : Math.round(rate).toLocaleString('en');
  return `${text(median)} ${unit} (${text(sorted[0] as number)} … ${text(sorted.at(-1) as number)})`;
}

export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
}
