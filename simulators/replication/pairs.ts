import type { Process } from '../kernel';
import type { StartPair, StopPair } from '../wire';
import { refreshGroup, setSettings } from './agent-settings';
import type { CsCore } from './cs-core';
import { tellLeaving } from './release';

/** Lets the agent of a copy send to a target; doing it again changes what is different. A process server that the pair leaves is
 *  told to forget it. Errors: SIM-NOT-IN-DATABASE; SIM-NO-PROCESS-SERVER, SIM-UNKNOWN – a server on the way. */
export function startPair(cs: CsCore, message: StartPair): Record<string, never> {
  const record = cs.record(message.machine);
  const former = record.settings[message.copy]?.route;
  record.vm = message.vm ?? record.vm;
  const processServer = cs.server(message.processServer ?? cs.name);
  const target = message.target;
  const address = 'masterTarget' in target ? cs.server(target.masterTarget) : target.address;
  const port = 'masterTarget' in target ? cs.options.ports.data : target.port;
  const { pair, machine } = message;
  const processServerPort = cs.options.ports.data;
  const route = { pair, machine, processServer, processServerPort, target: address, port };
  setSettings(cs, record, message.copy, {
    route,
    drainEveryMs: message.drainEveryMs,
    applicationEveryMs: message.applicationEveryMs,
    ...(message.group === null ? {} : { group: { name: message.group, members: [] } }),
    ...(message.resync === undefined ? {} : { resync: message.resync }),
  });
  if (message.group !== null) refreshGroup(cs, message.group);
  if (former?.pair === pair && former.processServer !== processServer) {
    cs.database.leaving.add({ machine, pair, processServer: former.processServer });
    cs.component.run('leaving', tellLeaving(cs));
  }
  return {};
}

/** Ends a pair; one that does not stand is no error. */
export function* stopPair(cs: CsCore, { machine, pair }: StopPair): Process<Record<string, never>> {
  const record = cs.record(machine);
  for (const copy of ['on-premises', 'azure'] as const) {
    const settings = record.settings[copy];
    if (settings?.route.pair !== pair) continue;
    setSettings(cs, record, copy, undefined);
    if (settings.group) refreshGroup(cs, settings.group.name);
    cs.database.leaving.add({ machine, pair, processServer: settings.route.processServer });
    // A process server that is away does not keep a pair from ending.
    yield* tellLeaving(cs);
  }
  return {};
}
