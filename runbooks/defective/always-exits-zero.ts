import { Failback } from '../failback';
import type { FailbackResult } from '../failback/options';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'always-exits-zero',
  mistake: 'It tells that all is well whatever happened.',
  caughtBy: 'truthful-exit',
  under: 'the licence of the host expires while data are copied home',
  make: (connection, options) => new AlwaysExitsZero(connection, options),
};

class AlwaysExitsZero extends Failback {
  override async run(): Promise<FailbackResult> {
    return { ...(await super.run()), ok: true };
  }
}
