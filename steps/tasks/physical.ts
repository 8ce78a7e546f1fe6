import type { HomewardWorld } from '../world';
import { jobSucceeds } from './jobs';
import { commit, failOver } from './requests';
import { bring } from './stages';

const HOUR_MS = 3_600_000;

/** Takes a physical server to Azure and commits. Nobody can shut it down from afar: it fails over unannounced and is then
 *  switched off by hand. */
export async function physicalRunsInAzure(world: HomewardWorld, machine: string): Promise<void> {
  await bring(world, [machine], 'protected');
  await world.driver.site.switchOffPhysical(machine);
  await failOver(world, machine, { shutDown: false });
  await jobSucceeds(world, HOUR_MS);
  await commit(world, machine);
  await jobSucceeds(world, HOUR_MS);
  await world.driver.clock.run(HOUR_MS / 4);
}
