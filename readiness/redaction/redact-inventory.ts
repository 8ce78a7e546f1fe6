import type {
  Datastore,
  DiskFact,
  Fact,
  Host,
  Inventory,
  Machine,
  NicFact,
  SnapshotFact,
} from '../inventory/model';
import type { Disagreement, RecoverySite, ReplicationFacts } from '../inventory/replication-model';
import { mapped } from '../inventory/vim/units';
import type { PseudonymKind, Pseudonyms } from './pseudonyms';

/** An inventory whose machines, hosts, datastores, networks, clusters, accounts, servers and addresses are called by pseudonyms,
 *  wherever they are named: in notes, paths of disks and names of files too. Same inventory, same map, same pseudonyms. */
export function redactInventory(inventory: Inventory, names: Pseudonyms): Inventory {
  const { machines, hosts = [], datastores = [] } = inventory;
  // Every name is known before the first text is searched for them.
  for (const { name } of machines) names.of('vm', name.value);
  for (const { name } of hosts) names.of('host', name.value);
  for (const { name } of datastores) names.of('datastore', name.value);
  const redactor = new Redactor(names);
  const first = redactor.inventory(inventory);
  // The names that only facts hold have become known meanwhile: once more, for the texts that were searched before.
  return withPlaces(redactor.texts(first), names) as Inventory;
}

class Redactor {
  private readonly names: Pseudonyms;

  constructor(names: Pseudonyms) {
    this.names = names;
  }

  inventory(inventory: Inventory): Inventory {
    const { recovery, permissions } = inventory;
    return {
      ...inventory,
      machines: inventory.machines.map((machine) => this.machine(machine)),
      hosts: inventory.hosts?.map((host) => this.host(host)),
      datastores: inventory.datastores?.map((datastore) => this.datastore(datastore)),
      permissions: permissions?.map((each) => ({
        ...each,
        principal: this.names.of('account', each.principal),
      })),
      ...(recovery ? { recovery: this.recovery(recovery) } : {}),
    };
  }

  /** What may name anything. */
  texts(inventory: Inventory): Inventory {
    const words = (value: string) => this.names.text(value);
    return {
      ...inventory,
      sources: inventory.sources.map((source) => ({ ...source, file: words(source.file) })),
      notes: inventory.notes.map((note) => ({ ...note, message: words(note.message) })),
      hosts: inventory.hosts?.map((host) => ({ ...host, key: words(host.key) })),
      datastores: inventory.datastores?.map((each) => ({ ...each, key: words(each.key) })),
      machines: inventory.machines.map((machine) => {
        const { disks, snapshots, partitions, compatibility, replication, disagreements } = machine;
        return {
          ...machine,
          key: words(machine.key),
          disks: mapped(disks, (all) => all.map((each) => this.diskTexts(each))),
          partitions: mapped(partitions, (all) =>
            all.map((each) => ({ ...each, mount: mapped(each.mount, words) })),
          ),
          snapshots: mapped(snapshots, (all) => all.map((each) => this.snapshot(each))),
          ...(compatibility && { compatibility: { ...compatibility, text: words(compatibility.text) } }),
          ...(replication && { replication: this.replicationTexts(replication) }),
          ...(disagreements && { disagreements: disagreements.map((each) => this.disagreementTexts(each)) }),
        };
      }),
    };
  }

  private machine(machine: Machine): Machine {
    const { replication, disagreements } = machine;
    return {
      ...machine,
      name: { ...machine.name, value: this.names.of('vm', machine.name.value) },
      host: this.fact('host', machine.host),
      cluster: this.fact('cluster', machine.cluster),
      datacenter: this.fact('datacenter', machine.datacenter),
      primaryIp: this.fact('ip', machine.primaryIp),
      networks: machine.networks.map((each) => ({ ...each, value: this.names.of('network', each.value) })),
      configDatastore: this.fact('datastore', machine.configDatastore),
      disks: mapped(machine.disks, (all) => all.map((disk) => this.disk(disk))),
      nics: mapped(machine.nics, (all) => all.map((nic) => this.nic(nic))),
      ...(replication && {
        replication: { ...replication, targetDatastore: this.fact('datastore', replication.targetDatastore) },
      }),
      ...(disagreements && { disagreements: disagreements.map((each) => this.disagreement(each)) }),
    };
  }

  private disk(disk: DiskFact): DiskFact {
    return { ...disk, datastore: this.fact('datastore', disk.datastore) };
  }

  private nic(nic: NicFact): NicFact {
    const ipv4 = mapped(nic.ipv4, (all) => all.map((address) => this.names.of('ip', address)));
    return { ...nic, network: this.fact('network', nic.network), ipv4 };
  }

  private diskTexts(disk: DiskFact): DiskFact {
    const text = (value: string) => this.names.text(value);
    return { ...disk, label: mapped(disk.label, text), path: mapped(disk.path, text) };
  }

  private replicationTexts(replication: ReplicationFacts): ReplicationFacts {
    const healthErrors = mapped(replication.healthErrors, (all) =>
      all.map((each) => ({ ...each, summary: mapped(each.summary, (value) => this.names.text(value)) })),
    );
    return { ...replication, healthErrors };
  }

  private snapshot(snapshot: SnapshotFact): SnapshotFact {
    const text = (value: string) => this.names.text(value);
    return {
      ...snapshot,
      name: mapped(snapshot.name, text),
      description: mapped(snapshot.description, text),
    };
  }

  private host(host: Host): Host {
    const { disagreements } = host;
    return {
      ...host,
      name: { ...host.name, value: this.names.of('host', host.name.value) },
      cluster: this.fact('cluster', host.cluster),
      datacenter: this.fact('datacenter', host.datacenter),
      ...(disagreements && { disagreements: disagreements.map((each) => this.disagreement(each)) }),
    };
  }

  private datastore(datastore: Datastore): Datastore {
    const { disagreements } = datastore;
    return {
      ...datastore,
      name: { ...datastore.name, value: this.names.of('datastore', datastore.name.value) },
      hosts: this.facts('host', datastore.hosts),
      ...(disagreements && { disagreements: disagreements.map((each) => this.disagreement(each)) }),
    };
  }

  private recovery({ servers, accounts, vcenters }: RecoverySite): RecoverySite {
    return {
      servers: servers.map((server) => ({
        ...server,
        name: { ...server.name, value: this.names.of('server', server.name.value) },
        ipAddress: this.fact('ip', server.ipAddress),
        datastores: this.facts('datastore', server.datastores),
      })),
      accounts: accounts.map((each) => ({ ...each, value: this.names.of('account', each.value) })),
      vcenters: vcenters.map((each) => ({ ...each, value: this.names.of('vcenter', each.value) })),
    };
  }

  private disagreement({ fact, values }: Disagreement): Disagreement {
    const redacted = (value: unknown): unknown => {
      if (fact === 'host') return this.names.of('host', String(value));
      if (fact === 'primaryIp') return this.names.of('ip', String(value));
      if (fact === 'hosts') return (value as readonly string[]).map((name) => this.names.of('host', name));
      if (fact === 'disks') return (value as readonly DiskFact[]).map((disk) => this.disk(disk));
      return value;
    };
    return { fact, values: values.map((each) => ({ ...each, value: redacted(each.value) })) };
  }

  private disagreementTexts({ fact, values }: Disagreement): Disagreement {
    const redacted = (value: unknown): unknown => {
      if (fact === 'disks') return (value as readonly DiskFact[]).map((disk) => this.diskTexts(disk));
      if (fact === 'snapshots') return (value as readonly SnapshotFact[]).map((each) => this.snapshot(each));
      return value;
    };
    return { fact, values: values.map((each) => ({ ...each, value: redacted(each.value) })) };
  }

  private fact(kind: PseudonymKind, fact: Fact<string>): Fact<string> {
    return mapped(fact, (name) => this.names.of(kind, name));
  }

  private facts(kind: PseudonymKind, fact: Fact<readonly string[]>): Fact<readonly string[]> {
    return mapped(fact, (all) => all.map((name) => this.names.of(kind, name)));
  }
}

/** The same, with the names of files in all its places replaced. */
function withPlaces(value: unknown, names: Pseudonyms): unknown {
  if (Array.isArray(value)) return value.map((each) => withPlaces(each, names));
  if (typeof value !== 'object' || value === null) return value;
  const isPlace = 'file' in value && ('path' in value || 'sheet' in value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      isPlace && key === 'file' ? names.text(String(each)) : withPlaces(each, names),
    ]),
  );
}
