import type { Connection, SoapAnswer } from '../connection';
import { type Element, envelope, escapeXml, find, findAll, readXml } from './soap';

/** A virtual machine on the site. */
export interface SiteVm {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly on: boolean;
  /** What VMware Tools tell; undefined: nothing. */
  readonly address: string | undefined;
  readonly snapshots: readonly string[];
  readonly datastores: readonly string[];
}

export interface SiteHost {
  readonly name: string;
  readonly connected: boolean;
  /** Why its licence does not allow a failback; undefined: it does. */
  readonly licenceTrouble: string | undefined;
}

/** Units: bytes. */
export interface SiteDatastore {
  readonly name: string;
  readonly accessible: boolean;
  readonly capacity: number;
  readonly free: number;
}

/** What a vCenter server (or a host) shows at one moment. */
export interface Site {
  readonly vms: readonly SiteVm[];
  readonly hosts: readonly SiteHost[];
  readonly datastores: readonly SiteDatastore[];
}

/** vSphere gave a SOAP fault, or no answer that can be read. */
export class VsphereError extends Error {
  readonly fault: string;

  constructor(fault: string, message: string) {
    super(message);
    this.fault = fault;
  }
}

interface Content {
  readonly root: Ref;
  readonly collector: Ref;
  readonly views: Ref;
  readonly sessions: Ref;
  readonly licences: Ref;
  readonly authorization: Ref;
}

interface Ref {
  readonly type: string;
  readonly id: string;
}

const PROPERTIES: { readonly [type: string]: readonly string[] } = {
  VirtualMachine: ['name', 'runtime.powerState', 'runtime.host', 'guest.ipAddress', 'snapshot', 'datastore'],
  HostSystem: ['name', 'runtime.connectionState'],
  Datastore: ['summary'],
};

/** A vSphere API, read by SOAP. It changes nothing. */
export class Vsphere {
  private readonly connection: Connection['vsphere'];
  private cookie: string | undefined;
  private content: Content | undefined;

  constructor(connection: Connection['vsphere']) {
    this.connection = connection;
  }

  /** Errors: VsphereError, or what kept the message from an answer. */
  async site(): Promise<Site> {
    return this.inSession(async ({ root, collector, views, licences }) => {
      const types = Object.keys(PROPERTIES);
      const view = refIn(
        await this.call(
          views,
          'CreateContainerView',
          `${refXml('container', root)}${types.map((type) => `<type>${type}</type>`).join('')}<recursive>true</recursive>`,
        ),
      );
      const found = await this.readAll(collector, view);
      await this.call(view, 'DestroyView');
      const licenceTroubles = await this.licenceTroubles(collector, licences);
      return siteOf(found, licenceTroubles);
    });
  }

  /** Which of these privileges an account lacks at the root. */
  async missing(user: string, privileges: readonly string[]): Promise<readonly string[]> {
    return this.inSession(async ({ root, authorization }) => {
      const asked = privileges.map((each) => `<privId>${each}</privId>`).join('');
      const answer = await this.call(
        authorization,
        'HasUserPrivilegeOnEntities',
        `${refXml('entities', root)}<userName>${escapeXml(user)}</userName>${asked}`,
      );
      return findAll(answer, 'privAvailability')
        .filter((each) => find(each, 'isGranted')?.text !== 'true')
        .map((each) => find(each, 'privId')?.text ?? '');
    });
  }

  async logout(): Promise<void> {
    const { content, cookie } = this;
    if (!content || cookie === undefined) return;
    this.cookie = undefined;
    try {
      await this.call(content.sessions, 'Logout', '', cookie);
    } catch {
      // The session ends by itself.
    }
  }

  /** In a session that is open, and once more in a new one where that was over. */
  private async inSession<T>(act: (content: Content) => Promise<T>): Promise<T> {
    try {
      return await act(await this.login());
    } catch (error) {
      if (!(error instanceof VsphereError && error.fault === 'NotAuthenticated')) throw error;
      this.cookie = undefined;
      return act(await this.login());
    }
  }

  private async login(): Promise<Content> {
    const { user, password } = this.connection;
    this.content ??= await this.readContent();
    if (this.cookie === undefined) {
      const args = `<userName>${escapeXml(user)}</userName><password>${escapeXml(password)}</password>`;
      await this.call(this.content.sessions, 'Login', args);
    }
    return this.content;
  }

  private async readContent(): Promise<Content> {
    const answer = await this.call(
      { type: 'ServiceInstance', id: 'ServiceInstance' },
      'RetrieveServiceContent',
    );
    const ref = (name: string): Ref => refOf(find(answer, name));
    return {
      root: ref('rootFolder'),
      collector: ref('propertyCollector'),
      views: ref('viewManager'),
      sessions: ref('sessionManager'),
      licences: ref('licenseManager'),
      authorization: ref('authorizationManager'),
    };
  }

  private async readAll(collector: Ref, view: Ref): Promise<Element[]> {
    const sets = Object.entries(PROPERTIES).map(
      ([type, paths]) =>
        `<propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>`,
    );
    const traversal =
      '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>';
    const spec = `<specSet>${sets.join('')}<objectSet>${refXml('obj', view)}<skip>true</skip>${traversal}</objectSet></specSet>`;
    let answer = await this.call(collector, 'RetrievePropertiesEx', `${spec}<options/>`);
    const found = findAll(answer, 'objects');
    for (let token = find(answer, 'token'); token; token = find(answer, 'token')) {
      answer = await this.call(collector, 'ContinueRetrievePropertiesEx', `<token>${token.text}</token>`);
      found.push(...findAll(answer, 'objects'));
    }
    return found;
  }

  /** By the id of the host. On a host that stands alone: its own, under ''. */
  private async licenceTroubles(collector: Ref, licences: Ref): Promise<ReadonlyMap<string, string>> {
    const spec = `<specSet><propSet><type>LicenseManager</type><pathSet>licenses</pathSet><pathSet>licenseAssignmentManager</pathSet></propSet><objectSet>${refXml('obj', licences)}</objectSet></specSet>`;
    const answer = await this.call(collector, 'RetrieveProperties', spec);
    const values = new Map(
      findAll(answer, 'propSet').map((each) => [find(each, 'name')?.text ?? '', find(each, 'val')]),
    );
    const manager = values.get('licenseAssignmentManager');
    const troubles = new Map<string, string>();
    if (manager) {
      const assigned = await this.call(refOf(manager), 'QueryAssignedLicenses');
      for (const each of findAll(assigned, 'returnval')) {
        const trouble = licenceTrouble(find(each, 'assignedLicense'));
        if (trouble) troubles.set(find(each, 'entityId')?.text ?? '', trouble);
      }
    } else {
      const own = findAll(values.get('licenses'), 'LicenseManagerLicenseInfo').map(licenceTrouble);
      if (own[0] !== undefined) troubles.set('', own[0]);
    }
    return troubles;
  }

  /** Calls a method. Errors: VsphereError. */
  async call(on: Ref, method: string, args = '', cookie = this.cookie): Promise<Element> {
    const body = `<${method} xmlns="urn:vim25"><_this type="${on.type}">${on.id}</_this>${args}</${method}>`;
    let answer: SoapAnswer;
    try {
      answer = await this.connection.send(envelope(body), {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"urn:vim25/6.7.1"',
        ...(cookie === undefined ? {} : { cookie }),
      });
    } catch (error) {
      if (error instanceof TypeError && !/fetch|network/i.test(error.message)) throw error;
      throw new VsphereError('no answer', `${(error as Error).message}`);
    }
    if (answer.cookie !== undefined) this.cookie = answer.cookie;
    const read = readAnswer(answer);
    const fault = find(read, 'Fault');
    if (!fault) return read;
    const detail = find(fault, 'detail')?.children[0];
    throw new VsphereError(
      (detail?.name ?? 'Fault').replace(/Fault$/, ''),
      find(fault, 'faultstring')?.text ?? '',
    );
  }
}

function readAnswer({ status, body }: SoapAnswer): Element {
  try {
    return readXml(body);
  } catch {
    throw new VsphereError(`HTTP ${status}`, `the answer is no SOAP (HTTP ${status})`);
  }
}

function siteOf(found: readonly Element[], licenceTroubles: ReadonlyMap<string, string>): Site {
  const read = found.map((each) => ({
    ref: refOf(each.children.find(({ name }) => name === 'obj')),
    values: new Map(
      each.children
        .filter(({ name }) => name === 'propSet')
        .map((set) => [find(set, 'name')?.text ?? '', set.children.find(({ name }) => name === 'val')]),
    ),
  }));
  const of = (type: string) => read.filter(({ ref }) => ref.type === type);
  const nameOf = new Map(
    read.map(({ ref, values }) => [
      ref.id,
      values.get('name')?.text ?? find(values.get('summary'), 'name')?.text ?? '',
    ]),
  );
  return {
    vms: of('VirtualMachine').map(({ ref, values }) => ({
      id: ref.id,
      name: values.get('name')?.text ?? '',
      host: nameOf.get(values.get('runtime.host')?.text ?? '') ?? '',
      on: values.get('runtime.powerState')?.text === 'poweredOn',
      address: values.get('guest.ipAddress')?.text || undefined,
      snapshots: [
        ...findAll(values.get('snapshot'), 'rootSnapshotList'),
        ...findAll(values.get('snapshot'), 'childSnapshotList'),
      ].map((each) => each.children.find(({ name }) => name === 'name')?.text ?? ''),
      datastores: findAll(values.get('datastore'), 'ManagedObjectReference').map(
        ({ text }) => nameOf.get(text) ?? '',
      ),
    })),
    hosts: of('HostSystem').map(({ ref, values }) => ({
      name: values.get('name')?.text ?? '',
      connected: values.get('runtime.connectionState')?.text === 'connected',
      licenceTrouble: licenceTroubles.get(ref.id) ?? licenceTroubles.get(''),
    })),
    datastores: of('Datastore').map(({ values }) => {
      const summary = values.get('summary');
      return {
        name: find(summary, 'name')?.text ?? '',
        accessible: find(summary, 'accessible')?.text === 'true',
        capacity: Number(find(summary, 'capacity')?.text ?? 0),
        free: Number(find(summary, 'freeSpace')?.text ?? 0),
      };
    }),
  };
}

/** The free editions cannot be written to by a backup or replication product, and nothing works with one that has expired. */
function licenceTrouble(licence: Element | undefined): string | undefined {
  if (!licence) return undefined;
  const name = find(licence, 'name')?.text ?? '';
  const edition = find(licence, 'editionKey')?.text ?? '';
  if (edition === 'esxBasic' || edition.startsWith('esx.hypervisor')) return `${name} is a free edition`;
  const hours = findAll(licence, 'properties').find((each) => find(each, 'key')?.text === 'expirationHours');
  return hours && Number(find(hours, 'value')?.text) <= 0 ? `${name} has expired` : undefined;
}

function refIn(answer: Element): Ref {
  return refOf(find(answer, 'returnval'));
}

function refOf(element: Element | undefined): Ref {
  return { type: element?.attributes.type ?? '', id: element?.text ?? '' };
}

function refXml(name: string, { type, id }: Ref): string {
  return `<${name} type="${type}">${id}</${name}>`;
}
