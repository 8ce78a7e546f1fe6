import { WatchedEstate } from '../serving/fronted-estate';
import type { EstateDescription } from '../simulators/description';
import type { Activity } from './experiment';
import type { Told } from './journal';
import { minutes } from './judgement';
import { faultsOf } from './plan';
import { valuesOf } from './substitute';

/** What a drill would do, step by step. The estate is built and looked at; nothing is done to it.
 *  Errors: as of a drill, before anything runs. */
export function planOf({
  read,
  seed,
  estate,
  program,
  description,
}: Told & { readonly description: EstateDescription }): string {
  const { experiment, homeward, method, rollbacks } = read;
  const watched = new WatchedEstate(description, { seed, failedOver: true });
  const { values } = valuesOf(experiment, {
    ...process.env,
    HOMEWARD_CONTROL_URL: 'https://localhost/homeward',
  });
  const faults = new Map(faultsOf(read, watched, values).map((fault) => [fault.activity, fault]));
  const lines = method.map((activity, index) => {
    const fault = faults.get(activity.name);
    const { struck = 0, all = 0 } = fault?.reach ?? {};
    const what = fault
      ? `: ${fault.kind.name} on ${struck} of ${all} (${fault.kind.on}), ${triggerOf(fault.planned.when)}`
      : activity === read.program
        ? `: ${program}, for ${minutes(homeward.limit)} at most`
        : `: ${ofProvider(activity)}`;
    return `${index + 1}. ${activity.name}${what}`;
  });
  const probes = experiment['steady-state-hypothesis']?.probes.map(({ name }) => name) ?? [];
  return `${[
    `drill ${read.name}: ${experiment.title} – on ${estate} (${description.machines.length} machines), seed ${seed}`,
    `steady state: ${probes.join(', ') || 'none'}`,
    ...lines,
    ...rollbacks.map(({ name }) => `then: ${name}`),
    `expected: ${homeward.expect}; nothing was done`,
  ].join('\n')}\n`;
}

function triggerOf(when: object): string {
  return Object.entries(when)
    .map(([field, value]) => `${field} ${value}`)
    .join(', ');
}

function ofProvider({ provider }: Activity): string {
  return provider.type === 'http' ? `${provider.method} ${provider.url}` : provider.path;
}
