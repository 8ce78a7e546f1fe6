import type { Connection } from '../connection';
import { Failback } from '../failback';
import type { FailbackOptions } from '../failback/options';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'throttling-is-fatal',
  mistake: 'It gives up at the first 429, though the service says when to come again.',
  caughtBy: 'comes-home',
  under: 'Azure Resource Manager throttles',
  make: (connection, options) => new ThrottlingIsFatal(connection, options),
};

class ThrottlingIsFatal extends Failback {
  constructor(connection: Connection, options: FailbackOptions = {}) {
    super(connection, { ...options, limits: { ...options.limits, serviceMs: 0 } });
  }
}
