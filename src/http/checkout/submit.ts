import type { Checkout, CheckoutAddress, CheckoutView, PayMethod, PayResult } from '../../flow/checkout.ts';
import type { Uuid } from '../../base/id.ts';
import { readCard, readCvc, type CardFields, type CardMistakes } from '../../vault/card-fields.ts';
import type { Form } from './body.ts';
import { readChoice, readRemovedCard, type Choice } from './choice.ts';
import type { Notice } from './pages.ts';
import type { CheckoutDeps, CheckoutSite, PaymentPage } from './site.ts';

/** What became of a submitted form, whether it came from the script or from the browser itself. */
export type Submitted =
  | { readonly kind: 'leave'; readonly url: string }
  /** Look at the page again; `wait` follows a payment in flight, a notice says why. */
  | { readonly kind: 'show'; readonly why?: 'wait' | Notice }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes; readonly choice: Choice }
  | { readonly kind: 'declined' | 'notSent'; readonly view: CheckoutView }
  | { readonly kind: 'unknownSession' };

type SubmitDeps = Pick<CheckoutDeps, 'checkout' | 'transit' | 'clock'> & { readonly site: CheckoutSite };

const STALE: Submitted = { kind: 'show', why: 'stale' };

/** The card in the form, or a saved one with the CVC in the form, pays the session: once for every form that we made. */
export const submitCard = async (deps: SubmitDeps, { token, address }: PaymentPage, form: Form): Promise<Submitted> => {
  const attemptNumber = deps.site.formTokens.read(form['formToken'], address);
  const choice = readChoice(form);
  if (attemptNumber === undefined || choice === undefined) return STALE;

  const fields = await openFields(deps, form, `${token}.${attemptNumber}`);
  if (fields === 'unreadable') return STALE;

  const { method: chosen, saves } = choice;
  const read = chosen === 'new' ? readNewCard(deps, fields, saves) : await readSavedCard(deps, address, { chosen, fields });
  if (read.kind === 'mistakes') return { ...read, choice };
  if (read.kind === 'refused') return read.submitted;

  return submittedOf(await deps.checkout.pay({ ...address, attemptNumber, method: read.method }));
};

/** `aad` binds an envelope to this session and this attempt: one that was recorded pays nothing else. */
const openFields = async ({ transit }: SubmitDeps, form: Form, aad: string): Promise<CardFields | 'unreadable'> => {
  const { sealed, keyId } = form;
  if (sealed === undefined) return transit.acceptPlain(form);
  if (typeof sealed !== 'string' || typeof keyId !== 'string') return 'unreadable';
  return transit.open({ keyId, sealed, aad });
};

type ReadMethod =
  | { readonly kind: 'method'; readonly method: PayMethod }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes }
  | { readonly kind: 'refused'; readonly submitted: Submitted };

const readNewCard = ({ clock }: SubmitDeps, fields: CardFields, saves: boolean): ReadMethod => {
  const read = readCard(fields, clock.nowMs());
  if (read.kind === 'mistakes') return read;
  const { card, cardSummary } = read;
  return { kind: 'method', method: { kind: 'newCard', card, cardSummary, saves } };
};

type SavedChoice = { readonly chosen: Uuid<'paymentMethod'>; readonly fields: CardFields };

/** Only a card that the page offers now; the session may be over, and the card gone, since the form was made. */
const readSavedCard = async ({ checkout }: SubmitDeps, address: CheckoutAddress, { chosen, fields }: SavedChoice): Promise<ReadMethod> => {
  const view = await checkout.view(address);
  if (view === undefined) return { kind: 'refused', submitted: { kind: 'unknownSession' } };
  if (view.state !== 'open') return { kind: 'refused', submitted: whenNotOpen(view) };
  const saved = view.savedCards.find(({ paymentMethodId }) => paymentMethodId === chosen);
  if (saved === undefined) return { kind: 'refused', submitted: STALE };
  const read = readCvc(fields, saved.card.bin);
  return read.kind === 'mistakes' ? read : { kind: 'method', method: { kind: 'savedCard', paymentMethodId: chosen, cvc: read.cvc } };
};

const submittedOf = (result: PayResult): Submitted => {
  switch (result.kind) {
    case 'approved':
    case 'exhausted':
      return { kind: 'leave', url: result.returnUrl };
    case 'declined':
    case 'notSent':
    case 'unknownSession':
      return result;
    case 'processing':
      return { kind: 'show', why: 'wait' };
    case 'stale':
      return STALE;
    case 'over':
      return whenNotOpen(result.view);
  }
};

/** Paid in the meantime (a double click, a second tab): on to the shop. Ended otherwise: the page says how. */
const whenNotOpen = ({ state, returnUrl }: CheckoutView): Submitted => {
  if (state === 'paying') return { kind: 'show', why: 'wait' };
  return state === 'completed' && returnUrl !== undefined ? { kind: 'leave', url: returnUrl } : { kind: 'show' };
};

type PlainDeps = { readonly checkout: Checkout; readonly site: CheckoutSite };

/** The customer gives up. A payment in flight goes on, and the page follows it. */
export const submitCancel = async (deps: PlainDeps, { address }: PaymentPage, form: Form): Promise<Submitted> => {
  if (deps.site.formTokens.read(form['formToken'], address) === undefined) return STALE;
  const view = await deps.checkout.giveUp(address);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.state === 'paying') return { kind: 'show', why: 'wait' };
  return view.state !== 'open' && view.returnUrl !== undefined ? { kind: 'leave', url: view.returnUrl } : { kind: 'show' };
};

/** The customer takes a saved card away; one that is gone already is as good as removed. */
export const submitRemoval = async (deps: PlainDeps, { address }: PaymentPage, form: Form): Promise<Submitted> => {
  const removed = readRemovedCard(form);
  if (removed === undefined || deps.site.formTokens.read(form['formToken'], address) === undefined) return STALE;
  const view = await deps.checkout.removeSavedCard(address, removed);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.state !== 'open') return whenNotOpen(view);
  const isGone = view.savedCards.every(({ paymentMethodId }) => paymentMethodId !== removed);
  return isGone ? { kind: 'show', why: 'cardRemoved' } : { kind: 'show' };
};
