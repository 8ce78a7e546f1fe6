import type { Described } from '../managed-type';
import type { PlacedHost } from '../objects/host';

export const HOST_METHODS: NonNullable<Described<PlacedHost>['methods']> = {
  'RetrieveHardwareUptime(): long': (_self, _args, { vim }) => Math.floor(vim.kernel.now / 1_000),
};
