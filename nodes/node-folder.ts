import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readVersions } from '../reports/versions';
import type { Keys } from '../serving/keys';
import { keysIn, takeFolder, unusable, writeIn } from '../serving/state/folder';
import { StateLog } from '../serving/state/log';
import { makeSigningKey } from '../simulators/azure/arm';
import { ROLES, type Role } from '../simulators/estate-parts';
import { type Kernel, Misuse } from '../simulators/kernel';
import type { Identity } from './channel';

const FORMAT = 1;
const NODE = 'node.json';
const LOG = 'log.ndjson';
const JOURNAL = 'journal.ndjson';
const BLOCKS = 'blocks';
const DISKS = 'disks';
const AUTHORITY = 'ca.pem';
const OURS = [NODE, LOG, JOURNAL, BLOCKS, DISKS, AUTHORITY, 'keys.json', 'lock'];

const KEPT = z.object({
  format: z.literal(FORMAT),
  /** The version that ran it last. */
  homeward: z.string(),
  role: z.enum(ROLES),
  /** What the estate is, in one digest. */
  estate: z.string(),
  /** Virtual time 0 as ms of the Unix epoch. */
  epochMs: z.number(),
});

/** The folder that keeps a node between two lives: what it heard (`log.ndjson`), the bytes that it holds (`blocks`), the disks of its machines
 *  (`disks`), and in Azure the journal of the whole estate. Only its owner may look into it. */
export class NodeFolder {
  readonly path: string;
  readonly epochMs: number;
  private readonly release: () => void;

  /** Errors: HW-STATE-FOLDER, HW-STATE-LOCKED, HW-NODE-OTHER – it holds another node, or one of another estate. */
  constructor(path: string, role: Role, estate: string) {
    this.path = path;
    this.release = takeFolder(path, OURS);
    try {
      const kept = readKept(path);
      if (kept && (kept.role !== role || kept.estate !== estate))
        throw new Misuse(
          'HW-NODE-OTHER',
          `${path} holds ${kept.role === role ? 'a node of another estate' : `a ${kept.role} node`}, expected ${role} of this one`,
          'Name another folder with --state, or remove this one to begin anew.',
        );
      this.epochMs = kept?.epochMs ?? Date.now();
      if (!existsSync(join(path, LOG))) writeFileSync(join(path, LOG), '', { mode: 0o600 });
      const { homeward } = readVersions();
      const now: z.infer<typeof KEPT> = { format: FORMAT, homeward, role, estate, epochMs: this.epochMs };
      writeIn(path, NODE, `${JSON.stringify(now, null, 1)}\n`);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  readonly log = (kernel: Kernel): StateLog => new StateLog(join(this.path, LOG), kernel);

  get journal(): string {
    return join(this.path, JOURNAL);
  }

  get blocks(): string {
    return join(this.path, BLOCKS);
  }

  get disks(): string {
    return join(this.path, DISKS);
  }

  /** The keys of the front, signed by the nodes' authority, whose certificate lies in `ca.pem`. Errors: HW-STATE-FOLDER. */
  async keys(identity: Identity, host: string): Promise<Keys> {
    const names = [...new Set(['localhost', '127.0.0.1', '::1', host])];
    const { authority } = identity;
    const make = async (): Promise<Keys> => ({
      certificate: await identity.forClients(names),
      authority,
      signing: await makeSigningKey(),
    });
    writeIn(this.path, AUTHORITY, authority);
    return keysIn(this.path, make);
  }

  /** The certificate that clients are to trust. */
  get authority(): string {
    return join(this.path, AUTHORITY);
  }

  close(): void {
    this.release();
  }
}

function readKept(path: string): z.infer<typeof KEPT> | undefined {
  const file = join(path, NODE);
  if (!existsSync(file)) return undefined;
  try {
    return KEPT.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw unusable(path, `has a ${NODE} that is not of format ${FORMAT}`);
  }
}
