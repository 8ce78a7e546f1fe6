import { createHash } from 'node:crypto';
import { placeOf, type VerdictWord } from '../../readiness';
import type { MachineReport, ReportDocument } from '../document/document';
import { type Validity, validityOf } from '../document/expiry';
import { notGreen, titleOf } from '../document/findings';

const HOME = 'requirement-home';
const PLACES_MAX = 20;

/** What the drills have shown of a machine. */
type Drilled = NonNullable<ReportDocument['campaign']>['machines'][number];

/** How well a machine conforms. What is not known has no score: none is better than a wrong one. */
const CONFORMANCE: Readonly<Partial<Record<VerdictWord, number>>> = { proven: 1, 'at risk': 0.5, blocked: 0 };

/** Claims with their evidence for auditors' tools, as CycloneDX 1.6 declarations. Shape: one claim a machine, that it comes home;
 *  a counter-claim for each thing that speaks against it; evidence with the days on which it begins and ends to count.
 *  Source: CycloneDX 1.6, declarations. */
export function renderCycloneDx(doc: ReportDocument): string {
  const { run, machines } = doc;
  const counter = new Map(machines.map((machine) => [machine.id, notGreen(machine)]));
  const drilled = new Map(doc.campaign?.machines.map((each) => [each.name, each]));
  const codes = [...new Set([...counter.values()].flat().map(({ code }) => code))].sort();
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf(doc),
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'homeward', version: run.versions.homeward }] },
      properties: [
        { name: 'homeward:run', value: run.id },
        { name: 'homeward:seed', value: `${run.options.seed}` },
        { name: 'homeward:about', value: 'the twin of the estate, not Azure' },
        { name: 'homeward:zone', value: 'exports have no time zone: their times are given as if in UTC' },
      ],
    },
    definitions: { standards: [standardOf(doc, codes)] },
    declarations: {
      assessors: [{ 'bom-ref': 'assessor', thirdParty: false, organization: { name: 'Homeward' } }],
      attestations: [
        {
          summary: doc.sentence,
          assessor: 'assessor',
          map: machines.map((machine) =>
            mapOf(machine, counter.get(machine.id)?.length ?? 0, drilled.get(machine.name)),
          ),
        },
      ],
      claims: machines.flatMap((machine) => [
        {
          'bom-ref': claimOf(machine),
          target: targetOf(machine),
          predicate: `${machine.name} comes home from Azure and is protected again`,
          reasoning: machine.reasons.map(({ text }) => text).join('; '),
          evidence: [evidenceOf(machine)],
        },
        ...(counter.get(machine.id) ?? []).map(({ text, fix }, index) => ({
          'bom-ref': counterOf(machine, index),
          target: targetOf(machine),
          predicate: text,
          reasoning: fix === undefined ? text : `What to do: ${fix}`,
          evidence: [evidenceOf(machine)],
        })),
      ]),
      evidence: machines.map((machine) => evidence(doc, machine)),
      targets: {
        components: machines.map((machine) => ({
          'bom-ref': targetOf(machine),
          type: 'device',
          name: machine.name,
        })),
      },
    },
  };
  return `${JSON.stringify(bom)}\n`;
}

function standardOf(doc: ReportDocument, codes: readonly string[]) {
  const requirement = (ref: string, identifier: string, text: string) => ({
    'bom-ref': ref,
    identifier,
    title: text,
  });
  return {
    'bom-ref': 'standard',
    name: 'Homeward readiness for failback',
    version: doc.run.versions.homeward,
    requirements: [
      requirement(HOME, 'HOME', 'The machine comes home from Azure and is protected again.'),
      ...codes.map((code) => ({
        ...requirement(`requirement-${code}`, code, titleOf(doc, code)),
        parent: HOME,
      })),
    ],
  };
}

function mapOf(machine: MachineReport, counterClaims: number, drilled: Drilled | undefined) {
  const score = CONFORMANCE[machine.verdict];
  const confidence = confidenceOf(machine, drilled);
  return {
    requirement: HOME,
    claims: [claimOf(machine)],
    counterClaims: Array.from({ length: counterClaims }, (_, index) => counterOf(machine, index)),
    ...(score !== undefined && { conformance: { score, rationale: `verdict: ${machine.verdict}` } }),
    ...(confidence && { confidence }),
  };
}

/** The lower end of Wilson's 95 % interval, of the twin: from all drills, or from the one rehearsal. */
function confidenceOf({ journey, verdict }: MachineReport, drilled: Drilled | undefined) {
  if (drilled)
    return {
      score: drilled.low,
      rationale: `${drilled.home} of ${drilled.drills} drills of the twin came home; lower end of Wilson's 95 % interval`,
    };
  if (!journey || verdict === 'unknown') return undefined;
  return { score: ONE_OF_ONE, rationale: "one rehearsal of the twin; lower end of Wilson's 95 % interval" };
}

/** 1 / (1 + z²) with z = 1.96: what one drill out of one proves. */
const ONE_OF_ONE = 0.2065;

function evidence(doc: ReportDocument, machine: MachineReport) {
  const { restsOn, name } = machine;
  const places = [...new Set(restsOn.map((at) => `${at.file}, ${placeOf(at)}`))];
  const more = places.length > PLACES_MAX ? ` and ${places.length - PLACES_MAX} more` : '';
  const valid = validityOf(doc, restsOn);
  return {
    'bom-ref': evidenceOf(machine),
    propertyName: 'homeward:rehearsal',
    description: `Rehearsal of ${name} in the twin with seed ${doc.run.options.seed}, from ${places.slice(0, PLACES_MAX).join('; ')}${more}. Replay: npx homeward replay . (journal SHA-256 ${doc.run.journal.sha256})`,
    ...(valid && zoned(valid)),
    author: { name: 'Homeward' },
  };
}

function zoned({ created, expires }: Validity) {
  return { created: `${created}Z`, expires: `${expires}Z` };
}

function serialOf({ run }: ReportDocument): string {
  const hex = createHash('sha256').update(`${run.id} ${run.journal.sha256}`).digest('hex');
  // A name-based UUID of our own making: version 8, RFC 9562.
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const claimOf = ({ id }: MachineReport) => `claim-${id}`;
const counterOf = ({ id }: MachineReport, index: number) => `counter-${id}-${index + 1}`;
const evidenceOf = ({ id }: MachineReport) => `evidence-${id}`;
const targetOf = ({ id }: MachineReport) => `target-${id}`;
