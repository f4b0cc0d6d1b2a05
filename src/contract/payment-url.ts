import { decodeBase58, encodeBase58 } from '../base/base58.ts';
import { uuidOfBytes, type Uuid } from '../base/id.ts';
import { decipherBlock, encipherBlock, type KeyPurpose, type Keys } from '../base/keys.ts';

/**
 * Where customers pay, and where they are authenticated. `<base>/pay/<token>` is base58btc of 32 bytes: the merchant's
 * id, so that a request finds its shard, and 128 bits that nobody tells from chance without a key that is not in the
 * database: the id, enciphered (AES-256, one block). So no address is stored, none can be made from what logs, webhooks
 * and databases hold, and at most 44 letters fit a text message.
 */
export type PaymentUrls = {
  readonly ofSession: (merchantId: string, sessionId: string) => string;
  readonly ofAction: (merchantId: string, paymentId: string) => string;
  /** Undefined: no token. One that was made up names a session that does not exist. */
  readonly readSession: (token: string) => SessionAddress | undefined;
  readonly readAction: (token: string) => PaymentAddress | undefined;
};

export type SessionAddress = {
  readonly merchantId: Uuid<'merchant'>;
  readonly sessionId: Uuid<'session'>;
  /** Made of the ids alone, as addresses once were: good for what was made then. */
  readonly isOfIds?: true;
};

export type PaymentAddress = {
  readonly merchantId: Uuid<'merchant'>;
  readonly paymentId: Uuid<'payment'>;
  readonly isOfIds?: true;
};

export const createPaymentUrls = ({
  keys,
  publicUrl,
}: {
  readonly keys: Pick<Keys, 'deriveKeyObject'>;
  readonly publicUrl: string;
}): PaymentUrls => {
  const session = createTokens(keys, 'session-address');
  const action = createTokens(keys, 'action-address');
  return {
    ofSession: (merchantId, sessionId) => `${publicUrl}/pay/${session.format(merchantId, sessionId)}`,
    ofAction: (merchantId, paymentId) => `${publicUrl}/authenticate/${action.format(merchantId, paymentId)}`,
    readSession: (token) => {
      const named = session.read(token);
      if (named === undefined) return undefined;
      const { id, ...address } = named;
      return { ...address, sessionId: id as Uuid<'session'> };
    },
    readAction: (token) => {
      const named = action.read(token);
      if (named === undefined) return undefined;
      const { id, ...address } = named;
      return { ...address, paymentId: id as Uuid<'payment'> };
    },
  };
};

type Named = { readonly merchantId: Uuid<'merchant'>; readonly id: Uuid; readonly isOfIds?: true };

const ID_BYTES = 16;
const MAX_TOKEN_LENGTH = 48;

const createTokens = (keys: Pick<Keys, 'deriveKeyObject'>, purpose: KeyPurpose) => {
  const key = keys.deriveKeyObject(purpose);
  return {
    format: (merchantId: string, id: string): string =>
      encodeBase58(Buffer.concat([bytesOf(merchantId), encipherBlock(key, bytesOf(id))])),
    read: (token: string): Named | undefined => {
      const bytes = token.length <= MAX_TOKEN_LENGTH ? decodeBase58(token) : undefined;
      if (bytes?.length !== 2 * ID_BYTES) return undefined;
      const merchantId = uuidOfBytes(bytes.subarray(0, ID_BYTES)) as Uuid<'merchant'>;
      const secret = Buffer.from(bytes.subarray(ID_BYTES));
      const opened = decipherBlock(key, secret);
      if (isOurId(secret) && !isOurId(opened)) return { merchantId, id: uuidOfBytes(secret) as Uuid, isOfIds: true };
      return { merchantId, id: uuidOfBytes(opened) as Uuid };
    },
  };
};

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/**
 * Version 7, and of a time from 2024 to 2044. Of 16 bytes by chance one in 28,000 is: so often an address of ids is not
 * known for one, and its page not found, as long as there are any.
 */
const isOurId = (bytes: Buffer): boolean => {
  const atMs = bytes.readUIntBE(0, 6);
  const isVersion7 = bytes.readUInt8(6) >> 4 === 7 && bytes.readUInt8(8) >> 6 === 2;
  return isVersion7 && atMs >= Date.UTC(2024) && atMs < Date.UTC(2044);
};
