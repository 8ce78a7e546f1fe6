export { MANAGED_TYPES, methodOf, propertiesOf } from './lookup';
export { buildVimServer, type VimServerOptions } from './transport/server';
export { VERSIONS } from './versions';
export { Vim, type VimOptions } from './vim';
