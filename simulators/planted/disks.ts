import type { Guest } from '../guest';
import { ExtentMap } from '../storage';
import type { DiskView, DiskWrite } from '../wire';
import { bugsOf } from './bug';
import { override } from './override';
import { answering, everyGuest, everyMasterTarget, isFailure, type Parts, result } from './parts';

/** Mistakes of disks, of what watches their changes, and of the ways to their contents. */
export const DISKS = bugsOf('disks', [
  {
    name: 'disk-volatile-cache',
    what: 'A write is acknowledged from the volatile cache of the disk: a power cut takes the last one.',
    breaks: 'delta-only',
    needs: 'one fault',
    source: 'Zheng FAST’13: disks under power faults lose acknowledged writes',
    plant: (parts) => atPowerCut(parts, ({ before }) => before),
  },
  {
    name: 'disk-torn-write',
    what: 'A write of several extents is not atomic: a power cut leaves the first half of it.',
    breaks: 'delta-only',
    needs: 'one fault',
    source: 'CrashMonkey OSDI’18; Zheng FAST’13: shorn writes',
    plant: (parts) =>
      atPowerCut(parts, ({ before, start, count, seq }) => before.write(start, Math.floor(count / 2), seq)),
  },
  {
    name: 'disk-map-overflow',
    what: 'The map of what changed holds a hundred writes between two drains: then it forgets the oldest.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'VMware KB 2090639: QueryChangedDiskAreas leaves changed areas out',
    plant: (parts) => everyGuest(parts, overflowing),
  },
  {
    name: 'disk-cached-reads',
    what: 'A host answers reads from what it remembers of a disk since its VM went off, and not from the disk.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Ganesan FAST’17: corruption goes unnoticed where only a cached copy is looked at',
    plant: cachedReads,
  },
  {
    name: 'disk-unreadable-is-empty',
    what: 'A disk that cannot be read is taken for one that was never written.',
    breaks: 'delta-only',
    needs: 'one fault',
    source: 'Yuan OSDI’14: an error is replaced by a default',
    plant: (parts) =>
      everyMasterTarget(parts, (server) =>
        override<(host: string, vm: string, disks: number) => ReturnType<typeof reading>>(
          server,
          'readDisks',
          (read) => (host, vm, disks) => reading(read(host, vm, disks), disks),
        ),
      ),
  },
  {
    name: 'disk-old-reads',
    what: 'A host reads a disk that is not busy from a mirror that is an hour behind.',
    breaks: 'delta-only',
    needs: 'one fault',
    plant: ({ kernel, network }) => {
      const mirrors = new Map<string, { view: unknown; atMs: number }>();
      answering<DiskView>(
        network,
        'disk.view',
        (answer) =>
          function* (message, from) {
            const key = `${message.vm} ${message.disk}`;
            const mirror = mirrors.get(key);
            if (mirror && kernel.now - mirror.atMs < 3_600_000) return mirror.view;
            const view = yield* result(answer(message, from));
            mirrors.set(key, { view, atMs: kernel.now });
            return view;
          },
      );
    },
  },
]);

function* reading(body: Generator<never, ExtentMap[], unknown>, disks: number) {
  try {
    return yield* body;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return Array.from({ length: disks }, () => ExtentMap.empty);
  }
}

interface LastWrite {
  readonly disk: number;
  readonly before: ExtentMap;
  readonly start: number;
  readonly count: number;
  readonly seq: number;
}

/** When the power of a running guest is cut, its disk holds what `left` makes of the last write. */
function atPowerCut(parts: Parts, left: (last: LastWrite) => ExtentMap): void {
  everyGuest(parts, (guest) => {
    let last: LastWrite | undefined;
    override<Guest['write']>(guest, 'write', (write) => (disk, start, count, open) => {
      const before = guest.disks[disk]?.view() ?? ExtentMap.empty;
      const seq = write(disk, start, count, open);
      last = { disk, before, start, count, seq };
      return seq;
    });
    override<() => void>(guest, 'powerOff', (powerOff) => () => {
      if (guest.up && last) guest.disks[last.disk]?.replace(left(last));
      last = undefined;
      powerOff();
    });
  });
}

const MAP_WRITES_MAX = 100;

/** Extents whose change was forgotten look as they did, to whoever asks what changed. */
function overflowing(guest: Guest): void {
  let writes: { disk: number; start: number; count: number }[] = [];
  let before: readonly ExtentMap[] = guest.disks.map(() => ExtentMap.empty);
  const hidden = guest.disks.map(() => new Map<number, { version: number; looks: number }>());
  override<Guest['write']>(guest, 'write', (write) => (disk, start, count, open) => {
    writes.push({ disk, start, count });
    return write(disk, start, count, open);
  });
  override<Guest['views']>(guest, 'views', (views) => () => {
    const present = views();
    for (const { disk, start, count } of writes.splice(0, Math.max(0, writes.length - MAP_WRITES_MAX)))
      for (let extent = start; extent < start + count; extent += 1)
        hidden[disk]?.set(extent, {
          version: present[disk]?.get(extent) ?? 0,
          looks: before[disk]?.get(extent) ?? 0,
        });
    writes = [];
    before = present.map((view, disk) =>
      view.writeAll(
        [...(hidden[disk] ?? [])].flatMap(([start, { version, looks }]) =>
          view.get(start) === version ? [{ start, count: 1, version: looks }] : [],
        ),
      ),
    );
    return before;
  });
}

function cachedReads(parts: Parts): void {
  const remembered = new Map<string, ExtentMap[]>();
  everyGuest(parts, (guest) =>
    guest.component.onDeath(() => {
      if (guest.copy === 'on-premises')
        remembered.set(
          guest.machine,
          guest.disks.map((disk) => disk.view()),
        );
    }),
  );
  answering<DiskWrite>(parts.network, 'disk.write', (answer) => (message, from) => {
    const done = answer(message, from);
    const views = remembered.get(message.vm);
    const view = views?.[message.disk];
    if (views && view) views[message.disk] = view.writeAll(message.runs);
    return done;
  });
  answering<DiskView>(
    parts.network,
    'disk.view',
    (answer) => (message, from) => remembered.get(message.vm)?.[message.disk] ?? answer(message, from),
  );
}
