import { shellWord } from '../rules';
import type { AssumptionName, UserAssumption } from '../user-assumptions';

/** One way to mend something. Shape: `kind` and `value` as of `--assume`; `of` – what it is done to. Homeward never runs `command`. */
export interface Remedy {
  readonly kind: AssumptionName;
  readonly value?: string;
  readonly of: 'machine' | 'host' | 'datastore';
  readonly what: (subjects: readonly string[]) => string;
  readonly command: (subject: string) => string;
}

/** What can be done, in the order in which it is tried. Sources: govc's and PowerCLI's own references. */
export const REMEDIES: readonly Remedy[] = [
  machine('no-snapshots', 'remove the snapshots of', (vm) => `govc snapshot.remove -vm ${vm} '*'`),
  machine(
    'no-consolidation',
    'consolidate the disks of',
    (vm) => `Get-VM ${vm} | % { $_.ExtensionData.ConsolidateVMDisks() }`,
  ),
  machine('powered-on', 'switch on', (vm) => `govc vm.power -on ${vm}`),
  machine('tools-running', 'install VMware Tools on', (vm) => `govc vm.guest.tools -mount ${vm}`),
  machine('no-secure-boot', 'switch secure boot off on', (vm) => `govc device.boot -vm ${vm} -secure=false`),
  {
    kind: 'not-in-maintenance',
    of: 'host',
    what: ([host]) => `take ${host} out of maintenance mode`,
    command: (host) => `govc host.maintenance.exit ${shellWord(host)}`,
  },
  {
    kind: 'mounted',
    of: 'datastore',
    what: ([datastore]) => `mount ${datastore} on the host of the master target`,
    command: (datastore) =>
      `govc datastore.info ${shellWord(datastore)}   # then present its LUN or export, and rescan the host`,
  },
  {
    kind: 'licence',
    of: 'host',
    value: 'paid',
    what: ([host]) => `give ${host} a licence with the vSphere API`,
    command: (host) => `govc license.assign -host ${shellWord(host)} <key>`,
  },
  {
    kind: 'address',
    of: 'machine',
    value: 'dhcp',
    what: (names) => `reserve the addresses of ${list(names)} in DHCP`,
    command: (name) =>
      `Add-DhcpServerv4Reservation -ScopeId <scope> -IPAddress <address> -ClientId <MAC> -Name ${shellWord(name)}`,
  },
];

function machine(kind: AssumptionName, verb: string, command: (vm: string) => string): Remedy {
  return {
    kind,
    of: 'machine',
    what: (names) => `${verb} ${list(names)}`,
    command: (name) => command(shellWord(name)),
  };
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} machines` : names.join(', ');
}

/** What is true once a remedy was applied. */
export function assumptionOf({ kind, value }: Remedy, subject: string): UserAssumption {
  const text = `${kind}=${subject}${value === undefined ? '' : `:${value}`}`;
  return { text, kind, subject, value };
}
