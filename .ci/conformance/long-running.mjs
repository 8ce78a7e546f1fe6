// What a 202 looks like. Source: recorded sessions of the service (docs/sources.md, AZURE.md §2).
const HEADERS = {
  'azure-asyncoperation':
    /^https:\/\/[^/]+\/Subscriptions\/.*\/replicationOperationStatus\/([\da-f-]{36})\?api-version=/,
  location: /^https:\/\/[^/]+\/.*\/operationresults\/([\da-f-]{36})\?api-version=/i,
  'retry-after': /^\d+$/,
  'x-ms-request-id': /^\/Subscriptions\/.*\/replicationJobs\/([\da-f-]{36})$/,
};

/** What is wrong with the first answer of a long-running operation: it has no body, and says where to ask by one id. */
export function longRunning(headers = {}, body) {
  const found = Object.entries(HEADERS).map(([name, pattern]) => [name, pattern.exec(headers[name] ?? '')]);
  const ids = new Set(found.flatMap(([, match]) => match?.[1] ?? []));
  return [
    ...(body === undefined ? [] : ['202: has a body']),
    ...found.filter(([, match]) => !match).map(([name]) => `202: no ${name} as the service writes it`),
    ...(ids.size > 1 ? ['202: more than one id'] : []),
  ];
}
