import type { StartedNetwork, StartedTestContainer } from 'testcontainers';
import { ContainerActs, containerOf } from './acts';
import { RunbookContainer, type StartedRunbook } from './runbook-container';
import type { ServedInContainers } from './served';

const LOOK_MS = 100;

/** Containers on a network of their own, each with a name by which it is killed, paused and disconnected; what was done to which is kept in
 *  `acts.done`. */
export abstract class Topology {
  /** What clients reach, and who tells where each machine stands. */
  abstract readonly estate: ServedInContainers;
  readonly acts = new ContainerActs();
  private readonly network: StartedNetwork;
  private readonly image: string | undefined;
  private readonly containers: Map<string, StartedTestContainer>;

  protected constructor(
    containers: ReadonlyMap<string, StartedTestContainer>,
    network: StartedNetwork,
    image: string | undefined,
  ) {
    this.containers = new Map(containers);
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
    this.containers.set(name, started);
    return started;
  }

  /** Ends a container with SIGKILL. Errors, here and below: no container has this name; what the engine says. */
  kill(name: string): Promise<void> {
    return this.acts.kill(this.idOf(name), name);
  }

  startAgain(name: string): Promise<void> {
    return this.acts.start(this.idOf(name), name);
  }

  /** Waits until the image's health check finds it well. Errors: it has ended, or `withinMs` passed before that. */
  async healthy(name: string, withinMs = 60_000): Promise<void> {
    const container = await containerOf(this.idOf(name));
    const until = Date.now() + withinMs;
    for (;;) {
      const { Running, Health } = (await container.inspect()).State;
      if (Running && Health?.Status === 'healthy') return;
      if (!Running || Date.now() > until)
        throw new Error(
          `expected ${name} to be healthy, got ${Running ? Health?.Status : 'ended'}; docker logs tells why`,
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
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
    await Promise.allSettled([...this.containers.values()].map((each) => each.stop({ timeout: 0 })));
    await this.network.stop();
  }

  private idOf(name: string): string {
    const found = this.containers.get(name);
    if (found) return found.getId();
    throw new Error(`no container is called ${name}; known: ${[...this.containers.keys()].join(', ')}`);
  }
}
