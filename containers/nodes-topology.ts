import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Network, type StartedNetwork } from 'testcontainers';
import { ROLES, type Role } from '../simulators/estate-parts';
import type { TopologyOptions } from './failback-topology';
import { NodeContainer, type StartedNode } from './node-container';
import type { ClientEnvironment, ServedInContainers } from './served';
import { Topology } from './topology';

const PASSPHRASE_BYTES = 24;

/** An estate of which each part is a container of its own – `azure`, `vcenter`, `configuration-server`, `process-server`, `master-target` – with
 *  every machine in Azure already, and whoever brings them home beside it. The bytes of their disks are real.
 *
 *      const topology = await NodesTopology.start({ estate: 'estate.yaml', speed: 60 });
 *      const runbook = await topology.runbook();
 *      await runbook.says(/copying home/);
 *      await topology.kill('master-target');
 *      await topology.startAgain('master-target');
 *      assert.equal(await runbook.ended(), 0);
 *      const home = await topology.disks('vcenter', folder);   // for qemu-img
 *      await topology.stop();
 */
export class NodesTopology extends Topology {
  readonly estate: ServedInContainers;
  private readonly nodes: ReadonlyMap<Role, StartedNode>;

  /** Without a speed: 60 virtual seconds in each real one. */
  static async start({ seed = 1, speed = 60, ...options }: TopologyOptions = {}): Promise<NodesTopology> {
    const network = await new Network().start();
    const passphrase = randomBytes(PASSPHRASE_BYTES).toString('base64url');
    const starting = ROLES.map(async (role) => {
      const container = new NodeContainer(role, { ...options, seed, speed, passphrase });
      return [role, await container.withNetwork(network).start()] as const;
    });
    const started = await Promise.allSettled(starting);
    const nodes = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const topology = new NodesTopology(new Map(nodes), network, options.image);
    for (const each of started)
      if (each.status === 'rejected') {
        await topology.stop();
        throw each.reason;
      }
    return topology;
  }

  private constructor(
    nodes: ReadonlyMap<Role, StartedNode>,
    network: StartedNetwork,
    image: string | undefined,
  ) {
    super(nodes, network, image);
    this.nodes = nodes;
    this.estate = new ServedByNodes((role) => this.node(role));
  }

  /** Copies the disks of the machines on the site (VMDK), or of those in Azure (VHD), into a folder on this machine, as they are now. Needs the
   *  program `tar`. Shape: path of each by machine and number of the disk, `erp-db-01-0`. */
  async disks(role: 'azure' | 'vcenter', into: string): Promise<ReadonlyMap<string, string>> {
    const tar = spawn('tar', ['-x', '--no-same-owner', '-C', into, '--strip-components=1'], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const archive = await this.node(role).disks();
    const [[code]] = await Promise.all([once(tar, 'close'), pipeline(archive, tar.stdin)]);
    if (code !== 0) throw new Error(`tar ended with ${code}, expected 0: is there room in ${into}?`);
    const images = readdirSync(into).filter((file) => /(?<!-flat)[.](vmdk|vhd)$/.test(file));
    return new Map(images.sort().map((file) => [file.replace(/[.]\w+$/, ''), join(into, file)]));
  }

  private node(role: Role): StartedNode {
    const node = this.nodes.get(role);
    if (!node) throw new Error(`${role} has not been started`);
    return node;
  }
}

/** Azure's node tells of all of them; clients reach it and vCenter. */
class ServedByNodes implements ServedInContainers {
  private readonly node: (role: Role) => StartedNode;

  constructor(node: (role: Role) => StartedNode) {
    this.node = node;
  }

  async environment(): Promise<ClientEnvironment> {
    return {
      ...(await this.node('vcenter').environment()),
      ...(await this.node('azure').environment()),
    };
  }

  async environmentFor(certificateFile: string): Promise<ClientEnvironment> {
    return {
      ...(await this.node('vcenter').environmentFor(certificateFile)),
      ...(await this.node('azure').environmentFor(certificateFile)),
    };
  }

  certificate(): Promise<string> {
    return this.node('azure').certificate();
  }

  verdicts(): ReturnType<ServedInContainers['verdicts']> {
    return this.node('azure').verdicts();
  }

  machines(): ReturnType<ServedInContainers['machines']> {
    return this.node('azure').machines();
  }
}
