import { duplicatesIn, parseFields, supportedVersions, textOf, UUID, type Complaint, type Fields } from './wire.ts';

/** When a field of an AReq has to be there. */
type Presence =
  | 'always'
  | 'optional'
  /** New in 2.2. */
  | 'from22'
  /** Known only to a browser that runs scripts; 2.1 knows no other kind. */
  | 'withScript';

type FieldRule = readonly [name: string, presence: Presence, isGood: (value: unknown) => boolean];

const text =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);
const upTo = (length: number) => text(new RegExp(`^[^\\u0000-\\u001f\\u007f]{1,${length}}$`, 'u'));
const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
const flag = oneOf(true, false);
const url =
  (maxLength: number) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= maxLength && /^https?:$/.test(URL.parse(value)?.protocol ?? '');
const uuid = text(UUID);

/** YYYYMMDDHHMMSS in UTC, of a moment that exists. */
const isPurchaseDate = (value: unknown): boolean => {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return !Number.isNaN(Date.parse(iso)) && new Date(iso).toISOString() === iso;
};

/**
 * Browser channel, payment authentication: what the DS reads. Fields that it does not know are left alone, as
 * specified.
 */
const rules: readonly FieldRule[] = [
  ['deviceChannel', 'always', oneOf('02')],
  ['messageCategory', 'always', oneOf('01')],
  ['threeDSServerTransID', 'always', uuid],
  ['threeDSServerRefNumber', 'always', upTo(32)],
  ['threeDSServerOperatorID', 'optional', upTo(32)],
  ['threeDSServerURL', 'always', url(2048)],
  ['threeDSRequestorID', 'always', upTo(35)],
  ['threeDSRequestorName', 'always', upTo(40)],
  ['threeDSRequestorURL', 'always', url(2048)],
  ['threeDSRequestorAuthenticationInd', 'always', text(/^0[1-7]$/)],
  ['threeDSRequestorChallengeInd', 'optional', text(/^0[1-9]$/)],
  ['threeDSCompInd', 'always', oneOf('Y', 'N', 'U')],
  ['acctNumber', 'always', text(/^\d{13,19}$/)],
  ['cardExpiryDate', 'optional', text(/^\d\d(0[1-9]|1[0-2])$/)],
  ['cardholderName', 'optional', text(/^[\u0020-\u007e\u00a0-\u00ff]{2,45}$/)],
  ['email', 'optional', upTo(254)],
  ['acquirerBIN', 'always', text(/^\d{1,11}$/)],
  ['acquirerMerchantID', 'always', upTo(35)],
  ['merchantName', 'always', upTo(40)],
  ['merchantCountryCode', 'always', text(/^\d{3}$/)],
  ['mcc', 'always', text(/^\d{4}$/)],
  ['purchaseAmount', 'always', text(/^\d{1,48}$/)],
  ['purchaseCurrency', 'always', text(/^\d{3}$/)],
  ['purchaseExponent', 'always', text(/^[0-4]$/)],
  ['purchaseDate', 'always', isPurchaseDate],
  ['notificationURL', 'always', url(256)],
  ['browserAcceptHeader', 'always', upTo(2048)],
  ['browserUserAgent', 'always', upTo(2048)],
  ['browserLanguage', 'always', text(/^[A-Za-z0-9-]{1,8}$/)],
  ['browserIP', 'optional', text(/^[0-9A-Fa-f.:]{3,45}$/)],
  ['browserJavascriptEnabled', 'from22', flag],
  ['browserJavaEnabled', 'withScript', flag],
  ['browserColorDepth', 'withScript', oneOf('1', '4', '8', '15', '16', '24', '32', '48')],
  ['browserScreenHeight', 'withScript', text(/^\d{1,6}$/)],
  ['browserScreenWidth', 'withScript', text(/^\d{1,6}$/)],
  ['browserTZ', 'withScript', text(/^[+-]?\d{1,4}$/)],
];

export type AReq = {
  readonly version: string;
  readonly threeDSServerTransID: string;
  readonly threeDSServerURL: string;
  readonly acctNumber: string;
  readonly challengeInd: string;
  readonly compInd: string;
  readonly merchantName: string;
  readonly acquirerMerchantID: string;
  readonly amount: string;
  readonly currency: string;
  readonly exponent: number;
  readonly notificationURL: string;
};

export type ParsedAReq =
  | { readonly kind: 'areq'; readonly areq: AReq }
  | { readonly kind: 'refused'; readonly complaint: Complaint; readonly received: Fields | undefined };

/**
 * Reads an AReq as strictly as the specification asks. The first kind of fault found answers, with all fields of that
 * kind.
 */
export const parseAReq = (json: string, nowMs: number): ParsedAReq => {
  const received = parseFields(json);
  const complaint = complaintAbout(json, received, nowMs);
  if (received === undefined || complaint !== undefined) {
    return {
      kind: 'refused',
      received,
      complaint: complaint ?? { code: '101', detail: 'The message is not a JSON object.' },
    };
  }
  return {
    kind: 'areq',
    areq: {
      version: textOf(received, 'messageVersion'),
      threeDSServerTransID: textOf(received, 'threeDSServerTransID').toLowerCase(),
      threeDSServerURL: textOf(received, 'threeDSServerURL'),
      acctNumber: textOf(received, 'acctNumber'),
      challengeInd: textOf(received, 'threeDSRequestorChallengeInd') || '01',
      compInd: textOf(received, 'threeDSCompInd'),
      merchantName: textOf(received, 'merchantName'),
      acquirerMerchantID: textOf(received, 'acquirerMerchantID'),
      amount: textOf(received, 'purchaseAmount'),
      currency: textOf(received, 'purchaseCurrency'),
      exponent: Number(textOf(received, 'purchaseExponent')),
      notificationURL: textOf(received, 'notificationURL'),
    },
  };
};

const complaintAbout = (json: string, received: Fields | undefined, nowMs: number): Complaint | undefined => {
  if (received === undefined) return { code: '101', detail: 'The message is not a JSON object.' };
  if (received['messageType'] !== 'AReq') return { code: '101', detail: 'messageType' };
  const version = received['messageVersion'];
  if (version === undefined) return { code: '201', detail: 'messageVersion' };
  if (!supportedVersions.some((known) => known === version))
    return { code: '102', detail: supportedVersions.join(',') };
  const missing = rules.filter(([name, presence]) => received[name] === undefined && isNeeded(presence, received));
  if (missing.length > 0) return { code: '201', detail: namesOf(missing) };
  const wrong = rules.filter(([name, , isGood]) => received[name] !== undefined && !isGood(received[name]));
  if (wrong.length > 0) return { code: '203', detail: namesOf(wrong) };
  const twice = duplicatesIn(json);
  if (twice.length > 0) return { code: '204', detail: twice.join(',') };
  return contentComplaint(received, nowMs);
};

const namesOf = (found: readonly FieldRule[]): string => found.map(([name]) => name).join(',');

const isNeeded = (presence: Presence, received: Fields): boolean => {
  const is21 = received['messageVersion'] === '2.1.0';
  switch (presence) {
    case 'always':
      return true;
    case 'optional':
      return false;
    case 'from22':
      return !is21;
    case 'withScript':
      return is21 || received['browserJavascriptEnabled'] === true;
  }
};

/** Well-formed, and still not a payment that can be authenticated. */
const contentComplaint = (received: Fields, nowMs: number): Complaint | undefined => {
  // Codes that ISO 4217 keeps for metals, funds, tests and "no currency" are not allowed by the specification.
  const currency = Number(textOf(received, 'purchaseCurrency'));
  if (currency === 0 || currency === 999 || (currency >= 955 && currency <= 964)) {
    return { code: '304', detail: 'purchaseCurrency' };
  }
  if (!isLuhnValid(textOf(received, 'acctNumber'))) return { code: '305', detail: 'acctNumber' };
  const expiry = textOf(received, 'cardExpiryDate');
  return expiry !== '' && expiry < yymmOf(nowMs) ? { code: '305', detail: 'cardExpiryDate' } : undefined;
};

/** A card is good until its month is over everywhere on earth. */
const yymmOf = (ms: number): string => new Date(ms - 12 * 3_600_000).toISOString().slice(2, 7).replace('-', '');

const isLuhnValid = (pan: string): boolean => {
  const sum = [...pan].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};
