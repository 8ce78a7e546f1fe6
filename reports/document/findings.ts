import type { VerdictWord, Where } from '../../readiness';
import type { MachineReport, ReportDocument } from './document';

/** Something about a machine that is not green: what a check says, or what only the rehearsal has shown. */
export interface NotGreen {
  readonly code: string;
  readonly state: VerdictWord;
  readonly text: string;
  readonly where?: Where;
  readonly fix?: string;
}

/** What is not green of one machine: the checks in the order of the rules, then what only the rehearsal says. */
export function notGreen(machine: MachineReport): readonly NotGreen[] {
  const { checks, reasons, verdict } = machine;
  const checked = checks
    .filter(({ state }) => state !== 'proven')
    .map(({ code, state, text = '', where, settle }) => {
      const fix = reasons.find((reason) => reason.text === text)?.fix ?? settle;
      return { code, state, text, ...(where && { where }), ...(fix !== undefined && { fix }) };
    });
  if (verdict === 'proven') return checked;
  const said = new Set(checked.map(({ text }) => text));
  const met = reasons
    .filter(({ text }) => !said.has(text))
    .map(({ code, text, where, fix }) => {
      return { code, state: verdict, text, ...(where && { where }), ...(fix !== undefined && { fix }) };
    });
  return [...checked, ...met];
}

/** What a code stands for, where no rule has it. */
export function titleOf({ rules }: ReportDocument, code: string): string {
  return rules[code]?.rule ?? OTHERS[code] ?? 'refused by the simulated service';
}

const OTHERS: Readonly<Record<string, string>> = {
  'HW-LATE': 'the rehearsal comes to an end',
  'HW-RTO': 'home within the target',
  'HW-NOT-REHEARSED': 'part of the rehearsal',
  'HW-RUN-INVALID': 'a valid run',
};
