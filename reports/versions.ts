import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What made a run: a replay elsewhere is compared with it. */
export interface Versions {
  readonly homeward: string;
  readonly node: string;
  readonly 'read-excel-file': string;
}

export function readVersions(): Versions {
  const own = ownPackage(__dirname);
  return {
    homeward: own.version,
    node: process.versions.node,
    'read-excel-file': own.dependencies?.['read-excel-file'] ?? 'unknown',
  };
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: { readonly [name: string]: string };
}

/** The package that this file belongs to: one folder up in the sources, two in `dist/`. */
function ownPackage(folder: string): Package {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  } catch (error) {
    const above = dirname(folder);
    if (above === folder) throw error;
    return ownPackage(above);
  }
}
