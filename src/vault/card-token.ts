import { constants, privateDecrypt, type KeyObject } from 'node:crypto';
import { hmacSha256, type Keys } from '../base/keys.ts';
import { Secret } from '../base/secret.ts';
import type { Card, CardSummary } from '../card/card.ts';
import { readCardInput } from './card-input.ts';
import type { DataKeyDeps } from './data-keys.ts';
import { createTokenKeys, type TokenPublicKey } from './token-keys.ts';
import { spendToken } from './token-store.ts';

/** Cards that an app encrypted, so that its shop's server passes them on unread. */
export type CardTokens = {
  readonly publicKey: () => Promise<TokenPublicKey>;
  /** `unusable`, whatever is the matter with it: it is one answer, after the same work. */
  readonly accept: (input: TokenUse) => Promise<AcceptedToken | 'unusable'>;
  /**
   * The code in a token that was accepted before, for an answer that is made again; undefined when there is none, or it
   * does not open.
   */
  readonly cvcIn: (token: string) => Promise<Secret | undefined>;
};

export type TokenUse = {
  readonly merchantId: string;
  /** base64 */
  readonly token: string;
  /** The request, which may come again with the token; undefined: it is never the same one. */
  readonly request: { readonly key: string; readonly requestHash: Buffer } | undefined;
};

export type AcceptedToken =
  | { readonly kind: 'card'; readonly card: Card; readonly cardSummary: CardSummary }
  /** `storedCard` as it stands in the token: nobody has looked for it. */
  | { readonly kind: 'storedCard'; readonly storedCard: string; readonly cvc: Secret | undefined };

const MINUTE_MS = 60_000;
const GOOD_FOR_MS = 10 * MINUTE_MS;
/** A telephone's clock may be ahead of ours. */
const AHEAD_MS = 2 * MINUTE_MS;

type Deps = DataKeyDeps & { readonly keys: Keys };

export const createCardTokens = (deps: Deps): CardTokens => {
  const tokenKeys = createTokenKeys(deps);
  const read = async (token: string): Promise<TokenFields | undefined> =>
    readWithAll(await tokenKeys.privateKeys(), token);

  return {
    publicKey: tokenKeys.publicKey,
    cvcIn: async (token) => (await read(token))?.cvc,
    accept: async ({ merchantId, token, request }) => {
      const fields = await read(token);
      const nowMs = deps.clock.nowMs();
      const accepted = fields && acceptedFrom(fields, nowMs);
      const hashKey = deps.keys.deriveKeyObject('card-token');
      // The statement runs for every token, so that one that does not open takes no less time than one that was used
      // before.
      const isSpent = await spendToken(deps.db.query, {
        merchantId,
        tokenHash: hmacSha256(hashKey, `token ${merchantId}/${fields?.uuid ?? ''}`),
        usedBy:
          request === undefined
            ? deps.random.bytes(32)
            : hmacSha256(hashKey, `request ${request.requestHash.toString('hex')}/${request.key}`),
        usableUntilMs: (fields?.madeAtMs ?? nowMs) + GOOD_FOR_MS,
        isUsable: accepted !== undefined,
      });
      return accepted !== undefined && isSpent ? accepted : 'unusable';
    },
  };
};

type TokenFields = {
  readonly madeAtMs: number;
  readonly uuid: string;
  readonly pan: Secret;
  readonly cvc: Secret | undefined;
  readonly expiry: { readonly year: number; readonly month: number } | undefined;
  /** The order of an older interface; empty for payments of API V2. */
  readonly order: string;
  readonly storedCard: string;
  readonly cardholderName: string;
};

/**
 * A token does not say which key it was made with, so all are tried. RSA with PKCS#1 v1.5 padding is what apps can do,
 * and every word about the padding would open tokens of others (Bleichenbacher): OpenSSL gives random bytes for padding
 * that is wrong (implicit rejection), and those are read like any others and say nothing. Node refuses this padding
 * where its OpenSSL can't do that.
 */
const readWithAll = (keys: readonly KeyObject[], token: string): TokenFields | undefined => {
  const given = Buffer.from(token, 'base64');
  let found: TokenFields | undefined;
  for (const key of keys) {
    const fields = parse(decryptWith(key, given));
    found ??= fields;
  }
  return found;
};

const decryptWith = (key: KeyObject, given: Buffer): Buffer => {
  const bytes = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  try {
    // What has another length is none, which its sender knows; it takes the same way, as a number that is none either.
    const ciphertext = given.length === bytes ? given : Buffer.alloc(bytes, 1);
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, ciphertext);
  } catch {
    // A number larger than the modulus, which is public.
    return Buffer.alloc(0);
  }
};

/**
 * `timestamp/uuid/pan/cvv/YYYYMM/mdOrder/bindingId/cardholder/registeredFrom`; older apps leave out what follows
 * `mdOrder`.
 */
const parse = (plain: Buffer): TokenFields | undefined => {
  const parts = plain.toString('utf8').split('/');
  plain.fill(0);
  const [timestamp = '', uuid = '', pan = '', cvc = '', expiry = '', order, storedCard = ''] = parts;
  if (order === undefined || !TIMESTAMP.test(timestamp) || !UUID.test(uuid)) return undefined;
  const madeAtMs = Date.parse(timestamp);
  if (Number.isNaN(madeAtMs)) return undefined;
  const [, year, month] = EXPIRY.exec(expiry) ?? [];
  return {
    madeAtMs,
    uuid: uuid.toLowerCase(),
    pan: new Secret(pan),
    cvc: cvc === '' ? undefined : new Secret(cvc),
    expiry: year === undefined ? undefined : { year: Number(year), month: Number(month) },
    order,
    storedCard,
    // A name may have a slash in it; what comes last is the name of the app's library.
    cardholderName: (parts.length > 8 ? parts.slice(7, -1) : parts.slice(7)).join('/').trim(),
  };
};

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EXPIRY = /^(\d{4})(\d\d)$/;

/** Undefined: too old, of a time to come, for an order of another interface, or of a card that no form would take. */
const acceptedFrom = (fields: TokenFields, nowMs: number): AcceptedToken | undefined => {
  const ageMs = nowMs - fields.madeAtMs;
  if (ageMs > GOOD_FOR_MS || ageMs < -AHEAD_MS || fields.order !== '') return undefined;
  const { pan, cvc, expiry, storedCard, cardholderName } = fields;
  if (storedCard !== '') {
    const isCode = cvc === undefined || /^\d{3,4}$/.test(cvc.reveal());
    return pan.reveal() === '' && isCode ? { kind: 'storedCard', storedCard, cvc } : undefined;
  }
  if (expiry === undefined) return undefined;
  const read = readCardInput(
    {
      number: pan.reveal(),
      expiryMonth: expiry.month,
      expiryYear: expiry.year,
      ...(cvc && { cvc: cvc.reveal() }),
      ...(cardholderName !== '' && { cardholderName }),
    },
    nowMs,
  );
  return read.kind === 'card' ? read : undefined;
};
