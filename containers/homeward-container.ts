import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { containerOf } from './acts';
import type { ClientEnvironment, ServedInContainers } from './served';

const ARM_PORT = 8443;
const VSPHERE_PORT = 8444;
const ESTATE_FILE = '/etc/homeward/estate.yaml';
const FAULTS_FILE = '/etc/homeward/faults.yaml';
const STATE_FOLDER = '/var/lib/homeward/estate';
export const ENV_FILE = '/var/lib/homeward/homeward.env';
const STARTUP_MS = 120_000;
const ANSWER_MS = 10_000;

const CERTIFICATE_VARIABLES = new Set([
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'HOMEWARD_CA_CERT',
  'GOVC_TLS_CA_CERTS',
]);

/** A simulated estate in a container of its own, which keeps its state: killed and started again, it goes on where it stood.
 *
 *      const homeward = await new HomewardContainer().withEstate('estate.yaml').withFailedOver().start();
 *      const env = await homeward.environment();   // for the Azure SDKs, govc, curl … on this machine
 *      await homeward.stop();
 *
 *  Errors: what the engine says, or that it is not healthy within two minutes; `docker logs` tells why. */
export class HomewardContainer extends GenericContainer {
  private alias = 'homeward';
  private readonly options: string[] = [];
  private estate = '/opt/homeward/examples/estates/small.yaml';

  /** `image`: as `npm run image` of Homeward, or `docker build`, has made it. */
  constructor(image = 'homeward:latest') {
    super(image);
    this.withExposedPorts(ARM_PORT, VSPHERE_PORT);
    this.withWaitStrategy(Wait.forHealthCheck());
    this.withStartupTimeout(STARTUP_MS);
  }

  /** The file that describes the estate, on this machine. */
  withEstate(path: string): this {
    this.estate = ESTATE_FILE;
    return this.withCopyFilesToContainer([{ source: path, target: ESTATE_FILE, mode: 0o444 }]);
  }

  /** A schedule of faults that are armed from the start: a file on this machine. */
  withFaults(path: string): this {
    this.options.push('--faults', FAULTS_FILE);
    return this.withCopyFilesToContainer([{ source: path, target: FAULTS_FILE, mode: 0o444 }]);
  }

  withSeed(seed: number): this {
    this.options.push('--seed', `${seed}`);
    return this;
  }

  /** Every machine is in Azure from the start, and works there: a failback can begin. */
  withFailedOver(): this {
    this.options.push('--failed-over');
    return this;
  }

  /** Time goes with the wall clock, so many times as fast; else it moves when a client polls. */
  withPacedClock(speed: number): this {
    this.options.push('--clock', 'paced', '--speed', `${speed}`);
    return this;
  }

  /** By which other containers of its network reach it. */
  withAlias(alias: string): this {
    this.alias = alias;
    return this;
  }

  override async start(): Promise<StartedHomeward> {
    const ports = ['--port', `${ARM_PORT}`, '--vsphere-port', `${VSPHERE_PORT}`];
    const place = ['--host', '0.0.0.0', '--public-host', this.alias, ...ports];
    const kept = ['--state', STATE_FOLDER, '--write-env', ENV_FILE, '--no-print'];
    this.withCommand(['serve', this.estate, ...place, ...kept, ...this.options]);
    this.withNetworkAliases(this.alias);
    return new StartedHomeward(await super.start(), this.alias);
  }
}

/** An estate that runs in a container. */
export class StartedHomeward extends AbstractStartedContainer implements ServedInContainers {
  /** By which other containers of its network reach it. */
  readonly alias: string;
  private folder: string | undefined;

  constructor(started: StartedTestContainer, alias: string) {
    super(started);
    this.alias = alias;
  }

  async certificate(): Promise<string> {
    const { HOMEWARD_CA_CERT = '' } = await this.environmentInside();
    return this.read(HOMEWARD_CA_CERT);
  }

  async environment(): Promise<ClientEnvironment> {
    this.folder ??= mkdtempSync(join(tmpdir(), 'homeward-container-'));
    const file = join(this.folder, 'ca.pem');
    writeFileSync(file, await this.certificate(), { mode: 0o600 });
    return this.environmentAt(file, async (port) => `${this.getHost()}:${await this.portHere(port)}`);
  }

  environmentFor(certificateFile: string): Promise<ClientEnvironment> {
    return this.environmentAt(certificateFile, async (port) => `${this.alias}:${port}`);
  }

  async verdicts(): ReturnType<ServedInContainers['verdicts']> {
    return (JSON.parse(await this.ask('/verdicts')) as { verdicts: [] }).verdicts;
  }

  async machines(): ReturnType<ServedInContainers['machines']> {
    return (JSON.parse(await this.ask('/machines')) as { machines: [] }).machines;
  }

  protected override async containerStopped(): Promise<void> {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private async environmentAt(
    certificateFile: string,
    placeOf: (port: number) => Promise<string>,
  ): Promise<ClientEnvironment> {
    const environment: Record<string, string> = {};
    for (const [name, value] of Object.entries(await this.environmentInside())) {
      const port = /^https:\/\/[^/]+:(\d+)/.exec(value)?.[1];
      if (CERTIFICATE_VARIABLES.has(name)) environment[name] = certificateFile;
      else if (port === undefined) environment[name] = value;
      else environment[name] = value.replace(/^https:\/\/[^/]+/, `https://${await placeOf(Number(port))}`);
    }
    return environment;
  }

  private async environmentInside(): Promise<Readonly<Record<string, string>>> {
    return parseEnv(await this.read(ENV_FILE)) as Record<string, string>;
  }

  /** A file in the container. */
  private async read(path: string): Promise<string> {
    const program = 'process.stdout.write(require("node:fs").readFileSync(process.argv[1]))';
    const { exitCode, stdout, stderr } = await this.exec(['node', '-e', program, path]);
    if (exitCode !== 0) throw new Error(`${path} cannot be read in the container: ${stderr}`);
    return stdout;
  }

  /** The port on this machine; the engine gives another with each start. */
  private async portHere(port: number): Promise<number> {
    const { NetworkSettings } = await (await containerOf(this.getId())).inspect();
    const [binding] = NetworkSettings.Ports[`${port}/tcp`] ?? [];
    if (!binding)
      throw new Error(
        `port ${port} of the container is not published: is it running? An estate without a vCenter server has a port for each host, which only other containers reach.`,
      );
    return Number(binding.HostPort);
  }

  private async ask(path: string): Promise<string> {
    const { HOMEWARD_CONTROL_URL, HOMEWARD_CONTROL_TOKEN } = await this.environment();
    const ca = await this.certificate();
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${HOMEWARD_CONTROL_TOKEN}` };
      // The certificate knows the loopback address, whatever the engine's host is called.
      const options = { ca, headers, timeout: ANSWER_MS, servername: 'localhost' };
      const asked = request(`${HOMEWARD_CONTROL_URL}${path}`, options, (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          body += chunk;
        });
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(body);
          else reject(new Error(`${path} was answered with ${answer.statusCode}: ${body}`));
        });
      });
      asked.on('timeout', () => asked.destroy(new Error(`${path} was not answered within ${ANSWER_MS} ms`)));
      asked.on('error', reject);
      asked.end();
    });
  }
}
