import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Estate } from '../simulators/estate';
import type { Meddler } from '../simulators/network';
import {
  type Asked,
  again,
  askedAnswer,
  buildVimServer,
  callNamed,
  Vim,
  type VimCommand,
  type VimOptions,
} from '../simulators/vsphere/vim25';
import { type ServedCall, tellCalls } from './calls';
import type { Environment } from './environment';
import { addMeddler, type Instead, type Wire } from './faults/meddled';
import { listen } from './listen';

export interface ServedVsphereOptions {
  readonly certificate: { readonly key: string; readonly cert: string };
  /** Lets virtual time move for a client that waits; absent where time moves by itself. */
  readonly moved?: NonNullable<VimOptions['moved']>;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number;
  /** Stand before the APIs, in the order of the trees. */
  readonly meddlers: readonly Meddler[];
  /** How answers come late and connections break; as on sockets if absent. */
  readonly wire?: Wire;
  /** Told of each call that was answered. */
  readonly called?: (call: ServedCall) => void;
  readonly broke: (error: unknown) => void;
  /** Told of each command before it acts, with the API (from 0) that it came to. */
  readonly acting?: (command: VimCommand, api: number) => void;
  /** Called before anything is sent to a client. */
  readonly sending?: () => void;
}

/** The vSphere APIs of an estate, each on a TLS socket of its own: that of the vCenter server, or one of each host. */
export class ServedVsphere {
  private readonly estate: Estate;
  private readonly apis: readonly { readonly vim: Vim; readonly app: FastifyInstance }[];

  constructor(estate: Estate, options: ServedVsphereOptions) {
    const { kernel, vsphere } = estate;
    const { moved, epochMs, acting, broke, sending, certificate, meddlers, wire, called } = options;
    this.estate = estate;
    this.apis = vsphere.trees.map(({ host }, api) => {
      const meddler = meddlers[api];
      const vim = new Vim({
        kernel,
        vsphere,
        ...(host === undefined ? {} : { host }),
        ...(moved ? { moved } : {}),
        ...(epochMs === undefined ? {} : { epochMs }),
        ...(acting ? { acting: (command: VimCommand) => acting(command, api) } : {}),
        ...(meddler ? { troubled: taskTroubles(meddler) } : {}),
      });
      const app = buildVimServer(vim, {
        ...(wire ? {} : { https: certificate }),
        broke,
        ...(sending ? { sending } : {}),
      });
      if (meddler && called) tellCalls(app, meddler.front, (request) => callNamed(asked(request)), called);
      if (meddler) meddle(app, vim, meddler, wire);
      return { vim, app };
    });
  }

  /** The APIs, each answers within this process. */
  get apps(): readonly FastifyInstance[] {
    return this.apis.map(({ app }) => app);
  }

  /** Does a command again. Gives false where there is no such API. */
  again(command: VimCommand, api: number): boolean {
    const found = this.apis[api];
    if (found) again(command, found.vim);
    return found !== undefined;
  }

  /** Opens the sockets, on the ports that are named and on free ones. Gives their addresses. Errors: HW-SERVE-LISTEN. */
  async listen(host: string, ports: readonly number[]): Promise<readonly string[]> {
    const origins: string[] = [];
    for (const [index, { app }] of this.apis.entries())
      origins.push(await listen(app, { host, port: ports[index] ?? 0 }));
    return origins;
  }

  /** What vSphere clients read: govc, pyVmomi scripts. */
  environment(origins: readonly string[]): Environment {
    const { vsphere, operator, description } = this.estate;
    const account = vsphere.inventory.accounts.get(description.account.name);
    const urls = origins.map((origin) => `${origin}/sdk`);
    return {
      GOVC_URL: urls[0] ?? '',
      GOVC_USERNAME: operator.user,
      GOVC_PASSWORD: operator.password,
      HOMEWARD_VIM_URLS: urls.join(','),
      HOMEWARD_VIM_ACCOUNT: account?.user ?? '',
      HOMEWARD_VIM_ACCOUNT_PASSWORD: account?.password ?? '',
    };
  }

  async close(): Promise<void> {
    for (const { app } of this.apis) await app.close();
  }
}

/** What a meddler does to tasks. */
function taskTroubles(meddler: Meddler): NonNullable<VimOptions['troubled']> {
  return (method) => {
    const { lateMs, how } = meddler.task(method);
    return { lateMs, ...(how.fault === undefined ? {} : { fault: `${how.fault}` }) };
  };
}

/** Lets a meddler stand before a vSphere API. */
function meddle(app: FastifyInstance, vim: Vim, meddler: Meddler, wire: Wire | undefined): void {
  addMeddler(app, {
    meddler,
    callNamed: (request) => callNamed(asked(request)),
    instead: (request, what, { fault }) =>
      what === 'refuse' ? UNAVAILABLE : askedAnswer(`${fault}`, asked(request), vim),
    ...(wire ? { wire } : {}),
  });
}

/** Source: VSPHERE.md §3.2, HTTP 503 – captured. */
const UNAVAILABLE: Instead = {
  status: 503,
  type: 'text/html',
  body: '<html><body>503 Service Unavailable</body></html>',
};

function asked({ method, url, body, headers }: FastifyRequest): Asked {
  return {
    method,
    path: url.split('?')[0] ?? '',
    body: typeof body === 'string' ? body : '',
    soapAction: headers.soapaction as string | undefined,
  };
}
