/** The host's messages, as its documentation has them (simulators/acquirer/README.md). */
export type WirePurchase = {
  readonly type: 'AUTH' | 'SALE';
  readonly ref: string;
  readonly amount: number;
  /** ISO 4217 number. */
  readonly currency: string;
  readonly merchant: string;
  readonly order: string;
  readonly pan: string;
  /** YYMM */
  readonly expiry: string;
  readonly cvv?: string;
  readonly initiator: 'CIT' | 'MIT';
  readonly storeCredential?: boolean;
  readonly mitCategory?: string;
  readonly originalNetworkTransactionId?: string;
  readonly threeDs?: {
    readonly version: string;
    readonly eci: string;
    readonly cavv?: string;
    readonly dsTransId: string;
  };
  readonly exemption?: true;
};
export type WireFollowUp = {
  readonly type: 'INCREMENT' | 'CAPTURE' | 'VOID' | 'REFUND';
  readonly ref: string;
  readonly originalRef: string;
  readonly originalRrn: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly final?: boolean;
};
export type WireQuestion = { readonly type: 'REVERSAL' | 'INQUIRY'; readonly originalRef: string };
export type WireOperation = WirePurchase | WireFollowUp | WireQuestion;

export const inquiryStates = ['APPROVED', 'DECLINED', 'REVERSED', 'VOIDED', 'EXPIRED', 'IN_PROGRESS'] as const;
export type InquiryState = (typeof inquiryStates)[number];

/** What is left of an answer once every field was looked at. A field of the wrong shape is as good as missing. */
export type WireAnswer = {
  /** Two letters or digits, always there. */
  readonly responseCode: string;
  readonly type: string | undefined;
  readonly ref: string | undefined;
  readonly originalRef: string | undefined;
  readonly amount: bigint | undefined;
  readonly currency: string | undefined;
  readonly authCode: string | undefined;
  readonly rrn: string | undefined;
  readonly networkTransactionId: string | undefined;
  readonly state: InquiryState | undefined;
};

const TEXT = /^[\x21-\x7e]{1,64}$/;

/** Undefined: not a JSON object, or without a response code. */
export const parseAnswer = (body: Buffer): WireAnswer | undefined => {
  const fields = parseObject(body.toString('utf8'));
  const responseCode = textIn(fields, 'responseCode', /^[0-9A-Z]{2}$/);
  if (fields === undefined || responseCode === undefined) return undefined;
  const amount = fields['amount'];
  return {
    responseCode,
    type: textIn(fields, 'type', TEXT),
    ref: textIn(fields, 'ref', TEXT),
    originalRef: textIn(fields, 'originalRef', TEXT),
    amount: typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0 ? BigInt(amount) : undefined,
    currency: textIn(fields, 'currency', /^\d{3}$/),
    authCode: textIn(fields, 'authCode', /^[0-9A-Za-z]{1,16}$/),
    rrn: textIn(fields, 'rrn', TEXT),
    networkTransactionId: textIn(fields, 'networkTransactionId', TEXT),
    state: inquiryStates.find((state) => state === fields['state']),
  };
};

type Fields = Readonly<Record<string, unknown>>;

const parseObject = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textIn = (fields: Fields | undefined, name: string, pattern: RegExp): string | undefined => {
  const value = fields?.[name];
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
};
