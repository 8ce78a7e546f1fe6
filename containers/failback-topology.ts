import { Network, type StartedNetwork } from 'testcontainers';
import { ContainerActs } from './acts';
import { HomewardContainer, type StartedHomeward } from './homeward-container';
import { RunbookContainer, type StartedRunbook } from './runbook-container';

export interface TopologyOptions {
  readonly image?: string;
  /** The file that describes the estate, on this machine; a small estate of four machines if absent. */
  readonly estate?: string;
  readonly seed?: number;
  /** Virtual seconds in each real one; absent: time moves when a client polls. */
  readonly speed?: number;
}

/** A failback in several containers on a network of their own: the estate in one, with every machine in Azure already, and whoever brings them home
 *  in others. Each can be killed, paused and disconnected by its name, and what was done to which is kept in `acts.done`.
 *
 *      const topology = await FailbackTopology.start();
 *      const runbook = await topology.runbook();
 *      await runbook.says(/reprotect/);
 *      await topology.kill('homeward');
 *      await topology.startAgain('homeward');
 *      assert.equal(await runbook.ended(), 0);
 *      await topology.stop();
 */
export class FailbackTopology {
  readonly estate: StartedHomeward;
  readonly acts = new ContainerActs();
  private readonly network: StartedNetwork;
  private readonly image: string | undefined;
  private readonly runbooks = new Map<string, StartedRunbook>();

  static async start({ image, estate, seed = 1, speed }: TopologyOptions = {}): Promise<FailbackTopology> {
    const network = await new Network().start();
    try {
      const container = new HomewardContainer(image).withNetwork(network).withFailedOver().withSeed(seed);
      if (estate !== undefined) container.withEstate(estate);
      if (speed !== undefined) container.withPacedClock(speed);
      return new FailbackTopology(await container.start(), network, image);
    } catch (error) {
      await network.stop();
      throw error;
    }
  }

  private constructor(estate: StartedHomeward, network: StartedNetwork, image: string | undefined) {
    this.estate = estate;
    this.network = network;
    this.image = image;
  }

  /** Starts the reference runbook in a container, by a name of its own. */
  async runbook(name = 'runbook', ...options: readonly string[]): Promise<StartedRunbook> {
    const container = new RunbookContainer(this.estate, this.image).withNetwork(this.network);
    const started = await container
      .withNetworkAliases(name)
      .withReferenceRunbook(...options)
      .start();
    this.runbooks.set(name, started);
    return started;
  }

  /** Ends a container with SIGKILL. Errors, here and below: no container has this name; what the engine says. */
  kill(name: string): Promise<void> {
    return this.acts.kill(this.idOf(name), name);
  }

  startAgain(name: string): Promise<void> {
    return this.acts.start(this.idOf(name), name);
  }

  pause(name: string): Promise<void> {
    return this.acts.pause(this.idOf(name), name);
  }

  resume(name: string): Promise<void> {
    return this.acts.resume(this.idOf(name), name);
  }

  disconnect(name: string): Promise<void> {
    return this.acts.disconnect(this.idOf(name), name, this.network.getName());
  }

  connect(name: string): Promise<void> {
    return this.acts.connect(this.idOf(name), name, this.network.getName());
  }

  /** Stops and removes everything. */
  async stop(): Promise<void> {
    await Promise.allSettled(
      [...this.runbooks.values(), this.estate].map((each) => each.stop({ timeout: 0 })),
    );
    await this.network.stop();
  }

  private idOf(name: string): string {
    const found = name === this.estate.alias ? this.estate : this.runbooks.get(name);
    if (found) return found.getId();
    const known = [this.estate.alias, ...this.runbooks.keys()].join(', ');
    throw new Error(`no container is called ${name}; known: ${known}`);
  }
}
