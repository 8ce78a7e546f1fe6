import type { Cause } from './asking';
import type { Item } from './item';
import type { Receiver, Surroundings } from './surroundings';
import type { SiteVm } from './vsphere';

/** Servers report every few minutes; this one has not for too long. Units: ms. */
const HEARTBEAT_MS_MAX = 15 * 60_000;
/** A datastore with less room than this share of it is as good as full. */
const FREE_SHARE_MIN = 0.02;

/** Everything that stands against the failback of a machine now, the most telling first. `azureVm`: how its copy in Azure stands. */
export function obstaclesOf(
  item: Item,
  around: Surroundings,
  azureVm: 'running' | 'off' | 'gone',
  now: number,
): readonly Cause[] {
  return [
    ...serverObstacles(item, around, now),
    ...around.vsphereTroubles,
    ...vmObstacles(item, around),
    ...azureObstacles(item, azureVm),
  ];
}

/** The VM of a machine on the site: its own, or the one that the failback makes where that is gone. */
export function siteVmOf({ name }: Item, { site }: Surroundings): SiteVm | undefined {
  const wanted = name.toLowerCase();
  const found = (site?.vms ?? []).filter((vm) =>
    [wanted, `${wanted}-failback`].includes(vm.name.toLowerCase()),
  );
  return found.find(({ on }) => on) ?? found[0];
}

/** The receiver that reaches the machine's disks, or the first that lives. */
export function receiverFor(item: Item, around: Surroundings): Receiver | undefined {
  const [datastore] = siteVmOf(item, around)?.datastores ?? [];
  const fit = around.receivers.filter(({ healthy }) => healthy);
  return fit.find(({ datastores }) => datastore !== undefined && datastores.includes(datastore)) ?? fit[0];
}

/** Where its disks lie, or may be made: the datastore that it has, or the one with the most room that its receiver reaches. */
export function datastoreFor(item: Item, around: Surroundings): string | undefined {
  const reached = receiverFor(item, around)?.datastores ?? [];
  const [own] = siteVmOf(item, around)?.datastores ?? [];
  if (own !== undefined) return reached.includes(own) ? own : undefined;
  const free = (name: string): number =>
    around.site?.datastores.find((each) => each.name === name)?.free ?? 0;
  return [...reached].sort((a, b) => free(b) - free(a))[0];
}

function serverObstacles(item: Item, around: Surroundings, now: number): Cause[] {
  const { fabric, modernized, processServers, vcenters } = around;
  const causes: Cause[] = [];
  if (!fabric.connected)
    causes.push({
      code: 'configuration server',
      what: `${fabric.friendlyName} does not report to the vault`,
      next: 'Start the configuration server, or restore it with the IP address that it had.',
    });
  if (!processServers.some(({ healthy }) => healthy))
    causes.push({
      code: 'process server',
      what: `no process server is well (${processServers.map(({ name }) => name).join(', ') || 'there is none'})`,
      next: 'Start the process server in Azure, or deploy one and wait until it is listed.',
    });
  const receiver = receiverFor(item, around);
  if (!receiver || now - receiver.lastHeartbeat > HEARTBEAT_MS_MAX)
    causes.push({
      code: 'master target',
      what: receiver ? `${receiver.name} sends no heartbeat` : 'no master target is well',
      next: 'Start the master target and check its network path to the configuration server.',
    });
  if (receiver && receiver.datastores.length === 0)
    causes.push({
      code: 'datastores',
      what: `${receiver.name} is shown no datastore`,
      next: 'Update the vCenter credentials to an account that may browse datastores, and wait until they are listed.',
    });
  if (receiver && !modernized && receiver.retentionVolumes.length === 0)
    causes.push({
      code: 'retention volume',
      what: `${receiver.name} has no retention volume with room`,
      next: 'Make room on the retention volume of the master target, or add one.',
    });
  for (const { name, discovery } of vcenters)
    if (discovery === 'DiscoveryFailed')
      causes.push({
        code: 'discovery',
        what: `the configuration server cannot discover ${name}`,
        next: `Check that ${name} answers and that the account of its connection may log in.`,
      });
  return causes;
}

function vmObstacles(item: Item, around: Surroundings): Cause[] {
  const { site } = around;
  if (!site) return [];
  const causes: Cause[] = [];
  const vm = siteVmOf(item, around);
  const receiver = receiverFor(item, around);
  const receiverVm = site.vms.find(({ address }) => address !== undefined && address === receiver?.address);
  const hosts = new Set([vm?.host, receiverVm?.host]);
  for (const { name, connected, licenceTrouble } of site.hosts.filter((host) => hosts.has(host.name))) {
    if (!connected)
      causes.push({ code: 'host', what: `the host ${name} is disconnected`, next: `Connect ${name} again.` });
    if (licenceTrouble !== undefined)
      causes.push({
        code: 'licence',
        what: `the licence of ${name} does not allow failback: ${licenceTrouble}`,
        next: `Assign an evaluation or paid licence to ${name}.`,
      });
  }
  if (vm && vm.snapshots.length > 0 && !item.modernized && beforeItsReturn(item))
    causes.push({
      code: 'snapshot',
      what: `the VM ${vm.name} has snapshots: ${vm.snapshots.join(', ')}`,
      next: 'Find out whose they are, let their owner delete them, and keep the backup product away until the machine is home.',
    });
  const datastore = datastoreFor(item, around);
  if (receiver && receiver.datastores.length > 0 && datastore === undefined)
    causes.push({
      code: 'datastore',
      what: `${receiver.name} does not reach the datastore ${vm?.datastores[0]} of ${item.name}`,
      next: 'Mount the datastore on the host of the master target.',
    });
  const store = site.datastores.find(({ name }) => name === datastore);
  if (store && (!store.accessible || store.free < store.capacity * FREE_SHARE_MIN))
    causes.push({
      code: 'datastore',
      what: `the datastore ${store.name} is ${store.accessible ? 'full' : 'not accessible'}`,
      next: `Make room on ${store.name}, or bring it back.`,
    });
  return causes;
}

/** While its disks on the site are written by the master target. The modernized provider merges snapshots by itself. */
function beforeItsReturn({ standing }: Item): boolean {
  return standing === 'in Azure' || standing === 'copying home' || standing === 'ready';
}

function azureObstacles(item: Item, azureVm: 'running' | 'off' | 'gone'): Cause[] {
  if (item.standing !== 'in Azure' || azureVm === 'running') return [];
  return [
    {
      code: 'Azure VM',
      what: `the virtual machine ${item.azureVm} in Azure is ${azureVm}`,
      next:
        azureVm === 'off'
          ? `See why it is off. If the VM on the site is off as well, start ${item.azureVm} and run this again.`
          : 'Without it there is nothing to bring home: restore it, or recover from a backup.',
    },
  ];
}
