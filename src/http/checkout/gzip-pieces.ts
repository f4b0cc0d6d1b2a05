import { constants, deflateRawSync } from 'node:zlib';

/**
 * The parts of a gzip file (RFC 1952, RFC 1951) that is put together of pieces, each of which can be read without the
 * others.
 */

/** No name, no time, made by nobody in particular. */
export const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** An empty last block; checksum and length follow. */
export const GZIP_END = Buffer.from([1, 0, 0, 0xff, 0xff]);

/** What stands around the pieces. */
export const GZIP_FRAME_BYTES = GZIP_START.length + GZIP_END.length + 8;

/** Before bytes that are put in as they are: the kind of the block, its length, and the same inverted. */
export const STORED_HEAD_BYTES = 5;

/** Ends on a byte, refers to nothing before it, and is referred to by nothing after it. */
export const deflatePiece = (bytes: Buffer, level: number): Buffer => {
  const deflated = deflateRawSync(bytes, { level, finishFlush: constants.Z_FULL_FLUSH });
  if (deflated.length < bytes.length + STORED_HEAD_BYTES || bytes.length > 0xffff) return deflated;
  const stored = Buffer.alloc(STORED_HEAD_BYTES + bytes.length);
  writeStoredHead(stored, 0, bytes.length);
  bytes.copy(stored, STORED_HEAD_BYTES);
  return stored;
};

/** Returns how many bytes it has written. */
export const writeStoredHead = (target: Buffer, at: number, length: number): number => {
  target[at] = 0;
  target.writeUInt16LE(length, at + 1);
  target.writeUInt16LE(~length & 0xffff, at + 3);
  return STORED_HEAD_BYTES;
};
