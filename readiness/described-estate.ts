import type { EstateDescription, RoleName } from '../simulators/description';
import type { AssumptionBook } from './assumption-book';
import { type Inventory, type Machine, runsInAzure } from './inventory';
import { labelsOf } from './labels';
import type { NotCounted, TwinMachine } from './model';
import { serversByKey } from './recovery';
import { describeMachine, restsOn } from './twin-machine';
import { buildSite, type TwinSite, UNNAMED_DATASTORE } from './twin-site';
import type { UserAssumptions } from './user-assumptions';

/** The estate has names of its own; a machine of such a name gets another one in the twin. */
const TAKEN = new Set(['management-server', 'mt-01', 'ps-azure-01']);
/** Of a machine in such a state vCenter has a memory, and no files. */
const PHANTOM = /^(orphaned|inaccessible|invalid)$/;

export interface DescribeOptions {
  readonly name: string;
  /** The protection group of all machines. */
  readonly group: string;
  /** The account of Site Recovery in vCenter. */
  readonly account?: EstateDescription['account'];
  /** The line between Azure and the site. */
  readonly mbitPerSecond: number;
  readonly keeps: (machine: TwinMachine) => boolean;
}

/** An inventory as the description of an estate.
 *  Shape: `machines` are all that count, in the order of the inventory; `description` has those of them that are kept. */
export interface DescribedEstate {
  readonly description: EstateDescription;
  readonly machines: readonly TwinMachine[];
  readonly notCounted: readonly NotCounted[];
}

/** Describes the estate of an inventory, noting in `book` what had to be assumed. */
export function describeEstate(
  inventory: Inventory,
  assumed: UserAssumptions,
  book: AssumptionBook,
  options: DescribeOptions,
): DescribedEstate {
  const servers = serversByKey(inventory);
  const notCounted = inventory.machines.flatMap((machine) => skipped(machine, servers) ?? []);
  const site = buildSite(inventory, assumed, book);
  const machines = nameMachines(inventory, site, assumed, servers);
  const { group } = options;
  const described = machines
    .filter(options.keeps)
    .map((machine, index) => describeMachine(machine, { site, assumed, book, index, group }));
  assumeForAll(inventory, assumed, book, options);
  const datastores = site.datastores.filter(
    ({ name }) => name !== UNNAMED_DATASTORE || described.some((each) => each.datastore === name),
  );
  const kept = new Set(datastores.map((datastore) => datastore.name));
  const hosts = site.hosts.map((host) => ({
    ...host,
    datastores: host.datastores.filter((name) => kept.has(name)),
  }));
  const line = { mbitPerSecond: options.mbitPerSecond, latencyMs: 20 };
  const mtDatastore = hosts.find((host) => host.name === site.masterTargetHost)?.datastores[0];
  const role = (assumed.find('role')?.value ?? 'replication') as RoleName;
  const description = {
    name: options.name,
    datastores,
    hosts,
    account: options.account ?? { name: 'asr-service', role },
    vcenter: true,
    machines: described,
    groups: [{ name: group, multiVm: false }],
    plans: [],
    masterTarget: { host: site.masterTargetHost, datastore: mtDatastore ?? datastores[0]?.name ?? '' },
    processServerInAzure: true,
    connection: { kind: 'vpn' as const, ...line, loss: 0 },
    internet: line,
  };
  return { description, machines, notCounted };
}

function skipped(
  { key, name, template, srmPlaceholder, connectionState }: Machine,
  servers: ReturnType<typeof serversByKey>,
): NotCounted | undefined {
  const label = name.value;
  const server = servers.get(key);
  if (server) return { label, why: `a ${server.role} of Site Recovery`, at: server.at };
  if (template?.value) return { label, why: 'a template', at: template.at };
  if (srmPlaceholder?.value)
    return { label, why: 'a placeholder of Site Recovery Manager', at: srmPlaceholder.at };
  if (connectionState && PHANTOM.test(connectionState.value))
    return { label, why: `${connectionState.value} in vCenter`, at: connectionState.at };
  return undefined;
}

function nameMachines(
  inventory: Inventory,
  site: TwinSite,
  assumed: UserAssumptions,
  servers: ReturnType<typeof serversByKey>,
): readonly TwinMachine[] {
  const counted = inventory.machines.filter((machine) => !skipped(machine, servers));
  const labels = labelsOf(counted);
  return counted.map((machine) => {
    const label = labels.get(machine.key) as string;
    return {
      name: TAKEN.has(label) ? `${label} (exported)` : label,
      label,
      machine,
      host: machine.host?.value ?? site.masterTargetHost,
      datastores: datastoresOf(machine),
      leftOut: whyLeftOut(machine, label, assumed),
      restsOn: restsOn(machine),
    };
  });
}

/** In the order of the disks; where no disk names one, that of the configuration file. */
function datastoresOf({ disks, configDatastore }: Machine): readonly string[] {
  const named = (disks?.value ?? []).flatMap(({ datastore }) => (datastore ? [datastore.value] : []));
  return [...new Set(named.length > 0 ? named : configDatastore ? [configDatastore.value] : [])];
}

function whyLeftOut(machine: Machine, label: string, assumed: UserAssumptions): string | undefined {
  const { powerState, disks, replication } = machine;
  if (disks === undefined || disks.value.length === 0) return 'no disk is known';
  if (disks.value.some((disk) => !disk.capacityMiB)) return 'the size of a disk is not known';
  const on =
    runsInAzure(replication) ||
    powerState?.value === 'poweredOn' ||
    assumed.find('powered-on', machine.name.value, label);
  return on ? undefined : 'it is not powered on';
}

/** What no export can tell of the site, and what the description settles for every machine alike. */
function assumeForAll(
  { machines }: Inventory,
  assumed: UserAssumptions,
  book: AssumptionBook,
  { account }: DescribeOptions,
): void {
  const estate = 'the estate';
  if (!assumed.find('role') && !account) {
    const settle = 'govc permissions.ls -json and govc role.ls -json; or --assume role=read-only';
    book.add(
      'the account of Site Recovery has the role for failback',
      'the export does not say which account it uses',
      settle,
      estate,
    );
  }
  if (machines.some(({ addressMode }) => !addressMode))
    book.add(
      'guests take their addresses by DHCP unless --assume address says otherwise',
      'the export shows addresses, not how guests come to them',
      'govc vm.info -json <machine> (guest.net), with VMware Tools running; or --assume address=<machine>:static',
      estate,
    );
  book.add(
    'one master target takes all disks at once, and a process server runs in Azure',
    'the export does not show the servers of Site Recovery; a real master target takes 60 disks',
    'more master targets, or waves of machines',
    estate,
  );
  const vcenters = new Set(machines.flatMap(({ vcenterUuid }) => (vcenterUuid ? [vcenterUuid.value] : [])));
  if (vcenters.size > 1) {
    const settle = 'one run for each vCenter';
    book.add('one vCenter manages all hosts', `the exports cover ${vcenters.size} vCenters`, settle, estate);
  }
}
