export { type AzureVm, Cloud, vnetZone } from './cloud';
export * from './site-recovery';
