/**
 * A payment of the page that went by way of the issuer: its customer was asked, and is back. Begins where `pay.ts`
 * ended with a challenge.
 */
import type { Card } from '../card/card.ts';
import { abandoned, stop } from './authentication/follow.ts';
import { findAuthenticationOfSession, type AuthenticationCase } from './authentication/store.ts';
import type { CheckoutAddress, CheckoutView, ContinueInput, PayResult } from './page/checkout.ts';
import type { FlowDeps } from './deps.ts';
import { openSavedCard, payCleared } from './pay-cleared.ts';
import { asPayer, follow, resultOf, withPatience } from './page/pay-result.ts';
import { viewCheckout } from './session/view.ts';

/** The page brings the card of its form again: pays when the issuer said yes, and else says how things stand. */
export const continuePayment = async (deps: FlowDeps, input: ContinueInput): Promise<PayResult> => {
  const about = await findAuthenticationOfSession(deps.db.query, input.merchantId, input.sessionId);
  if (about?.authentication.state !== 'cleared') return tellOutcome(deps, input);
  if (!isOfForm(about, input)) return follow(deps, input);
  const card = await cardOf(deps, about, input);
  return card === undefined ? follow(deps, input) : finish(deps, input, { about, card });
};

/**
 * Of the form that was submitted, or of the one that was shown afterwards, to a customer whose page had lost the card.
 */
const isOfForm = ({ authentication, session }: AuthenticationCase, { attemptNumber }: ContinueInput): boolean =>
  attemptNumber === authentication.form_number || attemptNumber === session?.attempts_begun;

const cardOf = async (
  deps: FlowDeps,
  about: AuthenticationCase,
  { method }: ContinueInput,
): Promise<Card | undefined> => {
  if (method.kind === 'newCard') return method.card;
  return about.payment.payment_method_id === method.paymentMethodId
    ? openSavedCard(deps, about, method.cvc)
    : undefined;
};

const finish = async (
  deps: FlowDeps,
  address: ContinueInput,
  { about, card }: { readonly about: AuthenticationCase; readonly card: Card },
): Promise<PayResult> => {
  const { clearance } = about.authentication;
  if (clearance === null) throw new Error('an authentication is cleared without a clearance');
  const payer = asPayer(address, about.session?.attempts_begun ?? 0);
  const settled = await withPatience(
    deps,
    payCleared(deps, about, {
      card,
      carried: clearance,
      summary: clearance.summary,
      clientAddress: address.clientAddress,
    }),
  );
  return settled === undefined ? follow(deps, payer) : resultOf(deps, payer, settled);
};

/** The issuer has not finished, or has said no, or another request was first. */
const tellOutcome = async (deps: FlowDeps, address: CheckoutAddress): Promise<PayResult> => {
  const result = await follow(deps, address);
  if (result.kind === 'stale' && result.view.lastDecline !== undefined) return { kind: 'declined', view: result.view };
  if (result.kind !== 'over') return result;
  const { expirationReason, lastDecline, returnUrl } = result.view;
  if (expirationReason !== 'attemptsExhausted' || lastDecline === undefined || returnUrl === undefined) return result;
  return { kind: 'exhausted', declineReason: lastDecline, returnUrl };
};

/** The customer would rather do something else: the attempt is over. What went on to the acquirer meanwhile goes on. */
export const abandonAuthentication = async (
  deps: FlowDeps,
  address: CheckoutAddress,
): Promise<CheckoutView | undefined> => {
  const about = await findAuthenticationOfSession(deps.db.query, address.merchantId, address.sessionId);
  if (about !== undefined) await stop(deps, about, abandoned);
  return viewCheckout(deps, address);
};
