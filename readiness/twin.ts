import type { RoleName } from '../simulators/description';
import { AssumptionBook } from './assumption-book';
import type { Inventory, Machine } from './inventory';
import { WAVE_MACHINES_MAX } from './journey';
import { labelsOf } from './labels';
import type { NotCounted, Twin, TwinMachine } from './model';
import { describeMachine, PROTECTION_GROUP, restsOn } from './twin-machine';
import { buildSite, type TwinSite, UNNAMED_DATASTORE } from './twin-site';
import type { UserAssumptions } from './user-assumptions';

export interface TwinOptions {
  readonly seed: number;
  /** The line between Azure and the site. */
  readonly mbitPerSecond: number;
}

/** How long the machines work in Azure before they are reprotected, and again before they fail back. */
const WORK_IN_AZURE_MS = 10 * 60_000;
/** The estate has names of its own; a machine of such a name gets another one in the twin. */
const TAKEN = new Set(['management-server', 'mt-01', 'ps-azure-01']);

/** Builds the twin of an inventory: what stands on the site, and the rehearsal to be run on it.
 *  Shape: templates and placeholders are not counted; machines without known disks, and those that are not powered on,
 *  are counted but left out of the rehearsal. Everything that the export does not say is in `assumptions`. */
export function makeTwin(inventory: Inventory, assumed: UserAssumptions, options: TwinOptions): Twin {
  const book = new AssumptionBook();
  const notCounted = inventory.machines.flatMap((machine) => skipped(machine) ?? []);
  const site = buildSite(inventory, assumed, book);
  const machines = nameMachines(inventory, site, assumed);
  const rehearsed = machines.filter((machine) => machine.leftOut === undefined);
  const descriptions = rehearsed.map((twin, index) => describeMachine(twin, { site, assumed, book, index }));
  assumeForAll(inventory, assumed, book);
  const datastores = site.datastores.filter(
    ({ name }) => name !== UNNAMED_DATASTORE || descriptions.some((each) => each.datastore === name),
  );
  const kept = new Set(datastores.map((datastore) => datastore.name));
  const hosts = site.hosts.map((host) => ({
    ...host,
    datastores: host.datastores.filter((name) => kept.has(name)),
  }));
  const line = { mbitPerSecond: options.mbitPerSecond, latencyMs: 20 };
  const mtDatastore = hosts.find((host) => host.name === site.masterTargetHost)?.datastores[0];
  const plan = {
    seed: options.seed,
    machines: rehearsed.map((machine) => machine.name),
    mbitPerSecond: options.mbitPerSecond,
    workInAzureMs: WORK_IN_AZURE_MS,
    description: {
      name: 'twin',
      datastores,
      hosts,
      account: { name: 'asr-service', role: (assumed.find('role')?.value ?? 'replication') as RoleName },
      vcenter: true,
      machines: descriptions,
      groups: [{ name: PROTECTION_GROUP, multiVm: false }],
      plans: [],
      masterTarget: { host: site.masterTargetHost, datastore: mtDatastore ?? datastores[0]?.name ?? '' },
      processServerInAzure: true,
      connection: { kind: 'vpn' as const, ...line, loss: 0 },
      internet: line,
    },
  };
  const { masterTargetHost } = site;
  return { plan, machines, notCounted, assumptions: book.list(), masterTargetHost };
}

function skipped(machine: Machine): NotCounted | undefined {
  const label = machine.name.value;
  if (machine.template?.value) return { label, why: 'a template', at: machine.template.at };
  if (machine.srmPlaceholder?.value)
    return { label, why: 'a placeholder of Site Recovery Manager', at: machine.srmPlaceholder.at };
  return undefined;
}

function nameMachines(
  inventory: Inventory,
  site: TwinSite,
  assumed: UserAssumptions,
): readonly TwinMachine[] {
  const counted = inventory.machines.filter((machine) => !skipped(machine));
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
  const { powerState, disks } = machine;
  if (disks === undefined || disks.value.length === 0) return 'no disk is known';
  if (disks.value.some((disk) => !disk.capacityMiB)) return 'the size of a disk is not known';
  const on = powerState?.value === 'poweredOn' || assumed.find('powered-on', machine.name.value, label);
  return on ? undefined : 'it is not powered on';
}

/** What no RVTools export can tell, and what the twin settles for every machine alike. */
function assumeForAll(inventory: Inventory, assumed: UserAssumptions, book: AssumptionBook): void {
  const estate = 'the estate';
  const planner = 'the Deployment Planner report (Peak Data Churn), measured over at least a week';
  book.add('each machine writes about 30 MiB an hour', 'no RVTools sheet holds churn', planner, estate);
  book.add(
    'the machines were protected long before the rehearsal',
    'how long the first replication takes is not the question here: it runs over a line of 1 Tbit/s',
    'nothing: from the failover on, the line has the bandwidth of --bandwidth',
    estate,
  );
  if (!assumed.find('role')) {
    const settle = 'govc permissions.ls -json and govc role.ls -json; or --assume role=read-only';
    book.add(
      'the account of Site Recovery has the role for failback',
      'no RVTools sheet holds it',
      settle,
      estate,
    );
  }
  book.add(
    'guests take their addresses by DHCP unless --assume address says otherwise',
    'RVTools shows addresses, not how guests come to them',
    'govc vm.info -json <machine> (guest.ipStack); or --assume address=<machine>:static',
    estate,
  );
  book.add(
    'one master target takes all disks at once, and a process server runs in Azure',
    'the export does not show the servers of Site Recovery; a real master target takes 60 disks',
    'more master targets, or waves of machines',
    estate,
  );
  book.add(
    `machines are reprotected to the site in waves of at most ${WAVE_MACHINES_MAX}`,
    'an operator would not start more at once',
    'nothing: larger waves take longer, not another way',
    estate,
  );
  const vcenters = new Set(
    inventory.machines.flatMap(({ vcenterUuid }) => (vcenterUuid ? [vcenterUuid.value] : [])),
  );
  if (vcenters.size > 1) {
    const settle = 'one run for each vCenter';
    book.add('one vCenter manages all hosts', `the exports cover ${vcenters.size} vCenters`, settle, estate);
  }
}
