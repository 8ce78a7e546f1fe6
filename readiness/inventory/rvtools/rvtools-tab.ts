import { plainHeader, type SheetKey } from '../columns';

/** The columns by which a tab is known, whatever its file is called: all of `has`, none of `not`, in the form of `plainHeader`. */
interface Signature {
  readonly has: readonly string[];
  readonly not?: readonly string[];
}

/** Shape: the first that fits counts, hence vInfo last: the tabs about machines repeat many of its columns. */
const SIGNATURES: { readonly [key in SheetKey]?: Signature } = {
  vpartition: { has: ['vm', 'consumedmib'], not: ['overhead'] },
  vdisk: { has: ['vm', 'capacitymib', 'diskmode'] },
  vnetwork: { has: ['vm', 'macaddress'] },
  vsnapshot: { has: ['vm', 'filename', 'quiesced'] },
  vtools: { has: ['vm', 'tools', 'toolsversion'] },
  vhost: { has: ['host', 'esxversion'] },
  vdatastore: { has: ['name', 'freemib', '#hosts'] },
  vlicense: { has: ['name', 'total', 'used', 'expirationdate'] },
  vsource: { has: ['name', 'fullname', 'visdkserver'] },
  vmetadata: { has: ['rvtoolsversion'] },
  // Snapshots of PowerCLI have a VM and a power state too; `created` is theirs alone.
  vinfo: { has: ['vm', 'powerstate'], not: ['shares', 'overhead', 'devicenode', 'created'] },
};

const KEYS = Object.keys(SIGNATURES) as readonly SheetKey[];

/** Which tab of RVTools a CSV file holds: by the name that RVTools gives it, else by its columns.
 *  Shape: `unread` – a tab of which nothing is read (vCPU, vHBA …); `undefined` – none of RVTools's. */
export function rvtoolsTab(file: string, header: readonly string[]): SheetKey | 'unread' | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const own = /RVTools_tab(d?v[a-z]+)/i.exec(name)?.[1]?.toLowerCase();
  if (own !== undefined) return KEYS.find((key) => key === own) ?? 'unread';
  const short = name.toLowerCase().replace(/^tab|\.csv$/g, '');
  return KEYS.find((key) => key === short) ?? KEYS.find((key) => isKnown(key, header));
}

/** A tab's name as RVTools writes it. */
export function tabName(key: SheetKey): string {
  return key === 'vmetadata' ? 'vMetaData' : `v${key.charAt(1).toUpperCase()}${key.slice(2)}`;
}

function isKnown(key: SheetKey, header: readonly string[]): boolean {
  const plain = new Set(header.map((name) => plainHeader(name, key)));
  const { has = [], not = [] } = SIGNATURES[key] ?? {};
  const isThere = (column: string) => plain.has(column) || (column === 'vm' && plain.has('vmname'));
  return has.every(isThere) && !not.some(isThere);
}
