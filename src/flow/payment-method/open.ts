import type { Card, CardSummary } from '../../card/card.ts';
import type { Initiator } from '../../connectors/acquirer/contract.ts';
import type { Db } from '../../db/db.ts';
import type { Vault } from '../../vault/at-rest.ts';
import { findChargeable, type ChargeableRow } from './store.ts';

/** Why a stored card can't be charged now. */
export type ChargeRefusal =
  | { readonly reason: 'unknown' }
  | { readonly reason: 'deleted' }
  /** The last day that the customer agreed to is over. */
  | { readonly reason: 'agreementOver'; readonly lastDay: string }
  /** The customer agreed to fewer charges. */
  | { readonly reason: 'tooSoon'; readonly nextDay: string }
  /** Another charge has begun, and its outcome decides whether one more may follow. */
  | { readonly reason: 'beingCharged' };

export type OpenedPaymentMethod = {
  readonly kind: 'card';
  /** Without CVC: there is nobody to ask for it. */
  readonly card: Card;
  readonly cardSummary: CardSummary;
  readonly merchantCustomerId: string;
  readonly initiator: Extract<Initiator, { readonly by: 'merchant' }>;
};

type PaymentMethodAddress = { readonly merchantId: string; readonly paymentMethodId: string };

/**
 * Takes a stored card out of the vault for a payment that the merchant makes without its customer. What is checked here
 * is checked again, and for good, by the statement that writes the payment (`begin-direct-payments.ts`); here it gets
 * its reason.
 */
export const openForPayment = async (
  deps: { readonly db: Pick<Db, 'query'>; readonly vault: Vault },
  { merchantId, paymentMethodId }: PaymentMethodAddress,
): Promise<OpenedPaymentMethod | ({ readonly kind: 'refused' } & ChargeRefusal)> => {
  const row = await findChargeable(deps.db.query, merchantId, paymentMethodId);
  const refusal = refusalOf(row);
  return row === undefined || refusal !== undefined ? { kind: 'refused', ...(refusal ?? UNKNOWN) } : open(deps, row);
};

/**
 * Takes a stored card out of the vault for its customer, who is there. What was agreed about the merchant's own charges
 * does not bind the customer; the caller puts in the CVC, and says that the customer is the one who pays.
 */
export const openForCustomer = async (
  deps: { readonly db: Pick<Db, 'query'>; readonly vault: Vault },
  { merchantId, paymentMethodId }: PaymentMethodAddress,
): Promise<Omit<OpenedPaymentMethod, 'initiator'> | { readonly kind: 'refused' }> => {
  const row = await findChargeable(deps.db.query, merchantId, paymentMethodId);
  return row?.payment_method.state === 'active' ? open(deps, row) : { kind: 'refused' };
};

const open = async ({ vault }: { readonly vault: Vault }, row: ChargeableRow): Promise<OpenedPaymentMethod> => {
  const { payment_method: method, key_version: keyVersion, sealed } = row;
  if (keyVersion === null || sealed === null) throw new Error('a stored card has no number');
  const pan = await vault.openCard({ merchantId: method.merchant_id, recordId: method.id, keyVersion, sealed });
  if (pan === 'unreadable') throw new Error('a stored card does not open');
  const { expiryMonth, expiryYear } = method.card;
  return {
    kind: 'card',
    card: { pan, cvc: undefined, expiryMonth, expiryYear, cardholderName: row.cardholder_name ?? undefined },
    cardSummary: method.card,
    merchantCustomerId: method.merchant_customer_id,
    initiator: {
      by: 'merchant',
      networkTransactionId: row.network_transaction_id ?? undefined,
      category: method.category,
    },
  };
};

/** What stands against charging this card now; undefined: nothing. For the words after a payment was not written. */
export const findChargeRefusal = async (
  deps: { readonly db: Pick<Db, 'query'> },
  { merchantId, paymentMethodId }: PaymentMethodAddress,
): Promise<ChargeRefusal | undefined> => refusalOf(await findChargeable(deps.db.query, merchantId, paymentMethodId));

const UNKNOWN = { reason: 'unknown' } as const;

const refusalOf = (row: ChargeableRow | undefined): ChargeRefusal | undefined => {
  if (row === undefined) return UNKNOWN;
  const { state, recurring_expiry: lastDay } = row.payment_method;
  if (state === 'deleted') return { reason: 'deleted' };
  if (row.agreement_is_over && lastDay !== null) return { reason: 'agreementOver', lastDay };
  if (row.is_being_charged) return { reason: 'beingCharged' };
  return row.is_too_soon && row.next_charge_day !== null
    ? { reason: 'tooSoon', nextDay: row.next_charge_day }
    : undefined;
};
