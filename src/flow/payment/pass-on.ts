import type { Route } from '../../acquirers/route.ts';
import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { PaymentDeps } from '../deps.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
import { passOnAttempt } from '../statements/pass-on-attempt.ts';
import type { Asked } from './ask-acquirer.ts';
import { attemptIdOf } from './attempt-id.ts';
import { amountOf, type HowToCharge } from './charge.ts';
import { routesThatTake } from './check-of-a-card.ts';
import { factsOfMoney, routeColumns } from './route.ts';

/**
 * Another account for the same try of the customer, when the first is surely not approved and did not have the issuer's
 * own word: it could not be reached, or it is out of order. Never after `unknown`. The attempt that ends and the one
 * that begins are one statement, so nobody can pay in between.
 */
export const passOn = async (
  deps: PaymentDeps,
  begun: BegunAttempt,
  { answer, charge }: { readonly answer: Asked; readonly charge: HowToCharge },
): Promise<BegunAttempt | 'superseded' | 'answerStands'> => {
  if (!isOutOfOrder(answer)) return 'answerStands';
  const { payment } = begun;
  const next = await nextRoute(deps, begun, charge);
  if (next === undefined) return 'answerStands';
  deps.log.warn(
    { attemptId: payment.attempt_id, cause: answer.kind === 'notSent' ? answer.cause : answer.acquirerCode },
    'the acquirer is out of order; the payment goes to the next account',
  );
  return passOnAttempt(deps.db.query, {
    merchantId: payment.merchant_id,
    attemptId: payment.attempt_id,
    state: answer.kind === 'notSent' ? 'notSent' : 'declined',
    declineReason: answer.kind === 'declined' ? answer.declineReason : null,
    acquirerCode: answer.kind === 'declined' ? answer.acquirerCode : null,
    nextAttemptId: attemptIdOf(deps.keys, payment.merchant_id, { after: payment.attempt_id }),
    ...routeColumns(next),
  });
};

type OutOfOrder = Extract<Asked, { readonly kind: 'notSent' | 'declined' }>;

const isOutOfOrder = (answer: Asked): answer is OutOfOrder =>
  answer.kind === 'notSent' || (answer.kind === 'declined' && outOfOrderReasons.has(answer.declineReason));

const outOfOrderReasons: ReadonlySet<DeclineReason> = new Set(['issuerUnavailable', 'acquirerError']);

/**
 * Only one that is in order: after a refusal the customer can try again, and an account that may not answer would take
 * that away.
 */
const nextRoute = async (
  deps: PaymentDeps,
  { payment }: BegunAttempt,
  { initiator }: HowToCharge,
): Promise<Route | undefined> => {
  // The sandbox is alone.
  if (payment.account_id === null || payment.account_id === undefined) return undefined;
  const amount = amountOf(payment);
  const known = await deps.acquirers.routesFor(payment.merchant_id, () =>
    Promise.resolve({
      ...factsOfMoney(amount),
      card: payment.card,
      initiator: initiator.by,
      metadata: payment.metadata,
      key: payment.session_id ?? payment.attempt_id,
    }),
  );
  const routing = await routesThatTake(deps, { merchantId: payment.merchant_id, minor: amount.minor }, known);
  if (routing.kind === 'none') return undefined;
  const next = routing.routes.find(({ accountId, health }) => accountId !== payment.account_id && health === 'closed');
  return next && { ...next, note: { ...next.note, why: 'failover' } };
};
