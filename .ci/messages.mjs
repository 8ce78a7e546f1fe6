// Reads what a run of the features left in its message stream (Cucumber Messages, one JSON object a line).
import { readFileSync } from 'node:fs';

/** @returns {{scenarios: Scenario[], tags: {name: string, place: string}[]}} The scenarios of a run as they lie in the
 *  features, however they were ordered, and every tag that the features carry.
 *  A scenario is `{place, uri, name, tags, outcomes, status, digest}`: `place` is `uri:line` (of the row in an outline),
 *  `outcomes` are the texts of its Then steps, `status` is PASSED or the gravest other, `digest` that of its journal. */
export function readRun(file) {
  const run = { tags: [], pickles: new Map(), cases: new Map(), attempts: new Map() };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line !== '') take(run, JSON.parse(line));
  }
  const scenarios = [...run.attempts.values()].map(({ testCase, statuses, digest }) => {
    const { uri, name, location, tags, steps } = run.pickles.get(run.cases.get(testCase));
    const outcomes = steps.filter(({ type }) => type === 'Outcome').map(({ text }) => text);
    const status = statuses.find((each) => each !== 'PASSED') ?? 'PASSED';
    return {
      place: `${uri}:${location.line}`,
      uri,
      name,
      tags: tags.map((tag) => tag.name),
      outcomes,
      status,
      digest,
    };
  });
  return { scenarios: scenarios.sort((a, b) => compare(a, b)), tags: run.tags };
}

function take(run, message) {
  const { gherkinDocument, pickle, testCase, testCaseStarted, testStepFinished, attachment } = message;
  if (gherkinDocument) run.tags.push(...tagsOf(gherkinDocument.feature, gherkinDocument.uri));
  else if (pickle) run.pickles.set(pickle.id, pickle);
  else if (testCase) run.cases.set(testCase.id, testCase.pickleId);
  else if (testCaseStarted)
    run.attempts.set(testCaseStarted.id, { testCase: testCaseStarted.testCaseId, statuses: [] });
  else if (testStepFinished)
    run.attempts
      .get(testStepFinished.testCaseStartedId)
      .statuses.push(testStepFinished.testStepResult.status);
  else if (attachment?.fileName === 'journal.sha256')
    run.attempts.get(attachment.testCaseStartedId).digest = attachment.body;
}

/** Every tag of a part of a feature, and of the parts in it. */
function tagsOf(part, uri) {
  if (!part) return [];
  const own = (part.tags ?? []).map(({ name, location }) => ({ name, place: `${uri}:${location.line}` }));
  const inner = [...(part.children ?? []), ...(part.examples ?? [])];
  return [...own, ...inner.flatMap((each) => tagsOf(each.rule ?? each.scenario ?? each, uri))];
}

function compare(a, b) {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return Number(a.place.split(':').at(-1)) - Number(b.place.split(':').at(-1));
}
