import type { Purchase } from '../../wire.ts';
import { toBooks, type BookAmount, type WireAmount } from './amounts.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An error as this host words it. Nothing was done. */
export type WireError = {
  readonly status: number;
  readonly errorCode: string;
  readonly message: string;
  readonly errorType: 'validation' | 'security' | 'configuration' | 'internal';
};

export const invalid = (errorCode: string, message: string): WireError => ({
  status: 422,
  errorCode,
  message,
  errorType: 'validation',
});

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (fields: Fields, name: string): string | undefined =>
  typeof fields[name] === 'string' && fields[name] !== '' ? fields[name] : undefined;

export const fieldsOf = (fields: Fields, name: string): Fields => (isFields(fields[name]) ? fields[name] : {});

export const readAmount = (body: Fields): (WireAmount & BookAmount & { readonly letters: string }) | WireError => {
  const { value, currency } = fieldsOf(body, 'amount');
  if (value === undefined) return invalid('100', "Required object 'amount' is not provided.");
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 100_000_000_000_000)
    return invalid('137', 'Invalid amount specified');
  const wire = { value, currency: typeof currency === 'string' ? currency : '' };
  const books = toBooks(wire);
  if (books === undefined) return invalid('138', 'Unsupported currency specified');
  return { ...wire, ...books, letters: wire.currency };
};

/** A payment with a raw card, read into an operation of the books; or what is wrong with it. */
export const readPayment = (body: Fields, ref: string): Purchase | WireError => {
  const amount = readAmount(body);
  if ('errorCode' in amount) return amount;
  const card = fieldsOf(body, 'paymentMethod');
  const additionalData = fieldsOf(body, 'additionalData');
  const wrong = mistakeIn(body, card);
  if (wrong !== undefined) return wrong;
  const isMerchant = body['shopperInteraction'] === 'ContAuth';
  return {
    type: additionalData['manualCapture'] === 'true' ? 'AUTH' : 'SALE',
    ref,
    amount: amount.amount,
    currency: amount.currency,
    merchant: textOf(body, 'merchantAccount') ?? '',
    order: textOf(body, 'merchantOrderReference') ?? textOf(body, 'reference') ?? '',
    pan: textOf(card, 'number') ?? '',
    expiry: `${(textOf(card, 'expiryYear') ?? '').slice(-2)}${textOf(card, 'expiryMonth') ?? ''}`,
    cvv: textOf(card, 'cvc'),
    initiator: isMerchant ? 'MIT' : 'CIT',
    storeCredential: body['recurringProcessingModel'] !== undefined,
    mitCategory: isMerchant ? textOf(body, 'recurringProcessingModel') : undefined,
    originalNetworkTransactionId: textOf(additionalData, 'networkTxReference'),
    threeDs: proofIn(body['mpiData']),
    exemption: additionalData['scaExemption'] !== undefined,
  };
};

const mistakeIn = (body: Fields, card: Fields): WireError | undefined => {
  if (textOf(body, 'reference') === undefined) return invalid('130', 'Reference Missing');
  if (textOf(body, 'returnUrl') === undefined) return invalid('14_0416', "Field 'returnUrl' is not valid.");
  if (card['type'] !== 'scheme') return invalid('14_006', "Required object 'paymentMethod' is not provided.");
  if (!/^\d{12,19}$/.test(textOf(card, 'number') ?? '')) return invalid('101', 'Invalid card number');
  const cvc = textOf(card, 'cvc');
  if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) return invalid('103', 'CVC is not the right length');
  if (cvc === undefined && body['shopperInteraction'] !== 'ContAuth')
    return invalid('103', 'CVC is not the right length');
  if (!/^(0[1-9]|1[0-2])$/.test(textOf(card, 'expiryMonth') ?? ''))
    return invalid('140', 'Expiry month should be between 1 and 12 inclusive');
  if (!/^20\d{2}$/.test(textOf(card, 'expiryYear') ?? ''))
    return invalid('141', 'Expiry year should be a 4 digit number');
  return undefined;
};

const proofIn = (mpiData: unknown): Purchase['threeDs'] => {
  if (!isFields(mpiData)) return undefined;
  return {
    version: textOf(mpiData, 'threeDSVersion') ?? '',
    eci: textOf(mpiData, 'eci') ?? '',
    cavv: textOf(mpiData, 'cavv'),
    dsTransId: textOf(mpiData, 'dsTransID') ?? '',
  };
};
