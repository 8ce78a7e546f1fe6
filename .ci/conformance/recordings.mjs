// What the real service answered in a situation, against what the front answers in the same one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences, shapeOf } from './shape.mjs';

/** Recorded answers, beside the checkout. They are no part of this project. */
const FOLDER = '../shared/data/recordings';
/** Microsoft's own examples of the version that the feature suite speaks. Most are of Hyper-V: only what all providers share counts. */
const EXAMPLES = '../shared/data/azure-swagger/siterecovery/2023-06-01/examples';

const typed = (word) => (resource) => resource.type?.toLowerCase().endsWith(`/${word.toLowerCase()}`);
const FABRIC = typed('replicationFabrics');
/** A job by itself: in a list it has neither tasks nor details. */
const JOB = (resource) =>
  typed('replicationJobs')(resource) && resource.properties.customDetails !== undefined;
const ITEM = typed('replicationProtectedItems');
const PLAN = typed('replicationRecoveryPlans');

/** A recording, and which of our resources are in the situation it was made in. `whole: false`: only what all providers share. */
const RECORDINGS = [
  {
    name: 'classic fabric',
    files: ['asr-classic.replicationFabric.get.json'],
    like: (ours) => FABRIC(ours) && ours.properties.customDetails.instanceType === 'VMware',
  },
  {
    name: 'planned failover job',
    files: ['asr-rcm-failback.plannedFailover.job.get.json'],
    like: (ours, { properties }) =>
      JOB(ours) &&
      ours.properties.scenarioName === 'PlannedFailover' &&
      ours.properties.state === properties.state,
    tasks: true,
  },
  {
    name: 'modernized protected items',
    files: [
      'asr-rcm-failback.replicationProtectedItem.get.json',
      'asr-rcm-failback.replicationProtectedItems.list.json',
    ],
    like: sameState,
  },
  {
    name: 'job (example)',
    files: ['spec-2025-08-01.ReplicationJobs_Get.json'],
    like: JOB,
    whole: false,
  },
  {
    name: 'protected item (example)',
    files: ['spec-2025-08-01.ReplicationProtectedItems_Reprotect.json'],
    like: ITEM,
    whole: false,
  },
  {
    name: 'recovery plan (example)',
    files: ['spec-2025-08-01.ReplicationRecoveryPlans_Get.json'],
    like: PLAN,
    whole: false,
  },
];

/** An item of the same provider in the same state. */
function sameState(ours, recorded) {
  if (!ITEM(ours)) return false;
  const [a, b] = [ours.properties, recorded.properties];
  return (
    a.providerSpecificDetails.instanceType === b.providerSpecificDetails.instanceType &&
    a.protectionState === b.protectionState &&
    a.activeLocation === b.activeLocation
  );
}

/** Shape: the names of what was matched, and one line for each difference. */
export function compareRecordings(answers) {
  const resources = answers
    .filter(({ status, body }) => status === 200 && body !== undefined)
    .flatMap(({ body }) => listOf(body));
  const matched = [];
  const found = [];
  for (const { name, files, like, whole = true, tasks = false } of RECORDINGS) {
    matched.push(...files.map((file) => `${name} (${file})`));
    for (const [where, recorded] of bySituation(files)) {
      const [one] = recorded;
      const ours = resources.filter((resource) => like(resource, one));
      const told = ours.length === 0 ? [`is never so: ${where}`] : compare(recorded, ours, whole);
      found.push(...told.map((line) => `${name}: ${line}`));
      if (tasks && ours.length > 0) found.push(...compareTasks(name, one, ours));
    }
  }
  for (const { operation, example } of examples()) {
    const ours = answers.filter(
      (answer) => answer.operation === operation && answer.status === 200 && answer.body !== undefined,
    );
    if (ours.length === 0) continue;
    matched.push(`${operation} (example)`);
    const told = compare(
      [example],
      ours.map(({ body }) => body),
      false,
    );
    found.push(...told.map((line) => `${operation} (example): ${line}`));
  }
  return { matched, found: [...new Set(found)] };
}

export function recorded() {
  return existsSync(FOLDER) && existsSync(EXAMPLES);
}

/** Words and empty lists are compared only with a recording, made in the same situation; an example is of any. */
function compare(recorded, ours, whole) {
  const told = differences(shapeOf(recorded), shapeOf(ours), whole);
  return whole ? told : told.filter((line) => !/^never says|<\w+>$|\[\]$/.test(line));
}

/** The tasks of a job: the same, called the same, in the same order. */
function compareTasks(name, one, ours) {
  const listed = ({ properties }) =>
    properties.tasks.map(({ taskId, name: task, friendlyName }) => `${taskId} (${task}, “${friendlyName}”)`);
  const wanted = listed(one);
  const [got = []] = ours.map(listed);
  return wanted.flatMap((task, index) =>
    got[index] === task
      ? []
      : [`${name}: has task ${index + 1} ${got[index] ?? 'missing'}, recorded ${task}`],
  );
}

/** What was recorded of things in one situation, together. */
function bySituation(files) {
  const documents = files.map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
  const grouped = new Map();
  for (const one of documents.flatMap((document) => listOf(bodyOf(document)))) {
    const where = situation(one);
    grouped.set(where, [...(grouped.get(where) ?? []), one]);
  }
  return grouped;
}

function* examples() {
  for (const file of readdirSync(EXAMPLES)) {
    const { responses } = JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'));
    const example = responses?.['200']?.body;
    if (example !== undefined) yield { operation: file.replace('.json', ''), example };
  }
}

function bodyOf(document) {
  return document.responses?.['200']?.body ?? document;
}

function listOf(body) {
  return Array.isArray(body?.value) ? body.value : [body];
}

function situation({ type, properties }) {
  const { protectionState, activeLocation, providerSpecificDetails } = properties;
  return [type, providerSpecificDetails?.instanceType, protectionState, activeLocation].join(' ');
}
