export { Contents } from './contents';
export { CHECKSUM_BYTES, Disk, EXTENT_BYTES } from './disk';
export { ExtentMap, extentsIn, type Run } from './extent-map';
export {
  type Batch,
  type Consistency,
  close,
  complete,
  type Marker,
  newReplica,
  pointOf,
  type RecoveryPoint,
  type Replica,
  stage,
  withoutViews,
} from './replica';
