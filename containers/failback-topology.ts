import { Network, type StartedNetwork } from 'testcontainers';
import { HomewardContainer, type StartedHomeward } from './homeward-container';
import { Topology } from './topology';

export interface TopologyOptions {
  readonly image?: string;
  /** The file that describes the estate, on this machine; a small estate if absent. */
  readonly estate?: string;
  readonly seed?: number;
  /** Virtual seconds in each real one. */
  readonly speed?: number;
}

/** A failback in several containers on a network of their own: the estate in one, with every machine in Azure already, and whoever brings them home
 *  in others. Each can be killed, paused and disconnected by its name, and what was done to which is kept in `acts.done`. Without a speed, time
 *  moves when a client polls.
 *
 *      const topology = await FailbackTopology.start();
 *      const runbook = await topology.runbook();
 *      await runbook.says(/reprotect/);
 *      await topology.kill('homeward');
 *      await topology.startAgain('homeward');
 *      assert.equal(await runbook.ended(), 0);
 *      await topology.stop();
 */
export class FailbackTopology extends Topology {
  readonly estate: StartedHomeward;

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
    super(new Map([[estate.alias, estate]]), network, image);
    this.estate = estate;
  }
}
