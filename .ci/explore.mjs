// Exploration in CI: on each small estate, so many runs without a finding; and the canary must be seen.
//   node .ci/explore.mjs [runs]
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const RUNS = process.argv[2] ?? '1000';
const ESTATES = ['explore', 'explore-modernized', 'explore-standalone'];
const OUT = 'reports/out/explore';

const troubles = [];
for (const estate of ESTATES) expect(estate, ['--runs', RUNS], 0);
expect('explore', ['--runs', '200', '--planted', 'canary', '--keep', '1'], 1);
for (const trouble of troubles) console.log(`✘ ${trouble}`);
process.exitCode = troubles.length > 0 ? 1 : 0;

function expect(estate, words, code) {
  const out = `${OUT}/${estate}${words.length > 2 ? '-canary' : ''}`;
  rmSync(out, { recursive: true, force: true });
  const command = ['dist/cli/main.js', 'explore', `examples/estates/${estate}.yaml`, '--out', out, ...words];
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== code) troubles.push(`${estate} ${words.join(' ')}: exit code ${status}, not ${code}`);
}
