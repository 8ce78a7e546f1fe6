import { type Assessment, type VerdictWord, WORST_FIRST } from '../readiness';
import { en } from './words';

/** How many machines have each verdict. */
export function countVerdicts({ machines }: Pick<Assessment, 'machines'>): Record<VerdictWord, number> {
  const counts = { proven: 0, 'at risk': 0, blocked: 0, unknown: 0 };
  for (const { verdict } of machines) counts[verdict] += 1;
  return counts;
}

/** One sentence that a manager can read out. */
export function openingSentence(assessment: Assessment): string {
  const { machines, invalid } = assessment;
  const broken = invalid.map(({ checker }) => checker);
  return en.sentence(countVerdicts(assessment), machines.length, broken);
}

/** The verdicts with their numbers, worst first, for one line. */
export function countLine(assessment: Assessment): string {
  const counts = countVerdicts(assessment);
  return WORST_FIRST.map((verdict) => `${counts[verdict]} ${verdict}`).join(' · ');
}
