import type { Message } from '../../network';
import { type AddVcenter, asrRefusal, PORT, type RemoveVcenter, type UpdateVcenter } from '../../wire';
import type { ServiceWorkflow } from './service-jobs';
import type { Vault } from './vault';

/** A vCenter server or a host that stands alone; 443 if no port is named. The account is one of the configuration server's. */
export interface VcenterInput {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  readonly account: string;
}

/** Requests about connections are passed to the configuration server, which discovers, and reports what it found.
 *  Source: AZURE.md §2 (vCenters) – documented; names of jobs and tasks not recorded. */
export const addVcenter = passedOn('SIM-AddVCenter', 'Add a vCenter server');
export const updateVcenter = passedOn('SIM-UpdateVCenter', 'Change the account of a vCenter server');
export const removeVcenter = passedOn('SIM-RemoveVCenter', 'Remove a vCenter server');

/** Errors: SIM-CHOICE-MISSING, SIM-DUPLICATE, SIM-UNKNOWN – the account. */
export function checkNewVcenter(vault: Vault, input: VcenterInput): AddVcenter {
  const { name, address, port = PORT.control, account } = input;
  for (const field of ['name', 'address', 'account'] as const)
    if (!input[field]) throw asrRefusal('SIM-CHOICE-MISSING', [field], `(${field})`);
  if (vault.vcenters.some((each) => each.name === name || each.address === address))
    throw asrRefusal('SIM-DUPLICATE', [name, address], `(connection ${name}, ${address})`);
  mustKnow(vault, account);
  return { kind: 'cs.add-vcenter', name, address, port, account };
}

/** Errors: SIM-UNKNOWN – the connection, or the account. */
export function checkVcenterUpdate(vault: Vault, name: string, account: string): UpdateVcenter {
  mustExist(vault, name);
  mustKnow(vault, account);
  return { kind: 'cs.update-vcenter', name, account };
}

/** Errors: SIM-UNKNOWN. */
export function checkVcenterRemoval(vault: Vault, name: string): RemoveVcenter {
  mustExist(vault, name);
  return { kind: 'cs.remove-vcenter', name };
}

function passedOn(scenarioName: string, friendlyName: string): ServiceWorkflow {
  const taskId = `${scenarioName}Task`;
  return {
    owner: 'vcenter',
    scenarioName,
    friendlyName,
    tasks: () => [
      {
        taskId,
        friendlyName,
        *run(vault, { input }) {
          yield* vault.askConfigurationServer(input as Message);
          return undefined;
        },
      },
    ],
  };
}

function mustExist({ vcenters }: Vault, name: string): void {
  if (!vcenters.some((each) => each.name === name))
    throw asrRefusal('SIM-UNKNOWN', [name], `(connection ${name})`);
}

function mustKnow({ runAsAccounts }: Vault, account: string): void {
  if (!runAsAccounts.includes(account)) throw asrRefusal('SIM-UNKNOWN', [account], `(account ${account})`);
}
