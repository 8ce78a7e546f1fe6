import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowedActions, allowedOperations, type Job } from '../simulators/azure';
import type { RuleProfile } from '../simulators/wire';
import { Operated } from './operated';

const SEEDS: { readonly [P in RuleProfile]: number } = {
  'classic-2017': 40,
  'classic-2019': 20,
  modernized: 20,
};
const MACHINE = 'machine-1';
const MINUTE_MS = 60_000;

/** Something that can be asked of the machine now, whatever it is. */
function operationsFor(operated: Operated): (() => Job)[] {
  const { vault, estate } = operated;
  const { vnet } = estate.names;
  const item = vault.items.get(MACHINE);
  if (!item) {
    const onSite = estate.vsphere.inventory.vms.get(MACHINE)?.guest.up === true;
    return onSite ? [() => vault.enableReplication(MACHINE, { group: 'PG1', vnet, physical: false })] : [];
  }
  const last = vault.jobs.get(item.lastJob ?? '');
  if (last?.state === 'Failed') return [() => vault.restartJob(last.id)];
  const point = item.points[0]?.id ?? '';
  const known: { readonly [operation: string]: () => Job } = {
    UnplannedFailover: () => vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true }),
    PlannedFailover: () => vault.plannedFailover(MACHINE, { point: 'latest' }),
    CancelFailover: () => vault.cancelFailover(MACHINE),
    Commit: () => vault.commit(MACHINE),
    SwitchProtection: () => vault.reprotect(MACHINE, operated.choicesFor(MACHINE)),
    TestFailover: () => vault.testFailover(MACHINE, { vnet, point: 'latest' }),
    TestFailoverCleanup: () => vault.testFailoverCleanup(MACHINE),
    ...(point === '' ? {} : { ChangePit: () => vault.applyRecoveryPoint(MACHINE, point) }),
    // Who lets go of a machine in Azure has nobody on the site to protect again.
    ...(item.state === 'protected' ? { DisableProtection: () => vault.disableProtection(MACHINE) } : {}),
  };
  const operations = allowedOperations(item, vault.rules).flatMap((name) => known[name] ?? []);
  return item.pair && !item.testFailover
    ? [...operations, () => vault.repairReplication(MACHINE)]
    : operations;
}

/** As an operator does once the machine is protected again. */
function deleteFormerVm({ vault, estate }: Operated): void {
  const item = vault.items.get(MACHINE);
  if (item?.state === 'protected' && item.azureVm !== undefined && !item.activeJob)
    estate.kernel.spawn(undefined, 'delete the former VM', vault.deleteAzureVm(item.azureVm));
}

/** Crashes something for a while, in every second step. */
function disturb({ estate }: Operated): void {
  const { kernel, names } = estate;
  const draws = kernel.random('disturbances');
  const candidates = [
    'vault',
    'replica store',
    `configuration server ${names.managementServer}`,
    `process server ${names.managementServer}`,
    `process server ${names.processServer}`,
    `master target ${names.masterTarget}`,
    'vcenter',
  ];
  const component = kernel.components.get(candidates[draws.between(0, 2 * candidates.length - 1)] ?? '');
  if (!component) return;
  kernel.after(draws.between(0, 4 * MINUTE_MS), () => {
    component.kill();
    kernel.after(draws.between(1_000, 5 * MINUTE_MS), () => component.start());
  });
}

describe('whatever is asked of a machine, in whatever order', () => {
  for (const profile of Object.keys(SEEDS) as RuleProfile[])
    it(`no checker finds anything for any of ${SEEDS[profile]} seeds, by the rules of ${profile}`, () => {
      for (let seed = 1; seed <= SEEDS[profile]; seed += 1) {
        const operated = new Operated({ profile }, seed);
        const { vault, estate } = operated;
        const draws = estate.kernel.random('operator');
        const asked: string[] = [];
        operated.run(10 * MINUTE_MS);
        for (let step = 0; step < 25; step += 1) {
          operated.until(() => vault.component.state === 'running');
          deleteFormerVm(operated);
          const operations = operationsFor(operated);
          const ask = operations[draws.between(0, operations.length - 1)];
          if (!ask) break;
          disturb(operated);
          const job = ask();
          asked.push(job.workflow);
          if (draws.between(0, 3) === 0) {
            operated.run(draws.between(0, MINUTE_MS / 2));
            operated.until(() => vault.component.state === 'running');
            if (allowedActions(job).includes('Cancel')) vault.cancelJob(job.id);
          }
          operated.end(job);
          operated.run(draws.between(10, 40) * MINUTE_MS);
        }
        const broken = operated.broken(3 * 60 * MINUTE_MS).filter(({ verdict }) => verdict === 'invalid');
        assert.deepEqual(broken, [], `seed ${seed}: ${asked.join(', ')}`);
      }
    });
});
