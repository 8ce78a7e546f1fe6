export { Component } from './component';
export type { Fields, Observer } from './journal';
export { type Happening, Kernel, type Timer } from './kernel';
export { Misuse } from './misuse';
export { PacedDriver } from './paced';
export { Pending, type Proc, type Process } from './process';
export { hashText, mix, Randomness, type Stream } from './random';
export type { Able, How, Target, Undo } from './target';
