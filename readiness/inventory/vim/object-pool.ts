import { Misuse } from '../../../simulators/kernel';
import { type Fact, type PathPlace, placeText } from '../model';
import type { DumpNode, Ref } from './dump-node';

/** One part of what files say about an object: all that stands under `prefix` ('' is the whole object). */
interface Part {
  readonly prefix: string;
  readonly node: DumpNode;
}

/** A managed object, put together from all files that say something about it. Of what two say, the later counts. */
export class ManagedObject {
  readonly ref: Ref;
  private parts: readonly Part[] = [];

  constructor(ref: Ref) {
    this.ref = ref;
  }

  add(prefix: string, node: DumpNode): void {
    // A property that is told again is told anew; of whole objects each may have other properties.
    const others = prefix === '' ? this.parts : this.parts.filter((part) => part.prefix !== prefix);
    this.parts = [{ prefix, node }, ...others];
  }

  /** The value of a property path; `undefined` if no file has it, or if it was asked for by name and came back empty. */
  get(path: string): DumpNode | undefined {
    for (const { prefix, node } of this.parts) {
      if (prefix !== '' && path !== prefix && !path.startsWith(`${prefix}.`)) continue;
      if (node.value === null) return undefined;
      const found = node.get(path.slice(prefix === '' ? 0 : prefix.length + 1));
      if (found !== undefined && found.value !== '') return found;
    }
    return undefined;
  }

  text(...paths: readonly string[]): Fact<string> {
    for (const path of paths) {
      const fact = this.get(path)?.text();
      if (fact !== undefined) return fact;
    }
    return undefined;
  }

  /** Where it shows that a property is not set: it was asked for by name and came back empty, or the object was read whole
   *  (an object that has `whole`, such as config, was). */
  unsetAt(path: string, whole: string): PathPlace | undefined {
    if (this.get(path) !== undefined) return undefined;
    for (const { prefix, node } of this.parts) {
      if (prefix === path) return node.at;
      if (prefix === '' && node.get(whole) !== undefined) return node.at;
    }
    return undefined;
  }
}

/** All managed objects of one vCenter server or host that the files know, by type and id. Shape: in the order of first mention. */
export class ObjectPool {
  private readonly objects = new Map<string, ManagedObject>();

  /** Adds what a file says about an object.
   *  Errors: HW-INPUT-MIXED – the same id stands for another machine: the files are from two vCenter servers. */
  add(ref: Ref, prefix: string, node: DumpNode): void {
    const key = `${ref.type}:${ref.id}`;
    const object = this.objects.get(key) ?? new ManagedObject(ref);
    this.objects.set(key, object);
    const before = instanceOf(object);
    object.add(prefix, node);
    const after = instanceOf(object);
    if (
      before === undefined ||
      after === undefined ||
      before.value.toLowerCase() === after.value.toLowerCase()
    )
      return;
    const message =
      `expected the objects of one vCenter, got two machines with the id ${ref.id}: ` +
      `${placeText(before.at)}, and ${placeText(after.at)}`;
    throw new Misuse('HW-INPUT-MIXED', message, 'Import the dumps of one vCenter at a time.');
  }

  /** Objects of a type or of any of several, in the order of first mention. */
  all(...types: readonly string[]): readonly ManagedObject[] {
    return [...this.objects.values()].filter(({ ref }) => types.includes(ref.type));
  }

  find(ref: Ref | undefined): ManagedObject | undefined {
    return ref && this.objects.get(`${ref.type}:${ref.id}`);
  }

  /** The name of the object that a reference stands for, resting on the reference; `undefined` if no file has it. */
  nameOf(node: DumpNode | undefined): Fact<string> {
    const name = this.find(node?.ref())?.text('name', 'summary.name', 'summary.config.name');
    return name && node ? { value: name.value, at: node.at } : undefined;
  }
}

function instanceOf(object: ManagedObject): Fact<string> {
  if (object.ref.type !== 'VirtualMachine') return undefined;
  return object.text('config.instanceUuid', 'summary.config.instanceUuid');
}
