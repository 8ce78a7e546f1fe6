import { Refusal } from '../../network';
import { type Reference, SoapRefusal } from '../faults';
import { DATA_TYPES } from './schema/schema';
import { type Data, Ref } from './values';

/** A fault of vim25: a data type with its fields, and what people read. */
export class VimFault extends Error {
  readonly type: string;
  readonly data: Data;

  constructor(type: string, message: string, data: Data) {
    super(message);
    this.name = 'VimFault';
    this.type = type;
    this.data = { $: type, ...data };
  }
}

/** Messages of faults that are the protocol's own, not the domain's. Source: VSPHERE.md §3.2 – captured (c), ours (o). */
const TEXTS: { readonly [type: string]: string } = {
  NotAuthenticated: 'The session is not authenticated.',
  InvalidRequest: 'The request is not valid',
  InvalidType: 'The type is not valid',
  MethodNotFound: 'The method is not found',
  InvalidProperty: 'The property is not known',
  InvalidArgument: 'A specified parameter was not correct',
  InvalidCollectorVersion: 'The version does not match what was told last.',
  RequestCanceled: 'The request was canceled by a user.',
  NotSupported: 'The operation is not supported on the object.',
};

/** Shape: the fixed wording of the type, then `detail`. */
export function vimFault(type: string, detail = '', data: Data = {}): VimFault {
  const text = TEXTS[type] ?? type;
  return new VimFault(type, detail === '' ? text : `${text}: ${detail}.`, data);
}

/** Source: VSPHERE.md §3.2 – captured. */
export function notFound(ref: Ref): VimFault {
  const message = `The object 'vim.${ref.type}:${ref.id}' has already been deleted or has not been completely created`;
  return new VimFault('ManagedObjectNotFound', message, { obj: ref });
}

/** Anything that a method may throw, as the fault that the client sees; undefined: it is a fault of ours.
 *  `named` finds the managed object that a name of the domain stands for. */
export function faultOf(error: unknown, named: (name: string) => Ref | undefined): VimFault | undefined {
  if (error instanceof VimFault) return error;
  if (!(error instanceof Refusal)) return undefined;
  const type = error.code.replace(/^vim\.fault\./, '');
  const known = DATA_TYPES.get(type);
  if (!known) return new VimFault('SystemError', error.message, { reason: error.code });
  const fields = error instanceof SoapRefusal ? error.fields : {};
  const about = error.causes[0]?.about ?? [];
  const data: { [field: string]: unknown } = {};
  for (const { field, ref, name, optional } of known.fields) {
    const value = fields[field];
    if (value !== undefined) data[field] = typeof value === 'string' ? value : refOf(value);
    else if (ref) data[field] = about.map(named).find((found) => found !== undefined);
    else if (!optional && name === 'string') data[field] = about[0] ?? '';
  }
  if (type === 'ManagedObjectNotFound' && data.obj === undefined) {
    // What is gone has no id any more: its name must do.
    data.obj = new Ref('ManagedEntity', about[0] ?? '');
  }
  return new VimFault(type, error.message, data);
}

function refOf({ kind, id }: Reference): Ref {
  return new Ref(kind, id);
}
