export type { PlantedBug } from './bug';
export { isCanary, plantCanary, unseenCanaries } from './canary';
export { PLANTED, plantNamed } from './catalogue';
