// Imports point down (docs: simulators meet on the wire; kernel at the bottom, estate at the top).
// Type imports count: a simulator that knows another's types knows the other.

/** Simulator folder → the simulator folders it may import, besides itself. */
const MAY_IMPORT = {
  kernel: [],
  network: ['kernel'],
  storage: ['kernel'],
  wire: ['kernel', 'network', 'storage'],
  guest: ['kernel', 'network', 'storage', 'wire'],
  vsphere: ['kernel', 'wire', 'network', 'storage', 'guest'],
  azure: ['kernel', 'wire', 'network', 'storage', 'guest'],
  replication: ['kernel', 'wire', 'network', 'storage', 'guest'],
  faults: ['kernel', 'wire', 'storage'],
  checkers: ['kernel', 'wire', 'storage'],
  planted: ['kernel', 'wire', 'network', 'storage', 'guest', 'vsphere', 'azure', 'replication', 'faults'],
};
const COMPOSITION_ROOTS = '^simulators/(estate|estate-[a-z]+|description)([.]spec)?[.]ts$';
const USERS =
  '^(cli|containers|nodes|serving|drilling|acceptance|steps|reports|readiness|exploration|bench|examples|runbooks|drills)/';
const SOURCE =
  '^(cli|containers|nodes|serving|drilling|acceptance|simulators|steps|reports|readiness|exploration|bench|examples|runbooks)/';
const SPEC = '[.]spec[.]ts$';
const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

const layers = Object.entries(MAY_IMPORT).map(([folder, below]) =>
  forbid(
    `${folder}-imports-down`,
    `simulators/${folder} may import only ${below.join(', ') || 'nothing else'} of the simulators.`,
    { path: `^simulators/${folder}/` },
    { path: '^simulators/', pathNot: `^simulators/(${[folder, ...below].join('|')})/` },
  ),
);

/** Fronts translate between a protocol and the domain, and have a door of their own: whoever needs no front loads none. */
const FRONTS = '^simulators/(azure/arm|vsphere/vim25)/';
const DOORS = '^simulators/([^/]+|azure/arm|vsphere/vim25)/index[.]ts$';

const doors = [
  forbid(
    'door-from-simulator',
    'A simulator folder is imported through its index.ts only.',
    { path: '^simulators/([^/]+)/' },
    { path: '^simulators/[^/]+/.', pathNot: ['^simulators/$1/', '^simulators/[^/]+/index[.]ts$'] },
  ),
  forbid(
    'door-from-outside',
    'A simulator folder is imported through its index.ts only; a front through its own.',
    { pathNot: '^simulators/[^/]+/' },
    { path: '^simulators/[^/]+/.', pathNot: DOORS },
  ),
  forbid(
    'no-domain-knows-its-front',
    'Fronts look at the domain, never the other way round.',
    { path: '^simulators/', pathNot: FRONTS },
    { path: FRONTS },
  ),
];

const simulators = [
  forbid(
    'simulator-without-rule',
    'Each simulator folder has a line in MAY_IMPORT (.dependency-cruiser.cjs): add it.',
    { path: '^simulators/[^/]+/', pathNot: `^simulators/(${Object.keys(MAY_IMPORT).join('|')})/` },
    {},
  ),
  forbid(
    'wire-holds-types',
    "simulators/wire may import the kernel's types, not its code.",
    { path: '^simulators/wire/', pathNot: SPEC },
    { path: '^simulators/kernel/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'one-composition-root',
    'Only estate.ts, its parts (estate-*.ts) and description.ts put simulators together.',
    { path: '^simulators/[^/]+[.]ts$', pathNot: COMPOSITION_ROOTS },
    { path: '^simulators/[^/]+/' },
  ),
  forbid(
    'simulators-know-no-user',
    'Nothing in simulators/ imports what is built on it.',
    { path: '^simulators/' },
    { path: USERS },
  ),
  forbid(
    'verbs-are-not-imported',
    'cli/ holds verbs: what others need too lies in serving/ or drilling/.',
    { path: '^(nodes|serving|drilling|acceptance|reports|readiness|exploration|runbooks)/', pathNot: SPEC },
    { path: '^cli/' },
  ),
  forbid(
    'kernel-owns-node',
    'Only simulators/kernel may import Node modules: ask it for time, randomness, digests and files.',
    { path: '^simulators/', pathNot: ['^simulators/kernel/', `${FRONTS}transport/`, SPEC] },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'simulators-need-no-package',
    'Simulators import no npm package; fronts do, to read and write their protocol.',
    { path: '^simulators/', pathNot: [FRONTS, SPEC] },
    { dependencyTypes: NPM },
  ),
];

const everywhere = [
  forbid(
    'no-cycle',
    'Modules import each other in a circle.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  forbid(
    'no-cycle-between-folders',
    'Folders import each other in a circle; type imports count here.',
    { path: '^(simulators/[^/]+/|[^/]+/)' },
    { circular: true, via: { pathNot: '^$1' } },
  ),
  forbid(
    'no-orphan',
    'The module imports nothing and nothing imports it: remove it or use it.',
    { orphan: true, path: SOURCE, pathNot: SPEC },
    {},
  ),
  forbid('resolvable', 'The imported module cannot be found.', {}, { couldNotResolve: true }),
  forbid(
    'product-without-dev-packages',
    'What users run may not import a development package: it is not installed for them.',
    {
      path: '^(cli|containers|nodes|serving|drilling|acceptance|simulators|steps|reports|readiness|exploration|runbooks)/',
      pathNot: SPEC,
    },
    // What is a peer too, its users have installed.
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
  ),
];

module.exports = {
  forbidden: [...layers, ...doors, ...simulators, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|reports/(out|runs))/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types'],
    },
  },
};

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}
