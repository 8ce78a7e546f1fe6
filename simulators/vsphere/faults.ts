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
} as const;

export type SoapFault = keyof typeof SOAP_FAULTS;

/** Shape: the code is `vim.fault.<name>`; `about` names the objects; `detail` follows the fixed wording. */
export function soapFault(name: SoapFault, about: readonly string[], detail = ''): Refusal {
  const { text, next } = SOAP_FAULTS[name];
  const message = detail ? `${text} ${detail}` : text;
  return new Refusal(
    { code: `vim.fault.${name}`, message, recommendedAction: next, about },
    undefined,
    name === 'TaskInProgress',
  );
}
