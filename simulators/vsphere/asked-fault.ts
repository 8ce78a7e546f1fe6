import { type Reference, SOAP_FAULTS, type SoapFault, type SoapRefusal, soapFault } from './faults';

/** What befalls a task as it begins: so much later it does anything, or it ends in this fault instead. Units: ms of virtual time. */
export interface TaskTrouble {
  readonly lateMs: number;
  readonly fault?: string;
}

/** A fault that somebody asked for, as if it had come by itself. Whatever its type, it has its fields.
 *  Shape: `name` of the registry; what is not in it is a SystemError. */
export function askedFault(
  name: string,
  about: { readonly entity: string; readonly object: Reference; readonly task: string },
): SoapRefusal {
  const fault: SoapFault = name in SOAP_FAULTS ? (name as SoapFault) : 'SystemError';
  return soapFault(fault, [about.entity], '', {
    object: about.object,
    obj: about.object,
    privilegeId: 'System.View',
    task: { kind: 'Task', id: about.task },
    file: about.entity,
    datastore: about.entity,
    reason: 'It was asked for.',
  });
}
