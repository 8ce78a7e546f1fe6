export { type Asked, askedAnswer, callNamed } from './asked';
export { again, type VimCommand } from './commands';
export { type CoveredType, coverage } from './coverage';
export { buildVimServer } from './transport/server';
export { Vim, type VimOptions } from './vim';
