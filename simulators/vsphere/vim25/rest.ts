import { Refusal } from '../../network';
import type { Credentials } from '../../wire';
import type { Vm } from '../inventory';
import type { Changing } from '../tasks';
import { Later } from './answers';
import { VimFault } from './faults';
import { configOf } from './objects/vm-config';
import { DISK_KEY, diskFile, macOf, NIC_KEY } from './objects/vm-devices';
import type { Data } from './values';
import { Ref } from './values';
import type { View } from './view';

/** An answer of the Automation API. Shape: JSON; absent: nothing. */
export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** One request after the base, `/api` or `/rest`: `vcenter/vm/vm-1/power`. */
export interface RestCall {
  readonly method: string;
  readonly words: readonly string[];
  readonly query: { readonly [name: string]: string };
  /** The older API, under `/rest`: it wraps what it gives in `value`. */
  readonly old: boolean;
}

const POWER: { readonly [action: string]: Changing } = {
  start: 'PowerOnVM_Task',
  stop: 'PowerOffVM_Task',
  reset: 'ResetVM_Task',
};

/** The calls of the Automation API for virtual machines, with the same objects and checks as SOAP. What is not simulated is refused.
 *  Source: vSphere Automation API 7.0 (vcenter/vm, vcenter/vm/power) – documented. */
export function restCall(call: RestCall, view: View): RestAnswer | Later {
  const known = read(call, view);
  if (known) return known;
  const { method, words, query } = call;
  view.vim.acting({ rest: call, session: view.own.key });
  const [area, kind, id, part, action] = words;
  if (area === 'vcenter' && kind === 'vm' && id !== undefined) {
    const vm = view.vm(new Ref('VirtualMachine', id));
    if (method === 'DELETE' && part === undefined) return changed('Destroy_Task', vm, view);
    const wanted = POWER[action ?? query.action ?? ''];
    if (method === 'POST' && part === 'power' && wanted) return changed(wanted, vm, view);
  }
  view.vim.kernel.record('not-simulated', `${method} ${words.join('/')}`.slice(0, 200));
  return { status: 404, body: problem('NOT_FOUND', 'It is not simulated.') };
}

/** The calls that change nothing; undefined: it is none of them. */
function read({ method, words, query, old }: RestCall, view: View): RestAnswer | undefined {
  const [area, kind, id, part] = words;
  if (method !== 'GET' || area !== 'vcenter' || kind !== 'vm') return undefined;
  if (id === undefined) return told(list(query, view), old);
  const vm = view.vm(new Ref('VirtualMachine', id));
  if (part === undefined) return told(detail(vm, view), old);
  return part === 'power' ? told({ state: powerState(vm) }, old) : undefined;
}

/** Opens a session. Gives its key. */
export function restLogin(login: Credentials, old: boolean, { vim, from }: View): RestAnswer {
  vim.acting({ login, from });
  const { user } = vim.vsphere.accounts.logIn(login);
  const { key } = vim.sessions.open(user, { ...from, locale: 'en' });
  vim.vsphere.event('UserLoginSessionEvent', user, vim.tree);
  return old ? { status: 200, body: { value: key } } : { status: 201, body: key };
}

export function restLogout({ vim, own }: View): RestAnswer {
  vim.acting({ logout: own.key });
  vim.sessions.close(own);
  return { status: 204 };
}

/** Anything that was thrown, as the answer that the client sees; undefined: it is a fault of ours. */
export function restError(error: unknown): RestAnswer | undefined {
  if (!(error instanceof Refusal) && !(error instanceof VimFault)) return undefined;
  const type = error instanceof VimFault ? error.type : error.code.replace('vim.fault.', '');
  const [status, name] = STATUS[type] ?? [400, 'ERROR'];
  return { status, body: problem(name, error.message) };
}

const STATUS: { readonly [fault: string]: readonly [number, string] } = {
  NotAuthenticated: [401, 'UNAUTHENTICATED'],
  InvalidLogin: [401, 'UNAUTHENTICATED'],
  NoPermission: [403, 'UNAUTHORIZED'],
  RestrictedVersion: [400, 'UNSUPPORTED'],
  ManagedObjectNotFound: [404, 'NOT_FOUND'],
  InvalidPowerState: [400, 'ALREADY_IN_DESIRED_STATE'],
  InvalidState: [400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
  TaskInProgress: [400, 'RESOURCE_BUSY'],
  HostNotConnected: [503, 'SERVICE_UNAVAILABLE'],
};

export function problem(type: string, message: string): object {
  return {
    error_type: type,
    messages: [{ args: [], default_message: message, id: `homeward.${type.toLowerCase()}` }],
  };
}

function told(value: unknown, old: boolean): RestAnswer {
  return { status: 200, body: old ? { value } : value };
}

/** Answers when it is done. */
function changed(method: Changing, { name }: Vm, view: View): Later {
  const task = view.begin(method, { vm: name } as never);
  return new Later(() => {
    if (task.state === 'running') return undefined;
    if (task.refusal) throw task.refusal;
    return { value: { status: 204 } satisfies RestAnswer };
  });
}

function powerState({ power }: Vm): string {
  return power === 'poweredOn' ? 'POWERED_ON' : 'POWERED_OFF';
}

/** The machines, all or those that are asked for by name or state. */
function list(query: RestCall['query'], view: View): object[] {
  const names = (query.names ?? query['filter.names'])?.split(',');
  const states = (query.power_states ?? query['filter.power_states'])?.split(',');
  return [...view.vms()]
    .filter((vm) => (!names || names.includes(vm.name)) && (!states || states.includes(powerState(vm))))
    .map((vm) => ({
      vm: vm.id,
      name: vm.name,
      power_state: powerState(vm),
      cpu_count: vm.cpus,
      memory_size_MiB: vm.memoryMb,
    }));
}

function detail(vm: Vm, view: View): object {
  const { guestId, uuid } = configOf(vm, view) as Data;
  return {
    name: vm.name,
    power_state: powerState(vm),
    guest_OS: vm.system.os.family === 'windows' ? 'WINDOWS_8_SERVER_64' : 'CENTOS_6_64',
    identity: { name: vm.name, bios_uuid: uuid, instance_uuid: vm.instanceUuid },
    cpu: { count: vm.cpus, cores_per_socket: 1, hot_add_enabled: false, hot_remove_enabled: false },
    memory: { size_MiB: vm.memoryMb, hot_add_enabled: false },
    hardware: { version: 'VMX_13', upgrade_policy: 'NEVER', upgrade_status: 'NONE' },
    disks: Object.fromEntries(
      vm.disks.map(({ sizeBytes }, index) => [
        `${DISK_KEY + index}`,
        {
          label: `Hard disk ${index + 1}`,
          type: 'SCSI',
          capacity: sizeBytes,
          backing: { type: 'VMDK_FILE', vmdk_file: diskFile(vm, index) },
        },
      ]),
    ),
    nics: {
      [`${NIC_KEY}`]: {
        label: 'Network adapter 1',
        type: 'VMXNET3',
        mac_address: macOf(vm),
        state: vm.power === 'poweredOn' ? 'CONNECTED' : 'NOT_CONNECTED',
      },
    },
    guest_id: guestId,
  };
}
