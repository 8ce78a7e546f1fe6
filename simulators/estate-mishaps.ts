import type { ReprotectInput } from './azure';
import type { Estate } from './estate';
import type { Guest } from './guest';
import type { Component, How, Kernel, Process, Target, Undo } from './kernel';
import { Refusal } from './network';
import { administrator, type Host, noAccess, type Role, readOnly, replication, type Vm } from './vsphere';

/** What happens to an estate beside crashes and bad lines: in vSphere, in guests, in Azure, and at the keyboard. */
export function mishaps(estate: Estate): readonly Target[] {
  return [
    ...datastores(estate),
    ...hosts(estate),
    ...siteVms(estate),
    ...azureVms(estate),
    ...guests(estate),
    account(estate),
    addresses(estate),
    database(estate),
    ...[...estate.machines.keys()].map((machine) => operator(estate, machine)),
  ];
}

function datastores({ vsphere }: Estate): readonly Target[] {
  return [...vsphere.inventory.datastores.values()].map((datastore) => ({
    role: 'datastore',
    name: datastore.name,
    able: {
      lose: () => set(datastore, 'accessible', false),
      fill: () => {
        const bytes = datastore.capacityBytes - datastore.usedBytes;
        datastore.usedBytes += bytes;
        return () => {
          datastore.usedBytes -= bytes;
        };
      },
      unmount: () => {
        const hosts = [...vsphere.inventory.hosts.values()].filter((host) =>
          host.datastores.has(datastore.name),
        );
        for (const host of hosts) host.datastores.delete(datastore.name);
        return () => {
          for (const host of hosts) host.datastores.add(datastore.name);
        };
      },
    },
  }));
}

function hosts({ vsphere }: Estate): readonly Target[] {
  return [...vsphere.inventory.hosts.values()].map((host) => {
    const license = (name: string, editionKey: string, expired: boolean): Undo => {
      const before = host.license;
      vsphere.setLicense(host.name, { name, editionKey, expired });
      return () => vsphere.setLicense(host.name, before);
    };
    return {
      role: 'host',
      name: host.name,
      able: {
        // A host that is down is not connected as it is, and one that dies meanwhile comes back connected.
        ...(host.connected
          ? { disconnect: () => disconnect(host, vsphere.hostComponents.get(host.name)) }
          : {}),
        'expire license': () => license('Evaluation Mode', 'eval', true),
        'free license': () => license('vSphere 6 Hypervisor', 'esxBasic', false),
      },
    };
  });
}

function disconnect(host: Host, component: Component | undefined): Undo {
  host.connected = false;
  return () => {
    host.connected = component?.state !== 'stopped';
  };
}

/** The VMs of the machines, and that of the master target. */
function siteVms(estate: Estate): readonly Target[] {
  const { vsphere, kernel, names, operator: login } = estate;
  return [...vsphere.inventory.vms.values()].map((vm) => ({
    role: vm.name === names.masterTargetVm ? 'master target VM' : 'site VM',
    name: vm.name,
    machine: vm.machine,
    able: {
      // A backup product takes a snapshot, and removes it when it is through.
      snapshot: () => {
        act(kernel, vsphere.call(login, 'CreateSnapshot_Task', { vm: vm.name, name: 'backup' }));
        return () =>
          persist(kernel, () => vsphere.call(login, 'RemoveSnapshot_Task', { vm: vm.name, name: 'backup' }));
      },
      'power on': () => act(kernel, vsphere.call(login, 'PowerOnVM_Task', { vm: vm.name })),
      'power off': () => {
        act(kernel, vsphere.call(login, 'PowerOffVM_Task', { vm: vm.name }));
        return () => {
          persist(
            kernel,
            () => vsphere.call(login, 'PowerOnVM_Task', { vm: vm.name }),
            () => livesAtHome(estate, vm.machine),
          );
        };
      },
      // one `extent` of its first disk
      'flip bit': ({ extent }: How) => {
        const disk = vm.disks[0];
        if (disk) disk.write(Number(extent) % disk.extents, 1, ROTTEN);
        return undefined;
      },
      lock: () => lock(vm),
      'stop tools': () => set(vm, 'tools', 'not-running'),
    },
  }));
}

/** The version of an extent whose bytes changed by themselves: no guest ever wrote it. */
const ROTTEN = 2 ** 30 + 1;

/** Another task holds a VM. */
function lock(vm: Vm): Undo | undefined {
  if (vm.busy !== undefined) return undefined;
  vm.busy = 'backup';
  return () => {
    if (vm.busy === 'backup') vm.busy = undefined;
  };
}

function azureVms(estate: Estate): readonly Target[] {
  const { cloud, vault, kernel } = estate;
  // Nobody stops or restarts a machine that does not run.
  const up = [...cloud.vms.values()].filter(({ guest }) => guest.up);
  return up.map(({ name }) => ({
    role: 'Azure VM',
    name,
    able: {
      deallocate: () => {
        act(kernel, cloud.deallocate(name));
        return () =>
          persist(
            kernel,
            () => cloud.start(name),
            () => livesInAzure(estate, name),
          );
      },
      delete: () => act(kernel, vault.deleteAzureVm(name)),
      restart: () =>
        act(
          kernel,
          (function* (): Process {
            yield* cloud.deallocate(name);
            if (livesInAzure(estate, name)) yield* cloud.start(name);
          })(),
        ),
    },
  }));
}

/** Whether a machine belongs to the site at present: nobody turns it on there while it is in Azure, or on its way. */
export function livesAtHome({ vault, cloud }: Estate, machine: string): boolean {
  const item = vault.items.get(machine);
  const leaving = item?.state === 'protected' && item.activeJob !== undefined;
  return cloud.vms.get(machine)?.power !== 'running' && !leaving && AT_HOME.has(item?.state);
}

/** Whether a machine belongs to Azure at present, and is not on its way home: nobody starts it there while it runs on the site, though the
 *  failback that started it may have failed. */
function livesInAzure({ vault, cloud, vsphere }: Estate, machine: string): boolean {
  const item = vault.items.get(machine);
  const leaving = item?.state === 'protected-to-site' && item.activeJob !== undefined;
  const onSite = [...vsphere.inventory.vms.values()].some(
    (vm) => vm.machine === machine && vm.power === 'poweredOn',
  );
  return cloud.vms.has(machine) && !onSite && !leaving && IN_AZURE.has(item?.state);
}

const IN_AZURE = new Set<string | undefined>([
  'failed-over',
  'failover-committed',
  'reprotecting',
  'protected-to-site',
]);
const AT_HOME = new Set<string | undefined>([
  undefined,
  'enabling',
  'protected',
  'failed-back',
  'failback-committed',
  'reprotecting-to-azure',
]);

/** The guest of the copy that runs. */
export function runningGuest({ cloud, vsphere, physical }: Estate, machine: string): Guest | undefined {
  const site = [...vsphere.inventory.vms.values()].findLast((vm) => vm.machine === machine)?.guest;
  return [cloud.vms.get(machine)?.guest, site, physical.get(machine)?.guest].find((each) => each?.up);
}

/** Their operating systems. */
function guests(estate: Estate): readonly Target[] {
  return [...estate.machines.keys()].flatMap((machine) => {
    const guest = runningGuest(estate, machine);
    if (!guest) return [];
    return [
      {
        role: 'guest',
        name: machine,
        able: {
          hang: () => set(guest, 'hung', true),
          // `everyMs`, `extents` a write, `writes` in all
          burst: ({ everyMs, extents, writes }: How) => {
            guest.alsoRun({
              everyMs: Number(everyMs),
              extentsPerWrite: Number(extents),
              regionExtents: 16_384,
              writesMax: Number(writes),
            });
            return undefined;
          },
        },
      },
    ];
  });
}

const ROLES: { readonly [name: string]: Role } = {
  'read-only': readOnly,
  'no access': noAccess,
  administrator,
};

/** The account with which the configuration server works in vSphere. */
function account({ vsphere, description }: Estate): Target {
  const { name } = description.account;
  const give = (role: Role): Undo => {
    vsphere.setRole(name, role);
    return () => vsphere.setRole(name, replication);
  };
  return {
    role: 'vSphere account',
    name,
    able: {
      demote: ({ role }) => give(ROLES[`${role}`] ?? readOnly),
      'withhold privilege': ({ privilege }) => {
        const privileges = new Set([...replication.privileges].filter((each) => each !== privilege));
        return give({ name: `Azure Site Recovery without ${privilege}`, privileges });
      },
    },
  };
}

function addresses({ vsphere }: Estate): Target {
  const { subnet } = vsphere;
  return {
    role: 'subnet',
    name: subnet.name,
    able: {
      exhaust: () => subnet.suspendScope(),
    },
  };
}

function database({ configurationServer }: Estate): Target {
  return {
    role: 'database',
    name: configurationServer.name,
    able: {
      // A backup is taken now; what comes after it is lost when it is restored. One without a machine that is protected since is not: nobody could
      // fail that one back any more.
      'restore old': () => {
        const { machines } = configurationServer.database;
        const known = new Set(machines.keys());
        configurationServer.backUp();
        return () => {
          if ([...configurationServer.database.machines.keys()].some((machine) => !known.has(machine)))
            return;
          configurationServer.lose();
          configurationServer.restore(configurationServer.address);
        };
      },
    },
  };
}

/** Whoever operates the machine's failback. What is asked may be refused: then nothing has happened. */
function operator(
  { vault, names, cloud, kernel, vsphere, operator: login, description }: Estate,
  machine: string,
): Target {
  const latest = { point: 'latest', shutDown: true } as const;
  const activeJob = (): string | undefined => vault.items.get(machine)?.activeJob;
  // On the way to Azure nothing needs to be chosen.
  const choices = (): ReprotectInput =>
    ['failed-over', 'failover-committed'].includes(vault.items.get(machine)?.state ?? '')
      ? {
          masterTarget: names.masterTarget,
          processServer: names.processServer,
          account: names.account,
          retentionDrive: names.retentionDrive,
          datastore: description.masterTarget?.datastore ?? '',
        }
      : {};
  return {
    role: 'operator',
    name: machine,
    able: {
      'fail over': attempt(() => vault.unplannedFailover(machine, latest)),
      'fail over without shutdown': attempt(() =>
        vault.unplannedFailover(machine, { point: 'latest', shutDown: false }),
      ),
      commit: attempt(() => vault.commit(machine)),
      reprotect: attempt(() => vault.reprotect(machine, choices())),
      'reprotect with another master target': attempt(() =>
        vault.reprotect(machine, { ...choices(), masterTarget: 'mt-99' }),
      ),
      'cancel job': attempt(() => vault.cancelJob(activeJob() ?? '')),
      'restart job': attempt(() => vault.restartJob(activeJob() ?? vault.items.get(machine)?.lastJob ?? '')),
      'repair replication': attempt(() => vault.repairReplication(machine)),
      'protect again': attempt(() =>
        vault.enableReplication(machine, { group: 'PG1', vnet: names.vnet, physical: false }),
      ),
      'delete Azure VM': attempt(() => act(kernel, vault.deleteAzureVm(machine)), cloud.vms.has(machine)),
      'switch on at home': attempt(() => act(kernel, vsphere.call(login, 'PowerOnVM_Task', { vm: machine }))),
    },
  };
}

function attempt(ask: () => unknown, possible = true): () => undefined {
  return () => {
    if (!possible) return undefined;
    try {
      ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return undefined;
  };
}

/** Lets something be done that takes its time. What refuses it is nobody's concern. */
function act(kernel: Kernel, action: Process<unknown>): undefined {
  kernel.spawn(
    undefined,
    'mishap',
    (function* (): Process {
      try {
        yield* action;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    })(),
  );
  return undefined;
}

/** The same, again and again while it is refused because something else is under way; only as long as it `may` be done. */
export function persist(
  kernel: Kernel,
  action: () => Process<unknown>,
  may: () => boolean = () => true,
): undefined {
  kernel.spawn(
    undefined,
    'mishap mended',
    (function* (): Process {
      for (let tries = 0; tries < PATIENCE.tries; tries += 1) {
        try {
          if (may()) {
            yield* action();
            return;
          }
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        yield PATIENCE.everyMs;
      }
    })(),
  );
  return undefined;
}

const PATIENCE = { tries: 60, everyMs: 60_000 };

export function set<T extends object, K extends keyof T>(target: T, field: K, value: T[K]): Undo {
  const before = target[field];
  target[field] = value;
  return () => {
    target[field] = before;
  };
}
