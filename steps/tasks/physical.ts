import type { HomewardWorld } from '../world';
import { jobSucceeds } from './jobs';
import { commit, failOver } from './requests';
import { bring } from './stages';

const HOUR_MS = 3_600_000;

/** Takes a physical server to Azure and commits. Nobody can shut it down from afar: it fails over unannounced and is then
 *  switched off by hand. */
export function physicalRunsInAzure(world: HomewardWorld, machine: string): void {
  bring(world, [machine], 'protected');
  world.driver.site.switchOffPhysical(machine);
  failOver(world, machine, { shutDown: false });
  jobSucceeds(world, HOUR_MS);
  commit(world, machine);
  jobSucceeds(world, HOUR_MS);
  world.driver.clock.run(HOUR_MS / 4);
}
