import type { Finding } from '../model';
import { address } from './address';
import { consolidation } from './consolidation';
import { checkContested } from './contested';
import { datastoreReach } from './datastore-reach';
import { datastoreType } from './datastore-type';
import { diskCount } from './disk-count';
import { diskSize } from './disk-size';
import { disksKnown } from './disks-known';
import { enableUuid } from './enable-uuid';
import { faultTolerance } from './fault-tolerance';
import { firmware } from './firmware';
import { guestOs } from './guest-os';
import { identity } from './identity';
import { independentDisks } from './independent-disks';
import type { Ledger } from './ledger';
import { licence } from './licence';
import { maintenance } from './maintenance';
import { nameLength } from './name-length';
import { networkManager } from './network-manager';
import { power } from './power';
import { rawDisks } from './raw-disks';
import { replicationRules } from './replication';
import type { Case, Rule } from './rule';
import { secureBoot } from './secure-boot';
import { sharedDisks } from './shared-disks';
import { snapshots } from './snapshots';
import { tools } from './tools';

export { valueText } from './contested';
export { estateUnknowns } from './estate-unknowns';
export { digestOf, Ledger, type Reads } from './ledger';
export { caseOf, shellWord } from './rule';

/** Every check of a machine, in the order of reports. */
const RULES: readonly Rule[] = [
  identity,
  power,
  disksKnown,
  snapshots,
  consolidation,
  licence,
  datastoreReach,
  datastoreType,
  secureBoot,
  firmware,
  rawDisks,
  sharedDisks,
  independentDisks,
  diskCount,
  diskSize,
  nameLength,
  faultTolerance,
  tools,
  enableUuid,
  maintenance,
  guestOs,
  address,
  networkManager,
  ...replicationRules,
];

/** What every rule says of one machine, in the order of the rules; with a ledger, which facts each rests on as well. */
export function checkMachine(the: Case, ledger?: Ledger): readonly Finding[] {
  return RULES.filter((rule) => rule.applies?.(the) ?? true).map((rule) => {
    const finding = checkContested(rule, the);
    return ledger ? { ...finding, reads: ledger.read(the, (watched) => rule.check(watched)).reads } : finding;
  });
}
