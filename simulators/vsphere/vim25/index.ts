export { buildVimServer } from './transport/server';
export { Vim, type VimOptions } from './vim';
