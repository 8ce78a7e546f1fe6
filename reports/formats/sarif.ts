import { createHash } from 'node:crypto';
import { placeOf, type VerdictWord, type Where } from '../../readiness';
import type { MachineReport, ReportDocument } from '../document/document';
import { type NotGreen, notGreen, titleOf } from '../document/findings';

/** Blocked and at risk are failures; of what is unknown SARIF says "open", which has no level. */
const SEVERITY: Readonly<Record<VerdictWord, { readonly kind: string; readonly level: string }>> = {
  blocked: { kind: 'fail', level: 'error' },
  'at risk': { kind: 'fail', level: 'warning' },
  unknown: { kind: 'open', level: 'none' },
  proven: { kind: 'pass', level: 'none' },
};

/** The findings for code-scanning views, as SARIF 2.1.0: a result for each that is not green. Shape: a region's line is the row of
 *  the sheet; the sheet, or the path in a dump, is the logical location. Source: OASIS SARIF 2.1.0, 3.27. */
export function renderSarif(doc: ReportDocument): string {
  const { run } = doc;
  const found = doc.machines.flatMap((machine) => notGreen(machine).map((finding) => ({ machine, finding })));
  const codes = [...new Set([...Object.keys(doc.rules), ...found.map(({ finding }) => finding.code)])].sort();
  const index = new Map(codes.map((code, at) => [code, at]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Homeward',
            version: run.versions.homeward,
            semanticVersion: run.versions.homeward,
            rules: codes.map((code) => ruleOf(doc, code)),
          },
        },
        automationDetails: { id: `homeward/readiness/${run.id}` },
        invocations: [{ executionSuccessful: doc.valid }],
        originalUriBaseIds: { EXPORTS: { description: { text: 'The folder of the exports.' } } },
        artifacts: run.inputs.map(({ file, sha256 }) => ({
          location: locationOf(file),
          hashes: { 'sha-256': sha256 },
        })),
        results: found.map(({ machine, finding }) =>
          resultOf(machine, finding, index.get(finding.code) ?? 0),
        ),
        columnKind: 'utf16CodeUnits',
        properties: { seed: run.options.seed, journalSha256: run.journal.sha256, sentence: doc.sentence },
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function ruleOf(doc: ReportDocument, code: string) {
  const title = titleOf(doc, code);
  const source = doc.rules[code]?.source ?? 'what Site Recovery answers in the twin; docs/errors.md';
  const text = `A machine comes home only if this holds: ${title}. Source: ${source}.`;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text, markdown: `**${title}**\n\n${text}` },
    defaultConfiguration: { level: 'error' },
  };
}

function resultOf({ name, id }: MachineReport, finding: NotGreen, ruleIndex: number) {
  const { code, state, text, where, fix } = finding;
  const logicalLocations = [
    { name, fullyQualifiedName: where ? `${placeOf(where)}/${name}` : name, kind: 'resource' },
  ];
  const message = fix === undefined ? `${name}: ${text}` : `${name}: ${text}. What to do: ${fix}`;
  return {
    ruleId: code,
    ruleIndex,
    ...SEVERITY[state],
    message: { text: message },
    locations: [{ ...(where && { physicalLocation: physical(where) }), logicalLocations }],
    partialFingerprints: { 'homeward/v1': digestOf(`${code}\u0000${name}`) },
    properties: { machine: name, anchor: `index.html#${id}`, state },
  };
}

function physical(where: Where) {
  return {
    artifactLocation: locationOf(where.file),
    ...(where.row !== undefined && { region: { startLine: where.row } }),
  };
}

function locationOf(file: string) {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'EXPORTS' };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
