import { Later } from '../answers';
import { Collector } from '../collector/collector';
import { missingXml } from '../collector/filter';
import { readProperty } from '../collector/read';
import { checkRoots, pathsFor, readSpec, type Selected, type Spec, select } from '../collector/select';
import { vimFault } from '../faults';
import { managedType } from '../managed-type';
import { ownObject } from '../own';
import { letTimePass } from '../poll';
import { RawXml } from '../raw-xml';
import { resolved } from '../resolve';
import type { Data, Ref } from '../values';
import type { View } from '../view';
import { escapeXml } from '../xml/write';
import { dispose } from './task';

/** A page has at most so many objects, whatever the client says. */
const PAGE_MAX = 100_000;

/** What stands behind a filter, for its session. */
interface FilterOf {
  readonly collector: Collector;
  readonly id: string;
  readonly spec: Data;
  readonly partial: boolean;
}

export const propertyFilter = managedType<FilterOf>('PropertyFilter', 'ManagedObject', {
  properties: {
    spec: ['PropertyFilterSpec', ({ spec }) => spec],
    partialUpdates: ['boolean', ({ partial }) => partial],
  },
  methods: { 'DestroyPropertyFilter()': (self, _args, view) => dispose(self, view) },
});

export const propertyCollector = managedType<Collector | undefined>('PropertyCollector', 'ManagedObject', {
  properties: { filter: ['&PropertyFilter[]?', (self, view) => collectorOf(self, view).filterRefs] },
  methods: {
    'RetrieveProperties(specSet:PropertyFilterSpec[]): ObjectContent[]?': (_self, args, view) => {
      const specs = readSpecs(args, view);
      return new RawXml(contents(specs, view, 'returnval'));
    },
    'RetrievePropertiesEx(specSet:PropertyFilterSpec[] options:RetrieveOptions): RetrieveResult?': (
      _self,
      args,
      view,
    ) => {
      const specs = readSpecs(args, view);
      const max = (args.options as Data).maxObjects as number | undefined;
      if (max === undefined) return new RawXml(wrapped(contents(specs, view, 'objects')));
      if (max <= 0)
        throw vimFault('InvalidArgument', 'maxObjects', { invalidProperty: 'options.maxObjects' });
      const all = specs.flatMap((spec) => [...select(spec, view)].map(({ ref }) => ({ ref, spec })));
      return page(all, Math.min(max, PAGE_MAX), view);
    },
    'ContinueRetrievePropertiesEx(token:string): RetrieveResult': (_self, args, view) => {
      const token = args.token as string;
      const rest = view.own.pages.get(token) as Rest | undefined;
      if (!rest) throw vimFault('InvalidArgument', 'token', { invalidProperty: 'token' });
      view.own.pages.delete(token);
      return page(rest.left, rest.max, view);
    },
    'CancelRetrievePropertiesEx(token:string)': (_self, args, view) => {
      if (!view.own.pages.delete(args.token as string))
        throw vimFault('InvalidArgument', 'token', { invalidProperty: 'token' });
    },
    'CreateFilter(spec:PropertyFilterSpec partialUpdates:boolean): &PropertyFilter': (self, args, view) => {
      const collector = collectorOf(self, view);
      const spec = args.spec as Data;
      // What it names must be there, and its paths be right, before it exists.
      [...select(readSpec(spec), view)];
      const filter: FilterOf & { id: string } = {
        collector,
        id: '',
        spec,
        partial: args.partialUpdates as boolean,
      };
      const ref = ownObject(view, 'PropertyFilter', filter, () => collector.removeFilter(ref.id));
      filter.id = ref.id;
      collector.addFilter(ref, spec, filter.partial);
      return ref;
    },
    'CreatePropertyCollector(): &PropertyCollector': (_self, _args, view) => {
      const collector = new Collector(view.vim);
      return ownObject(view, 'PropertyCollector', collector, () => collector.dispose());
    },
    'DestroyPropertyCollector()': (self, _args, view) => {
      if (!self) throw vimFault('NotSupported', 'the collector of the session stays');
      dispose(self, view);
    },
    'CancelWaitForUpdates()': (self, _args, view) => collectorOf(self, view).cancel(),
    'CheckForUpdates(version:string?): UpdateSet?': (self, args, view) => {
      const xml = collectorOf(self, view).updates(
        (args.version as string | undefined) ?? '',
        view,
        Number.MAX_SAFE_INTEGER,
      );
      return xml === undefined ? undefined : new RawXml([xml]);
    },
    'WaitForUpdates(version:string?): UpdateSet': (self, args, view) =>
      waitFor(
        collectorOf(self, view),
        (args.version as string | undefined) ?? '',
        view,
        undefined,
        Number.MAX_SAFE_INTEGER,
      ),
    'WaitForUpdatesEx(version:string? options:WaitOptions?): UpdateSet?': (self, args, view) => {
      const options = args.options as Data | undefined;
      const seconds = options?.maxWaitSeconds as number | undefined;
      const max = options?.maxObjectUpdates as number | undefined;
      if (seconds !== undefined && seconds < 0)
        throw vimFault('InvalidArgument', 'maxWaitSeconds', { invalidProperty: 'options.maxWaitSeconds' });
      if (max !== undefined && max <= 0)
        throw vimFault('InvalidArgument', 'maxObjectUpdates', {
          invalidProperty: 'options.maxObjectUpdates',
        });
      return waitFor(
        collectorOf(self, view),
        (args.version as string | undefined) ?? '',
        view,
        seconds === undefined ? undefined : seconds * 1_000,
        max,
      );
    },
  },
  open: ['RetrieveProperties', 'RetrievePropertiesEx'],
});

/** Understands what is asked for; whoever asks for a task or a busy VM waits for it. */
function readSpecs(args: Data, view: View): Spec[] {
  const specs = (args.specSet as Data[]).map(readSpec);
  letTimePass(
    specs.flatMap(({ objectSet }) => objectSet.map(({ obj }) => obj as Ref)),
    view,
  );
  return specs;
}

/** The collector that is meant: one that the session made, or its own. */
function collectorOf(self: Collector | undefined, view: View): Collector {
  if (self) return self;
  view.own.collector ??= new Collector(view.vim);
  return view.own.collector;
}

function waitFor(
  collector: Collector,
  version: string,
  view: View,
  maxMs: number | undefined,
  max?: number,
): Later {
  const cancels = collector.cancels;
  let given = version;
  return new Later(() => {
    if (collector.isOver || collector.cancels !== cancels) throw vimFault('RequestCanceled');
    const xml = collector.updates(given, view.again(), max);
    if (xml !== undefined) return { value: new RawXml([xml]) };
    given = collector.current;
    return undefined;
  }, maxMs);
}

interface Rest {
  readonly left: readonly { readonly ref: Ref; readonly spec: Spec }[];
  readonly max: number;
}

/** One page of what was selected; the rest waits under a token. What is gone meanwhile is left out. */
function page(all: Rest['left'], max: number, view: View): RawXml | undefined {
  if (all.length === 0) return undefined;
  const left = all.slice(max);
  let token = '';
  if (left.length > 0) {
    token = view.vim.kernel.random('vim pages').guid();
    view.own.pages.set(token, { left, max });
  }
  const objects = function* (): Generator<string> {
    for (const { ref, spec } of all.slice(0, max)) {
      const self = resolved(ref, view);
      if (self !== undefined) yield content({ ref, self: self.self }, spec, view, 'objects');
    }
  };
  return new RawXml(wrapped(objects(), token));
}

/** Nothing selected: no `returnval` at all. */
function* wrapped(objects: Iterable<string>, token = ''): Generator<string> {
  let open = false;
  for (const object of objects) {
    if (!open) yield token === '' ? '<returnval>' : `<returnval><token>${escapeXml(token)}</token>`;
    open = true;
    yield object;
  }
  if (open) yield '</returnval>';
}

/** The objects that filters select, each with its properties, one after another: they are made as they are sent. */
function contents(specs: readonly Spec[], view: View, tag: string): Iterable<string> {
  // Everything that may be refused is refused before the first word.
  for (const spec of specs) checkRoots(spec, view);
  return (function* () {
    for (const spec of specs) for (const each of select(spec, view)) yield content(each, spec, view, tag);
  })();
}

function content({ ref, self }: Selected, spec: Spec, view: View, tag: string): string {
  let props = '';
  let missing = '';
  for (const path of pathsFor(spec, ref.type)) {
    const reading = readProperty(ref, self, path, view);
    if (!reading) continue;
    if ('missing' in reading) missing += missingXml(path.path, ref, reading.missing);
    else props += `<propSet><name>${path.path}</name>${reading.val}</propSet>`;
  }
  return `<${tag}><obj type="${ref.type}">${escapeXml(ref.id)}</obj>${props}${missing}</${tag}>`;
}
