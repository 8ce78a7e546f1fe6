export { Component, type ComponentState } from './component';
export type { Fields, Json, Observer } from './journal';
export { type Happening, Kernel, type Timer } from './kernel';
export { Misuse } from './misuse';
export { PacedDriver } from './paced';
export { Pending, type Proc, type Process, type Wait } from './process';
export { hashText, mix, type Stream } from './random';
