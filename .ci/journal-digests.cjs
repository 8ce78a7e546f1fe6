// Makes so many runs of a campaign, in the main thread and in a worker, and prints for each the SHA-256 of all their digests.
const { createHash } = require('node:crypto');
const { join } = require('node:path');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');

const dist = join(__dirname, '..', 'dist');
const runs = Number(isMainThread ? process.argv[2] : workerData);

function digestOfRuns() {
  const { Campaign } = require(join(dist, 'exploration/campaign.js'));
  const { runOnce } = require(join(dist, 'exploration/run.js'));
  const { readEstateFile } = require(join(dist, 'serving/estate-file.js'));
  const description = readEstateFile(join(__dirname, '../examples/estates/explore.yaml'));
  const campaign = new Campaign({ description, seed: 1, faultsMax: 24 });
  const hash = createHash('sha256');
  for (let run = 0; run < runs; run += 1) hash.update(`${runOnce(campaign.runOptions(run)).digest}\n`);
  return hash.digest('hex');
}

if (isMainThread) {
  const say = (where, digest) => console.log(`Node ${process.version}, ${where}, ${runs} runs: ${digest}`);
  say('main thread', digestOfRuns());
  new Worker(__filename, { workerData: runs }).on('message', (digest) => say('worker', digest));
} else parentPort.postMessage(digestOfRuns());
