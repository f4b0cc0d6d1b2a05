import { createHmac } from 'node:crypto';
import { Secret } from '../base/secret.ts';
import { decrypt, encrypt } from './cipher.ts';
import { createSecretVault, reencryptSecrets, type SecretVault } from './secrets.ts';
import { createDataKeys, type DataKey, type DataKeyDeps } from './data-keys.ts';
import {
  countCardsUnderOlderKeys,
  deleteUnusedDataKeys,
  findCardsUnderOlderKeys,
  replaceSealedCards,
  type CardPlace,
  type ResealedCard,
  type SealedCardRow,
} from './store.ts';

/**
 * Card numbers at rest. A number is sealed (AES-256-GCM) under a data key, and bound to its merchant, its record and
 * the key's version; data keys are wrapped under a key-encryption key from outside of the database. Only the number
 * comes here: a CVC is never stored, in no form.
 *
 * Everything but the reading of keys is computation in memory, so a caller puts what `sealCard` gives into a statement
 * of its own (`flow/statements`), and the card commits with what it belongs to.
 */
export type Vault = SecretVault & {
  /**
   * Throws `VaultKeyError` when the keys given do not open the vault. Also makes the first keys: a start should call
   * it.
   */
  readonly check: () => Promise<void>;
  readonly sealCard: (input: CardAddress & { readonly pan: Secret }) => Promise<SealedCard>;
  /** `unreadable`: changed, or moved here from another merchant or record, or its key is gone. */
  /** Of a card that is not sealed: the `fingerprint` it would be sealed with. */
  readonly fingerprintOf: (merchantId: string, pan: Secret) => Promise<Buffer>;
  /** Of a card at whichever merchant, 32 bytes; no fingerprint of a merchant can be compared with it. */
  readonly hashForAllMerchants: (pan: Secret) => Promise<Buffer>;
  readonly openCard: (input: CardAddress & Pick<SealedCard, 'keyVersion' | 'sealed'>) => Promise<Secret | 'unreadable'>;
  /**
   * Makes the next data key; cards are sealed under it from now on, within ten seconds by every process. Gives its
   * version.
   */
  readonly rotateDataKey: () => Promise<number>;
  /** Takes up to `limit` cards under older keys, in their order after `after`, and puts them under the newest. */
  readonly reencryptSome: (input: { readonly limit: number; readonly after?: CardPlace }) => Promise<Reencrypted>;
  readonly countCardsUnderOlderKeys: () => Promise<number>;
  /** Forgets data keys that no card needs any more; gives their versions. */
  readonly retireDataKeys: () => Promise<readonly number[]>;
  /** Puts the data keys under the first of the key-encryption keys; gives how many were under another. */
  readonly rewrap: () => Promise<number>;
};

/** Which record of which merchant a card belongs to. */
export type CardAddress = { readonly merchantId: string; readonly recordId: string };

export type SealedCard = {
  readonly keyVersion: number;
  readonly sealed: Buffer;
  /**
   * 32 bytes, the same for the same card of the same merchant, whatever the data key. Two merchants' can't be compared.
   */
  readonly fingerprint: Buffer;
};

/** `last` is where to go on; undefined: there was nothing left. */
export type Reencrypted = {
  readonly reencrypted: number;
  readonly unreadable: number;
  readonly last: CardPlace | undefined;
};

export const createVault = (deps: DataKeyDeps): Vault => {
  const dataKeys = createDataKeys(deps);
  const { query } = deps.db;

  const fingerprintOf: Vault['fingerprintOf'] = async (merchantId, pan) =>
    createHmac('sha256', (await dataKeys.fingerprintKey()).reveal())
      .update(`${merchantId}/${pan.reveal()}`)
      .digest();

  const hashForAllMerchants: Vault['hashForAllMerchants'] = async (pan) =>
    createHmac('sha256', (await dataKeys.fingerprintKey()).reveal())
      .update(`all merchants/${pan.reveal()}`)
      .digest();

  const openCard: Vault['openCard'] = async ({ keyVersion, sealed, ...address }) => {
    const key = await dataKeys.find(keyVersion);
    const plain = key && decrypt(key, contextOf(address, keyVersion), sealed);
    if (plain === undefined) return 'unreadable';
    const pan = new Secret(plain.toString('latin1').trimEnd());
    plain.fill(0);
    return pan;
  };

  const reseal = async (row: SealedCardRow, to: DataKey): Promise<ResealedCard | undefined> => {
    const address = { merchantId: row.merchant_id, recordId: row.id };
    const pan = await openCard({ ...address, keyVersion: row.key_version, sealed: row.sealed });
    if (pan === 'unreadable') {
      deps.log.error(
        { merchantId: row.merchant_id, cause: `record ${row.id}` },
        'a stored card cannot be decrypted; it stays under its old key',
      );
      return undefined;
    }
    return {
      merchant_id: row.merchant_id,
      id: row.id,
      key_version: row.key_version,
      new_version: to.version,
      sealed: sealPan(deps, to, address, pan),
    };
  };

  return {
    ...createSecretVault(deps.random, dataKeys),
    check: async () => {
      await dataKeys.newest();
      await dataKeys.fingerprintKey();
    },
    sealCard: async ({ pan, ...address }) => {
      const [newest, fingerprint] = await Promise.all([dataKeys.newest(), fingerprintOf(address.merchantId, pan)]);
      return { keyVersion: newest.version, sealed: sealPan(deps, newest, address, pan), fingerprint };
    },
    fingerprintOf,
    hashForAllMerchants,
    openCard,
    rotateDataKey: dataKeys.addVersion,
    reencryptSome: async ({ limit, after }) => {
      const newest = await dataKeys.newest();
      // A handful, and none after the first time.
      await reencryptSecrets({ query, random: deps.random }, dataKeys, limit);
      const rows = await findCardsUnderOlderKeys(query, { version: newest.version, after, limit });
      const resealed = (await Promise.all(rows.map((row) => reseal(row, newest)))).filter((card) => card !== undefined);
      const reencrypted = resealed.length === 0 ? 0 : await replaceSealedCards(query, resealed);
      return { reencrypted, unreadable: rows.length - resealed.length, last: placeOf(rows.at(-1)) };
    },
    countCardsUnderOlderKeys: async () => countCardsUnderOlderKeys(query, (await dataKeys.newest()).version),
    retireDataKeys: () => deleteUnusedDataKeys(query),
    rewrap: dataKeys.rewrap,
  };
};

/** All numbers become equally long, so that what is stored does not tell an American Express from a Visa. */
const PAN_LENGTH = 19;

const sealPan = (deps: DataKeyDeps, { version, key }: DataKey, address: CardAddress, pan: Secret): Buffer => {
  const plain = Buffer.from(pan.reveal().padEnd(PAN_LENGTH), 'latin1');
  try {
    return encrypt(deps.random, key, contextOf(address, version), plain);
  } finally {
    plain.fill(0);
  }
};

const contextOf = ({ merchantId, recordId }: CardAddress, keyVersion: number): string =>
  `tollgate card ${merchantId}/${recordId}/${keyVersion}`;

const placeOf = (row: SealedCardRow | undefined): CardPlace | undefined =>
  row && { merchant_id: row.merchant_id, id: row.id, key_version: row.key_version };
