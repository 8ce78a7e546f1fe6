// A feature named on the command line is run alone: cucumber would add it to the paths given here.
const named = process.argv.slice(2).some((word) => /\.feature(:\d+)*$|^@.*\.txt$/.test(word));

const common = {
  paths: named ? [] : ['features/**/*.feature'],
  // TypeScript is compiled on the fly with swc (see "ts-node" in tsconfig.json).
  requireModule: ['ts-node/register'],
  require: ['steps/{world,parameters,hooks}.ts', 'steps/**/*.steps.ts'],
  strict: true,
};

const reports = [
  'html:reports/out/cucumber.html',
  'junit:reports/out/cucumber.junit.xml',
  'message:reports/out/cucumber.ndjson',
  'rerun:reports/out/@rerun.txt',
];

// Scenarios that need a container runtime run in their own profile: not every machine has one.
module.exports = {
  default: { ...common, tags: 'not @containers', format: ['progress'] },
  ci: { ...common, tags: 'not @containers', format: ['progress', ...reports], parallel: 2 },
  containers: {
    ...common,
    paths: named ? [] : ['features/containers/*.feature'],
    tags: '@containers',
    format: ['progress', 'message:reports/out/containers.ndjson'],
  },
};
