/** One extent of a disk, as it travels between nodes and as they keep it. */
export interface Block {
  /** Whose: the machine and the number of its disk, `erp-db-01/0`. Copies of a machine share it. */
  readonly disk: string;
  readonly extent: number;
  /** Equal versions of an extent have equal bytes. */
  readonly version: number;
  /** Its 64 KiB, compressed, with a checksum of them (`pack`). */
  readonly packed: Buffer;
}
