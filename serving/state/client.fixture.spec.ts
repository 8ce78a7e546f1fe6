import assert from 'node:assert/strict';
import { envelope, readOne } from '../../runbooks/vim25';
import { ask, type Serving, type Told } from '../servers.fixture.spec';

const PC = 'PropertyCollector:propertyCollector';
const AUTH = 'AuthorizationManager:AuthorizationManager';
const LICENSE = '00000-00000-00000-00000-00001';
const API = 'api-version=2023-06-01';

/** A client of both services that keeps what it was given, as one does who does not know that the server went away. */
export class Client {
  serving: Serving;
  private cookie = '';
  private token = '';
  private readonly vms = new Map<string, string>();
  private operation = '';
  snapshot = '';
  private role = '';

  constructor(serving: Serving) {
    this.serving = serving;
  }

  async open(): Promise<void> {
    const { environment: env } = this.serving;
    const login = `<userName>${env.GOVC_USERNAME}</userName><password>${env.GOVC_PASSWORD}</password>`;
    const { headers } = await this.soap('SessionManager:SessionManager', 'Login', login);
    this.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const basic = Buffer.from(`${env.GOVC_USERNAME}:${env.GOVC_PASSWORD}`).toString('base64');
    const api = env.GOVC_URL?.replace(/sdk$/, 'api');
    const session = JSON.parse(
      (await ask(this.serving, 'POST', `${api}/session`, { authorization: `Basic ${basic}` })).body,
    );
    const { body } = await ask(this.serving, 'GET', `${api}/vcenter/vm`, {
      'vmware-api-session-id': session,
    });
    for (const { name, vm } of JSON.parse(body)) this.vms.set(name, vm);
    const form = `grant_type=client_credentials&client_id=${env.AZURE_CLIENT_ID}&client_secret=${env.AZURE_CLIENT_SECRET}&scope=${env.HOMEWARD_ARM_ENDPOINT}/.default`;
    const token = await ask(
      this.serving,
      'POST',
      `${env.AZURE_AUTHORITY_HOST}/${env.AZURE_TENANT_ID}/oauth2/v2.0/token`,
      { 'content-type': 'application/x-www-form-urlencoded' },
      form,
    );
    this.token = JSON.parse(token.body).access_token;
  }

  /** Changes something of everything, and begins a protection that it does not wait for. */
  async change(): Promise<void> {
    const created = await this.soap(
      this.vm('web-01'),
      'CreateSnapshot_Task',
      '<name>nightly</name><memory>false</memory><quiesce>false</quiesce>',
    );
    this.snapshot = await this.done(created);
    const role = await this.soap(
      AUTH,
      'AddAuthorizationRole',
      '<name>snapshots</name><privIds>VirtualMachine.State.CreateSnapshot</privIds>',
    );
    this.role = /<returnval>(-?\d+)</.exec(role.body)?.[1] ?? role.body;
    const entity = `<entity type="VirtualMachine">${this.vms.get('web-01')}</entity>`;
    const permission = `<permission><principal>asr-vcenter</principal><group>false</group><roleId>${this.role}</roleId><propagate>true</propagate></permission>`;
    assert.equal((await this.soap(AUTH, 'SetEntityPermissions', entity + permission)).status, 200);
    const license = `<licenseKey>${LICENSE}</licenseKey>`;
    assert.equal((await this.soap('LicenseManager:LicenseManager', 'AddLicense', license)).status, 200);
    await this.done(await this.soap(this.vm('web-01'), 'PowerOffVM_Task'));
    const { HOMEWARD_ARM_ENDPOINT, AZURE_SUBSCRIPTION_ID, HOMEWARD_RESOURCE_GROUP, HOMEWARD_VAULT } =
      this.serving.environment;
    const vault = `${HOMEWARD_ARM_ENDPOINT}/subscriptions/${AZURE_SUBSCRIPTION_ID}/resourceGroups/${HOMEWARD_RESOURCE_GROUP}/providers/Microsoft.RecoveryServices/vaults/${HOMEWARD_VAULT}`;
    const fabrics = await this.arm('GET', `${vault}/replicationFabrics?${API}`);
    const fabric = JSON.parse(fabrics.body).value[0].name;
    const container = `${vault}/replicationFabrics/${fabric}/replicationProtectionContainers/PG1`;
    const { value } = JSON.parse(
      (await this.arm('GET', `${container}/replicationProtectableItems?${API}`)).body,
    );
    const machine = value.find(
      (each: { properties: { friendlyName: string } }) => each.properties.friendlyName === 'erp-app-01',
    );
    const { status, headers } = await this.arm(
      'PUT',
      `${container}/replicationProtectedItems/erp-app-01?${API}`,
      JSON.stringify({
        properties: {
          policyId: `${vault.slice(`${HOMEWARD_ARM_ENDPOINT}`.length)}/replicationPolicies/PG1`,
          protectableItemId: machine.id,
          providerSpecificDetails: { instanceType: 'InMageAzureV2' },
        },
      }),
    );
    assert.equal(status, 202);
    this.operation = `${headers['azure-asyncoperation']}`;
  }

  /** Finds it all, and goes on with it: by the cookie, the token and the references that it had. */
  async goOn(): Promise<void> {
    const tree = await this.soap(this.vm('web-01'), 'Fetch', '<prop>snapshot</prop>');
    assert(tree.body.includes(`>${this.snapshot}<`) && tree.body.includes('<name>nightly<'), tree.body);
    const runtime = await this.soap(this.vm('web-01'), 'Fetch', '<prop>runtime</prop>');
    assert.match(runtime.body, /<powerState>poweredOff</);
    const permissions = await this.soap(AUTH, 'RetrieveAllPermissions');
    assert(permissions.body.includes(`<roleId>${this.role}</roleId>`), permissions.body);
    const licenses = await this.soap('LicenseManager:LicenseManager', 'Fetch', '<prop>licenses</prop>');
    assert(licenses.body.includes(LICENSE), licenses.body);
    const args = '<removeChildren>false</removeChildren>';
    await this.done(await this.soap(`VirtualMachineSnapshot:${this.snapshot}`, 'RemoveSnapshot_Task', args));
    assert.equal(JSON.parse((await this.arm('GET', this.operation)).body).status, 'Succeeded');
  }

  private vm(name: string): string {
    return `VirtualMachine:${this.vms.get(name)}`;
  }

  private arm(method: string, url: string, body?: string): Promise<Told> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    return ask(this.serving, method, url, headers, body);
  }

  private soap(on: string, method: string, args = ''): Promise<Told> {
    const [type = '', id = ''] = on.split(':');
    const call = `<${method} xmlns="urn:vim25"><_this type="${type}">${id}</_this>${args}</${method}>`;
    const headers = { 'content-type': 'text/xml', soapaction: '"urn:vim25/6.7.1"', cookie: this.cookie };
    return ask(this.serving, 'POST', this.serving.environment.GOVC_URL ?? '', headers, envelope(call));
  }

  /** Waits for a task, and gives the id of what it made. */
  private async done(begun: Told): Promise<string> {
    const task = /<returnval type="Task">([^<]+)</.exec(begun.body)?.[1] ?? begun.body;
    const { body } = await this.soap(PC, 'RetrieveProperties', readOne('Task', task, 'info'));
    assert.match(body, /<state>success</);
    return /<result type="VirtualMachineSnapshot"[^>]*>([^<]+)</.exec(body)?.[1] ?? '';
  }
}
