// `npm run image`: builds the image `homeward`. Where no base image can be had it makes one of this machine's Node: the program, the
// libraries that it and the packages need, and nothing else. The last line printed is the image's name.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const IMAGE = 'homeward';
const BASE = 'homeward-base';
const PUBLIC_BASE = 'node:20-bookworm-slim';

const base = process.env.HOMEWARD_BASE ?? (has(PUBLIC_BASE) ? PUBLIC_BASE : makeBase());
docker([
  'build',
  '--quiet',
  '--build-arg',
  `BASE=${base}`,
  '-t',
  `${IMAGE}:${version}`,
  '-t',
  `${IMAGE}:latest`,
  '.',
]);
console.log(`${IMAGE}:${version}`);

function has(image) {
  return spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore' }).status === 0;
}

function makeBase() {
  const context = mkdtempSync(join(tmpdir(), 'homeward-base-'));
  try {
    const root = join(context, 'root');
    const node = realpathSync(process.execPath);
    for (const folder of ['usr/bin', 'etc', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
    cpSync(node, join(root, 'usr/bin/node'));
    for (const library of new Set([node, ...nativeParts()].flatMap(librariesOf))) {
      mkdirSync(join(root, dirname(library)), { recursive: true });
      cpSync(realpathSync(library), join(root, library));
    }
    writeFileSync(
      join(root, 'etc/passwd'),
      'root:x:0:0::/:/bin/false\nhomeward:x:10001:10001::/tmp:/bin/false\n',
    );
    writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY root/ /\nENV PATH=/usr/bin\n');
    docker(['build', '--quiet', '-t', BASE, context]);
    return BASE;
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** What packages of the product have compiled for this machine; those for musl need another C library than Node here. */
function nativeParts() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(packages)
    .filter(([path, { cpu, dev, devOptional }]) => cpu && !dev && !devOptional && existsSync(path))
    .flatMap(([path]) => readdirSync(path).map((file) => join(path, file)))
    .filter((file) => file.endsWith('.node') && !file.includes('musl'));
}

/** What the loader brings, and what the C library opens only when a name is to be found. */
function librariesOf(program) {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(?:=> )?(\/[^\s]+) \(0x/g);
  const libraries = [...listed].map(([, path]) => path);
  const folder = dirname(libraries.find((path) => /\/libc[.]so/.test(path)) ?? '/lib');
  const names = ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2'].map((name) => join(folder, name));
  return [...new Set([...libraries, ...names.filter(exists)])];
}

function exists(path) {
  try {
    return realpathSync(path) !== '';
  } catch {
    return false;
  }
}

/** The old builder: it is in every engine. */
function docker(args) {
  const { status } = spawnSync('docker', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  });
  if (status !== 0) {
    console.error(`docker ${args.slice(0, 2).join(' ')} failed: is an engine running? (docker info)`);
    process.exit(status ?? 1);
  }
}
