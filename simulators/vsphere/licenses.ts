import { hashText, mix } from '../kernel';
import { soapFault } from './faults';
import type { License } from './inventory';

/** The key of the evaluation mode. Source: VSPHERE.md §5.3 – recorded. */
export const EVALUATION_KEY = '00000-00000-00000-00000-00000';
const PAID = { name: 'VMware vSphere 7 Enterprise Plus', editionKey: 'esxEnterprisePlus.cpuPackage' };
const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUVWXY';

/** The licence keys that a server knows. A key tells what it is for; ours are a function of the licence.
 *  A key that nobody knows, of the right form, is taken for a paid edition. Source: assumed. */
export class Licenses {
  readonly byKey = new Map<string, License>([
    [EVALUATION_KEY, { name: 'Evaluation Mode', editionKey: 'eval', expired: false }],
  ]);

  /** Makes a licence known, and gives its key. */
  keep(license: License): string {
    const key = keyOf(license);
    if (!this.byKey.has(key)) this.byKey.set(key, license);
    return key;
  }

  /** Errors: `vim.fault.InvalidArgument`. */
  add(key: string): License {
    const known = this.byKey.get(key);
    if (known) return known;
    if (!/^[0-9A-Z]{5}(-[0-9A-Z]{5}){4}$/.test(key))
      throw soapFault('InvalidArgument', ['licenseKey'], 'A license key has five groups of five letters.', {
        invalidProperty: 'licenseKey',
      });
    const license = { ...PAID, expired: false, key };
    this.byKey.set(key, license);
    return license;
  }
}

/** The key of a licence: five groups of five. */
export function keyOf({ name, editionKey, expired, key }: License): string {
  if (key !== undefined) return key;
  if (editionKey === 'eval' && !expired) return EVALUATION_KEY;
  const seed = hashText(`${name} ${editionKey} ${expired}`);
  const letters = Array.from(
    { length: 25 },
    (_each, index) => LETTERS[(mix(seed + index) >>> 8) % LETTERS.length],
  );
  return [0, 5, 10, 15, 20].map((at) => letters.slice(at, at + 5).join('')).join('-');
}
