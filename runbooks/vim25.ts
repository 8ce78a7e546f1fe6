import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate } from '../simulators/estate';
import { buildVimServer, Vim, type VimOptions } from '../simulators/vsphere/vim25';
import { plainEstate } from './plain-estate';

const GIB = 2 ** 30;
const WARM_UP_MS = 20 * 60_000;

/** An estate with one vCenter server, a host and three machines, for specs of its vSphere API. */
export const VSPHERE_ESTATE: EstateDescription = {
  ...plainEstate('vim25', ['erp-db-01', 'web-01', 'web-02']),
  datastores: [
    { name: 'ds-01', type: 'VMFS', capacityBytes: 4_096 * GIB },
    { name: 'ds-02', type: 'NFS', capacityBytes: 4_096 * GIB },
  ],
  hosts: ['esx-01', 'esx-02'].map((name) => ({
    name,
    license: { name: 'Evaluation Mode', editionKey: 'eval', expired: false },
    datastores: ['ds-01', 'ds-02'],
  })),
  account: { name: 'asr-vcenter', role: 'read-only' },
};

export interface VimTold {
  readonly status: number;
  readonly body: string;
  /** The type of the fault; undefined where there is none. */
  readonly fault: string | undefined;
  readonly cookie: string | undefined;
}

/** A vSphere API in process, and a client that writes its SOAP by hand. */
export interface VimFront {
  readonly estate: Estate;
  readonly vim: Vim;
  readonly app: FastifyInstance;
  /** Sends a whole body. */
  send(body: string, headers?: { readonly [name: string]: string }): Promise<VimTold>;
  /** Calls a method on `Type:id` in a session; `version` is what SOAPAction names. */
  call(on: string, method: string, args?: string, as?: string, version?: string): Promise<VimTold>;
  /** Logs in, and gives the cookie. */
  login(user?: string, password?: string): Promise<string>;
}

export interface VimFrontOptions {
  readonly description?: Partial<EstateDescription>;
  /** The host whose API it is, where there is no vCenter server. */
  readonly host?: string;
  /** Virtual time moves when clients wait, if not false. */
  readonly moves?: boolean;
  /** Told of each command before it acts. */
  readonly acting?: VimOptions['acting'];
  /** Called before anything is sent to a client. */
  readonly sending?: () => void;
}

export function openVim({
  description = {},
  host,
  moves = true,
  acting,
  sending,
}: VimFrontOptions = {}): VimFront {
  const estate = build({ ...VSPHERE_ESTATE, ...description }, 1);
  const { kernel, vsphere } = estate;
  kernel.run(WARM_UP_MS);
  const vim = new Vim({
    kernel,
    vsphere,
    ...(host === undefined ? {} : { host }),
    ...(moves ? { moved: (ms: number, isOver: () => boolean) => kernel.run(kernel.now + ms, isOver) } : {}),
    ...(acting ? { acting } : {}),
  });
  const app = buildVimServer(vim, {
    broke: (error) => assert.fail(error as Error),
    ...(sending ? { sending } : {}),
  });
  const send = async (body: string, headers: { readonly [name: string]: string } = {}): Promise<VimTold> => {
    const answer = await app.inject({
      method: 'POST',
      url: '/sdk',
      headers: { 'content-type': 'text/xml', soapaction: '"urn:vim25/6.7.1"', ...headers },
      payload: body,
    });
    return {
      status: answer.statusCode,
      body: answer.body,
      fault: /<detail><(\w+)Fault /.exec(answer.body)?.[1],
      cookie: answer.headers['set-cookie'] as string | undefined,
    };
  };
  const call: VimFront['call'] = (on, method, args = '', as = '', version = '6.7.1') => {
    const [type = '', ...id] = on.split(':');
    return send(
      envelope(
        `<${method} xmlns="urn:vim25"><_this type="${type}">${id.join(':')}</_this>${args}</${method}>`,
      ),
      {
        cookie: as,
        soapaction: `"urn:vim25/${version}"`,
      },
    );
  };
  const login: VimFront['login'] = async (user = estate.operator.user, password) => {
    const secret = password ?? vsphere.inventory.accounts.get(user)?.password ?? '';
    const manager = vim.isVcenter ? 'SessionManager' : 'ha-sessionmgr';
    const args = `<userName>${user}</userName><password>${secret}</password>`;
    const { cookie, body } = await call(`SessionManager:${manager}`, 'Login', args);
    assert(cookie, body);
    return cookie;
  };
  return { estate, vim, app, send, call, login };
}

/** An envelope around what stands in its body. */
export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

/** The argument of a property collector that reads properties of one object. */
export function readOne(type: string, id: string, ...paths: readonly string[]): string {
  return `<specSet><propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet><objectSet><obj type="${type}">${id}</obj></objectSet></specSet>`;
}

/** The same for all objects of a type in a container view. */
export function readAll(type: string, view: string, ...paths: readonly string[]): string {
  const traversal =
    '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>';
  return `<propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>${traversal}</objectSet>`;
}

/** A VM by its name, as `Type:id`. */
export const vm = ({ vim }: VimFront, name: string): string =>
  `VirtualMachine:${vim.tree.idOf('VirtualMachine', name) ?? ''}`;
/** The reference that an answer gives. */
export const refIn = ({ body }: VimTold): string =>
  /<returnval type="(\w+)">([^<]+)</.exec(body)?.slice(1).join(':') ?? body;

/** What a task came to: `success`, or the fault. */
export async function outcome(front: VimFront, as: string, begun: VimTold): Promise<string> {
  if (begun.fault !== undefined) return begun.fault;
  const { body } = await front.call(
    'PropertyCollector:propertyCollector',
    'RetrieveProperties',
    readOne('Task', refIn(begun).slice(5), 'info'),
    as,
  );
  return /<state>success</.test(body) ? 'success' : (/<fault xsi:type="(\w+)"/.exec(body)?.[1] ?? body);
}

/** The arguments of CreateSnapshot_Task. */
export const snapshot = (name: string): string =>
  `<name>${name}</name><memory>false</memory><quiesce>false</quiesce>`;
