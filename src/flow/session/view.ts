import { parseCurrency } from '../../base/money.ts';
import { declineReasons, type DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { Uuid } from '../../base/id.ts';
import type { CheckoutAddress, CheckoutView, SavedCard } from '../page/checkout.ts';
import type { SessionRow } from '../../contract/rows.ts';
import type { FlowDeps } from '../deps.ts';
import { openReturn } from './return-store.ts';
import { returnUrlOf } from './return-url.ts';
import { hideFromOthers, isFirst, standingOf } from './standing.ts';
import type { CheckoutRow } from './store.ts';

export type ViewDeps = Pick<
  FlowDeps,
  | 'db'
  | 'findCheckout'
  | 'openCheckout'
  | 'findAuthentication'
  | 'findSavedCards'
  | 'clock'
  | 'returnKeyOf'
  | 'outcomes'
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

const viewOf = async (deps: ViewDeps, address: CheckoutAddress, row: CheckoutRow): Promise<CheckoutView> => {
  const standing = standingOf(address.visitor, {
    firstVisitor: row.first_visitor,
    attemptsBegun: row.session.attempts_begun,
  });
  // Whoever is not led back does not open the way back either.
  const hold = standing === 'other' ? undefined : holdOf(row);
  const opened = hold === undefined ? row.session : await openReturn(deps.db.query, { ...address, isForced: false });
  const isHeld = opened === 'held';
  const session = isHeld ? row.session : opened;
  const currency = parseCurrency(session.currency);
  if (currency === undefined) throw new Error('a session has a currency that ISO 4217 does not know');
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
    accentColor: row.accent_color ?? undefined,
    merchantReferenceId: session.merchant_reference_id,
    description: session.description ?? undefined,
    locale: session.locale ?? 'EN',
    localeGiven: session.locale !== null,
    msLeft: row.ms_left,
    attemptsBegun: session.attempts_begun,
    declinesLeft: MOST_DECLINES - session.declines,
    lastDecline: declineReasonFrom(session.last_decline_reason),
    captureMethod: session.capture_method,
    returnUrl: isOver && !isHeld ? await returnUrlOf(deps, session) : undefined,
    heldMsLeft: isHeld ? hold?.msLeft : undefined,
    offersToSave: session.merchant_customer_id !== null && session.setup_future_usage !== null,
    savedCards:
      takesCards && isFirst(standing) && session.merchant_customer_id !== null
        ? await savedCardsOf(deps, address, session.merchant_customer_id)
        : [],
  });
};

/** Undefined: the way back is not held, or no longer. */
const holdOf = ({ session, held_ms_left: msLeft }: CheckoutRow): { readonly msLeft: number } | undefined =>
  isReturnHeld(session) ? { msLeft: Math.max(0, msLeft ?? 0) } : undefined;

/** Completed, and nobody has found yet that its webhook was acknowledged or need not be waited for any more. */
export const isReturnHeld = ({ state, return_held_until: until, webhook_at_return: result }: SessionRow): boolean =>
  state === 'completed' && typeof until === 'string' && typeof result !== 'string';

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
