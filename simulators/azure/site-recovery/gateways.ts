import { Refusal } from '../../network';
import { asrRefusal, type StartPair } from '../../wire';
import type { Job, Pair, ProtectedItem } from './model';
import { processServerPlaceCauses } from './process-server-place';
import type { ServiceTask, ServiceWorkflow } from './service-jobs';
import type { Vault } from './vault';

/** No heartbeat for so long: nothing is moved there. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

/** Which machines replicate through another process server from now on; all of `from` if none is named. */
export interface ReassociateInput {
  readonly from: string;
  readonly to: string;
  readonly items?: readonly string[];
}

/** Moves the replication of machines to another process server, one after another. The way changes at once, and source and target are
 *  compared anew: whatever lay on the former server is not missed. Source: AZURE.md §2 (reassociateGateway) – documented; task
 *  names not recorded. */
export const reassociateGateway: ServiceWorkflow = {
  owner: 'process-server',
  scenarioName: 'SIM-ReassociateGateway',
  friendlyName: 'Change the process server',
  tasks: ({ items }: { items: readonly string[] }) => items.map(moveTask),
  holds: ({ items }: { items: readonly string[] }) => items,
};

/** What is to be moved, by name. Errors: SIM-WRONG-OPERATION, SIM-NO-PROCESS-SERVER, 806, SIM-DUPLICATE, SIM-UNKNOWN,
 *  SIM-OUT-OF-ORDER, SIM-PROCESS-SERVER-PLACE. */
export function checkReassociation(
  vault: Vault,
  { from, to, items }: ReassociateInput,
): Required<ReassociateInput> {
  if (vault.rules.provider === 'modernized')
    throw asrRefusal(
      'SIM-WRONG-OPERATION',
      [from, 'InMageRcm'],
      '(an appliance has no process servers to choose from)',
    );
  for (const name of [from, to]) {
    const server = processServer(vault, name);
    if (!server) throw asrRefusal('SIM-NO-PROCESS-SERVER', [name]);
    if (name === to && vault.kernel.now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX)
      throw asrRefusal('806', [name]);
  }
  if (from === to) throw asrRefusal('SIM-DUPLICATE', [to], `(${to} is where they are)`);
  const named =
    items ?? [...vault.items.values()].filter((item) => goesBy(vault, item, from)).map(({ name }) => name);
  const moved = named.map((name) => vault.item(name));
  const strangers = moved.filter((item) => !goesBy(vault, item, from));
  if (strangers.length > 0 || moved.length === 0)
    throw asrRefusal(
      'SIM-OUT-OF-ORDER',
      [from, ...strangers.map(({ name }) => name)],
      `Not replicated through ${from}: ${strangers.map(({ name }) => name).join(', ') || 'any machine'}.`,
    );
  for (const item of moved) {
    const causes = item.pair?.target === 'on-premises' ? processServerPlaceCauses(vault, item, to) : [];
    if (causes[0]) throw new Refusal(causes[0], causes);
  }
  return { from, to, items: named };
}

function moveTask(name: string, index: number): ServiceTask {
  return {
    taskId: `SIM-MoveReplicationTask${index + 1}`,
    friendlyName: `Move the replication of ${name}`,
    *run(vault, job) {
      const { from, to } = job.input as Required<ReassociateInput>;
      const item = vault.items.get(name);
      if (!item?.pair || !goesBy(vault, item, from)) return 'skipped';
      const { id: pair } = item.pair;
      const resync = resyncOf(vault, job, name);
      const start: StartPair = { ...item.pair.start, processServer: to, resync };
      item.resync = { id: resync, state: 'required', sinceMs: vault.kernel.now };
      yield* vault.askConfigurationServer(start);
      if (item.pair?.id !== pair) return undefined;
      item.pair = {
        ...item.pair,
        processServer: to,
        start: { ...item.pair.start, processServer: to, resync },
      };
      if (item.reverse && item.pair.target === 'on-premises')
        item.reverse = { ...item.reverse, processServer: to };
      if (item.resync?.id === resync) item.resync = { ...item.resync, state: 'in progress' };
      return undefined;
    },
  };
}

/** The number of the comparison that a move asks for; the same if the task runs again. */
function resyncOf(vault: Vault, { data }: Job, name: string): number {
  const key = `resync ${name}`;
  data[key] ??= vault.kernel.count(key);
  return Number(data[key]);
}

function goesBy({ managementServer }: Vault, { pair }: ProtectedItem, name: string): boolean {
  return pair !== undefined && viaOf(pair, managementServer) === name;
}

/** The process server of a pair; the one on the management server if none was chosen. */
export function viaOf({ processServer: via }: Pick<Pair, 'processServer'>, managementServer: string): string {
  return via ?? managementServer;
}

function processServer({ servers }: Vault, name: string): Vault['servers'][number] | undefined {
  return servers.find((server) => server.role === 'process-server' && server.name === name);
}
