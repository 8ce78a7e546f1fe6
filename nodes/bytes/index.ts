export { BlockStore } from './block-store';
export { contentOf } from './content';
export { DiskImage, type ExtentBytes, type ImageKind } from './disk-image';
export { type BytesOf, Materialised } from './materialised';
export { PACKED_BYTES_MAX, pack, unpack } from './pack';
export type { BlockKey } from './record';
