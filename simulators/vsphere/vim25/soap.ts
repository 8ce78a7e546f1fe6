import { Later } from './answers';
import { fetchProperty } from './collector/read';
import type { VimCommand } from './commands';
import { faultOf, VimFault, vimFault } from './faults';
import { methodOf } from './lookup';
import type { Method } from './managed-type';
import { namedRef } from './objects/task-info';
import { letTimePass } from './poll';
import { RawXml } from './raw-xml';
import './registry';
import { exact, resolve } from './resolve';
import { Ref } from './values';
import type { View } from './view';
import { decodeFields } from './xml/decode';
import { encode } from './xml/encode';
import { type Element, readXml, XmlError } from './xml/read';
import { escapeXml } from './xml/write';

const OPEN =
  '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n';
const CLOSE = '\n</soapenv:Body>\n</soapenv:Envelope>';

/** A SOAP answer: its pieces are made as they are sent. */
export interface SoapAnswer {
  readonly status: 200 | 500;
  readonly body: Iterable<string>;
}

/** A request that was understood, and what it leads to: an answer, or one that is still to come. */
export type Outcome = SoapAnswer | PendingAnswer;

export interface PendingAnswer {
  /** The answer, once it is there. */
  readonly ready: () => SoapAnswer | undefined;
  /** The answer when nobody wants to wait longer. */
  readonly late: () => SoapAnswer;
  readonly maxMs: number | undefined;
}

/** Does what an envelope asks for. Shape of faults: VSPHERE.md §3.2 – captured. A fault of ours is thrown. */
export function handle(text: string, view: View): Outcome {
  try {
    const call = understand(text);
    view.called = call.name;
    const outcome = perform(call, view);
    if (!(outcome instanceof Later)) return answer(call.name, outcome.value, outcome.method, view);
    const { method, later } = { method: outcome.method as Method, later: outcome };
    return {
      maxMs: later.maxMs,
      ready: () => {
        try {
          const ready = later.ready();
          return ready && answer(call.name, ready.value, method, view);
        } catch (error) {
          return faultAnswer(error, view);
        }
      },
      late: () => answer(call.name, undefined, method, view),
    };
  } catch (error) {
    return faultAnswer(error, view);
  }
}

/** The method and the object that an envelope names; undefined: it cannot be understood. */
export function calledIn(text: string): { readonly name: string; readonly target: Ref } | undefined {
  try {
    return understand(text);
  } catch (error) {
    if (error instanceof VimFault) return undefined;
    throw error;
  }
}

interface Call {
  /** All of it, as it came. */
  readonly text: string;
  readonly name: string;
  readonly target: Ref;
  readonly element: Element;
}

/** The newest requests that were understood: a client that polls says the same again and again. Units: characters, requests. */
const RECENT = new Map<string, Call>();
const RECENT_MAX = { characters: 4_096, requests: 256 };

/** Errors: InvalidRequest – no XML, or no envelope with one method on one object. */
function understand(text: string): Call {
  const known = RECENT.get(text);
  if (known) return known;
  const call = read(text);
  if (text.length > RECENT_MAX.characters || call.name.startsWith('Login')) return call;
  if (RECENT.size >= RECENT_MAX.requests) RECENT.clear();
  RECENT.set(text, call);
  return call;
}

function read(text: string): Call {
  let envelope: Element;
  try {
    envelope = readXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw vimFault('InvalidRequest', error.message.split('\n')[0] ?? '');
  }
  const body =
    envelope.name === 'Envelope' ? envelope.children.find(({ name }) => name === 'Body') : undefined;
  const [element] = body?.children ?? [];
  if (!element || body?.children.length !== 1)
    throw vimFault('InvalidRequest', 'expected an Envelope whose Body has one method');
  const [self, ...rest] = element.children;
  const type = self?.attributes.type;
  const id = self?.text.trim() ?? '';
  if (self?.name !== '_this' || type === undefined || id === '')
    throw vimFault('InvalidRequest', `expected _this, with its type, first in ${element.name}`);
  return { text, name: element.name, target: new Ref(type, id), element: { ...element, children: rest } };
}

/** Checks who calls, finds object and method, reads the arguments, and does it. */
function perform({ text, name, target, element }: Call, view: View): Performed {
  const ref = exact(target, view);
  const method = methodOf(ref.type, name);
  if (!view.session && !method?.open && !isContent(ref, name, element))
    throw vimFault('NotAuthenticated', '', { object: ref, privilegeId: 'System.View' });
  const self = resolve(ref, view);
  if (name === 'Fetch') {
    const { prop } = decodeFields(element, FETCH, name);
    letTimePass([ref], view);
    return new Done(undefined, new RawXml([fetchProperty(ref, self, prop as string, view)]));
  }
  if (!method || !READS.test(name)) view.vim.acting(commandOf(text, view));
  if (!method) {
    view.vim.kernel.record('not-simulated', `${ref.type}.${name}`.slice(0, 200));
    throw vimFault('MethodNotFound', `${ref.type}.${name} is not simulated`, {
      receiver: ref,
      method: name.slice(0, 200),
    });
  }
  const value = method.run(self, decodeFields(element, method.params, name), view);
  return value instanceof Later ? Object.assign(value, { method }) : new Done(method, value);
}

/** The methods that change nothing. Whatever is not named may. */
const READS =
  /^(Retrieve|ContinueRetrieve|CancelRetrieve|Query|Find|Check|WaitFor|CancelWaitFor|Has|Current)/;

function commandOf(soap: string, { session, version, from }: View): VimCommand {
  return { soap, ...(session ? { session: session.key } : {}), version, from };
}

const FETCH = [{ field: 'prop', name: 'string', ref: false, array: false, optional: false, since: 0 }];

/** Whoever is not logged in may read what the service says of itself, also property by property. */
function isContent(ref: Ref, name: string, element: Element): boolean {
  return ref.type === 'ServiceInstance' && name === 'Fetch' && element.children[0]?.text === 'content';
}

class Done {
  readonly method: Method | undefined;
  readonly value: unknown;

  constructor(method: Method | undefined, value: unknown) {
    this.method = method;
    this.value = value;
  }
}
type Performed = Done | (Later & { readonly method: Method });

function answer(name: string, value: unknown, method: Method | undefined, view: View): SoapAnswer {
  const open = `${OPEN}<${name}Response xmlns="urn:vim25">`;
  const close = `</${name}Response>${CLOSE}`;
  if (value instanceof RawXml) {
    const { pieces } = value;
    return {
      status: 200,
      body: (function* () {
        yield open;
        yield* pieces;
        yield close;
      })(),
    };
  }
  const content = method?.result ? encode('returnval', value, method.result, view.version) : '';
  return { status: 200, body: [`${open}${content}${close}`] };
}

function faultAnswer(error: unknown, view: View): SoapAnswer {
  const fault = faultOf(error, (name) => namedRef(view, name));
  if (!fault) throw error;
  return { status: 500, body: [faultXml(fault, view.version)] };
}

export function faultXml({ type, message, data }: VimFault, version: number): string {
  const detail = encode(
    `${type}Fault`,
    data,
    { name: type, ref: false, array: false, optional: false, since: 0 },
    version,
  );
  const typed = detail.replace(`<${type}Fault`, `<${type}Fault xmlns="urn:vim25" xsi:type="${type}"`);
  return `${OPEN}<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeXml(message)}</faultstring><detail>${typed}</detail></soapenv:Fault>${CLOSE}`;
}
