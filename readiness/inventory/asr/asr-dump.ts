import { combine } from '../combine';
import { type Datastore, type Known, type Machine, placeText } from '../model';
import type { NoteBook } from '../notes';
import type { Export } from '../read-export';
import type { InputFile } from '../read-file';
import type { RecoveryServer } from '../replication-model';
import { DumpNode, isRecord } from '../vim/dump-node';
import { armId } from './arm-value';
import { readAsrMachine } from './asr-machine';
import { newestTimeMs } from './asr-replication';
import { readAccounts, readServers, readTargetDatastores } from './asr-servers';

const TYPE = /^microsoft\.recoveryservices\/vaults\/(?:.*\/)?(replication\w+)$/i;

/** Collects what Azure Site Recovery says: ARM JSON of replication protected items, fabrics, policies and vCenters, lists or single ones.
 *  Shape: ids are compared without regard to case; a list and the single form of one item complete each other. */
export class AsrDump {
  private readonly notes: NoteBook;
  private readonly machines = new Map<string, Machine>();
  private servers: readonly RecoveryServer[] = [];
  private accounts: ReturnType<typeof readAccounts> = [];
  private readonly vcenters: ReturnType<typeof readAccounts>[number][] = [];
  private datastores: readonly Datastore[] = [];
  private readonly sources: Export['sources'][number][] = [];
  private readonly fabrics = new Set<string>();
  /** Thresholds by the id of a policy, and ids of policies by that of an item. */
  private readonly thresholds = new Map<string, Known<number>>();
  private readonly policies = new Map<string, string>();

  constructor(notes: NoteBook) {
    this.notes = notes;
  }

  /** Adds the documents of a JSON file. Shape: false if none of them is a resource of a Site Recovery vault, or a list of such (which may be empty).
   *  Errors: HW-INPUT-CELL – a disk's capacity that is no number. */
  addJson({ file, sha256 }: InputFile, documents: readonly unknown[]): boolean {
    const resources = documents.flatMap((document, index) => {
      const path = documents.length > 1 ? `/${index}` : '';
      return this.resourcesOf(new DumpNode(document, { file, path }, { notes: this.notes, xml: false }));
    });
    if (resources.length === 0 && !documents.every(isEmptyList)) return false;
    if (resources.length === 0)
      this.notes.add('info', 'HW-NOTE-SKIPPED', `${file} is an empty list of Azure's`);
    const seen = new Set<string>();
    let newestMs: number | undefined;
    for (const { node, kind } of resources) {
      const id = node.text('id')?.value.toLowerCase() ?? `${node.at.file}${node.at.path}`;
      if (seen.has(id))
        this.notes.add(
          'warning',
          'HW-NOTE-SAME-IDENTITY',
          `${file} has one resource twice: both are read`,
          node.at,
        );
      seen.add(id);
      this.addResource(node, kind, id);
      const ms = newestTimeMs(node);
      if (ms !== undefined && (newestMs === undefined || ms > newestMs)) newestMs = ms;
    }
    const exportedAt = newestMs === undefined ? undefined : new Date(newestMs).toISOString().slice(0, 19);
    this.sources.push({ file, sha256, rvtoolsVersion: undefined, exportedAt, vcenters: [] });
    return true;
  }

  /** What all the files say together. */
  finish(): Export {
    const { servers, accounts, vcenters } = this;
    const known = servers.length + accounts.length + vcenters.length > 0;
    return {
      kind: 'asr',
      sources: this.sources,
      machines: [...this.machines].map(([id, machine]) => this.withThreshold(id, machine)),
      hosts: undefined,
      datastores: this.datastores.length > 0 ? this.datastores : undefined,
      licences: undefined,
      permissions: undefined,
      ...(known ? { recovery: { servers, accounts, vcenters } } : {}),
    };
  }

  private resourcesOf(document: DumpNode): readonly { readonly node: DumpNode; readonly kind: string }[] {
    const { value } = document;
    const listed = isRecord(value) && Array.isArray(value.value) ? document.get('value') : undefined;
    const nodes = listed ? listed.items() : Array.isArray(value) ? document.items() : [document];
    const resources = nodes.flatMap((node) => {
      const kind =
        isRecord(node.value) && typeof node.value.type === 'string' && TYPE.exec(node.value.type)?.[1];
      return kind ? [{ node, kind: kind.toLowerCase() }] : [];
    });
    const next = listed && document.get('nextLink');
    if (resources.length > 0 && next?.text())
      this.notes.add(
        'warning',
        'HW-NOTE-PAGED',
        `${document.at.file} is one page of a list that goes on: ask for nextLink too`,
        next.at,
      );
    return resources;
  }

  private addResource(node: DumpNode, kind: string, id: string): void {
    if (kind === 'replicationprotecteditems') this.addItem(node, id);
    else if (kind === 'replicationfabrics') this.addFabric(node, id);
    else if (kind === 'replicationpolicies') this.addPolicy(node, id);
    else if (kind === 'replicationvcenters') {
      const name = node.text('properties.friendlyName') ?? node.text('name');
      if (name) this.vcenters.push(name);
    } else {
      const message = `${node.at.file} has ${kind}: they say nothing of an estate, and are left out`;
      this.notes.add('info', 'HW-NOTE-SKIPPED', message, node.at);
    }
  }

  private addItem(node: DumpNode, id: string): void {
    const machine = readAsrMachine(node, (at) => {
      const message =
        'the last synchronisation lies after all that the item knew: a local time marked as UTC, left out';
      this.notes.add('warning', 'HW-NOTE-FUTURE', message, at.at);
    });
    if (!machine) {
      const type = node.text('properties.providerSpecificDetails.instanceType')?.value ?? 'no provider';
      const message = `${placeText(node.at)} is replicated by ${type}, not from VMware: left out`;
      this.notes.add('info', 'HW-NOTE-SKIPPED', message, node.at);
      return;
    }
    const policy = armId(node, 'properties.policyId');
    if (policy) this.policies.set(id, policy.value);
    const earlier = this.machines.get(id);
    this.machines.set(id, earlier ? combine(earlier, machine) : machine);
  }

  /** Source: Site Recovery API 2024-04-01, InMageAzureV2PolicyDetails and InMagePolicyDetails; those of the modernized provider have no threshold. */
  private addPolicy(node: DumpNode, id: string): void {
    const minutes = node.amount('properties.providerSpecificDetails.recoveryPointThresholdInMinutes');
    if (minutes && minutes.value > 0) this.thresholds.set(id, minutes);
  }

  private withThreshold(id: string, machine: Machine): Machine {
    const { replication } = machine;
    const rpoThresholdMinutes = this.thresholds.get(this.policies.get(id) ?? '');
    if (!replication || !rpoThresholdMinutes) return machine;
    return { ...machine, replication: { ...replication, rpoThresholdMinutes } };
  }

  /** A fabric that is given twice counts once: the first. */
  private addFabric(node: DumpNode, id: string): void {
    if (this.fabrics.has(id)) {
      const message = `${placeText(node.at)} is a fabric that another file has too: the first counts`;
      this.notes.add('warning', 'HW-NOTE-SAME-IDENTITY', message, node.at);
      return;
    }
    this.fabrics.add(id);
    this.servers = [...this.servers, ...readServers(node)];
    this.accounts = [...this.accounts, ...readAccounts(node)];
    this.datastores = [...this.datastores, ...readTargetDatastores(node)];
  }
}

/** A vault without a kind of resource answers so: that says nothing, and is no reason to refuse what other files say. */
function isEmptyList(document: unknown): boolean {
  if (!isRecord(document) || !Array.isArray(document.value) || document.value.length > 0) return false;
  return Object.keys(document).every((name) => name === 'value' || name === 'nextLink');
}
