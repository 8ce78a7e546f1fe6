import { askedFault } from '../asked-fault';
import { faultOf } from './faults';
import { restError } from './rest';
import { calledIn, faultXml } from './soap';
import { negotiated } from './versions';
import type { Vim } from './vim';

/** A request as it comes: `path` without what stands behind `?`. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly soapAction: string | undefined;
}

/** What a request calls: a method of SOAP (`PowerOnVM_Task`), or what is done to which resource (`GET vcenter/vm`). Undefined: nothing. */
export function callNamed({ method, path, body }: Asked): string | undefined {
  if (/^\/sdk\b/.test(path)) return method === 'POST' ? calledIn(body)?.name : undefined;
  return `${method} ${path.replace(/^\/(api|rest)\//, '')}`;
}

/** The answer to a request that fails with a fault that was asked for, before it is looked at any closer. */
export function askedAnswer(
  fault: string,
  asked: Asked,
  { tree, vsphere }: Vim,
): { readonly status: number; readonly type: string; readonly body: string } {
  const { target } = calledIn(asked.body) ?? {};
  const refusal = askedFault(fault, {
    entity: tree.entities.get(target?.id ?? '')?.name ?? target?.id ?? asked.path,
    object: { kind: target?.type ?? 'ManagedEntity', id: target?.id ?? '' },
    task: vsphere.inventory.tasks.findLast((task) => task.tree === tree)?.key ?? '',
  });
  if (!asked.path.startsWith('/sdk')) {
    const { status = 500, body } = restError(refusal) ?? {};
    return { status, type: 'application/json', body: JSON.stringify(body) };
  }
  const told = faultOf(refusal, () => undefined);
  if (!told) throw refusal;
  return {
    status: 500,
    type: 'text/xml; charset=utf-8',
    body: faultXml(told, negotiated(asked.soapAction)),
  };
}
