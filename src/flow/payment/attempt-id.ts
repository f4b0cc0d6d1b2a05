/**
 * The id of an attempt, which is the reference that the acquirer knows it by. It is made of what the caller would
 * repeat, not of chance: a failover to a standby that was behind can lose a payment that was acknowledged, and what is
 * asked for again then reaches the acquirer under the same reference, which counts once. The same in every process;
 * nobody without the master key can tell it in advance.
 */
import { hmacSha256, type Keys } from '../../base/keys.ts';
import { uuidOfBytes, type Uuid } from '../../base/id.ts';

/** What an attempt is the attempt of. */
export type AttemptOf =
  /** The n-th of a session, counted by `attempts_begun` before it. */
  | { readonly sessionId: string; readonly number: number }
  /** That of a direct payment. `use`: a key is forgotten after 30 days, and may then stand for another request. */
  | { readonly idempotencyKey: string; readonly use: number }
  /** Of the same try at the next account. */
  | { readonly after: string };

export const attemptIdOf = (keys: Keys, merchantId: string, of: AttemptOf): Uuid<'attempt'> => {
  const name = nameOf(of);
  const bytes = hmacSha256(keys.deriveKeyObject('attempt-id'), JSON.stringify([merchantId, ...name])).subarray(0, 16);
  // Version 8 (RFC 9562): made in a way of our own.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOfBytes(bytes) as Uuid<'attempt'>;
};

const nameOf = (of: AttemptOf): readonly (string | number)[] => {
  if ('after' in of) return ['after', of.after];
  return 'sessionId' in of ? ['session', of.sessionId, of.number] : ['idempotency key', of.idempotencyKey, of.use];
};
