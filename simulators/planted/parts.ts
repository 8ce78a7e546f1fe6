import type { Cloud, Vault } from '../azure';
import type { Guest, GuestService } from '../guest';
import type { Component, Kernel, Process } from '../kernel';
import { type Endpoint, type Message, type Network, NetworkFailure, Refusal } from '../network';
import {
  type ConfigurationServer,
  type MasterTarget,
  MobilityAgent,
  type ProcessServer,
} from '../replication';
import type { Vm, Vsphere } from '../vsphere';
import { inside, override } from './override';

/** What bugs are planted into: the parts of an estate, as it is built. */
export interface Parts {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly vsphere: Vsphere;
  readonly cloud: Cloud;
  readonly vault: Vault;
  readonly configurationServer: ConfigurationServer;
  readonly servers: {
    readonly processServers: ReadonlyMap<string, ProcessServer>;
    readonly masterTargets: ReadonlyMap<string, MasterTarget>;
  };
}

/** Does something to every operating system: those that are there, and those that come with VMs made later. */
export function everyGuest({ vsphere, cloud }: Parts, act: (guest: Guest) => void): void {
  for (const { guest } of vsphere.inventory.vms.values()) act(guest);
  override<(vm: Vm, folder?: string) => void>(vsphere, 'enroll', (enroll) => (vm, folder) => {
    enroll(vm, folder);
    act(vm.guest);
  });
  override<typeof cloud.vms.set>(cloud.vms, 'set', (set) => (name, vm) => {
    act(vm.guest);
    return set(name, vm);
  });
}

/** Does something to every mobility agent, with the guest that it runs in. */
export function everyAgent(parts: Parts, act: (agent: MobilityAgent, guest: Guest) => void): void {
  everyGuest(parts, (guest) => {
    for (const service of inside<readonly GuestService[]>(guest, 'services'))
      if (service instanceof MobilityAgent) act(service, guest);
  });
}

export function everyProcessServer({ servers }: Parts, act: (server: ProcessServer) => void): void {
  for (const server of servers.processServers.values()) act(server);
}

export function everyMasterTarget({ servers }: Parts, act: (server: MasterTarget) => void): void {
  for (const server of servers.masterTargets.values()) act(server);
}

/** Does something to every life's own part of the configuration server: the one at hand, and those that `make` will make. */
export function everyLife<T extends object>(
  server: ConfigurationServer,
  present: T,
  make: string,
  act: (part: T) => void,
): void {
  act(present);
  override<() => T>(server, make, (original) => () => {
    const part = original();
    act(part);
    return part;
  });
}

/** Does something to every network interface. */
export function everyEndpoint(network: Network, act: (endpoint: Endpoint) => void): void {
  for (const endpoint of inside<Map<string, Endpoint>>(network, 'endpoints').values()) act(endpoint);
  override<Network['attach']>(network, 'attach', (attach) => (address, zone) => {
    const endpoint = attach(address, zone);
    act(endpoint);
    return endpoint;
  });
}

/** Does something each time before a component comes up again. */
export function beforeRestart<D>(component: Component<D>, act: () => void): void {
  override<() => void>(component, 'start', (start) => () => {
    if (component.state === 'stopped' && component.life > 0) act();
    start();
  });
}

type Answer<M> = (message: M, from: string) => unknown;

/** Changes how messages of a kind are answered, wherever they arrive. */
export function answering<M extends Message>(
  network: Network,
  kind: string,
  wrap: (original: Answer<M>) => Answer<M>,
): void {
  everyEndpoint(network, (endpoint) =>
    override<Endpoint['listenerFor']>(endpoint, 'listenerFor', (find) => (port, asked) => {
      const listener = find(port, asked);
      return listener && asked === kind
        ? { ...listener, handler: wrap(listener.handler as Answer<M>) as typeof listener.handler }
        : listener;
    }),
  );
}

/** A question on its way, as `asking` shows it. */
interface Question<M> {
  readonly message: M;
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** Asks it; or something else in its place. */
  ask(instead?: M): Process<unknown>;
}

/** Changes how questions are asked whose kind begins with `kind`; those to vSphere are called `vim <method>`. */
export function asking<M extends Message>(
  network: Network,
  kind: string,
  act: (question: Question<M>) => Process<unknown>,
): void {
  override<(from: Endpoint, to: string, port: number, message: M, options?: object) => Process<unknown>>(
    network,
    'request',
    (request) => (from, to, port, message, options) => {
      const { method } = message as { method?: string };
      const full = method === undefined ? message.kind : `${message.kind} ${method}`;
      if (!full.startsWith(kind)) return request(from, to, port, message, options);
      const ask = (instead = message): Process<unknown> => request(from, to, port, instead, options);
      return act({ message, from: from.address, to, port, ask });
    },
  );
}

/** What a handler gave, once it has it. */
export function* result<T>(given: unknown): Process<T> {
  const isProcess =
    typeof given === 'object' && given !== null && Symbol.iterator in given && 'next' in given;
  return isProcess ? yield* given as Process<T> : (given as T);
}

/** Was it refused, or did nobody answer? */
export function isFailure(error: unknown): error is Refusal | NetworkFailure {
  return error instanceof Refusal || error instanceof NetworkFailure;
}

/** Takes every failure for success: `instead` is the answer then. */
export function* swallowing<T>(body: Process<T>, instead: T): Process<T> {
  try {
    return yield* body;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return instead;
  }
}

/** Lets something be done for so long at most, and gives it up then: `instead` is what comes of it. Units: ms. */
export function* atMost<T>(kernel: Kernel, ms: number, body: Process<T>, instead: T): Process<T> {
  let value = instead;
  let failure: unknown;
  const proc = kernel.spawn(
    undefined,
    'at most',
    (function* (): Process {
      try {
        value = yield* body;
      } catch (error) {
        failure = error;
      }
    })(),
  );
  const limit = kernel.after(ms, () => proc.kill());
  yield proc.ended;
  kernel.cancel(limit);
  if (failure) throw failure;
  return value;
}
