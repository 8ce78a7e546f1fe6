import { isIPv4, isIPv6 } from 'node:net';
import { NameScanner } from './name-scanner';

/** What is given a pseudonym, and how many digits its number has. */
const KINDS = {
  vm: 4,
  host: 2,
  datastore: 2,
  network: 2,
  cluster: 2,
  datacenter: 2,
  account: 2,
  server: 2,
  vcenter: 2,
  ip: 4,
} as const;

export type PseudonymKind = keyof typeof KINDS;

/** Pseudonyms (`vm-0001`, `host-01` …) of names, and the way back.
 *  Shape: a name keeps the pseudonym that it has once got, of whatever kind; new ones get the next number of their kind. */
export class Pseudonyms {
  private readonly byName = new Map<string, string>();
  private readonly taken = new Map<string, string>();
  private readonly last = new Map<PseudonymKind, number>();
  private readonly scanner = new NameScanner();

  /** `known` – what earlier runs have given out: names by pseudonym. */
  constructor(known: Readonly<Record<string, string>> = {}) {
    for (const [pseudonym, name] of Object.entries(known)) this.keep(pseudonym, name);
  }

  /** The pseudonym of a name. The parts of it by which it may be meant too (a host without its domain) get the same. */
  of(kind: PseudonymKind, name: string): string {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    let pseudonym: string;
    do {
      const number = (this.last.get(kind) ?? 0) + 1;
      this.last.set(kind, number);
      pseudonym = `${kind}-${String(number).padStart(KINDS[kind], '0')}`;
    } while (this.taken.has(pseudonym) || this.byName.has(pseudonym));
    this.keep(pseudonym, name);
    return pseudonym;
  }

  /** Any text with the names and addresses in it replaced. */
  text(text: string): string {
    const known = this.byName.get(text);
    if (known !== undefined) return known;
    return this.scanner.replace(text).replace(/[0-9a-f:.]+/gi, (word) => {
      const address = word.replace(/\.+$/, '');
      const isAddress = isIPv4(address) || (address.length > 2 && isIPv6(address));
      return isAddress ? this.of('ip', address) + word.slice(address.length) : word;
    });
  }

  /** Names by pseudonym, sorted: what the map file keeps. */
  map(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.taken].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  private keep(pseudonym: string, name: string): void {
    this.taken.set(pseudonym, name);
    this.byName.set(name, pseudonym);
    const kind = pseudonym.slice(0, pseudonym.lastIndexOf('-')) as PseudonymKind;
    if (Object.hasOwn(KINDS, kind))
      this.last.set(kind, Math.max(this.last.get(kind) ?? 0, Number(pseudonym.slice(kind.length + 1)) || 0));
    this.scanner.add(name, pseudonym);
    for (const alias of aliasesOf(kind, name))
      if (!this.byName.has(alias)) this.scanner.add(alias, pseudonym);
  }
}

function aliasesOf(kind: PseudonymKind, name: string): readonly string[] {
  if (kind === 'account')
    return [name.split('\\').at(-1) ?? '', name.split('@', 1)[0] ?? ''].filter((part) => part !== '');
  if (kind === 'ip' || isIPv4(name)) return [];
  const short = name.split('.', 1)[0] ?? '';
  return short.length > 2 ? [short] : [];
}
