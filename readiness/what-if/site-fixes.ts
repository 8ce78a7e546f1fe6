import type { Rehearsed } from '../assess';
import type { Drilled } from '../campaign/drill-twin';
import { DISKS_LIMIT, LINE_LIMIT } from '../campaign/waves';
import { shellWord } from '../rules';
import type { Fix } from './fixes';

/** Roles that may do what failback needs. */
const ABLE = new Set(['replication', 'administrator']);
const LATE = new Set(['HW-RTO', 'HW-DRILL', 'HW-LATE']);

/** What can be done for the site as a whole: the account's role where that stops machines, another master target where its disks bind the waves, twice the bandwidth
 *  where the line does or machines are late. */
export function siteFixesFor(
  { twin, rehearsal }: Rehearsed,
  { waves, assessment }: Drilled,
  masterTargets: number,
): readonly Fix[] {
  const { account } = twin.plan.description;
  const labels = new Map(twin.machines.map(({ name, label }) => [name, label]));
  const stopped = rehearsal.journeys.filter((journey) => journey.stopped !== undefined);
  const binds = new Set(waves?.waves.flatMap((wave) => wave.binds));
  const held = (limit: string): readonly string[] =>
    (waves?.waves ?? [])
      .slice(binds.has(limit) ? 1 : Number.POSITIVE_INFINITY)
      .flatMap(({ machines }) => machines);
  const late = assessment.machines.filter(({ reasons }) => reasons.some(({ code }) => LATE.has(code)));
  const onLine = [...new Set([...held(LINE_LIMIT), ...late.map(({ name }) => name)])];
  const role: Fix = {
    id: 'fix-role',
    what: `give ${account.name} the role for failback in vCenter`,
    code: 'HW-UNKNOWN-PRIVILEGES',
    machines: stopped.map(({ name }) => labels.get(name) ?? name),
    assume: [{ text: 'role=replication', kind: 'role', subject: undefined, value: 'replication' }],
    stops: true,
    commands: [
      `govc permissions.set -principal ${shellWord(account.name)} -role <role for failback> -propagate=true /`,
    ],
  };
  const target: Fix = {
    id: 'fix-master-target',
    what: `add a master target (${masterTargets + 1} in all)`,
    code: 'HW-UNKNOWN-SERVERS',
    machines: held(DISKS_LIMIT),
    assume: [],
    more: { masterTargets: 1 },
    // It is installed by hand: there is no command for it.
    commands: [],
  };
  const line: Fix = {
    id: 'fix-bandwidth',
    what: `twice the bandwidth (${2 * twin.plan.mbitPerSecond} Mbit/s)`,
    code: 'HW-UNKNOWN-CONNECTION',
    machines: onLine,
    assume: [],
    more: { bandwidth: 2 },
    commands: [
      'az network express-route update --name <circuit> --resource-group <group> --bandwidth <Mbit/s>',
    ],
  };
  return [...(ABLE.has(account.role) ? [] : [role]), target, line].filter(
    ({ machines }) => machines.length > 0,
  );
}
