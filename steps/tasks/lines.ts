import assert from 'node:assert/strict';
import type { LineActions } from '../drivers/driver';
import type { HomewardWorld } from '../world';
import { sentBytes } from './data';
import { jobSucceeds } from './jobs';
import { reprotect } from './requests';
import { bring, comesTo } from './stages';

export type Way = Parameters<LineActions['carriedBytes']>[0];

const HOUR_MS = 3_600_000;

/** At least what the machine's agent sent came over the line. */
export async function carriesAll(world: HomewardWorld, way: Way, machine: string): Promise<void> {
  const sent = await sentBytes(world, machine);
  assert(sent > 0, `${machine} sent nothing, so nothing was proved`);
  const carried = await world.driver.lines.carriedBytes(way);
  assert(carried >= sent, `${carried} bytes came over, ${sent} were sent`);
}

/** Takes a machine to Azure, and reprotects it to the site by another process server than the usual one. */
export async function protectToSiteThrough(
  world: HomewardWorld,
  machine: string,
  processServer: string,
): Promise<void> {
  await bring(world, [machine], 'failover-committed');
  await reprotect(world, machine, { processServer });
  await jobSucceeds(world, 2 * HOUR_MS);
  await comesTo(world, machine, 'protected-to-site', 2 * HOUR_MS);
}
