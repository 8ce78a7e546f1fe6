import type { FastifyInstance } from 'fastify';
import type { Estate } from '../simulators/estate';
import { buildVimServer, Vim, type VimOptions } from '../simulators/vsphere/vim25';
import { listen } from './listen';

export interface ServedVsphereOptions {
  readonly host: string;
  /** That of the vCenter server, or of the first host that stands alone; 0: any free one. */
  readonly vspherePort: number;
  readonly certificate: { readonly key: string; readonly cert: string };
  /** Lets virtual time move for a client that waits; absent where time moves by itself. */
  readonly moved?: NonNullable<VimOptions['moved']>;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number;
  readonly broke: (error: unknown) => void;
}

/** The vSphere APIs of an estate, each on a TLS socket of its own: that of the vCenter server, or one of each host. */
export class ServedVsphere {
  private readonly apps: readonly FastifyInstance[];
  /** What vSphere clients read: govc, pyVmomi scripts. */
  readonly environment: { readonly [name: string]: string };

  static async open(estate: Estate, options: ServedVsphereOptions): Promise<ServedVsphere> {
    const { kernel, vsphere, operator, description } = estate;
    const apps: FastifyInstance[] = [];
    const urls: string[] = [];
    const { moved, epochMs } = options;
    for (const [index, { host }] of vsphere.trees.entries()) {
      const vim = new Vim({
        kernel,
        vsphere,
        ...(host === undefined ? {} : { host }),
        ...(moved ? { moved } : {}),
        ...(epochMs === undefined ? {} : { epochMs }),
      });
      const app = buildVimServer(vim, { https: options.certificate, broke: options.broke });
      apps.push(app);
      const port = index === 0 ? options.vspherePort : 0;
      urls.push(`${await listen(app, { host: options.host, port })}/sdk`);
    }
    const account = vsphere.inventory.accounts.get(description.account.name);
    return new ServedVsphere(apps, {
      GOVC_URL: urls[0] ?? '',
      GOVC_USERNAME: operator.user,
      GOVC_PASSWORD: operator.password,
      HOMEWARD_VIM_URLS: urls.join(','),
      HOMEWARD_VIM_ACCOUNT: account?.user ?? '',
      HOMEWARD_VIM_ACCOUNT_PASSWORD: account?.password ?? '',
    });
  }

  private constructor(apps: readonly FastifyInstance[], environment: ServedVsphere['environment']) {
    this.apps = apps;
    this.environment = environment;
  }

  async close(): Promise<void> {
    for (const app of this.apps) await app.close();
  }
}
