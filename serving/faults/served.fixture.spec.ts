import assert from 'node:assert/strict';
import { globalAgent } from 'node:https';
import { envelope, readOne } from '../../runbooks/vim25';
import { readEstateFile } from '../estate-file';
import { ServedEstate, type ServeOptions } from '../served-estate';
import { ask, SMALL, type Told } from '../servers.fixture.spec';
import type { StateFolder } from '../state/folder';
import type { ToldFault } from './commands';

export const OPTIONS: ServeOptions = {
  seed: 1,
  host: '127.0.0.1',
  port: 0,
  vspherePort: 0,
  clock: 'virtual',
  speed: 1,
};

/** A client of a served estate, over TLS: of its vSphere API, of Azure, and of the control API. */
export class FaultClient {
  readonly served: ServedEstate;
  private cookie = '';
  private token = '';

  static async open(options: Partial<ServeOptions> = {}, state?: StateFolder): Promise<FaultClient> {
    const broken = (error: unknown): never => assert.fail(error as Error);
    const description = state?.description ?? readEstateFile(SMALL);
    const client = new FaultClient(
      await ServedEstate.open(description, { ...OPTIONS, ...state?.options, ...options }, broken, state),
    );
    await client.login();
    return client;
  }

  private constructor(served: ServedEstate) {
    this.served = served;
  }

  get env(): ServedEstate['environment'] {
    return this.served.environment;
  }

  get nowMs(): number {
    return this.served.estate.kernel.now;
  }

  /** Lets virtual time pass. */
  pass(ms: number): void {
    this.served.estate.kernel.run(this.nowMs + ms);
  }

  async login(): Promise<void> {
    const { env } = this;
    this.cookie = '';
    const login = `<userName>${env.GOVC_USERNAME}</userName><password>${env.GOVC_PASSWORD}</password>`;
    const { headers } = await this.soap('SessionManager:SessionManager', 'Login', login);
    this.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const form = `grant_type=client_credentials&client_id=${env.AZURE_CLIENT_ID}&client_secret=${env.AZURE_CLIENT_SECRET}&scope=${env.HOMEWARD_ARM_ENDPOINT}/.default`;
    const url = `${env.AZURE_AUTHORITY_HOST}/${env.AZURE_TENANT_ID}/oauth2/v2.0/token`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    this.token = JSON.parse((await ask(this.asServing(), 'POST', url, type, form)).body).access_token;
  }

  /** Asks the control API for something with faults. */
  async faults(
    method: string,
    path = '',
    body?: object,
    token = this.env.HOMEWARD_CONTROL_TOKEN,
  ): Promise<Told> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    };
    const url = `${this.env.HOMEWARD_CONTROL_URL}/faults${path}`;
    return ask(this.asServing(), method, url, headers, body ? JSON.stringify(body) : '');
  }

  /** Does a fault, or arms it. */
  async inject(fault: string, how: object = {}, more: object = {}): Promise<ToldFault> {
    const { status, body } = await this.faults('POST', '', { fault, how, ...more });
    assert.equal(status, 201, body);
    return JSON.parse(body);
  }

  async list(): Promise<readonly ToldFault[]> {
    return JSON.parse((await this.faults('GET')).body).faults;
  }

  soap(on: string, method: string, args = ''): Promise<Told> {
    const [type = '', id = ''] = on.split(':');
    const call = `<${method} xmlns="urn:vim25"><_this type="${type}">${id}</_this>${args}</${method}>`;
    const headers = { 'content-type': 'text/xml', soapaction: '"urn:vim25/6.7.1"', cookie: this.cookie };
    return ask(this.asServing(), 'POST', this.env.GOVC_URL ?? '', headers, envelope(call));
  }

  /** The status of a call, with its fault; or how it broke off. */
  async told(call: Promise<Told>): Promise<string> {
    try {
      const { status, body } = await call;
      const fault = /<detail><(\w+)Fault /.exec(body)?.[1] ?? /"code":"(\w+)"/.exec(body)?.[1];
      return fault === undefined ? `${status}` : `${status} ${fault}`;
    } catch (error) {
      return `${(error as NodeJS.ErrnoException).code}`;
    }
  }

  now(): Promise<Told> {
    return this.soap('ServiceInstance:ServiceInstance', 'CurrentTime');
  }

  vm(name: string): string {
    const [tree] = this.served.estate.vsphere.trees;
    return `VirtualMachine:${tree?.idOf('VirtualMachine', name)}`;
  }

  /** Begins a task, waits for its end, and gives what it came to: `success` or its fault, and how long it took. */
  async task(
    on: string,
    method: string,
    args = '',
  ): Promise<{ readonly came: string; readonly tookMs: number }> {
    const beganMs = this.nowMs;
    const begun = await this.soap(on, method, args);
    const id = /<returnval type="Task">([^<]+)</.exec(begun.body)?.[1] ?? begun.body;
    const read = readOne('Task', id, 'info');
    const { body } = await this.soap('PropertyCollector:propertyCollector', 'RetrieveProperties', read);
    const came = /<state>success</.test(body) ? 'success' : /<fault xsi:type="(\w+)"/.exec(body)?.[1];
    return { came: came ?? begun.body, tookMs: this.nowMs - beganMs };
  }

  /** A request to Azure; `path` begins behind the vault. */
  arm(method: string, path: string, body?: object): Promise<Told> {
    const { env } = this;
    const vault = `${env.HOMEWARD_ARM_ENDPOINT}/subscriptions/${env.AZURE_SUBSCRIPTION_ID}/resourceGroups/${env.HOMEWARD_RESOURCE_GROUP}/providers/Microsoft.RecoveryServices/vaults/${env.HOMEWARD_VAULT}`;
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const url = `${vault}${path}?api-version=2023-06-01`;
    return ask(this.asServing(), method, url, headers, body ? JSON.stringify(body) : '');
  }

  async close(): Promise<void> {
    // The next server may listen on the same port.
    globalAgent.destroy();
    await this.served.close();
  }

  private asServing(): { readonly environment: NodeJS.ProcessEnv } {
    return { environment: this.env };
  }
}
