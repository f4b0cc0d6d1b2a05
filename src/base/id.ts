import { encodeBase58, decodeBase58 } from './base58.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/**
 * Public ids: `<prefix>_` + base58btc of the ASCII text `<prefix>:<uuid>`, 54 letters for a two-letter prefix
 * (session ids of API V2 have this form; the other kinds follow it). A payment method's id is made of the bare UUID, as
 * API V2's are. The database stores the bare UUID.
 */
export const idPrefixes = {
  session: 'ps',
  payment: 'py',
  attempt: 'at',
  capture: 'cp',
  refund: 'rf',
  refundApproval: 'ra',
  paymentMethod: 'pm',
  event: 'ev',
  webhookEndpoint: 'we',
  webhookReplay: 'wr',
  apiKey: 'ak',
  merchant: 'mr',
  auditEntry: 'au',
  acquirerAccount: 'aa',
  member: 'mb',
  memberSession: 'ms',
  passkey: 'pk',
  savedSearch: 'ss',
  loggedRequest: 'rq',
  alert: 'al',
} as const;
export type IdKind = keyof typeof idPrefixes;

/** A lower-case UUID, as stored. Branded by what it names, so that a payment's can't stand for a session's. */
export type Uuid<K extends IdKind = IdKind> = string & { readonly __kind: K };

/** `('session', 'b8dd…')` → `ps_2GRS…` */
export const formatId = (kind: IdKind, uuid: string): string => {
  const prefix = idPrefixes[kind];
  const text = kind === 'paymentMethod' ? uuid : `${prefix}:${uuid}`;
  return `${prefix}_${encodeBase58(Buffer.from(text, 'latin1'))}`;
};

/** The UUID inside a public id, or undefined when it is of another kind or shape (the caller answers 404). */
export const parseId = <K extends IdKind>(kind: K, id: string): Uuid<K> | undefined => {
  const prefix = idPrefixes[kind];
  if (!id.startsWith(`${prefix}_`) || id.length > MAX_ID_LENGTH) return undefined;
  const text = decodeBase58(id.slice(prefix.length + 1))?.toString('latin1');
  if (text === undefined) return undefined;
  const isBare = kind === 'paymentMethod' && !text.startsWith(`${prefix}:`);
  if (!isBare && !text.startsWith(`${prefix}:`)) return undefined;
  // Ids of payment methods were once given out with the prefix inside, and are still found.
  const uuid = isBare ? text : text.slice(prefix.length + 1);
  return UUID_PATTERN.test(uuid) ? (uuid as Uuid<K>) : undefined;
};

const MAX_ID_LENGTH = 64;
const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * UUIDv7 (RFC 9562): 48 bits of time, so that new rows land at the end of an index; 74 bits of chance, so that none can
 * be guessed.
 */
export const newUuid = <K extends IdKind>(deps: { readonly clock: Clock; readonly random: Random }): Uuid<K> => {
  const bytes = deps.random.bytes(16);
  bytes.writeUIntBE(deps.clock.nowMs(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid<K>;
};

/** Several at once, in order: things told together keep their order when sorted by id. */
export const newUuids = <K extends IdKind>(
  deps: { readonly clock: Clock; readonly random: Random },
  count: number,
): readonly Uuid<K>[] => Array.from({ length: count }, () => newUuid<K>(deps)).sort();

/** 16 bytes as the text of a UUID. */
export const uuidOfBytes = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
