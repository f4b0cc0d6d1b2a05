import { hmacSha256, type Keys } from '../base/keys.ts';

/** What the first link hangs on. */
export const NO_LINK = Buffer.alloc(32);

export type Link = {
  readonly merchantId: string;
  readonly number: bigint;
  readonly previousMac: Buffer;
  readonly entryId: string;
  /** Microseconds since the Unix epoch: what the database stores, in a form that no setting of a session changes. */
  readonly occurredUs: string;
  readonly entryMac: Buffer;
};

export const macOfLink = (keys: Keys, link: Link): Buffer =>
  hmacSha256(
    keys.deriveKeyObject('audit-chain'),
    JSON.stringify([
      'link',
      link.merchantId,
      String(link.number),
      link.previousMac.toString('hex'),
      link.entryId,
      link.occurredUs,
      link.entryMac.toString('hex'),
    ]),
  );

/** Signs the end of a chain: without it, rows could be cut off at the end and the rest would still hang together. */
export const macOfHead = (keys: Keys, merchantId: string, number: bigint, mac: Buffer): Buffer =>
  hmacSha256(
    keys.deriveKeyObject('audit-chain'),
    JSON.stringify(['head', merchantId, String(number), mac.toString('hex')]),
  );
