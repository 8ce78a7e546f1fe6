import type { PairReport } from '../wire';
import type { Database } from './cs-database';

/** Every pair as it is set up, for the vault to compare with what it wants. */
export function pairReports({ machines, servers }: Database): PairReport[] {
  const nameOf = (address: string): string | null =>
    [...servers.values()].find((server) => server.role === 'process-server' && server.address === address)
      ?.name ?? null;
  return [...machines.values()].flatMap(({ machine, settings }) =>
    Object.values(settings).map(({ route, group, resync, drainEveryMs, applicationEveryMs }) => {
      const report = {
        machine,
        pair: route.pair,
        processServer: nameOf(route.processServer),
        drainEveryMs,
        applicationEveryMs,
        group: group?.name ?? null,
      };
      return resync === undefined ? report : { ...report, resync };
    }),
  );
}
