import type { Uuid } from '../../base/id.ts';
import type { CheckoutAddress, CheckoutView, ContinueInput, PayMethod } from '../../flow/page/checkout.ts';
import { readCard, readCvc, type CardFields, type CardMistakes } from '../../vault/card-fields.ts';
import type { Form } from './body.ts';
import { readChoice } from './choice.ts';
import type { CheckoutDeps, CheckoutSite, PaymentPage } from './site.ts';
import type { Submission } from './submit.ts';
import { STALE, whenNotOpen, type Submitted } from './submitted.ts';

type ReadDeps = Pick<CheckoutDeps, 'checkout' | 'transit' | 'clock'> & { readonly site: CheckoutSite };

/** With what a form pays, or what its sender is answered without the flow being asked. */
export type ReadPayment =
  | { readonly kind: 'payment'; readonly input: ContinueInput }
  | { readonly kind: 'refused'; readonly submitted: Submitted };

export const readPayment = async (
  deps: ReadDeps,
  { token, address }: PaymentPage,
  { form, browser }: Pick<Submission, 'form' | 'browser'>,
): Promise<ReadPayment> => {
  const attemptNumber = deps.site.formTokens.read(form['formToken'], address);
  const choice = readChoice(form);
  if (attemptNumber === undefined || choice === undefined) return refused(STALE);

  const fields = await openFields(deps, form, `${token}.${attemptNumber}`);
  if (fields === 'unreadable') return refused(STALE);

  const { method: chosen, saves } = choice;
  const read =
    chosen === 'new' ? readNewCard(deps, fields, saves) : await readSavedCard(deps, address, { chosen, fields });
  if (read.kind === 'mistakes') return refused({ ...read, choice });
  return read.kind === 'refused'
    ? read
    : { kind: 'payment', input: { ...address, attemptNumber, method: read.method, clientAddress: browser.ip } };
};

const refused = (submitted: Submitted): ReadPayment & { readonly kind: 'refused' } => ({ kind: 'refused', submitted });

/** `aad` binds an envelope to this session and this attempt: one that was recorded pays nothing else. */
export const openFields = async (
  { transit }: Pick<ReadDeps, 'transit'>,
  form: Form,
  aad: string,
): Promise<CardFields | 'unreadable'> => {
  const { sealed, keyId } = form;
  if (sealed === undefined) return transit.acceptPlain(form);
  if (typeof sealed !== 'string' || typeof keyId !== 'string') return 'unreadable';
  return transit.open({ keyId, sealed, aad });
};

type ReadMethod =
  | { readonly kind: 'method'; readonly method: PayMethod }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes }
  | { readonly kind: 'refused'; readonly submitted: Submitted };

const readNewCard = ({ clock }: ReadDeps, fields: CardFields, saves: boolean): ReadMethod => {
  const read = readCard(fields, clock.nowMs());
  if (read.kind === 'mistakes') return read;
  const { card, cardSummary } = read;
  return { kind: 'method', method: { kind: 'newCard', card, cardSummary, saves } };
};

type SavedChoice = { readonly chosen: Uuid<'paymentMethod'>; readonly fields: CardFields };

/** Only a card that the page offers now; the session may be over, and the card gone, since the form was made. */
const readSavedCard = async (
  { checkout }: ReadDeps,
  address: CheckoutAddress,
  { chosen, fields }: SavedChoice,
): Promise<ReadMethod> => {
  const view = await checkout.view(address);
  if (view === undefined) return refused({ kind: 'unknownSession' });
  if (!takesCards(view)) return refused(whenNotOpen(view));
  const saved = view.savedCards.find(({ paymentMethodId }) => paymentMethodId === chosen);
  if (saved === undefined) return refused(STALE);
  const read = readCvc(fields, saved.card.bin);
  return read.kind === 'mistakes'
    ? read
    : { kind: 'method', method: { kind: 'savedCard', paymentMethodId: chosen, cvc: read.cvc } };
};

/** Open, or with the issuer, who may be waiting for this very card. */
const takesCards = ({ state, authentication }: CheckoutView): boolean =>
  state === 'open' || authentication !== undefined;
