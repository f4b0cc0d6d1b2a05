import type { WireAmount } from './amounts.ts';

/** The messages of the Checkout API that we send, as its documentation has them. */
export type PaymentRequest = {
  readonly merchantAccount: string;
  readonly reference: string;
  readonly amount: WireAmount;
  readonly paymentMethod: {
    readonly type: 'scheme';
    readonly number: string;
    readonly expiryMonth: string;
    readonly expiryYear: string;
    readonly cvc?: string;
    readonly holderName?: string;
  };
  readonly shopperInteraction: 'Ecommerce' | 'ContAuth';
  readonly recurringProcessingModel?: 'CardOnFile' | 'Subscription' | 'UnscheduledCardOnFile';
  readonly storePaymentMethod: false;
  readonly captureDelayHours?: number;
  readonly channel: 'Web';
  readonly returnUrl: string;
  readonly merchantOrderReference: string;
  readonly authenticationData: { readonly attemptAuthentication: 'never' };
  readonly mpiData?: {
    readonly cavv?: string;
    readonly eci: string;
    readonly dsTransID: string;
    readonly threeDSVersion: string;
    readonly directoryResponse: 'Y' | 'A' | 'U';
    readonly authenticationResponse: 'Y' | 'A' | 'U';
  };
  readonly additionalData: Readonly<Record<string, string>>;
};

/** Captures, refunds, cancels, amount updates and reversals of one payment. */
export type ModificationRequest = {
  readonly merchantAccount: string;
  readonly reference: string;
  readonly amount?: WireAmount;
};
/** A technical cancel: by the reference of the payment, without the host's name for it. */
export type CancelByReferenceRequest = ModificationRequest & { readonly paymentReference: string };
export type PaymentMethodsRequest = { readonly merchantAccount: string };

export type WireRequest = PaymentRequest | ModificationRequest | CancelByReferenceRequest | PaymentMethodsRequest;

export type Fields = Readonly<Record<string, unknown>>;

export const parseObject = (body: Buffer): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of the wrong shape is as good as missing. */
export const textIn = (fields: Fields | undefined, name: string, pattern: RegExp): string | undefined => {
  const value = fields?.[name];
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
};

/** The host's own name for whatever it did: 16 letters and digits, taken as wide as they may become. */
export const PSP_REFERENCE = /^[A-Za-z0-9]{1,64}$/;
export const REFERENCE = /^[\x21-\x7e]{1,80}$/;
/** `Authorised`, `CAPTURE_FAILED`: letters alone, so never the number of a card. */
export const WORD = /^[A-Za-z_]{1,64}$/;
/** `101`, `14_006`: too few digits in a row for the number of a card. */
export const ERROR_CODE = /^[A-Za-z]{0,8}\d{1,4}(?:_\d{1,4})?$/;
export const PHRASE = /^[\x20-\x7e]{1,200}$/;
