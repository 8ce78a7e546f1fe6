// `npm run features:containers`: the scenarios that do things to real containers. Builds the image, and has an engine installed and started where
// none runs. Exit: as Cucumber's; 77 where no engine can be had, which is said.
import { spawnSync } from 'node:child_process';
import { engine, has, installed } from './engine.mjs';

const SKIPPED = 77;
const found = await engine();
if (found.lacks) {
  console.log(`SKIPPED: the scenarios of features/containers (${found.lacks})`);
  process.exit(SKIPPED);
}
if (!has('qemu-img') && !(process.getuid?.() === 0 && installed('qemu-utils')))
  console.log('SKIPPED: the comparison of disks (qemu-img is not here, and qemu-utils cannot be installed)');
const before = containers();
try {
  process.exitCode =
    run(['.ci/image.mjs']) ||
    run(['node_modules/@cucumber/cucumber/bin/cucumber.js', '-p', 'containers', ...process.argv.slice(2)]);
} finally {
  // A container that did not start is not stopped by anyone either.
  const left = containers().filter((id) => !before.includes(id));
  if (left.length > 0) spawnSync('docker', ['rm', '--force', '--volumes', ...left], { stdio: 'ignore' });
  found.stop();
}

function containers() {
  const { stdout } = spawnSync('docker', ['ps', '-aq', '--filter', 'label=org.testcontainers=true'], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean);
}

function run(args) {
  // The image of Testcontainers' own reaper would have to be downloaded; what is left is removed above. Where this machine is a container itself,
  // Testcontainers looks for published ports at the engine's gateway; the engine that runs here publishes them on the loopback address.
  const env = {
    TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
    ...process.env,
    TESTCONTAINERS_RYUK_DISABLED: 'true',
  };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}
