/** A block of 64 KiB and its head. */
const ROOM_BYTES = 66 * 1_024;
const SPARE_MAX = 64;

const spare: Buffer[] = [];

/** Room for a block that comes. Used again and again: the collector works through the whole heap for every few megabytes of new buffers,
 *  which takes a quarter of a node's time at full speed. */
export function takeRoom(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(ROOM_BYTES);
}

/** Nobody reads any more what lies in the room that these bytes are a part of. */
export function giveRoomOf({ buffer }: Buffer): void {
  if (buffer.byteLength === ROOM_BYTES && spare.length < SPARE_MAX) spare.push(Buffer.from(buffer));
}

/** What a block takes as long as it is held. */
export function roomBytesOf({ buffer }: Buffer): number {
  return buffer.byteLength;
}
