import { GenericContainer, Wait } from 'testcontainers';
import { ROLES, type Role } from '../simulators/estate-parts';
import { ENV_FILE, StartedHomeward } from './homeward-container';

/** Where nodes listen for each other, each in its own container. */
const NODE_PORT = 7400;
/** Where they listen for clients. */
const CLIENT_PORTS: { readonly [role in Role]?: number } = { azure: 8443, vcenter: 8444 };
const FOLDER = '/etc/homeward';
const STATE_FOLDER = '/var/lib/homeward/node';
const STARTUP_MS = 120_000;

/** What all nodes of an estate have in common. */
export interface NodesDescription {
  readonly image?: string;
  /** The file that describes the estate, on this machine; that of `examples/nodes/` if absent. */
  readonly estate?: string;
  readonly seed: number;
  /** Virtual seconds in each real one. */
  readonly speed: number;
  /** Secret: whoever has it is one of the nodes. It lies in a file of each container, and nowhere else. */
  readonly passphrase: string;
}

/** One part of an estate in a container of its own, called by its role. It is healthy when it speaks with others; Azure and vCenter, when clients
 *  are let in, which needs all five. Killed and started again, it goes on where it stood.
 *  Errors: what the engine says, or that it is not healthy within two minutes; `docker logs` tells why. */
export class NodeContainer extends GenericContainer {
  private readonly role: Role;

  constructor(role: Role, { image = 'homeward:latest', estate, seed, speed, passphrase }: NodesDescription) {
    super(image);
    this.role = role;
    const clientPort = CLIENT_PORTS[role];
    if (clientPort === undefined) this.withEnvironment({ HOMEWARD_NODE_PORT: `${NODE_PORT}` });
    else this.withExposedPorts(clientPort);
    const front =
      clientPort === undefined
        ? []
        : ['--public-host', role, '--port', `${clientPort}`, '--write-env', ENV_FILE];
    const topology = {
      estate: estate === undefined ? '/opt/homeward/examples/nodes/estate.yaml' : 'estate.yaml',
      seed,
      speed,
      failedOver: true,
      nodes: Object.fromEntries(ROLES.map((host) => [host, { host, port: NODE_PORT }])),
    };
    const place = ['--host', '0.0.0.0', '--state', STATE_FOLDER];
    const secret = ['--passphrase-file', `${FOLDER}/passphrase`];
    this.withCommand(['node', role, `${FOLDER}/topology.yaml`, ...place, ...secret, ...front]);
    // The container's user alone runs there, and does not own what is copied.
    this.withCopyContentToContainer([
      { content: JSON.stringify(topology), target: `${FOLDER}/topology.yaml`, mode: 0o444 },
      { content: passphrase, target: `${FOLDER}/passphrase`, mode: 0o444 },
    ]);
    if (estate !== undefined)
      this.withCopyFilesToContainer([{ source: estate, target: `${FOLDER}/estate.yaml`, mode: 0o444 }]);
    this.withNetworkAliases(role);
    this.withWaitStrategy(Wait.forHealthCheck());
    this.withStartupTimeout(STARTUP_MS);
  }

  override async start(): Promise<StartedNode> {
    return new StartedNode(await super.start(), this.role);
  }
}

/** A node that runs in a container. */
export class StartedNode extends StartedHomeward {
  /** The files of its disks, as they are now. Shape: a tar archive. */
  disks(): Promise<NodeJS.ReadableStream> {
    return this.copyArchiveFromContainer(`${STATE_FOLDER}/disks`);
  }
}
