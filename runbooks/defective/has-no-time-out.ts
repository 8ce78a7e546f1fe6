import type { Connection } from '../connection';
import { Failback } from '../failback';
import { type FailbackOptions, USUAL_LIMITS } from '../failback/options';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'has-no-time-out',
  mistake: 'It waits for ever for whatever does not come.',
  caughtBy: 'ends-in-time',
  under: 'the process server is lost while data are copied home',
  make: (connection, options) => new HasNoTimeOut(connection, options),
};

class HasNoTimeOut extends Failback {
  constructor(connection: Connection, options: FailbackOptions = {}) {
    super(connection, { ...options, limits: ENDLESS });
  }
}

const { restartMs: _restart, freshMs: _fresh, ...waits } = USUAL_LIMITS;
const ENDLESS = Object.fromEntries(Object.keys(waits).map((name) => [name, Number.POSITIVE_INFINITY]));
