import type { Subnet } from '../network';
import type { OsImage } from './os-image';

/** What an operating system does about its address as it comes up on `subnet`: it takes its static address, or asks for a lease.
 *  One that still knows a static address takes that again, if it is free; if not, it stays with DHCP.
 *  Shape: `address` is undefined where there is none to be had – its static one is taken, or the scope is used up. */
export function comeUp(
  os: OsImage,
  subnet: Subnet,
  holder: string,
): { readonly os: OsImage; readonly address: string | undefined } {
  const { ip } = os;
  if (ip.mode === 'static') return { os, address: subnet.claim(ip.address, holder) ? undefined : ip.address };
  if (ip.regains && ip.formerAddress !== undefined && !subnet.claim(ip.formerAddress, holder))
    return { os: { ...os, ip: { mode: 'static', address: ip.formerAddress } }, address: ip.formerAddress };
  return { os, address: subnet.lease(holder) };
}
