import type { FastifyInstance } from 'fastify';
import type { Estate } from '../simulators/estate';
import { again, buildVimServer, Vim, type VimCommand, type VimOptions } from '../simulators/vsphere/vim25';
import type { Environment } from './environment';
import { listen } from './listen';

export interface ServedVsphereOptions {
  readonly certificate: { readonly key: string; readonly cert: string };
  /** Lets virtual time move for a client that waits; absent where time moves by itself. */
  readonly moved?: NonNullable<VimOptions['moved']>;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number;
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
    const { moved, epochMs, acting, broke, sending, certificate } = options;
    this.estate = estate;
    this.apis = vsphere.trees.map(({ host }, api) => {
      const vim = new Vim({
        kernel,
        vsphere,
        ...(host === undefined ? {} : { host }),
        ...(moved ? { moved } : {}),
        ...(epochMs === undefined ? {} : { epochMs }),
        ...(acting ? { acting: (command: VimCommand) => acting(command, api) } : {}),
      });
      const app = buildVimServer(vim, { https: certificate, broke, ...(sending ? { sending } : {}) });
      return { vim, app };
    });
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
