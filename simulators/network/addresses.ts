import { Misuse } from '../kernel';

/** An IPv4 range. Shape: `base` is the network address as a number, `size` the count of addresses in it. */
export interface Range {
  readonly base: number;
  readonly size: number;
}

/** Reads `10.1.0.0/24`. Errors: HW-CIDR – not an IPv4 range. */
export function parseRange(cidr: string): Range {
  const [address = '', bits = ''] = cidr.split('/');
  const prefix = Number(bits);
  if (!/^\d+$/.test(bits) || prefix > 32) {
    throw new Misuse(
      'HW-CIDR',
      `expected an IPv4 range such as 10.1.0.0/24, got ${cidr}`,
      'Correct the range.',
    );
  }
  const size = 2 ** (32 - prefix);
  const base = parseAddress(address);
  return { base: base - (base % size), size };
}

/** An IPv4 address as a number. Errors: HW-ADDRESS – not an IPv4 address. */
export function parseAddress(text: string): number {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) {
    throw new Misuse('HW-ADDRESS', `expected an IPv4 address, got ${text}`, 'Correct the address.');
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

export function contains(range: Range, address: number): boolean {
  return address >= range.base && address < range.base + range.size;
}
