import { placeOf } from '../../readiness';
import type { MachineReport, ReportDocument, ReportReason } from '../document/document';
import { plain } from '../terminal-text';

/** A feature for each thing that blocks a machine: red now, green once it is mended and the exports are made anew.
 *  `homeward accept <run>/blockers` runs them, with the exports in the working folder or in HOMEWARD_EXPORTS. */
export function featureFiles(doc: ReportDocument) {
  return doc.machines
    .filter(({ verdict }) => verdict === 'blocked')
    .flatMap((machine) =>
      uniqueCodes(machine.reasons).map((reason) => ({
        name: `blockers/${machine.id}.${reason.code.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.feature`,
        content: featureOf(doc, machine, reason),
      })),
    );
}

function featureOf({ run }: ReportDocument, { name }: MachineReport, reason: ReportReason): string {
  const { code, text, where, fix } = reason;
  const machine = quoted(name);
  const lines = [
    `Feature: ${machine} is not blocked by ${code}`,
    `  Red: ${lineOf(text)}${where ? ` (${lineOf(where.file)}, ${lineOf(placeOf(where))})` : ''}.`,
    ...(fix === undefined ? [] : [`  To do: ${lineOf(fix)}`]),
    '',
    `  Scenario: ${machine} comes home, or for another reason not`,
    '    Given the exports',
    '      | file |',
    ...run.inputs.map(({ file }) => `      | ${cell(file)} |`),
    ...run.options.assumptions.map((each) => `    And the assumption ${quoted(each)}`),
    `    And a line of ${run.options.mbitPerSecond} Mbit/s and the seed ${run.options.seed}`,
    '    When the readiness of the estate is assessed',
    `    Then ${machine} is not blocked by ${quoted(code)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function uniqueCodes(reasons: MachineReport['reasons']): MachineReport['reasons'] {
  return reasons.filter((reason, index) => reasons.findIndex(({ code }) => code === reason.code) === index);
}

function lineOf(text: string): string {
  return plain(text.replace(/\s+/g, ' ')).trim();
}

function quoted(text: string): string {
  return `"${lineOf(text).replaceAll('\\', '').replaceAll('"', '\\"')}"`;
}

function cell(text: string): string {
  return lineOf(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}
