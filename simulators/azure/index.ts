export { Cloud, vnetZone } from './cloud';
export * from './site-recovery';
