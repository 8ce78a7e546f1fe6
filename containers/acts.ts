import type { Readable, Writable } from 'node:stream';
import { getContainerRuntimeClient } from 'testcontainers';

/** Something that was done to a container. Shape: `what` for people. Units: ms of wall time since the first. */
export interface Act {
  readonly atMs: number;
  readonly container: string;
  readonly what: string;
}

/** What is done to running containers from outside, as an operator of the engine would, and a record of it.
 *  Errors: what the engine says. */
export class ContainerActs {
  readonly done: Act[] = [];
  private beganAtMs: number | undefined;

  /** Ends it with SIGKILL; what is in its folders stays. */
  async kill(id: string, name: string): Promise<void> {
    await (await containerOf(id)).kill();
    this.note(name, 'killed (SIGKILL)');
  }

  /** Starts it again after it ended. The ports that it has on this machine are others then. */
  async start(id: string, name: string): Promise<void> {
    await (await containerOf(id)).start();
    this.note(name, 'started again');
  }

  /** Stops all its processes where they stand. */
  async pause(id: string, name: string): Promise<void> {
    await (await containerOf(id)).pause();
    this.note(name, 'paused');
  }

  async resume(id: string, name: string): Promise<void> {
    await (await containerOf(id)).unpause();
    this.note(name, 'resumed');
  }

  /** Pulls its plug: nothing that is sent to it in this network arrives, and nobody is told. */
  async disconnect(id: string, name: string, network: string): Promise<void> {
    await (await networkOf(network)).disconnect({ Container: id, Force: true });
    this.note(name, 'disconnected from the network');
  }

  async connect(id: string, name: string, network: string): Promise<void> {
    await (await networkOf(network)).connect({ Container: id, EndpointConfig: { Aliases: [name] } });
    this.note(name, 'connected to the network');
  }

  private note(container: string, what: string): void {
    this.beganAtMs ??= Date.now();
    this.done.push({ atMs: Date.now() - this.beganAtMs, container, what });
  }
}

/** The engine's own handle of a container, as far as it is used here: what it is asked is asked now, not remembered. */
export interface EngineContainer {
  kill(): Promise<unknown>;
  start(): Promise<unknown>;
  pause(): Promise<unknown>;
  unpause(): Promise<unknown>;
  /** Resolves when it has ended. */
  wait(): Promise<{ readonly StatusCode: number }>;
  inspect(): Promise<{
    readonly State: { readonly Running: boolean; readonly Health?: { readonly Status: string } | undefined };
    readonly NetworkSettings: {
      readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | undefined>>;
    };
  }>;
  /** What it wrote, in frames that say on which stream. */
  logs(which: { readonly stdout: true; readonly stderr: true }): Promise<Buffer>;
  readonly modem: {
    demuxStream(frames: Readable, out: Writable, err: Writable): void;
  };
}

export async function containerOf(id: string): Promise<EngineContainer> {
  return (await getContainerRuntimeClient()).container.getById(id);
}

async function networkOf(name: string) {
  return (await getContainerRuntimeClient()).network.getById(name);
}
