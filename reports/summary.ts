import { type Assessment, type VerdictWord, WORST_FIRST } from '../readiness';

/** How many machines have each verdict. */
export function countVerdicts({ machines }: Pick<Assessment, 'machines'>): Record<VerdictWord, number> {
  const counts = { proven: 0, 'at risk': 0, blocked: 0, unknown: 0 };
  for (const { verdict } of machines) counts[verdict] += 1;
  return counts;
}

/** One sentence that a manager can read out. */
export function openingSentence(assessment: Assessment): string {
  const { machines, invalid } = assessment;
  if (invalid.length > 0) {
    return `This run is invalid: a checker found a broken invariant (${invalid.map((each) => each.checker).join(', ')}), so nothing is proven.`;
  }
  const counts = countVerdicts(assessment);
  const home = `${counts.proven} of ${machines.length} ${machines.length === 1 ? 'machine comes' : 'machines come'} home`;
  const rest = [
    counts['at risk'] > 0 ? `${counts['at risk']} would, at a risk` : '',
    counts.blocked > 0 ? `${counts.blocked} cannot` : '',
    counts.unknown > 0 ? `${counts.unknown} ${counts.unknown === 1 ? 'is' : 'are'} unknown` : '',
  ].filter((part) => part !== '');
  return rest.length === 0 ? `${home}.` : `${home}; ${listed(rest)}.`;
}

/** The verdicts with their numbers, worst first, for one line. */
export function countLine(assessment: Assessment): string {
  const counts = countVerdicts(assessment);
  return WORST_FIRST.map((verdict) => `${counts[verdict]} ${verdict}`).join(' · ');
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}
