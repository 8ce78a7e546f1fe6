export { BlockStore } from './block-store';
export { contentOf } from './content';
export { PACKED_BYTES_MAX, pack, unpack } from './pack';
export type { BlockKey } from './record';
