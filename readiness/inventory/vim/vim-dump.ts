import { Misuse } from '../../../simulators/kernel';
import { type Fact, type PathPlace, placeText } from '../model';
import type { NoteBook } from '../notes';
import type { Export } from '../read-export';
import type { InputFile } from '../read-file';
import { DumpNode, isRecord, type Ref } from './dump-node';
import { ObjectPool } from './object-pool';
import { readObjectContent } from './object-xml';
import {
  readVimDatastores,
  readVimHosts,
  readVimLicences,
  readVimPermissions,
  type VimLists,
} from './vim-estate';
import { readVimMachine } from './vim-machine';

/** What is kept of a saved object: a host's configuration alone is a thousand times what is read of it. */
const KEPT_PROPERTIES = new Set(
  'name parent config runtime guest summary snapshot network datastore host info'.split(' '),
);
const KEPT_TYPES = new Set([
  'VirtualMachine',
  'HostSystem',
  'Datastore',
  'ComputeResource',
  'ClusterComputeResource',
  'Network',
  'DistributedVirtualPortgroup',
]);

/** An object in a list, and the reference to it. */
type Listed = readonly [DumpNode | undefined, Ref | undefined];

/** Outputs of govc that list whole objects, by the name of the list. Names are compared without case: old versions write them in
 *  PascalCase, and `ls` and `permissions.ls` still do. */
const OBJECT_LISTS: ReadonlyMap<string, (item: DumpNode) => Listed> = new Map<
  string,
  (item: DumpNode) => Listed
>([
  ['virtualmachines', whole],
  ['hostsystems', whole],
  ['datastores', whole],
  ['elements', (item) => [item.get('object'), item.ref('object.self')]],
]);

/** Collects what dumps of vSphere objects say: JSON of govc, and folders that `govc object.save` has written. */
export class VimDump {
  private readonly notes: NoteBook;
  private readonly pool = new ObjectPool();
  private readonly lists: VimLists = { licences: [], assignments: [], roles: [], permissions: [] };
  private readonly sources: Export['sources'][number][] = [];
  private vcenterUuid: Fact<string>;

  constructor(notes: NoteBook) {
    this.notes = notes;
  }

  /** Adds the documents of a JSON file. Shape: false if none of them is known.
   *  Errors: HW-INPUT-MIXED – objects of two vCenter servers. */
  addJson({ file, sha256 }: InputFile, documents: readonly unknown[]): boolean {
    const context = { notes: this.notes, xml: false };
    const known = documents.map((document, index) => {
      const path = documents.length > 1 ? `/${index}` : '';
      return this.addDocument(new DumpNode(document, { file, path }, context));
    });
    if (!known.includes(true)) return false;
    this.addSource(file, sha256);
    return true;
  }

  /** Adds one saved object. Shape: false if the XML is no ObjectContent.
   *  Errors: those of readObjectContent; HW-INPUT-MIXED – objects of two vCenter servers. */
  addXml({ file }: InputFile, text: string): boolean {
    const content = readObjectContent(text, file);
    if (content === undefined) return false;
    const { type, id } = content;
    for (const { name, path, value } of content.properties) {
      const node = new DumpNode(value, { file, path }, { notes: this.notes, xml: true });
      if (type === 'ServiceInstance' && name === 'content') this.addAbout(node.get('about'));
      if (type === 'LicenseManager' && name === 'licenses') append(this.lists.licences, node);
      if (type === 'AuthorizationManager' && name === 'roleList') append(this.lists.roles, node);
      if (KEPT_TYPES.has(type) && KEPT_PROPERTIES.has(name)) this.pool.add({ type, id }, name, node);
    }
    // An object that was saved was read whole: what it lacks is not set.
    if (type === 'VirtualMachine' && content.properties.every(({ name }) => name !== 'snapshot'))
      this.pool.add(
        { type, id },
        'snapshot',
        new DumpNode(null, { file, path: '/ObjectContent' }, { notes: this.notes, xml: true }),
      );
    return true;
  }

  addSource(file: string, sha256: string): void {
    this.sources.push({ file, sha256, rvtoolsVersion: undefined, exportedAt: undefined, vcenters: [] });
  }

  /** What all the files say together. */
  finish(): Export {
    const { pool, lists, vcenterUuid } = this;
    const scope = `file:${this.sources[0]?.sha256.slice(0, 12)}`;
    const vms = pool.all('VirtualMachine');
    const machines = vms.flatMap((vm) => readVimMachine(vm, pool, vcenterUuid, scope) ?? []);
    const homeless = vms.filter((vm) => {
      const host = vm.get('runtime.host') ?? vm.get('summary.runtime.host');
      return host && !pool.nameOf(host);
    });
    this.noteGaps(vms.length - machines.length, homeless.length);
    const vcenters = vcenterUuid ? [vcenterUuid.value] : [];
    return {
      kind: 'vim',
      sources: this.sources.map((source) => ({ ...source, vcenters })),
      machines,
      hosts: readVimHosts(pool, lists, vcenterUuid, scope),
      datastores: readVimDatastores(pool, vcenterUuid, scope),
      licences: readVimLicences(lists),
      permissions: readVimPermissions(lists),
    };
  }

  private addDocument(document: DumpNode): boolean {
    if (Array.isArray(document.value)) {
      const known = document.items().map((item) => this.addItem(item));
      return known.length === 0 || known.includes(true);
    }
    if (!isRecord(document.value)) return false;
    if (this.addItem(document)) return true;
    let known = false;
    for (const name of Object.keys(document.value)) {
      const list = document.get(name);
      const pick = OBJECT_LISTS.get(name.toLowerCase());
      if (pick) {
        for (const item of list?.items() ?? []) this.addWhole(...pick(item));
        known = true;
      } else if (/^(roles|permissions)$/i.test(name)) {
        append(this.lists[name.toLowerCase() as 'roles' | 'permissions'], list);
        known = true;
      } else if (/^about$/i.test(name)) {
        this.addAbout(list);
        known = true;
      } else if (/^devices$/i.test(name)) {
        this.skip(document, 'devices without saying of which machine: give govc vm.info -json instead');
        known = true;
      }
    }
    return known;
  }

  /** Adds an element of a list, or a document of its own, that is known by what it has. */
  private addItem(item: DumpNode): boolean {
    const { licences, assignments, roles } = this.lists;
    const changes = item.get('changeSet') ?? item.get('propSet');
    if (item.get('obj') && changes) this.addProperties(item.ref('obj'), changes);
    else if (item.get('licenseKey') ?? item.get('editionKey')) licences.push(item);
    else if (item.get('assignedLicense')) assignments.push(item);
    else if (item.get('roleId') && item.get('info')) roles.push(item);
    else if (item.get('self')) this.addWhole(...whole(item));
    else if (isRecord(item.value) && ('current' in item.value || 'Current' in item.value))
      this.skip(item, 'snapshots without saying of which machine: give govc vm.info -json instead');
    else return false;
    return true;
  }

  private addWhole(node: DumpNode | undefined, ref: Ref | undefined): void {
    if (node && ref && KEPT_TYPES.has(ref.type)) this.pool.add(ref, '', node);
  }

  private addProperties(ref: Ref | undefined, changes: DumpNode): void {
    for (const change of changes.items()) {
      const name = change.text('name')?.value;
      if (name === undefined || ref === undefined) continue;
      const value = change.get('val') ?? new DumpNode(null, change.at, { notes: this.notes, xml: false });
      if (KEPT_TYPES.has(ref.type)) this.pool.add(ref, name, value);
      if (ref.type === 'LicenseManager' && name === 'licenses') append(this.lists.licences, value);
      if (ref.type === 'AuthorizationManager' && name === 'roleList') append(this.lists.roles, value);
    }
  }

  private addAbout(about: DumpNode | undefined): void {
    const uuid = about?.text('instanceUuid');
    if (uuid && this.vcenterUuid && uuid.value.toLowerCase() !== this.vcenterUuid.value.toLowerCase()) {
      const message = `expected the objects of one vCenter, got two: ${placeText(this.vcenterUuid.at)}, and ${placeText(uuid.at)}`;
      throw new Misuse('HW-INPUT-MIXED', message, 'Import the dumps of one vCenter at a time.');
    }
    this.vcenterUuid = uuid ?? this.vcenterUuid;
  }

  private skip({ at }: { readonly at: PathPlace }, what: string): void {
    this.notes.add('warning', 'HW-NOTE-SKIPPED', `${at.file} lists ${what}`, at);
  }

  private noteGaps(unnamed: number, homeless: number): void {
    if (unnamed > 0) {
      const message = `${unnamed} machines are only referred to: add govc vm.info -json of them`;
      this.notes.add('info', 'HW-NOTE-ORPHAN', message);
    }
    if (homeless > 0) {
      const message = `the host of ${homeless} machines has an id but no name: add govc host.info -json`;
      this.notes.add('info', 'HW-NOTE-NO-NAME', message);
    }
  }
}

/** One by one: a list may be longer than a call may have arguments. */
function append(nodes: DumpNode[], list: DumpNode | undefined): void {
  for (const node of list?.items() ?? []) nodes.push(node);
}

function whole(item: DumpNode): readonly [DumpNode, Ref | undefined] {
  return [item, item.ref('self')];
}
