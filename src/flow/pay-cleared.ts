import { asError } from '../base/as-error.ts';
import type { Secret } from '../base/secret.ts';
import type { Card } from '../card/card.ts';
import { findBindingMismatch } from './authentication/binding.ts';
import { abandoned, stop } from './authentication/follow.ts';
import type { AuthenticationCase } from './authentication/store.ts';
import type { Cards, FlowDeps, Ground } from './deps.ts';
import { authorize, type Settled } from './payment/authorize.ts';
import { amountOf, type Carried, type HowToCharge } from './payment/charge.ts';
import { learnFrom } from './screen.ts';
import type { BegunAttempt } from './statements/begin-attempts.ts';
import { proceedToAuthorize } from './statements/proceed-to-authorize.ts';
import type { SettledAttempt } from './statements/settle-attempts.ts';
import type { Tried } from './velocity/subjects.ts';
import { openForCustomer } from './payment-method/open.ts';
import type { ThreeDsSummary } from '../contract/rows.ts';

/**
 * The second half of a payment whose issuer was asked: the card is here again, and the issuer's word goes with it to
 * the acquirer. Only for the card and the amount that the issuer was asked about; another card ends the attempt.
 */
export const payCleared = async (
  deps: FlowDeps,
  about: AuthenticationCase,
  {
    card,
    carried,
    summary,
    clientAddress,
  }: {
    readonly card: Card;
    readonly carried: Carried;
    readonly summary: ThreeDsSummary;
    readonly clientAddress: string | undefined;
  },
): Promise<Settled> => {
  const { merchant_id: merchantId, attempt_id: attemptId, payment_id: paymentId } = about.authentication;
  const cardFingerprint = await deps.vault.fingerprintOf(merchantId, card.pan);
  const mismatch = findBindingMismatch(bindingOf(about), {
    amount: amountOf(about.payment),
    cardFingerprint: cardFingerprint.toString('hex'),
    expiryMonth: card.expiryMonth,
    expiryYear: card.expiryYear,
  });
  if (mismatch !== undefined) {
    deps.log.warn(
      { attemptId, cause: mismatch },
      'the authorization differs from what the issuer was asked; it is refused',
    );
    const stopped = await stop(deps, about, abandoned);
    return stopped === 'superseded' ? { kind: 'settledElsewhere' } : settledStop(stopped);
  }
  const begun = await proceedToAuthorize(deps.db.query, { merchantId, attemptId, paymentId, cardFingerprint, summary });
  if (begun === 'superseded') return { kind: 'settledElsewhere' };

  const tried = {
    merchantId,
    pan: card.pan,
    cardFingerprint,
    bin: about.payment.card.bin,
    address: clientAddress,
    apiKeyId: about.session === null ? (about.payment.api_key_id ?? undefined) : undefined,
  };
  const settling = authorizeAndLearn(deps, begun, tried, {
    card,
    carried,
    initiator: { by: 'customer', storesCard: about.stores_card },
  }).catch((error: unknown): Settled => {
    // The attempt is written down as sent, so its outcome is for reconciliation to find.
    deps.log.error({ paymentId, error: asError(error) }, 'an attempt could not be settled');
    return { kind: 'unknown' };
  });
  deps.inBackground(settling);
  return settling;
};

const authorizeAndLearn = async (
  deps: FlowDeps,
  begun: BegunAttempt,
  tried: Tried,
  charge: HowToCharge,
): Promise<Settled> => {
  const settled = await authorize(deps, begun, charge);
  await learnFrom(deps, tried, settled);
  return settled;
};

const settledStop = (stopped: SettledAttempt): Settled => {
  const { declineReason } = abandoned;
  return stopped.session?.state === 'expired'
    ? { kind: 'exhausted', declineReason, ...stopped }
    : { kind: 'declined', declineReason, softDecline: false, ...stopped };
};

const bindingOf = ({ authentication, card_fingerprint: cardFingerprint, payment }: AuthenticationCase) => ({
  amount: amountOf(authentication),
  cardFingerprint,
  expiryMonth: payment.card.expiryMonth,
  expiryYear: payment.card.expiryYear,
});

/**
 * The saved card that this payment was begun with, with the code that came again. Undefined: it was removed meanwhile.
 */
export const openSavedCard = async (
  deps: Ground & Cards,
  { payment }: AuthenticationCase,
  cvc: Secret | undefined,
): Promise<Card | undefined> => {
  if (payment.payment_method_id === null) return undefined;
  const opened = await openForCustomer(deps, {
    merchantId: payment.merchant_id,
    paymentMethodId: payment.payment_method_id,
  });
  return opened.kind === 'refused' ? undefined : { ...opened.card, cvc };
};
