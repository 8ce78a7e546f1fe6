import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readVersions } from '../../reports';
import type { EstateDescription } from '../../simulators/description';
import type { Schedule } from '../../simulators/faults';
import { type Kernel, Misuse } from '../../simulators/kernel';
import { type Keys, makeKeys } from '../keys';
import type { ServeOptions } from '../served-estate';
import { lock } from './lock';
import { StateLog } from './log';

const FORMAT = 1;
const STATE = 'state.json';
const KEYS = 'keys.json';
const LOG = 'log.ndjson';
const OURS = [STATE, KEYS, LOG, 'ca.pem', 'lock'];

const KEPT = z.object({
  format: z.literal(FORMAT),
  /** The version that served it last. */
  homeward: z.string(),
  seed: z.number(),
  clock: z.enum(['virtual', 'paced']),
  speed: z.number(),
  host: z.string(),
  /** Virtual time 0 as ms of the Unix epoch, where time is paced. */
  epochMs: z.number().optional(),
  /** That of the Azure front, then those of the vSphere APIs. */
  ports: z.array(z.number()),
  description: z.custom<EstateDescription>(),
  /** What was armed from the start. */
  schedule: z.custom<Schedule>().optional(),
  failedOver: z.boolean().optional(),
});
type Kept = z.infer<typeof KEPT>;

const KEPT_KEYS = z.object({
  certificate: z.object({ key: z.string(), cert: z.string() }),
  authority: z.string().optional(),
  signing: z.custom<Keys['signing']>((jwk) => typeof jwk === 'object' && jwk !== null),
});

/** What one who serves a folder says of the estate. */
export interface Wanted {
  /** Undefined: whatever the folder holds. */
  readonly description: EstateDescription | undefined;
  readonly options: ServeOptions;
  /** Whether an option was said; otherwise it has its usual value. */
  readonly said: (option: keyof ServeOptions) => boolean;
}

/** A folder that keeps an estate between two runs of `serve`: what it is (`state.json`), its keys, what it was told (`log.ndjson`).
 *  Only its owner may look into it. */
export class StateFolder {
  readonly path: string;
  readonly description: EstateDescription;
  readonly options: ServeOptions;
  /** Undefined: none was kept yet, or time is not paced. */
  readonly epochMs: number | undefined;
  /** The ports to listen on, as in `state.json`; 0: a free one. */
  readonly ports: readonly number[];
  private readonly release: () => void;

  /** Takes the folder, makes it where it is not there, and reads what it holds.
   *  Errors: HW-STATE-FOLDER, HW-STATE-LOCKED, HW-STATE-EMPTY – it holds no estate and none was named; HW-STATE-OTHER – it holds
   *  another estate, or the same with another seed, clock or host. */
  static open(path: string, wanted: Wanted): StateFolder {
    if (!wanted.description && !existsSync(join(path, STATE)))
      throw new Misuse('HW-STATE-EMPTY', `${path} holds no estate yet`, 'Name a file that describes one.');
    const release = takeFolder(path, OURS);
    try {
      return new StateFolder(path, wanted, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  private constructor(path: string, { description, options, said }: Wanted, release: () => void) {
    this.path = path;
    this.release = release;
    const kept = readKept(path);
    if (!kept) writeFileSync(join(path, LOG), '', { mode: 0o600 });
    else refuseOther(path, kept, { description, options, said });
    const { ports = [], speed = options.speed } = kept ?? {};
    this.description = (description ?? kept?.description) as EstateDescription;
    this.options = {
      ...options,
      ...(kept ? { seed: kept.seed, clock: kept.clock, host: kept.host } : {}),
      ...(kept?.schedule ? { schedule: kept.schedule } : {}),
      ...(kept?.failedOver ? { failedOver: true } : {}),
      speed: said('speed') ? options.speed : speed,
    };
    this.epochMs = kept?.epochMs;
    const [arm = options.port, vsphere = options.vspherePort, ...more] = ports;
    this.ports = [
      said('port') ? options.port : arm,
      said('vspherePort') ? options.vspherePort : vsphere,
      ...more,
    ];
  }

  /** The keys of the estate: those that it had, as long as its certificate is good. Errors: HW-STATE-FOLDER. */
  keys(): Promise<Keys> {
    return keysIn(this.path, () => makeKeys(this.options.publicHost ?? this.options.host));
  }

  log(kernel: Kernel): StateLog {
    return new StateLog(join(this.path, LOG), kernel);
  }

  /** Writes down what the estate is, and where it answers. */
  keep(epochMs: number | undefined, ports: readonly number[]): void {
    const { seed, clock, speed, host, schedule, failedOver } = this.options;
    const kept: Kept = {
      format: FORMAT,
      homeward: readVersions().homeward,
      ...{ seed, clock, speed, host },
      ...(epochMs === undefined ? {} : { epochMs }),
      ports: [...ports],
      description: this.description,
      ...(schedule ? { schedule } : {}),
      ...(failedOver ? { failedOver } : {}),
    };
    writeIn(this.path, STATE, `${JSON.stringify(kept, null, 1)}\n`);
  }

  close(): void {
    this.release();
  }
}

/** The keys in a folder, made where there are none or their certificate is too old. Errors: HW-STATE-FOLDER. */
export async function keysIn(folder: string, make: () => Promise<Keys>): Promise<Keys> {
  const kept = readKeys(folder);
  if (kept && Date.parse(new X509Certificate(kept.certificate.cert).validTo) > Date.now()) return kept;
  const made = await make();
  writeIn(folder, KEYS, JSON.stringify(made));
  return made;
}

function readKeys(folder: string): Keys | undefined {
  const file = join(folder, KEYS);
  if (!existsSync(file)) return undefined;
  try {
    return KEPT_KEYS.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw unusable(folder, `has a ${KEYS} that cannot be read`);
  }
}

/** Errors: HW-STATE-FOLDER. */
export function writeIn(folder: string, name: string, text: string): void {
  const part = join(folder, `${name}.part`);
  try {
    writeFileSync(part, text, { mode: 0o600 });
    renameSync(part, join(folder, name));
  } catch (error) {
    throw unusable(folder, `cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Makes a folder if need be, and takes it for this process; what it gives lets it go. `ours` is all that it may hold.
 *  Errors: HW-STATE-FOLDER, HW-STATE-LOCKED. */
export function takeFolder(path: string, ours: readonly string[]): () => void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const other = readdirSync(path).find((name) => !ours.includes(name.replace(/\.part$/, '')));
    if (other !== undefined) throw unusable(path, `holds something else (${other})`);
    chmodSync(path, 0o700);
    return lock(path);
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw unusable(path, `cannot be used (${(error as NodeJS.ErrnoException).code})`);
  }
}

function readKept(path: string): Kept | undefined {
  const file = join(path, STATE);
  if (!existsSync(file)) return undefined;
  try {
    return KEPT.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw unusable(path, `has a ${STATE} that is not of format ${FORMAT}`);
  }
}

function refuseOther(path: string, kept: Kept, { description, options, said }: Wanted): void {
  const differs = (['seed', 'clock', 'host'] as const).find(
    (name) => said(name) && options[name] !== kept[name],
  );
  const what =
    differs === undefined
      ? otherContent(kept, description, options)
      : `--${differs} ${kept[differs]}, got ${options[differs]}`;
  if (!what) return;
  throw new Misuse(
    'HW-STATE-OTHER',
    `${path} holds ${what}`,
    'Leave the estate and its options out to go on with what the folder holds, or name another folder.',
  );
}

function otherContent(
  kept: Kept,
  description: EstateDescription | undefined,
  { schedule, failedOver }: Pick<ServeOptions, 'schedule' | 'failedOver'>,
): string | undefined {
  if (failedOver && !kept.failedOver) return 'an estate whose machines began on the site';
  if (description && JSON.stringify(description) !== JSON.stringify(kept.description))
    return 'another estate';
  if (schedule && JSON.stringify(schedule) !== JSON.stringify(kept.schedule))
    return 'another schedule of faults';
  return undefined;
}

export function unusable(path: string, what: string): Misuse {
  return new Misuse(
    'HW-STATE-FOLDER',
    `${path} ${what}`,
    'Name a folder with --state that is new, empty, or was made by serve --state.',
  );
}
