import type { EstateDescription } from '../../simulators/description';
import { openDirect } from './direct';
import type { Driver } from './driver';
import type * as sdk from './sdk';
import type { Entry } from './views';

/** Builds an estate and opens it; nothing of it runs yet. `observers` see the journal from its first entry. */
type OpenDriver = (description: EstateDescription, seed: number, observers: readonly Entry[]) => Driver;

/** The drivers, by the names that HOMEWARD_DRIVER may give. Another transport is another line. */
const DRIVERS: { readonly [name: string]: () => OpenDriver } = {
  // Loaded where it is chosen only: the SDK takes half a second to load.
  sdk: () => (require('./sdk') as typeof sdk).openSdk,
  direct: () => openDirect,
};

/** The driver with this name; `sdk` where none is given. Errors: nobody knows the name. */
export function driverCalled(name = 'sdk'): OpenDriver {
  const found = Object.hasOwn(DRIVERS, name) ? DRIVERS[name] : undefined;
  if (found) return found();
  throw new Error(`HOMEWARD_DRIVER: expected one of ${Object.keys(DRIVERS).join(', ')}; got "${name}"`);
}
