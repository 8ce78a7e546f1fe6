// A registry mirror may serve only the platform packages of its own platform. npm then leaves the other
// optional packages out of package-lock.json, and `npm ci` refuses the file as incomplete. Run this after
// each dependency change: it adds an entry (version, os, cpu; no integrity hash) for every one left out.
import { readFileSync, writeFileSync } from 'node:fs';

// A platform package says in its name what it is for: @swc/core-linux-arm64-musl, biome's cli-win32-x64 …
const OS_BY_WORD = { windows: 'win32', linuxmusl: 'linux' };
const OS = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const CPU = new Set(['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']);

/** The os and cpu a platform package is for; os is undefined for a package that is not one. */
function platformOf(name) {
  const words = name
    .replace(/^@[^/]+\//, '')
    .split(/[-.]/)
    .map((word) => OS_BY_WORD[word] ?? word);
  return { os: words.find((word) => OS.has(word)), cpu: words.find((word) => CPU.has(word)) };
}

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || lock.packages[`${path}/${place}`]) continue;
    const { os, cpu } = platformOf(name);
    // Only an exact version can be written down without asking a registry.
    if (!os || !/^\d+\.\d+\.\d+/.test(version)) continue;
    lock.packages[place] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      optional: true,
      os: [os],
    };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${file}: ${added.length} entries added`);
