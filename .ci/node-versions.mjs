// The same journals on every Node that we support, in the main thread and in a worker: `npm run digests:node -- [runs]`.
// Each version comes from the registry, from the package for this platform that its `node` package stands for. Prints one digest for each; ends with 1 if they are not all the same.
import { spawnSync } from 'node:child_process';

const PLATFORM = `node-${process.platform}-${process.arch}`;
const VERSIONS = ['20', '22', '24'];
const RUNS = process.argv[2] ?? '1000';

const digests = VERSIONS.flatMap((version) => {
  const command = [
    'exec',
    '--yes',
    `--package=${PLATFORM}@${version}`,
    '--',
    'node',
    '.ci/journal-digests.cjs',
    RUNS,
  ];
  const { status, stdout, stderr, error } = spawnSync('npm', command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Node ${version} did not run: ${error?.message ?? stderr}`);
  process.stdout.write(stdout);
  return stdout.trim().split('\n');
});
const different = new Set(digests.map((line) => line.split(' ').at(-1)));
console.log(
  different.size === 1 ? `${digests.length} times the same` : `✘ ${different.size} different digests`,
);
process.exitCode = different.size === 1 ? 0 : 1;
