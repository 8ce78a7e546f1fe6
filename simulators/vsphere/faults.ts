import { Refusal } from '../network';

/** The SOAP faults that this vCenter throws, each with its wording and where that comes from.
 *  Source: VSPHERE.md §3.2 – captured (c), documented (d), or our own words (o). */
export const SOAP_FAULTS = {
  NoPermission: {
    text: 'Permission to perform this operation was denied.',
    source: 'c',
    next: 'Grant the account the privilege.',
  },
  InvalidLogin: {
    text: 'Cannot complete login due to an incorrect user name or password.',
    source: 'c',
    next: 'Correct the credentials of the account.',
  },
  RestrictedVersion: {
    text: 'Current license or ESXi version prohibits execution of the requested operation.',
    source: 'd',
    next: 'Assign an evaluation or paid license to the host.',
  },
  ManagedObjectNotFound: {
    text: 'The object has already been deleted or has not been completely created.',
    source: 'c',
    next: 'Check the name of the object.',
  },
  InvalidPowerState: {
    text: 'The attempted operation cannot be performed in the current state.',
    source: 'c',
    next: 'Bring the virtual machine into the power state that the operation needs.',
  },
  InvalidState: {
    text: 'The operation is not allowed in the current state.',
    source: 'o',
    next: 'See what the message names, and end that first.',
  },
  TaskInProgress: {
    text: 'The operation is not allowed while another task is in progress.',
    source: 'o',
    next: 'Wait for the task.',
  },
  HostNotConnected: { text: 'The host is not connected.', source: 'o', next: 'Bring the host back.' },
  NoDiskSpace: {
    text: 'There is no space left on the datastore.',
    source: 'o',
    next: 'Free space on the datastore.',
  },
  DuplicateName: {
    text: 'An object with that name already exists.',
    source: 'o',
    next: 'Rename one of the two.',
  },
  ToolsUnavailable: {
    text: 'VMware Tools is not running in the guest.',
    source: 'd',
    next: 'Start VMware Tools, or power the machine off.',
  },
  NotFound: { text: 'The object or item was not found.', source: 'o', next: 'Check the name or the id.' },
  AlreadyExists: { text: 'The name already exists.', source: 'o', next: 'Choose another name.' },
  InvalidArgument: {
    text: 'A specified parameter was not correct.',
    source: 'd',
    next: 'Correct the parameter that the fault names.',
  },
  InvalidName: { text: 'The name is not valid.', source: 'o', next: 'Choose another name.' },
  RemoveFailed: { text: 'The removal failed.', source: 'o', next: 'Remove what still uses it first.' },
  NotSupported: {
    text: 'The operation is not supported on the object.',
    source: 'd',
    next: 'Leave it out, or use another object.',
  },
  FileNotFound: { text: 'The file was not found.', source: 'o', next: 'Check the path.' },
  FileLocked: { text: 'The file is locked.', source: 'o', next: 'See who holds it, and wait for its end.' },
  SystemError: {
    text: 'A general system error occurred.',
    source: 'o',
    next: 'Try again; see what the fault gives as its reason.',
  },
} as const;

export type SoapFault = keyof typeof SOAP_FAULTS;

/** A managed object, by its type and id. */
export interface Reference {
  readonly kind: string;
  readonly id: string;
}

/** The fields of a fault, by vim25's names. */
export interface FaultFields {
  readonly [name: string]: string | Reference | undefined;
}

/** A refusal that knows the fields of its fault. */
export class SoapRefusal extends Refusal {
  readonly fault: SoapFault;
  readonly fields: FaultFields;

  constructor(fault: SoapFault, message: string, about: readonly string[], fields: FaultFields) {
    const { next } = SOAP_FAULTS[fault];
    super(
      { code: `vim.fault.${fault}`, message, recommendedAction: next, about },
      undefined,
      fault === 'TaskInProgress',
    );
    this.fault = fault;
    this.fields = fields;
  }
}

/** Shape: the code is `vim.fault.<name>`; `about` names the objects; `detail` follows the fixed wording. */
export function soapFault(
  name: SoapFault,
  about: readonly string[],
  detail = '',
  fields: FaultFields = {},
): SoapRefusal {
  const { text } = SOAP_FAULTS[name];
  return new SoapRefusal(name, detail ? `${text} ${detail}` : text, about, fields);
}
