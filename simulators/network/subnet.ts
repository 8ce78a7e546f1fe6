import type { Kernel } from '../kernel';
import { contains, formatAddress, parseAddress, parseRange, type Range } from './addresses';

/** Why an address cannot be had. */
export type AddressProblem = 'outside-subnet' | 'reserved' | 'taken';

/** A subnet and who holds which of its addresses; with a DHCP scope if it has one.
 *  Shape: the lowest free address is given first; a holder that asks again gets the address it had, if still free. */
export class Subnet {
  readonly name: string;
  readonly zone: string;
  private readonly range: Range;
  private readonly reservedLow: number;
  private scope: Range | undefined;
  private readonly holders = new Map<number, string>();
  /** By the base of a range: all addresses of it below are taken. */
  private readonly lookFrom = new Map<number, number>();
  private readonly lastLease = new Map<string, number>();
  private readonly kernel: Kernel;

  /** `reservedLow` addresses from the network address on, and the last one, are nobody's (Azure: 4 and 1). */
  constructor(kernel: Kernel, options: SubnetOptions) {
    this.kernel = kernel;
    this.name = options.name;
    this.zone = options.zone;
    this.range = parseRange(options.cidr);
    this.reservedLow = options.reservedLow ?? 1;
    this.scope = options.dhcp
      ? { base: this.range.base + options.dhcp.from, size: options.dhcp.to - options.dhcp.from + 1 }
      : undefined;
  }

  /** Why `holder` cannot have `address`; undefined if it can. */
  problem(address: string, holder: string): AddressProblem | undefined {
    const value = parseAddress(address);
    if (!contains(this.range, value)) return 'outside-subnet';
    const offset = value - this.range.base;
    if (offset < this.reservedLow || offset === this.range.size - 1) return 'reserved';
    const taken = this.holders.get(value);
    return taken !== undefined && taken !== holder ? 'taken' : undefined;
  }

  /** The addresses that are taken, each with its holder, in the order of taking. */
  get held(): readonly (readonly [address: string, holder: string])[] {
    return [...this.holders].map(([value, holder]) => [formatAddress(value), holder]);
  }

  holderOf(address: string): string | undefined {
    return this.holders.get(parseAddress(address));
  }

  /** Takes a fixed address. Returns why it cannot be had, changing nothing then. */
  claim(address: string, holder: string): AddressProblem | undefined {
    const problem = this.problem(address, holder);
    if (!problem) this.holders.set(parseAddress(address), holder);
    return problem;
  }

  /** Leases an address by DHCP; undefined if there is no scope or it is exhausted. */
  lease(holder: string): string | undefined {
    const { scope } = this;
    if (!scope) return undefined;
    const before = this.lastLease.get(holder);
    const again = before !== undefined && before < scope.base + scope.size && !this.holders.has(before);
    const free = again ? before : this.firstFree(scope);
    if (free === undefined) {
      this.kernel.record('dhcp.exhausted', this.name, { holder });
      return undefined;
    }
    this.holders.set(free, holder);
    this.lastLease.set(holder, free);
    this.kernel.record('dhcp.leased', this.name, { holder, address: formatAddress(free) });
    return formatAddress(free);
  }

  /** Gives the DHCP scope so many more addresses at its end. */
  enlargeScope(addresses: number): void {
    if (this.scope) this.scope = { base: this.scope.base, size: this.scope.size + addresses };
  }

  /** Lets nobody have a new lease any more; what is given takes it back. */
  suspendScope(): () => void {
    const { scope } = this;
    if (scope) this.scope = { ...scope, size: 0 };
    return () => {
      this.scope = scope;
    };
  }

  /** The lowest address that can be had; undefined if none. */
  firstFreeAddress(): string | undefined {
    const free = this.firstFree({
      base: this.range.base + this.reservedLow,
      size: this.range.size - this.reservedLow - 1,
    });
    return free === undefined ? undefined : formatAddress(free);
  }

  release(address: string, holder: string): void {
    const value = parseAddress(address);
    if (this.holders.get(value) !== holder) return;
    this.holders.delete(value);
    for (const [base, from] of this.lookFrom)
      if (value < from) this.lookFrom.set(base, Math.max(base, value));
  }

  private firstFree(range: Range): number | undefined {
    for (let value = this.lookFrom.get(range.base) ?? range.base; value < range.base + range.size; value += 1)
      if (!this.holders.has(value)) {
        this.lookFrom.set(range.base, value);
        return value;
      }
    return undefined;
  }
}

export interface SubnetOptions {
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  readonly reservedLow?: number;
  /** Offsets from the network address, both included. */
  readonly dhcp?: { readonly from: number; readonly to: number };
}
