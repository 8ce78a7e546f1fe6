import type { Host } from '../../inventory';
import type { Data } from '../values';
import type { Vim } from '../vim';
import { uuidOf } from './vm-devices';

const VERSION = '7.0.3';

/** What a server says of itself. Source: VSPHERE.md §3.3 (vCenter and ESXi shape) – recorded. */
export function aboutOf(vim: Vim): Data {
  if (vim.tree.host !== undefined) {
    const host = vim.vsphere.inventory.hosts.get(vim.tree.host);
    if (host) return hostAbout(vim, host);
  }
  return {
    name: 'VMware vCenter Server',
    fullName: `VMware vCenter Server ${VERSION} build-19234570`,
    vendor: 'VMware, Inc.',
    version: VERSION,
    build: '19234570',
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'linux-x64',
    productLineId: 'vpx',
    apiType: 'VirtualCenter',
    apiVersion: '7.0.3.0',
    instanceUuid: vim.instanceUuid,
    licenseProductName: 'VMware VirtualCenter Server',
    licenseProductVersion: '7.0',
  };
}

export function hostAbout(vim: Vim, { name }: Host): Data {
  return {
    name: 'VMware ESXi',
    fullName: `VMware ESXi ${VERSION} build-19193900`,
    vendor: 'VMware, Inc.',
    version: VERSION,
    build: '19193900',
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    apiVersion: '7.0.3.0',
    instanceUuid: vim.isVcenter ? undefined : uuidOf(`instance of ${name}`),
    licenseProductName: 'VMware ESX Server',
    licenseProductVersion: '7.0',
  };
}
