/** One way to mend something. Shape: `kind` and `assume` as of `--assume`; `of` – what it is done to. Homeward never runs `command`. */
export interface Remedy {
  readonly kind: string;
  readonly of: 'machine' | 'host' | 'datastore';
  readonly assume: (subject: string) => string;
  readonly what: (subjects: readonly string[]) => string;
  readonly command: (subject: string) => string;
}

/** What can be done, in the order in which it is tried. Sources: govc's and PowerCLI's own references. */
export const REMEDIES: readonly Remedy[] = [
  machine('no-snapshots', 'remove the snapshots of', (vm) => `govc snapshot.remove -vm ${vm} '*'`),
  machine(
    'no-consolidation',
    'consolidate the disks of',
    (vm) => `(Get-VM ${vm}).ExtensionData.ConsolidateVMDisks()`,
  ),
  machine('powered-on', 'switch on', (vm) => `govc vm.power -on ${vm}`),
  machine('tools-running', 'install VMware Tools on', (vm) => `govc vm.guest.tools -mount ${vm}`),
  machine('no-secure-boot', 'switch secure boot off on', (vm) => `govc device.boot -vm ${vm} -secure=false`),
  {
    kind: 'not-in-maintenance',
    of: 'host',
    assume: (host) => `not-in-maintenance=${host}`,
    what: ([host]) => `take ${host} out of maintenance mode`,
    command: (host) => `govc host.maintenance.exit ${quoted(host)}`,
  },
  {
    kind: 'mounted',
    of: 'datastore',
    assume: (datastore) => `mounted=${datastore}`,
    what: ([datastore]) => `mount ${datastore} on the host of the master target`,
    command: (datastore) =>
      `govc datastore.info ${quoted(datastore)}   # then present its LUN or export, and rescan the host`,
  },
  {
    kind: 'licence',
    of: 'host',
    assume: (host) => `licence=${host}:paid`,
    what: ([host]) => `give ${host} a licence with the vSphere API`,
    command: (host) => `govc license.assign -host ${quoted(host)} <key>`,
  },
  {
    kind: 'address',
    of: 'machine',
    assume: (name) => `address=${name}:dhcp`,
    what: (names) => `reserve the addresses of ${list(names)} in DHCP`,
    command: (name) =>
      `Add-DhcpServerv4Reservation -ScopeId <scope> -IPAddress <address of ${name}> -ClientId <MAC>`,
  },
];

function machine(kind: string, verb: string, command: (vm: string) => string): Remedy {
  return {
    kind,
    of: 'machine',
    assume: (name) => `${kind}=${name}`,
    what: (names) => `${verb} ${list(names)}`,
    command: (name) => command(quoted(name)),
  };
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} machines` : names.join(', ');
}

/** For a shell: what a name may hold must not become a command. */
function quoted(name: string): string {
  return `'${name.replaceAll("'", `'\\''`)}'`;
}
