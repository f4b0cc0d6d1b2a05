import { decodeBase58, encodeBase58 } from '../base/base58.ts';
import { uuidOfBytes, type Uuid } from '../base/id.ts';

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
    merchantId: uuidOfBytes(bytes.subarray(0, 16)) as Uuid<'merchant'>,
    sessionId: uuidOfBytes(bytes.subarray(16)) as Uuid<'session'>,
  };
};

const MAX_TOKEN_LENGTH = 48;

/** Where the customer of a payment that a shop's server made is authenticated; the token has the form of the payment page's. */
export const formatActionUrl = (publicUrl: string, merchantId: string, paymentId: string): string =>
  `${publicUrl}/authenticate/${formatPaymentToken(merchantId, paymentId)}`;
