import { z } from 'zod';
import { readVersions } from '../reports/versions';
import { failOverAllWhile, STAGES_TO_AZURE } from '../serving/begin';
import { clientEnvironment, type Environment } from '../serving/environment';
import type { Keys } from '../serving/keys';
import type { Verdict } from '../simulators/checkers';
import { ROLES, type Role } from '../simulators/estate-parts';
import { Misuse } from '../simulators/kernel';
import type { Block } from './block';
import { Channel, ChannelBroken, type Identity } from './channel';
import { Nonsense } from './codec';
import { EstateBytes } from './estate-bytes';
import { EstateNode, SAID, type Said, type SaidJoin } from './estate-node';
import type { NodeFolder } from './node-folder';
import { NodeFront } from './node-front';
import { NodePace } from './node-pace';
import { Timekeeper } from './timekeeper';
import { digestOf, type Topology } from './topology';
import { WholeEstate } from './whole-estate';

export interface ServedNodeOptions {
  readonly role: Role;
  readonly topology: Topology;
  readonly identity: Identity;
  readonly folder: NodeFolder;
  /** The address to listen on, for nodes and for clients. */
  readonly host: string;
  /** By which clients reach it. */
  readonly publicHost: string;
  /** Of Azure's front; of the vSphere APIs. 0: free ones. */
  readonly frontPort: number;
  /** Told what clients read, once they are let in. */
  readonly opened: (environment: Environment) => void;
  /** Tells how it gets on, one line each. */
  readonly say: (line: string) => void;
  /** Told when the simulation itself fails. */
  readonly broke: (error: unknown) => void;
}

/** Where a node cannot join the others, it tries again after so long. Units: ms of wall time. */
const JOIN_AGAIN_MS = 500;
/** Who was not asked to let time pass for so long may be left out. Units: ms of wall time. */
const LEFT_OUT_MS = 3_000;
/** So often it is told who is missing. Units: ms of wall time. */
const WAITING_TOLD_MS = 10_000;
const LOOK_MS = 20;
const HOUR_MS = 3_600_000;

/** One node of an estate, with the way to the others, its folder, and what clients reach of it. Time is kept in Azure's.
 *  State machine: opened → (all nodes there) running → closed; a node that was killed goes on where it stood. */
export class ServedNode {
  readonly node: EstateNode;
  private readonly options: ServedNodeOptions;
  private channel!: Channel;
  private front: NodeFront | undefined;
  private readonly whole: WholeEstate | undefined;
  private readonly keeper: Timekeeper | undefined;
  readonly pace: NodePace | undefined;
  private closed = false;
  private begun = false;
  /** It has lived before in this folder, unless it is new. */
  private anew = true;
  private joining = false;
  private looking: NodeJS.Timeout | undefined;
  /** When it was asked last to let time pass. */
  private ranAt = performance.now();
  private running: Promise<void> = Promise.resolve();

  /** Errors: HW-NODE-LISTEN, HW-SERVE-LISTEN, HW-STATE-LOG, HW-STATE-DIVERGED, HW-NODE-STORE. */
  static async open(options: ServedNodeOptions): Promise<ServedNode> {
    const served = new ServedNode(options);
    try {
      await served.begin(await options.folder.keys(options.identity, options.publicHost));
    } catch (error) {
      await served.close();
      throw error;
    }
    return served;
  }

  private constructor(options: ServedNodeOptions) {
    this.options = options;
    const { role, topology, folder, say } = options;
    this.node = new EstateNode({
      role,
      description: topology.description,
      seed: topology.seed,
      log: folder.log,
      bytes: (estate) => {
        const bytes = new EstateBytes(estate, role, folder);
        for (const place of bytes.damaged) say(`blocks cannot be read: ${place}`);
        return bytes;
      },
      wire: { ask: (to, said, blocks) => this.channel.ask(to, said, blocks) },
      troubled: (peer, error) => say(`${peer} could not do what it was asked: ${messageOf(error)}`),
    });
    if (role !== 'azure') return;
    this.whole = new WholeEstate(() => this.node.estate, folder.journal);
    const { whole } = this;
    this.keeper = new Timekeeper(
      0,
      (progress) => whole.take(progress),
      (gone, error) => {
        if (this.closed) return;
        if (gone === 'azure') options.broke(error);
        else say(`${gone} does not go along (${messageOf(error)}): time goes on without it`);
      },
    );
    this.pace = new NodePace(this.keeper, topology.speed);
  }

  private async begin(keys: Keys): Promise<void> {
    const { role, folder, say, broke } = this.options;
    const { node } = this;
    if (role === 'azure' || role === 'vcenter')
      this.front = await NodeFront.open(node.estate, {
        keys,
        epochMs: folder.epochMs,
        log: node.log,
        broke,
        azure: this.whole && this.pace ? { whole: this.whole, pace: this.pace } : undefined,
      });
    this.anew = !node.recover((command) => this.front?.again(command) ?? false);
    await this.openChannel();
    if (!this.anew) say(`goes on at ${hours(node.estate.kernel.now)}`);
    this.running = (this.keeper ? this.keepTime() : this.join()).then(() => this.letIn()).catch(broke);
  }

  /** Lets clients in. */
  private async letIn(): Promise<void> {
    if (this.front && !this.closed)
      this.options.opened(
        clientEnvironment(await this.front.listen(this.options), this.options.folder.authority),
      );
  }

  /** What the checkers say of the whole estate, where time is kept. */
  verdicts(): readonly Verdict[] {
    return this.whole?.verdicts() ?? [];
  }

  /** What it has sent to another node. Units: bytes on the wire, before TLS. */
  sentBytes(to: Role): number {
    return this.channel.sentBytes.get(to) ?? 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.looking);
    await this.channel?.close();
    await this.running;
    await this.pace?.stop();
    await this.front?.close();
    this.whole?.close();
    this.node.close();
    this.options.folder.close();
  }

  private async openChannel(): Promise<void> {
    const { role, topology, identity, host, say } = this.options;
    this.channel = await Channel.open({
      role,
      identity,
      version: readVersions().homeward,
      estate: digestOf(topology),
      listen: { host, port: topology.nodes.get(role)?.port ?? 0 },
      peers: () => topology.nodes,
      handle: (from, message, blocks) => this.handle(from as Role, message, blocks),
      told: (peer, state, why) => {
        if (this.closed) return;
        say(
          `${peer} is ${state === 'up' ? 'within reach' : `out of reach${why === undefined ? '' : ` (${why})`}`}`,
        );
        if (state === 'up') return;
        this.node.lost(peer as Role);
        if (peer === 'azure') this.joinAgain();
      },
      refused: (address, why) => say(`refused ${address}: ${why}`),
    });
  }

  private async handle(from: Role, message: unknown, blocks: AsyncIterable<Block>): Promise<unknown> {
    const { say } = message as { say?: unknown };
    if (say === 'run') this.ranAt = performance.now();
    try {
      const said = say === 'join' ? SAID.parse(message) : undefined;
      if (said?.say === 'join' && this.keeper) return this.takeJoin(from, said);
      return await this.node.handle(from, message, blocks);
    } catch (error) {
      if (!isOfTheAsker(error) && !this.closed) this.options.broke(error);
      throw error;
    }
  }

  // Where time is kept.

  /** Errors: HW-NODE-ANEW. */
  private takeJoin(role: Role, { now, anew }: SaidJoin): null {
    const { keeper, whole } = this;
    if (!keeper || !whole) return null;
    if (anew && whole.have(role) > 0) throw beginsAnew(role, 'azure');
    if (this.anew && !anew) throw beginsAnew('azure', role);
    if (keeper.present.includes(role)) return null;
    if (!this.begun) keeper.now = Math.max(keeper.now, now);
    const run: Said = { say: 'run', until: 0, have: 0 };
    keeper.join(
      role,
      async (until) =>
        // Its own kind: it comes from a node of this version.
        (await this.channel.ask(role, { ...run, until, have: whole.have(role) })) as Awaited<
          ReturnType<EstateNode['run']>
        >,
    );
    this.options.say(`${role} has joined`);
    return null;
  }

  /** Waits for all nodes, and lets time pass from then on. */
  private async keepTime(): Promise<void> {
    const { keeper, whole, pace, node, options } = this;
    if (!keeper || !whole || !pace) return;
    const { topology, say, broke } = options;
    keeper.now = node.estate.kernel.now;
    const { kernel } = node.estate;
    keeper.join(
      'azure',
      (until) => node.run(until, whole.have('azure')),
      () => kernel.nextDue,
    );
    while (!this.closed && keeper.present.length < ROLES.length) {
      const missing = ROLES.filter((role) => !keeper.present.includes(role));
      say(`waiting for ${missing.join(', ')}`);
      await Promise.race([wait(WAITING_TOLD_MS), this.changed(keeper, missing.length)]);
    }
    if (this.closed) return;
    this.begun = true;
    this.anew = false;
    if (topology.failedOver && node.stage < STAGES_TO_AZURE) {
      say('bringing the machines to Azure');
      await failOverAllWhile(
        node.estate,
        node.stage,
        (stage) => node.toAzure(stage),
        (ms, stop) => keeper.advance(keeper.now + ms, () => this.closed || stop()),
      );
      if (this.closed) return;
      node.toAzure(STAGES_TO_AZURE);
    }
    pace.start(broke);
    say(`time passes, ${topology.speed} virtual seconds in each real one`);
  }

  private async changed(keeper: Timekeeper, missing: number): Promise<void> {
    while (!this.closed && ROLES.length - keeper.present.length === missing) await wait(LOOK_MS);
  }

  // Elsewhere.

  private joinAgain(): void {
    this.join().catch(this.options.broke);
  }

  /** Goes along with time, and asks again where it is left out. */
  private async join(): Promise<void> {
    if (this.joining || this.closed || this.keeper) return;
    this.joining = true;
    while (!this.closed) {
      try {
        const said: Said = { say: 'join', now: this.node.estate.kernel.now, anew: this.anew };
        await this.channel.ask('azure', said);
        this.anew = false;
        break;
      } catch (error) {
        if (error instanceof Misuse && error.code === 'HW-NODE-ANEW') throw error;
        await wait(JOIN_AGAIN_MS);
      }
    }
    this.joining = false;
    this.looking ??= setInterval(() => {
      if (performance.now() - this.ranAt > LEFT_OUT_MS) this.joinAgain();
    }, LEFT_OUT_MS);
  }
}

function beginsAnew(role: Role, other: Role): Misuse {
  return new Misuse(
    'HW-NODE-ANEW',
    `${role} begins anew, but ${other} goes on from what it has lived through`,
    'Give each node the folder that it had; or begin anew with all of them.',
  );
}

/** What another node asked made no sense, or there is no room for its bytes: it is told so. */
function isOfTheAsker(error: unknown): boolean {
  if (error instanceof Nonsense || error instanceof z.ZodError || error instanceof ChannelBroken) return true;
  return error instanceof Misuse && /^HW-NODE-(STORE|ANEW|BLOCK)/.test(error.code);
}

function wait(ms: number): Promise<void> {
  return new Promise((passed) => setTimeout(passed, ms));
}

function hours(ms: number): string {
  return `${(ms / HOUR_MS).toFixed(2)} h of virtual time`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `${error}`;
}
