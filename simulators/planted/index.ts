export type { PlantedBug } from './bug';
export { plantCanary, unseenCanaries } from './canary';
export { PLANTED, plantNamed } from './catalogue';
