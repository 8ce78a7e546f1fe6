import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Estate } from '../simulators/estate';
import type { Role } from '../simulators/estate-parts';
import type { Question } from '../simulators/network';
import { type Disk, EXTENT_BYTES, type ExtentMap, type Run } from '../simulators/storage';
import type { DiskWrite, ReplicaBatch } from '../simulators/wire';
import type { Block } from './block';
import {
  type BlockRoom,
  BlockStore,
  blocksOf,
  contentOf,
  DiskImage,
  type ImageKind,
  keepAll,
  Materialised,
  pack,
  unpack,
} from './bytes';
import { borrowed } from './channel';
import { Nonsense } from './codec';
import type { NodeBytes } from './estate-node';

/** So many are kept at once. */
const PUT_BLOCKS = 64;

/** What of a machine's disk a question carries. */
interface Carried {
  readonly machine: string;
  /** Shape: machine and number of the disk, `erp-db-01/0`. */
  readonly disk: string;
  readonly runs: readonly Run[];
}

interface Shown {
  /** Whose: machine and number of the disk. */
  readonly name: string;
  readonly disk: Disk;
  readonly image: DiskImage;
  readonly materialised: Materialised;
  view: ExtentMap;
}

interface ShownVm {
  readonly name: string;
  readonly machine: string;
  readonly disks: readonly Disk[];
  readonly attachedTo?: string | null;
}

/** The bytes behind the contents in one node. What guests write is made where they write it, and nowhere else; to all other places it comes
 *  over the wire and is kept: by a process server until it is passed on, by a master target and by the vault as long as they hold recovery
 *  points, by the hosts as what was there before a master target wrote. The disks of virtual machines are files: VMDKs on the site, VHDs in
 *  Azure.
 *  Errors: HW-NODE-STORE – they cannot be kept; HW-NODE-STORE-DAMAGED. */
export class EstateBytes implements NodeBytes {
  private readonly estate: Estate;
  private readonly role: Role;
  private readonly folder: string;
  private readonly store: BlockStore;
  private readonly shown = new Map<string, Shown>();
  /** Questions whose blocks are coming, each with its disk: nothing of that is forgotten meanwhile. */
  private readonly coming = new Map<Question, string>();
  /** Disks of which there is something in the store, by their machines. */
  private readonly kept = new Map<string, Set<string>>();
  /** Blocks that came to the hosts. */
  private readonly arrived: Pick<Block, 'disk' | 'extent' | 'version'>[] = [];
  private swept = false;

  /** Takes up what an earlier life of the node left in its two folders. */
  constructor(estate: Estate, role: Role, folders: { readonly blocks: string; readonly disks: string }) {
    this.estate = estate;
    this.role = role;
    this.folder = folders.disks;
    this.store = BlockStore.open(folders.blocks);
    for (const [machine, { disks }] of estate.machines)
      for (const number of disks.keys()) this.remember({ machine, disk: `${machine}/${number}` });
    if (role === 'azure' || role === 'vcenter') mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /** What could not be read of the blocks that an earlier life left: places in files. */
  get damaged(): readonly string[] {
    return this.store.damaged;
  }

  sending(question: Question): Iterable<Block> | undefined {
    const { disk, runs } = this.carriedBy(question) ?? {};
    if (disk === undefined || !runs) return undefined;
    return blocksOf(runs, (extent, version, room) => this.blockToSend(disk, extent, version, room));
  }

  async keep(question: Question, blocks: AsyncIterable<Block>): Promise<void> {
    const carried = this.carriedBy(question);
    const { disk } = carried ?? {};
    if (disk !== undefined) this.coming.set(question, disk);
    if (carried) this.remember(carried);
    await keepAll(this.store, borrowed(blocks), (block) => {
      if (block.disk !== disk)
        throw new Nonsense(`a block of ${block.disk} came with ${question.message.kind}`);
      // Whoever writes them to disks looks at them first; the others pass on what they got, with its checksum.
      if (this.role === 'vcenter' || this.role === 'azure') unpack(block.packed);
      if (this.role === 'vcenter') this.arrived.push({ disk, extent: block.extent, version: block.version });
    });
    if (carried) this.mustHave(carried);
  }

  heard(question: Question): void {
    this.coming.delete(question);
  }

  settle(): void {
    const present = new Set<string>();
    for (const { name, machine, disks } of this.vms())
      for (const [number, disk] of disks.entries()) {
        const id = `${name}-${number}`;
        present.add(id);
        this.show(id, `${machine}/${number}`, disk);
      }
    for (const [id, shown] of this.shown) if (!present.has(id)) this.hide(id, shown);
    if (!this.swept) this.sweep(present);
    // What the hosts wrote is in the images.
    if (this.role === 'vcenter' && this.coming.size === 0) this.store.forgetAll(this.arrived.splice(0));
    for (const [machine, disks] of this.kept) if (!this.isNeeded(machine)) this.forget(machine, disks);
  }

  close(): void {
    for (const { image } of this.shown.values()) image.close();
    this.store.close();
  }

  private show(id: string, name: string, disk: Disk): void {
    const view = disk.view();
    const shown = this.shown.get(id);
    if (shown?.disk === disk) {
      if (shown.view.equals(view)) return;
      this.keepWhatWas(shown, shown.view.changesSince(view));
      shown.materialised.sync(view);
      shown.view = view;
      return;
    }
    shown?.image.close();
    const image = DiskImage.open(this.pathOf(id), this.kind, disk.sizeBytes);
    // What was forgotten since it came is in the image already.
    const bytesOf = (lineage: string, extent: number, version: number): Buffer => {
      const block = this.blockAt(lineage, extent, version);
      if (block) return unpack(block.packed);
      if (this.shown.has(id)) throw this.missing(lineage, extent, version);
      return whole(image.read(extent));
    };
    const { materialised } = Materialised.recover(image, name, bytesOf, view);
    this.shown.set(id, { name, disk, image, materialised, view });
  }

  /** A virtual machine is gone, and its files go; what others may still want of them is kept. */
  private hide(id: string, shown: Shown): void {
    const { name, image, view } = shown;
    if (this.isNeeded(machineOf(name))) this.keepWhatWas(shown, view.runs());
    image.close();
    DiskImage.remove(this.pathOf(id), this.kind);
    this.shown.delete(id);
  }

  /** Removes what an earlier life left of virtual machines that are gone. */
  private sweep(present: ReadonlySet<string>): void {
    this.swept = true;
    if (this.role !== 'azure' && this.role !== 'vcenter') return;
    for (const file of readdirSync(this.folder)) {
      const id = file.replace(/[.](vmdk|vhd)$/, '');
      if (id !== file && !id.endsWith('-flat') && !present.has(id))
        DiskImage.remove(this.pathOf(id), this.kind);
    }
  }

  /** What came from the other side and is about to be overwritten is kept: it may have to be sent once more, or brought back. While a master
   *  target writes, so is all. */
  private keepWhatWas({ name, image }: Shown, was: readonly Run[]): void {
    const machine = machineOf(name);
    const attached =
      this.role === 'vcenter' && this.vmsOf(machine).some(({ attachedTo }) => attachedTo !== null);
    this.remember({ machine, disk: name });
    let blocks: Block[] = [];
    for (const { start, count, version } of was) {
      if (version === 0 || (!attached && this.isMadeHere(name, version))) continue;
      for (let extent = start; extent < start + count; extent += 1) {
        blocks.push({ disk: name, extent, version, packed: pack(whole(image.read(extent))) });
        if (blocks.length < PUT_BLOCKS) continue;
        this.store.putAll(blocks);
        blocks = [];
      }
    }
    this.store.putAll(blocks);
  }

  /** A master target need not send what was on the disks before it wrote: it is kept there. */
  private blockToSend(disk: string, extent: number, version: number, room: BlockRoom): Block | undefined {
    if (this.role === 'master-target' && !this.store.has(disk, extent, version)) return undefined;
    return this.blockOf(disk, extent, version, room);
  }

  /** Errors: an error – nobody ever brought it: the simulation is wrong. */
  private blockOf(disk: string, extent: number, version: number, room?: BlockRoom): Block {
    const block = this.blockAt(disk, extent, version, room);
    if (!block) throw this.missing(disk, extent, version);
    return block;
  }

  /** Undefined: it is not here. */
  private blockAt(disk: string, extent: number, version: number, room?: BlockRoom): Block | undefined {
    const stored = this.store.get(disk, extent, version, room?.record);
    if (stored) return stored;
    for (const { name, view, image } of this.shown.values())
      if (name === disk && view.get(extent) === version)
        return { disk, extent, version, packed: pack(whole(image.read(extent, room?.raw)), room?.packed) };
    if (!this.isMadeHere(disk, version)) return undefined;
    return { disk, extent, version, packed: pack(contentOf(disk, extent, version), room?.packed) };
  }

  private missing(disk: string, extent: number, version: number): Error {
    return new Error(`${this.role} does not have extent ${extent} of ${disk} in version ${version}`);
  }

  /** Everything that a question is about is here. Errors: Nonsense – the blocks that came with it are not all. */
  private mustHave({ disk, runs }: Carried): void {
    const shown = [...this.shown.values()].filter(({ name }) => name === disk);
    for (const { start, count, version } of runs) {
      if (version === 0 || this.isMadeHere(disk, version)) continue;
      for (let extent = start; extent < start + count; extent += 1)
        if (!this.store.has(disk, extent, version) && !shown.some(({ view }) => view.get(extent) === version))
          throw new Nonsense(`extent ${extent} of ${disk} did not come in version ${version}`);
    }
  }

  /** Did the guest on this side write it? Its first contents are the site's, whose later writes have even numbers; those in Azure odd ones. */
  private isMadeHere(disk: string, version: number): boolean {
    const filled =
      this.estate.machines.get(machineOf(disk))?.disks.filter(({ usedBytes }) => usedBytes > 0).length ?? 0;
    const byAzure = version > filled && version % 2 === 1;
    return this.role === (byAzure ? 'azure' : 'vcenter');
  }

  private carriedBy({ message }: Question): Carried | undefined {
    if (message.kind === 'ps.batch' || message.kind === 'replica.batch') {
      const { route, batch } = message as ReplicaBatch;
      return { machine: route.machine, disk: `${route.machine}/${batch.disk}`, runs: batch.runs };
    }
    if (message.kind !== 'disk.write') return undefined;
    const { vm, disk, runs } = message as DiskWrite;
    const machine = this.ownerOf(vm);
    return machine === undefined ? undefined : { machine, disk: `${machine}/${disk}`, runs };
  }

  /** Whose disks a virtual machine of the site has. */
  private ownerOf(vm: string): string | undefined {
    if (this.role === 'vcenter') return this.estate.vsphere.inventory.vms.get(vm)?.machine;
    for (const { component } of this.estate.servers.masterTargets.values())
      for (const attached of component.durable.attached.values())
        if (attached.vm === vm) return attached.machine;
    return undefined;
  }

  private vms(): readonly ShownVm[] {
    const { cloud, vsphere } = this.estate;
    if (this.role === 'azure') return [...cloud.vms.values()];
    if (this.role !== 'vcenter') return [];
    const { vms, files } = vsphere.inventory;
    return [...vms.values(), ...[...files.values()].map(({ vm }) => vm)];
  }

  private vmsOf(machine: string): readonly ShownVm[] {
    return this.vms().filter((vm) => vm.machine === machine);
  }

  /** Whether anybody here may still want what the store has of a machine. */
  private isNeeded(machine: string): boolean {
    const { servers, vault } = this.estate;
    if (this.role === 'process-server')
      return [...servers.processServers.values()].some(({ busyPairs }) =>
        busyPairs.some((pair) => pair.startsWith(`${machine}/`)),
      );
    if (this.role === 'master-target')
      return [...servers.masterTargets.values()].some(({ component }) =>
        [...component.durable.attached.values()].some((attached) => attached.machine === machine),
      );
    return this.vmsOf(machine).length > 0 || (this.role === 'azure' && vault.replicas.has(machine));
  }

  private remember({ machine, disk }: Pick<Carried, 'machine' | 'disk'>): void {
    const disks = this.kept.get(machine) ?? new Set();
    disks.add(disk);
    this.kept.set(machine, disks);
  }

  private forget(machine: string, disks: ReadonlySet<string>): void {
    for (const disk of this.coming.values()) if (disks.has(disk)) return;
    for (const disk of disks) this.store.forget(disk);
    this.kept.delete(machine);
  }

  private pathOf(id: string): string {
    return join(this.folder, `${id}.${this.kind}`);
  }

  private get kind(): ImageKind {
    return this.role === 'azure' ? 'vhd' : 'vmdk';
  }
}

function machineOf(disk: string): string {
  return disk.slice(0, disk.lastIndexOf('/'));
}

/** An extent at the end of a disk is made up to 64 KiB. */
function whole(bytes: Buffer): Buffer {
  return bytes.length === EXTENT_BYTES ? bytes : Buffer.concat([bytes], EXTENT_BYTES);
}
