import { parseCurrency } from '../../base/money.ts';
import { declineReasons, type DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { Uuid } from '../../base/id.ts';
import type { CheckoutAddress, CheckoutView, SavedCard } from '../checkout.ts';
import type { FlowDeps } from '../deps.ts';
import { returnUrlOf } from './return-url.ts';
import { hideFromOthers, isFirst, standingOf } from './standing.ts';
import type { CheckoutRow } from './store.ts';

type ViewDeps = Pick<
  FlowDeps,
  'findCheckout' | 'openCheckout' | 'findAuthentication' | 'findSavedCards' | 'clock' | 'returnKeyOf' | 'outcomes'
>;

/** A customer may be declined this often; then the session is over. */
export const MOST_DECLINES = 5;

export const viewCheckout = async (deps: ViewDeps, address: CheckoutAddress): Promise<CheckoutView | undefined> => {
  const row = await findRow(deps, address);
  if (row === undefined) return undefined;
  // Whoever knows the ids of a session with a secret address does not know its address.
  const isGuessed = address.isOfIds === true && row.session.has_secret_address === true;
  return isGuessed ? undefined : viewOf(deps, address, row);
};

const findRow = (deps: ViewDeps, address: CheckoutAddress): Promise<CheckoutRow | undefined> => {
  const { merchantId, sessionId, visitor, isOfIds = false } = address;
  if (visitor?.offered === undefined) return deps.findCheckout(address);
  const opening = { session_id: sessionId, visitor_hash: visitor.offered, is_of_ids: isOfIds };
  return deps.openCheckout({ merchantId, input: opening });
};

/** Waits until the session is not being paid any more, or `timeoutMs` are over; gives it as it is then. */
export const waitForOutcome = async (
  deps: ViewDeps,
  address: CheckoutAddress,
  timeoutMs: number,
): Promise<CheckoutView | undefined> => {
  const deadlineMs = deps.clock.monotonicMs() + timeoutMs;
  for (;;) {
    const view = await viewCheckout(deps, address);
    const msLeft = deadlineMs - deps.clock.monotonicMs();
    if (view?.state !== 'paying' || view.authentication?.stage === 'cleared' || msLeft <= 0) return view;
    if ((await deps.outcomes.waitForNews(address.sessionId, Math.min(msLeft, LOOK_AGAIN_MS))) === 'closing')
      return view;
  }
};

/** Another process may settle the payment: its news does not reach us, so look. */
const LOOK_AGAIN_MS = 500;

const viewOf = async (deps: ViewDeps, address: CheckoutAddress, row: CheckoutRow): Promise<CheckoutView> => {
  const { session } = row;
  const currency = parseCurrency(session.currency);
  if (currency === undefined) throw new Error('a session has a currency that ISO 4217 does not know');
  const standing = standingOf(address.visitor, {
    firstVisitor: row.first_visitor,
    attemptsBegun: session.attempts_begun,
  });
  const isOver = session.state === 'completed' || session.state === 'expired';
  const authentication =
    session.state === 'paying' && session.payment_id !== null
      ? await deps.findAuthentication(address.merchantId, session.payment_id)
      : undefined;
  // A saved card that its issuer was asked about is named once more when the payment goes on.
  const takesCards = session.state === 'open' || authentication !== undefined;
  return hideFromOthers({
    merchantId: address.merchantId,
    sessionId: address.sessionId,
    standing,
    state: session.state,
    authentication,
    expirationReason: session.expiration_reason ?? undefined,
    amount: { minor: BigInt(session.amount), currency },
    merchantName: row.merchant_name,
    merchantReferenceId: session.merchant_reference_id,
    description: session.description ?? undefined,
    locale: session.locale ?? 'EN',
    localeGiven: session.locale !== null,
    msLeft: row.ms_left,
    attemptsBegun: session.attempts_begun,
    declinesLeft: MOST_DECLINES - session.declines,
    lastDecline: declineReasonFrom(session.last_decline_reason),
    captureMethod: session.capture_method,
    returnUrl: isOver ? await returnUrlOf(deps, session) : undefined,
    offersToSave: session.merchant_customer_id !== null && session.setup_future_usage !== null,
    savedCards:
      takesCards && isFirst(standing) && session.merchant_customer_id !== null
        ? await savedCardsOf(deps, address, session.merchant_customer_id)
        : [],
  });
};

const savedCardsOf = async (
  deps: ViewDeps,
  { merchantId }: CheckoutAddress,
  merchantCustomerId: string,
): Promise<readonly SavedCard[]> => {
  const rows = await deps.findSavedCards(merchantId, merchantCustomerId);
  const now = new Date(deps.clock.nowMs());
  const thisMonth = now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
  return rows
    .filter(({ card }) => card.expiryYear * 12 + card.expiryMonth >= thisMonth)
    .map(({ id, card }) => ({ paymentMethodId: id as Uuid<'paymentMethod'>, card }));
};

const declineReasonFrom = (text: string | null): DeclineReason | undefined =>
  declineReasons.find((reason) => reason === text);
