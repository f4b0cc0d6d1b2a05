/** The host's own messages: flat JSON, amounts in minor units, currencies by number, expiry as YYMM. */
export type Purchase = {
  readonly type: 'AUTH' | 'SALE';
  readonly ref: string;
  readonly amount: number;
  readonly currency: string;
  readonly merchant: string;
  readonly order: string;
  readonly pan: string;
  readonly expiry: string;
  readonly cvv: string | undefined;
  readonly initiator: 'CIT' | 'MIT';
  readonly storeCredential: boolean;
  readonly mitCategory: string | undefined;
  readonly originalNetworkTransactionId: string | undefined;
  readonly threeDs: ThreeDsProof | undefined;
  /** The merchant claims that strong authentication is not needed. */
  readonly exemption: boolean;
};
export type ThreeDsProof = {
  readonly version: string;
  readonly eci: string;
  readonly cavv: string | undefined;
  readonly dsTransId: string;
};
export type FollowUp = {
  readonly type: 'INCREMENT' | 'CAPTURE' | 'VOID' | 'REFUND';
  readonly ref: string;
  readonly originalRef: string;
  readonly originalRrn: string | undefined;
  /** Absent on a VOID, which releases all that is left. */
  readonly amount: number | undefined;
  readonly currency: string | undefined;
  readonly final: boolean;
};
/** Name the operation they are about, and have no reference of their own. */
export type Reversal = { readonly type: 'REVERSAL'; readonly originalRef: string };
export type Inquiry = { readonly type: 'INQUIRY'; readonly originalRef: string };

export type Operation = Purchase | FollowUp | Reversal | Inquiry;
export const isPurchase = (operation: Operation): operation is Purchase =>
  operation.type === 'AUTH' || operation.type === 'SALE';

export type OperationType = Operation['type'];

export type InquiryState = 'APPROVED' | 'DECLINED' | 'REVERSED' | 'VOIDED' | 'EXPIRED' | 'IN_PROGRESS';

export type Answer = {
  readonly type: OperationType;
  readonly ref?: string;
  readonly originalRef?: string;
  readonly responseCode: string;
  readonly text: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly authCode?: string;
  readonly rrn?: string;
  readonly networkTransactionId?: string;
  /** This reference was seen before; nothing was done again. */
  readonly duplicate?: true;
  readonly state?: InquiryState;
  /** What kind of operation the inquired reference was. */
  readonly originalType?: string;
};

export type Parsed =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'formatError'; readonly text: string };

const REF = /^[\x21-\x7e]{1,64}$/;
const MERCHANT_TEXT = /^[^\u0000-\u001f\u007f]{1,256}$/;
const CURRENCY = /^\d{3}$/;
const PAN = /^\d{12,19}$/;
const EXPIRY = /^\d{2}(0[1-9]|1[0-2])$/;
const CVV = /^\d{3,4}$/;
const CATEGORY = /^(UNSCHEDULED|RECURRENT|INSTALLMENT)$/;
const SHORT = /^[\x20-\x7e]{1,64}$/;
/** 10^12, the largest amount of the host; sums of a day are kept as bigint. */
export const MAX_AMOUNT = 1_000_000_000_000;

export const parseOperation = (text: string): Parsed => {
  const body = parseObject(text);
  if (body === undefined) return { kind: 'formatError', text: 'the body is not a JSON object' };
  const wrong: string[] = [];
  const operation = readOperation(body, wrong);
  if (operation === undefined) wrong.push('type');
  return operation === undefined || wrong.length > 0
    ? { kind: 'formatError', text: `wrong or missing: ${wrong.join(', ')}` }
    : { kind: 'operation', operation };
};

type Body = Readonly<Record<string, unknown>>;

const parseObject = (text: string): Body | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isBody(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

const readOperation = (body: Body, wrong: string[]): Operation | undefined => {
  switch (body['type']) {
    case 'AUTH':
    case 'SALE':
      return readPurchase(body['type'], body, wrong);
    case 'INCREMENT':
    case 'CAPTURE':
    case 'VOID':
    case 'REFUND':
      return readFollowUp(body['type'], body, wrong);
    case 'REVERSAL':
    case 'INQUIRY':
      return { type: body['type'], originalRef: required(body, 'originalRef', REF, wrong) };
    default:
      return undefined;
  }
};

const readPurchase = (type: Purchase['type'], body: Body, wrong: string[]): Purchase => ({
  type,
  ref: required(body, 'ref', REF, wrong),
  amount: readAmount(body, wrong),
  currency: required(body, 'currency', CURRENCY, wrong),
  merchant: required(body, 'merchant', REF, wrong),
  order: required(body, 'order', MERCHANT_TEXT, wrong),
  pan: required(body, 'pan', PAN, wrong),
  expiry: required(body, 'expiry', EXPIRY, wrong),
  cvv: optional(body, 'cvv', CVV, wrong),
  initiator: required(body, 'initiator', /^(CIT|MIT)$/, wrong) === 'MIT' ? 'MIT' : 'CIT',
  storeCredential: readFlag(body, 'storeCredential', wrong),
  mitCategory: optional(body, 'mitCategory', CATEGORY, wrong),
  originalNetworkTransactionId: optional(body, 'originalNetworkTransactionId', SHORT, wrong),
  threeDs: readThreeDs(body['threeDs'], wrong),
  exemption: readFlag(body, 'exemption', wrong),
});

const readFollowUp = (type: FollowUp['type'], body: Body, wrong: string[]): FollowUp => ({
  type,
  ref: required(body, 'ref', REF, wrong),
  originalRef: required(body, 'originalRef', REF, wrong),
  originalRrn: optional(body, 'originalRrn', SHORT, wrong),
  amount: type === 'VOID' ? undefined : readAmount(body, wrong),
  currency: type === 'VOID' ? undefined : required(body, 'currency', CURRENCY, wrong),
  final: readFlag(body, 'final', wrong),
});

const readThreeDs = (value: unknown, wrong: string[]): ThreeDsProof | undefined => {
  if (value === undefined) return undefined;
  if (!isBody(value)) {
    wrong.push('threeDs');
    return undefined;
  }
  return {
    version: required(value, 'version', SHORT, wrong),
    eci: required(value, 'eci', /^0\d$/, wrong),
    cavv: optional(value, 'cavv', SHORT, wrong),
    dsTransId: required(value, 'dsTransId', SHORT, wrong),
  };
};

const required = (body: Body, name: string, pattern: RegExp, wrong: string[]): string => {
  const value = body[name];
  if (typeof value === 'string' && pattern.test(value)) return value;
  wrong.push(name);
  return '';
};

const optional = (body: Body, name: string, pattern: RegExp, wrong: string[]): string | undefined =>
  body[name] === undefined ? undefined : required(body, name, pattern, wrong);

const readFlag = (body: Body, name: string, wrong: string[]): boolean => {
  const value = body[name] ?? false;
  if (typeof value === 'boolean') return value;
  wrong.push(name);
  return false;
};

const readAmount = (body: Body, wrong: string[]): number => {
  const value = body['amount'];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_AMOUNT) return value;
  wrong.push('amount');
  return 0;
};
