import { decodeBase58, encodeBase58 } from '../base/base58.ts';
import type { Uuid } from '../base/id.ts';

/**
 * The payment URL names merchant and session, so that a request of the page finds its shard: `<base>/pay/<token>`, the token
 * being base58btc of the two UUIDs' 32 bytes (at most 44 letters: short enough for a text message).
 */
export const formatPaymentUrl = (publicUrl: string, merchantId: string, sessionId: string): string =>
  `${publicUrl}/pay/${formatPaymentToken(merchantId, sessionId)}`;

export const formatPaymentToken = (merchantId: string, sessionId: string): string =>
  encodeBase58(Buffer.from(`${merchantId}${sessionId}`.replaceAll('-', ''), 'hex'));

export const parsePaymentToken = (
  token: string,
): { readonly merchantId: Uuid<'merchant'>; readonly sessionId: Uuid<'session'> } | undefined => {
  if (token.length > MAX_TOKEN_LENGTH) return undefined;
  const bytes = decodeBase58(token);
  if (bytes?.length !== 32) return undefined;
  return {
    merchantId: uuidFrom(bytes.subarray(0, 16)) as Uuid<'merchant'>,
    sessionId: uuidFrom(bytes.subarray(16)) as Uuid<'session'>,
  };
};

const MAX_TOKEN_LENGTH = 48;

const uuidFrom = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
