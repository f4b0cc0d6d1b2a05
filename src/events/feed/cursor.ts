import { timingSafeEqual } from 'node:crypto';
import { hmacSha256, type Keys } from '../../base/keys.ts';

/** Where a reader of a feed stands: what has this place was read, what has a higher one was not. */
export type FeedCursor = { readonly merchantId: string; readonly position: bigint };

const VERSION = 1;
const MAC_BYTES = 8;
const BYTES = 1 + 8 + MAC_BYTES;

/**
 * Version, place, and an HMAC over both and the merchant, as 23 letters of base64url. The HMAC is for whoever mixes
 * cursors up: one of another merchant, or a place made up, would be read as a place of this feed and skip events.
 */
export const formatCursor = (keys: Keys, cursor: FeedCursor): string => {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeBigUInt64BE(cursor.position, 1);
  macOf(keys, cursor).copy(bytes, 9);
  return bytes.toString('base64url');
};

/** The place, or undefined when the text is no cursor of this merchant. */
export const parseCursor = (keys: Keys, merchantId: string, text: string): bigint | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== BYTES || bytes.toString('base64url') !== text || bytes.readUInt8(0) !== VERSION)
    return undefined;
  const position = bytes.readBigUInt64BE(1);
  return timingSafeEqual(macOf(keys, { merchantId, position }), bytes.subarray(9)) ? position : undefined;
};

const macOf = (keys: Keys, { merchantId, position }: FeedCursor): Buffer =>
  hmacSha256(keys.deriveKeyObject('feed-cursor'), JSON.stringify([VERSION, merchantId, String(position)])).subarray(
    0,
    MAC_BYTES,
  );
