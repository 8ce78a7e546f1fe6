/** What step files of one's own need, beside those that come with Homeward: `import { Given, type HomewardWorld } from 'homeward/steps'`. */
export {
  After,
  AfterAll,
  Before,
  BeforeAll,
  DataTable,
  defineParameterType,
  Given,
  Status,
  setDefaultTimeout,
  Then,
  When,
} from '@cucumber/cucumber';
export type { Driver } from './drivers/driver';
export type { EstateDraft } from './estate';
export type { Evidence } from './evidence';
export { HomewardWorld } from './world';
