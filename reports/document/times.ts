import type { ReportDocument } from './document';

/** The failback times of the machines that came home, shortest first. Units: ms of virtual time. */
export function rtoTimes({ machines }: ReportDocument): readonly number[] {
  return machines
    .flatMap(({ verdict, journey }) =>
      (verdict === 'proven' || verdict === 'at risk') && journey?.rtoMs !== undefined ? [journey.rtoMs] : [],
    )
    .sort((a, b) => a - b);
}

/** A quantile of sorted numbers: the smallest of them that at least that part of all does not exceed. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}
