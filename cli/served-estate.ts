import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Arm, buildServer, makeCertificate, type ServerOptions, Tokens } from '../simulators/azure/arm';
import { Checkers } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import { PacedDriver } from '../simulators/kernel';
import { addControl } from './control';
import { listen } from './listen';
import { ServedVsphere } from './served-vsphere';
import { writeWhole } from './write-whole';

export interface ServeOptions {
  readonly seed: number;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** That of the vSphere API; 0: any free port. */
  readonly vspherePort: number;
  /** `virtual`: time moves when clients poll. `paced`: with the wall clock. */
  readonly clock: 'virtual' | 'paced';
  /** Virtual seconds in each real one, where time is paced. */
  readonly speed: number;
  readonly envFile?: string;
  /** Sees every answer, for whoever checks them. */
  readonly answered?: ServerOptions['answered'];
}

/** One poll moves virtual time so far, at most; what it asks for may be over sooner. Units: ms. */
const POLL_MS = 30_000;
const POLL_JOB_MS = 6 * 3_600_000;
/** The servers of the estate have found each other after so long. Units: ms. */
const WARM_UP_MS = 20 * 60_000;

/** A running estate with its Azure front and its vSphere APIs on TLS sockets. */
export class ServedEstate {
  readonly estate: Estate;
  readonly environment: { readonly [name: string]: string };
  private readonly app: FastifyInstance;
  private readonly vsphere: ServedVsphere;
  private readonly pace: PacedDriver | undefined;
  private readonly folder: string;
  private readonly envFile: string | undefined;
  private readonly broken: (error: unknown) => void;

  /** Builds the estate and answers when everything does. `broken` is told when the simulation itself fails.
   *  Errors: HW-ESTATE, HW-SERVE-LISTEN, HW-OUT-WRITE. */
  static async open(
    description: EstateDescription,
    options: ServeOptions,
    broken: (error: unknown) => void,
  ): Promise<ServedEstate> {
    const checkers = new Checkers();
    const estate = build(description, options.seed, [checkers.observe]);
    const { kernel } = estate;
    const virtual = options.clock === 'virtual';
    kernel.run(WARM_UP_MS);
    const guarded = (isOver?: () => boolean): void => {
      kernel.run(kernel.now + (isOver ? POLL_JOB_MS : POLL_MS), isOver);
    };
    const epochMs = Date.now() - kernel.now;
    const arm = new Arm({
      ...estate,
      retryAfterSeconds: virtual ? 1 : Math.max(1, Math.round(POLL_MS / 1_000 / options.speed)),
      ...(virtual ? { polled: guarded } : { epochMs }),
    });
    const tokens = await Tokens.open(arm);
    const certificate = await makeCertificate(options.host);
    const app = buildServer(
      { arm, tokens },
      { https: certificate, broke: broken, ...(options.answered ? { answered: options.answered } : {}) },
    );
    const controlToken = kernel.random('control token').guid();
    kernel.journal.conceal(controlToken);
    addControl(app, {
      certificate: certificate.cert,
      token: controlToken,
      kernel,
      virtual,
      at: (ms) => arm.at(ms),
      verdicts: () => checkers.conclude(finalState(estate)),
    });
    const origin = await listen(app, options);
    const vsphere = await ServedVsphere.open(estate, {
      ...options,
      certificate,
      broke: broken,
      ...(virtual ? { moved: (ms, isOver) => kernel.run(kernel.now + ms, isOver) } : { epochMs }),
    });
    const folder = mkdtempSync(join(tmpdir(), 'homeward-serve-'));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, certificate.cert);
    const [application] = tokens.applications;
    const environment = {
      AZURE_TENANT_ID: arm.tenant,
      AZURE_CLIENT_ID: application?.clientId ?? '',
      AZURE_CLIENT_SECRET: application?.secret ?? '',
      AZURE_SUBSCRIPTION_ID: arm.subscription,
      AZURE_AUTHORITY_HOST: origin,
      NODE_EXTRA_CA_CERTS: caFile,
      REQUESTS_CA_BUNDLE: caFile,
      HOMEWARD_ARM_ENDPOINT: origin,
      HOMEWARD_CA_CERT: caFile,
      HOMEWARD_RESOURCE_GROUP: arm.resourceGroup,
      HOMEWARD_VAULT: arm.vaultName,
      HOMEWARD_CONTROL_URL: `${origin}/homeward`,
      HOMEWARD_CONTROL_TOKEN: controlToken,
      ...vsphere.environment,
      GOVC_TLS_CA_CERTS: caFile,
    };
    const served = new ServedEstate(estate, { app, vsphere }, folder, environment, options, broken);
    try {
      served.begin();
    } catch (error) {
      await served.close();
      throw error;
    }
    return served;
  }

  private constructor(
    estate: Estate,
    { app, vsphere }: { readonly app: FastifyInstance; readonly vsphere: ServedVsphere },
    folder: string,
    environment: ServedEstate['environment'],
    options: ServeOptions,
    broken: (error: unknown) => void,
  ) {
    this.estate = estate;
    this.app = app;
    this.vsphere = vsphere;
    this.folder = folder;
    this.environment = environment;
    this.envFile = options.envFile === undefined ? undefined : resolve(options.envFile);
    this.pace = options.clock === 'paced' ? new PacedDriver(estate.kernel, options.speed) : undefined;
    this.broken = broken;
  }

  /** Stops answering, and takes back the files that are of no use any more. */
  async close(): Promise<void> {
    this.pace?.stop();
    await this.app.close();
    await this.vsphere.close();
    if (this.envFile !== undefined) rmSync(this.envFile, { force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private begin(): void {
    this.pace?.start(this.broken);
    if (this.envFile === undefined) return;
    writeWhole(this.envFile, printEnvironment(this.environment), 0o600);
  }
}

/** `NAME=value` lines, as a shell and `--env-file` of Node read them. */
export function printEnvironment(environment: { readonly [name: string]: string }): string {
  return `${Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
