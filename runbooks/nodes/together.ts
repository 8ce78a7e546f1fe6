import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveIdentity, type Identity } from '../../nodes/channel';
import { NodeFolder } from '../../nodes/node-folder';
import { ServedNode } from '../../nodes/served-node';
import { apart, digestOf, type Place, type Topology } from '../../nodes/topology';
import type { Verdict } from '../../simulators/checkers';
import type { EstateDescription } from '../../simulators/description';
import type { Estate } from '../../simulators/estate';
import { ROLES, type Role } from '../../simulators/estate-parts';
import { freePorts } from './free-ports';

const HOST = '127.0.0.1';
const LOOK_MS = 5;
/** As fast as they can. */
const SPEED = 100_000;

/** The identities of all nodes. (Deriving them is slow by intent: make them once.) */
export type Identities = ReadonlyMap<Role, Identity>;

export async function identitiesOf(passphrase: string): Promise<Identities> {
  const made = ROLES.map(async (role) => [role, await deriveIdentity(passphrase, role)] as const);
  return new Map(await Promise.all(made));
}

/** All nodes of an estate in this process, each with its own sockets and folder: what they say to each other goes over TLS. */
export class Together {
  readonly folder = mkdtempSync(join(tmpdir(), 'homeward-nodes-'));
  readonly topology: Topology;
  /** What the nodes told. */
  readonly said: string[] = [];
  private readonly identities: Identities;
  private readonly nodes = new Map<Role, ServedNode>();
  /** States that some machine's protected item has reached. */
  readonly reached = new Set<string>();
  private pausing: string | undefined;
  private broken: unknown;

  static async start(
    description: EstateDescription,
    seed: number,
    identities: Identities,
  ): Promise<Together> {
    const ports = await freePorts(ROLES.length);
    const places = ROLES.map((role, index) => [role, { host: HOST, port: ports[index] ?? 0 }] as const);
    const topology = { description: apart(description), seed, speed: SPEED, failedOver: false };
    const together = new Together({ ...topology, nodes: new Map<Role, Place>(places) }, identities);
    try {
      for (const role of ROLES) await together.open(role);
    } catch (error) {
      await together.stop();
      throw error;
    }
    return together;
  }

  private constructor(topology: Topology, identities: Identities) {
    this.topology = topology;
    this.identities = identities;
  }

  /** Starts a node, or starts it again: it goes on where it stood. */
  async open(role: Role): Promise<void> {
    const folder = new NodeFolder(join(this.folder, role), role, digestOf(this.topology));
    const served = await ServedNode.open({
      role,
      topology: this.topology,
      identity: this.identities.get(role) as Identity,
      folder,
      host: HOST,
      publicHost: HOST,
      frontPort: 0,
      opened: () => undefined,
      say: (line) => this.said.push(`${role}: ${line}`),
      broke: (error) => {
        this.broken ??= error;
      },
    });
    this.nodes.set(role, served);
    if (role !== 'azure') return;
    served.node.estate.kernel.journal.observe((_time, kind, _subject, { state }) => {
      if (kind !== 'item.state') return;
      this.reached.add(`${state}`);
      if (state === this.pausing) served.pace?.pause();
    });
  }

  /** Ends a node at once. What it had said and kept stays so; it tells nobody. */
  async kill(role: Role): Promise<void> {
    await this.nodes.get(role)?.close();
    this.nodes.delete(role);
  }

  estate(role: Role): Estate {
    return this.served(role).node.estate;
  }

  get now(): number {
    return this.estate('azure').kernel.now;
  }

  verdicts(): readonly Verdict[] {
    return this.served('azure').verdicts();
  }

  /** What one node has sent to another since it was started. Units: bytes. */
  sentBytes(from: Role, to: Role): number {
    return this.served(from).sentBytes(to);
  }

  /** Lets no more time pass from the moment on at which some machine's protected item reaches a state. */
  async pauseAt(state: string): Promise<void> {
    this.pausing = state;
    await this.until(() => this.reached.has(state));
    this.pausing = undefined;
    await this.served('azure').pace?.pass(0);
  }

  resume(): void {
    this.served('azure').pace?.resume();
  }

  /** Waits while time passes. Errors: what the simulation threw; that it takes too long. Units: ms of wall time. */
  async until(holds: () => boolean, patienceMs = 120_000): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!holds()) {
      if (this.broken !== undefined) throw this.broken;
      if (Date.now() > deadline)
        throw new Error(`nothing came of it in ${patienceMs} ms:\n${this.said.slice(-20).join('\n')}`);
      await new Promise((passed) => setTimeout(passed, LOOK_MS));
    }
  }

  async stop(): Promise<void> {
    for (const served of this.nodes.values()) await served.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private served(role: Role): ServedNode {
    const served = this.nodes.get(role);
    if (!served) throw new Error(`${role} does not run`);
    return served;
  }
}
