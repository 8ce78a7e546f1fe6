export { BlockStore } from './block-store';
export { contentOf } from './content';
export { DiskImage, type ImageKind } from './disk-image';
export { Materialised } from './materialised';
export { PACKED_BYTES_MAX, pack, unpack } from './pack';
export { type BlockRoom, blocksOf, keepAll } from './passing';
