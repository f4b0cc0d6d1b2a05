import { transStatuses, type AuthenticationIds, type ProtocolVersion, type TransStatus } from '../contract.ts';

/** A message whose fields nobody has looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** Undefined: not a JSON object. */
export const parseFields = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined where the field is missing or not of this form. */
export const textIn = (fields: Fields | undefined, name: string, pattern: RegExp): string | undefined => {
  const value = fields?.[name];
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
};

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids are compared, so they are kept in one spelling. */
export const idIn = (fields: Fields | undefined, name: string): string | undefined =>
  textIn(fields, name, UUID)?.toLowerCase();

export const idsIn = (fields: Fields | undefined): AuthenticationIds | undefined => {
  const threeDsServerTransId = idIn(fields, 'threeDSServerTransID');
  const acsTransId = idIn(fields, 'acsTransID');
  const dsTransId = idIn(fields, 'dsTransID');
  if (threeDsServerTransId === undefined || acsTransId === undefined || dsTransId === undefined) return undefined;
  return { threeDsServerTransId, acsTransId, dsTransId };
};

export const wireIds = (ids: AuthenticationIds) => ({
  threeDSServerTransID: ids.threeDsServerTransId,
  acsTransID: ids.acsTransId,
  dsTransID: ids.dsTransId,
});

/** Highest first. */
export const knownVersions: readonly ProtocolVersion[] = ['2.2.0', '2.1.0'];

export const versionIn = (fields: Fields | undefined): ProtocolVersion | undefined =>
  knownVersions.find((version) => version === fields?.['messageVersion']);

export const statusIn = (fields: Fields | undefined): TransStatus | undefined =>
  transStatuses.find((status) => status === fields?.['transStatus']);

const TWO_DIGITS = /^\d\d$/;
export const eciIn = (fields: Fields): string | undefined => textIn(fields, 'eci', TWO_DIGITS);
export const reasonIn = (fields: Fields): string | undefined => textIn(fields, 'transStatusReason', TWO_DIGITS);

/** 20 bytes in base64: 27 letters, of which the last carries four bits, and the filler. */
const CAVV = /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/;
export const cavvIn = (fields: Fields): string | undefined => textIn(fields, 'authenticationValue', CAVV);

/** Messages that pass through a browser travel as base64url, without padding, in a form field. */
export const encodeMessage = (message: Fields): string => Buffer.from(JSON.stringify(message)).toString('base64url');

const MAX_FIELD_LENGTH = 4_096;

/** Padding is taken, too: some ACS add it. */
export const decodeMessage = (field: string): Fields | undefined =>
  field.length <= MAX_FIELD_LENGTH && /^[A-Za-z0-9_-]+={0,2}$/.test(field)
    ? parseFields(Buffer.from(field, 'base64url').toString('utf8'))
    : undefined;
