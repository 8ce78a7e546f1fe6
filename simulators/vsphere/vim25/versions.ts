/** The versions of the API that are spoken, from the oldest. Clients take the newest that they know too.
 *  Source: VSPHERE.md §3.1 (advertise 7.0.x with the older ones) – measured with pyVmomi 6.7.1 and 8.0.3. */
const VERSIONS = [
  '5.5',
  '6.0',
  '6.5',
  '6.7',
  '6.7.1',
  '6.7.2',
  '6.7.3',
  '6.9.1',
  '7.0',
  '7.0.1.0',
  '7.0.2.0',
  '7.0.3.0',
] as const;

/** The place of a version in `VERSIONS`: what is newer than it is not told. */
export type Rank = number;

export const NEWEST: Rank = VERSIONS.length - 1;

/** The rank of a version by its name; -1: there is none. */
export function rankOf(version: string): Rank {
  return (VERSIONS as readonly string[]).indexOf(version);
}

/** What a request is answered in: its SOAPAction names a version, quoted or not. One that is newer than ours is answered in our
 *  newest, one in between in the next older; without any, in our newest. Source: assumed (VSPHERE.md §6 leaves it open). */
export function negotiated(soapAction: string | undefined): Rank {
  const named = /^"?urn:(?:vim25\/)?([\d.]+)"?$/.exec(soapAction ?? '')?.[1];
  if (named === undefined) return NEWEST;
  const exact = rankOf(named);
  if (exact >= 0) return exact;
  return Math.max(
    0,
    VERSIONS.findLastIndex((version) => compare(version, named) <= 0),
  );
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 4; part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What `GET /sdk/vimServiceVersions.xml` answers. */
export function versionsDocument(): string {
  const [newest, ...older] = [...VERSIONS].reverse();
  const prior = older.map((version) => `<version>${version}</version>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<namespaces version="1.0"><namespace><name>urn:vim25</name><version>${newest}</version><priorVersions>${prior}</priorVersions></namespace></namespaces>\n`;
}
