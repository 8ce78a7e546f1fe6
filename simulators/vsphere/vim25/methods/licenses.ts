import { type License, licenseBlock } from '../../inventory';
import { EVALUATION_KEY, keyOf } from '../../licenses';
import { notFound, vimFault } from '../faults';
import type { Described } from '../managed-type';
import { Any, type Data, Ref } from '../values';
import type { View } from '../view';

/** Licences: to see them System.Read is enough, to change them Global.Licenses. */
export const LICENSE_METHODS: NonNullable<Described<unknown>['methods']> = {
  'AddLicense(licenseKey:string labels:KeyValue[]?): LicenseManagerLicenseInfo': (_self, args, view) =>
    added(args.licenseKey as string, view),
  'DecodeLicense(licenseKey:string): LicenseManagerLicenseInfo': (_self, args, view) =>
    infoOf(args.licenseKey as string, view.vim.vsphere.licenses.add(args.licenseKey as string), view),
  'RemoveLicense(licenseKey:string)': (_self, args, view) => {
    demand(view);
    const key = args.licenseKey as string;
    if (usedBy(key, view) > 0)
      throw vimFault('InvalidArgument', 'the license is in use', { invalidProperty: 'licenseKey' });
    if (!view.vim.vsphere.licenses.byKey.delete(key))
      throw vimFault('InvalidArgument', 'there is no such license', { invalidProperty: 'licenseKey' });
  },
  'UpdateLicense(licenseKey:string labels:KeyValue[]?): LicenseManagerLicenseInfo': (_self, args, view) => {
    const key = args.licenseKey as string;
    const info = added(key, view);
    const { host } = view.vim.tree;
    // On a host that stands alone the key that is given is the host's.
    if (host !== undefined) view.vim.vsphere.setLicense(host, { ...view.vim.vsphere.licenses.add(key), key });
    return info;
  },
};

export const LICENSE_ASSIGNMENT_METHODS: NonNullable<Described<unknown>['methods']> = {
  'QueryAssignedLicenses(entityId:string?): LicenseAssignmentManagerLicenseAssignment[]?': (
    _self,
    args,
    view,
  ) => {
    const wanted = args.entityId as string | undefined;
    const { vim } = view;
    const server = {
      entityId: vim.instanceUuid,
      entityDisplayName: 'vcenter',
      assignedLicense: infoOf(EVALUATION_KEY, EVALUATION, view),
      properties: [],
    };
    const hosts = [...vim.vsphere.inventory.hosts.values()].flatMap((host) => {
      const ref = view.hostRef(host.name);
      if (!ref) return [];
      return [
        {
          entityId: ref.id,
          entityDisplayName: host.name,
          assignedLicense: infoOf(keyOf(host.license), host.license, view),
          properties: [],
        },
      ];
    });
    return [server, ...hosts].filter(({ entityId }) => wanted === undefined || entityId === wanted);
  },
  'UpdateAssignedLicense(entity:string licenseKey:string entityDisplayName:string?): LicenseManagerLicenseInfo':
    (_self, args, view) => {
      demand(view);
      const key = args.licenseKey as string;
      const entity = args.entity as string;
      const { vsphere, instanceUuid } = view.vim;
      const license = vsphere.licenses.add(key);
      if (entity !== instanceUuid) {
        const host = view.host(new Ref('HostSystem', entity));
        vsphere.setLicense(host.name, license);
      }
      return infoOf(key, license, view);
    },
  'RemoveAssignedLicense(entityId:string)': (_self, args, view) => {
    demand(view);
    const ref = new Ref('HostSystem', args.entityId as string);
    if (!view.sees(ref.id)) throw notFound(ref);
    view.vim.vsphere.setLicense(view.host(ref).name, EVALUATION);
  },
};

const EVALUATION: License = { name: 'Evaluation Mode', editionKey: 'eval', expired: false };

function demand(view: View): void {
  view.demand(view.vim.tree.places.root, 'Global.Licenses');
}

function added(key: string, view: View): Data {
  demand(view);
  return infoOf(key, view.vim.vsphere.licenses.add(key), view);
}

function usedBy(key: string, { vim }: View): number {
  return [...vim.vsphere.inventory.hosts.values()].filter(({ license }) => keyOf(license) === key).length;
}

/** The licences that are known, those of the hosts among them. */
export function licenseInfos(view: View): Data[] {
  const { vsphere, tree } = view.vim;
  const own = tree.host === undefined ? undefined : vsphere.inventory.hosts.get(tree.host)?.license;
  const all: [string, License][] = own ? [[keyOf(own), own]] : [...vsphere.licenses.byKey];
  return all.map(([key, license]) => infoOf(key, license, view));
}

/** Source: VSPHERE.md §5.3 – recorded (features as `KeyValue`). */
function infoOf(key: string, license: License, view: View): Data {
  const free = licenseBlock(license) === 'free';
  const feature = (name: string, label: string): Data => ({
    key: 'feature',
    value: new Any('KeyValue', { key: name, value: label }),
  });
  const expiry =
    license.editionKey === 'eval'
      ? [{ key: 'expirationHours', value: new Any('long', license.expired ? 0 : 1_440) }]
      : [];
  return {
    licenseKey: key,
    editionKey: license.editionKey,
    name: license.name,
    total: 0,
    used: usedBy(key, view),
    costUnit: free ? 'cpuPackage:32core' : 'cpuPackage',
    properties: [
      { key: 'ProductName', value: 'VMware ESX Server' },
      { key: 'ProductVersion', value: '7.0' },
      ...(free
        ? [feature('vsmp:8', 'Up to 8-way virtual SMP')]
        : [feature('vmotion', 'vMotion'), feature('remotecons', 'Remote virtual console')]),
      ...expiry,
    ],
    labels: [],
  };
}
