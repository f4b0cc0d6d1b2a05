import { formatId, parseId, type Uuid } from '../../base/id.ts';
import type { Form } from './body.ts';

/** With what the customer pays, and whether a new card may be kept. */
export type Choice = {
  readonly method: 'new' | Uuid<'paymentMethod'>;
  readonly saves: boolean;
};

/** The form of a customer without saved cards says nothing about the method. */
export const NEW_CARD: Choice = { method: 'new', saves: false };

export const METHOD_FIELD = 'method';
export const SAVE_FIELD = 'saveCard';
/** What the box sends when the customer has ticked it; nothing else is consent. */
export const CONSENT = 'yes';
/** Names the card that a form of removal is for. */
export const REMOVED_FIELD = 'paymentMethod';
/** What a form of removal calls the CVC: a field of the page's other form has that name. */
export const REMOVAL_CVC_FIELD = 'removalCvc';

/** Undefined: a method that no page of ours offers. */
export const readChoice = (form: Form): Choice | undefined => {
  const method = form[METHOD_FIELD];
  if (method === undefined || method === 'new') return { method: 'new', saves: form[SAVE_FIELD] === CONSENT };
  const saved = readPaymentMethodId(method);
  return saved && { method: saved, saves: false };
};

export const readRemovedCard = (form: Form): Uuid<'paymentMethod'> | undefined =>
  readPaymentMethodId(form[REMOVED_FIELD]);

/** How a saved card is named in the page. */
export const publicIdOf = (paymentMethodId: Uuid<'paymentMethod'>): string =>
  formatId('paymentMethod', paymentMethodId);

const readPaymentMethodId = (value: unknown): Uuid<'paymentMethod'> | undefined =>
  typeof value === 'string' ? parseId('paymentMethod', value) : undefined;
