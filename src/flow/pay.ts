/**
 * A payment, from the customer's card to the end of the session. Start here.
 *
 *   write down   beginAttempt   the session is being paid, the attempt is `sending`: committed before anything leaves the house
 *   ask          authorize      the acquirer, outside any transaction, under our own reference
 *   write down   settle         attempt, payment, session and their events in one statement, or nothing
 *
 * If the process dies between two of these lines, `reconcile.ts` finds the attempt in `sending` and asks what became of it.
 */
import { newUuid, newUuids } from '../base/id.ts';
import type { SessionRow } from '../contract/rows.ts';
import { chooseCard, type ChosenCard } from './choose-card.ts';
import type { PayInput, PayResult } from './checkout.ts';
import type { FlowDeps } from './deps.ts';
import { authorize, type Settled } from './payment/authorize.ts';
import type { BegunAttempt } from './payment/begin-store.ts';
import { returnUrlOf } from './session/return-url.ts';
import { viewCheckout } from './session/view.ts';

export const pay = async (deps: FlowDeps, input: PayInput): Promise<PayResult> => {
  const chosen = await chooseCard(deps, input);
  if (chosen === undefined) return follow(deps, input);
  const begun = await beginAttempt(deps, input, chosen);
  if (begun === undefined) return explainRefusal(deps, input);

  const settling = authorize(deps, begun, chosen.charge).catch((error: unknown): Settled => {
    // The attempt is written down, so whatever broke, its outcome is for reconciliation to find: nobody may guess it here.
    deps.log.error({ paymentId: begun.payment.id, error: error instanceof Error ? error : new Error('unknown') }, 'an attempt could not be settled');
    return { kind: 'unknown' };
  });
  deps.inBackground(settling);
  const settled = await withPatience(deps, settling);
  return settled === undefined ? follow(deps, input) : resultOf(deps, input, settled);
};

const beginAttempt = (deps: FlowDeps, input: PayInput, chosen: ChosenCard): Promise<BegunAttempt | undefined> =>
  deps.writes.beginAttempt({
    merchantId: input.merchantId,
    insert: {
      session_id: input.sessionId,
      payment_id: newUuid<'payment'>(deps),
      attempt_id: newUuid<'attempt'>(deps),
      attempt_number: input.attemptNumber,
      event_ids: newUuids<'event'>(deps, 1),
      card: chosen.cardSummary,
      connector: deps.acquirer.name,
      kept_card: chosen.keptCard ?? null,
      payment_method_id: chosen.paymentMethodId ?? null,
    },
  });

/** Nothing was begun: the session is over, is being paid by another tab, or the form was used before. */
const explainRefusal = async (deps: FlowDeps, input: PayInput): Promise<PayResult> => {
  const view = await viewCheckout(deps, input);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.state === 'paying') return { kind: 'processing', view };
  // Past its time, and the clock has not come round to ending it: as good as over, and `open` would invite to try again.
  if (view.state === 'open' && view.msLeft <= 0) return { kind: 'over', view: { ...view, state: 'expired', expirationReason: 'timeout' } };
  return view.state === 'open' ? { kind: 'stale', view } : { kind: 'over', view };
};

/** A browser is answered after `PATIENCE_MS` at the latest; the payment goes on, and the page follows it. */
const withPatience = async <T>(deps: FlowDeps, work: Promise<T>): Promise<T | undefined> => {
  const answered = new AbortController();
  const patience = deps.clock.sleep(PATIENCE_MS, answered.signal).then(() => undefined, () => undefined);
  try {
    return await Promise.race([work, patience]);
  } finally {
    answered.abort();
  }
};

const PATIENCE_MS = 8_000;

const resultOf = async (deps: FlowDeps, input: PayInput, settled: Settled): Promise<PayResult> => {
  switch (settled.kind) {
    case 'approved':
      return { kind: 'approved', returnUrl: await returnUrlOf(deps, sessionOf(settled)) };
    case 'exhausted':
      return { kind: 'exhausted', declineReason: settled.declineReason, returnUrl: await returnUrlOf(deps, sessionOf(settled)) };
    case 'declined':
    case 'notSent': {
      const view = await viewCheckout(deps, input);
      return view === undefined ? { kind: 'unknownSession' } : { kind: settled.kind, view };
    }
    case 'unknown':
    case 'settledElsewhere':
      return follow(deps, input);
  }
};

const sessionOf = ({ session }: { readonly session: SessionRow | null }): SessionRow => {
  if (session === null) throw new Error('a payment of the page without its session');
  return session;
};

const follow = async (deps: FlowDeps, input: PayInput): Promise<PayResult> => {
  const view = await viewCheckout(deps, input);
  if (view === undefined) return { kind: 'unknownSession' };
  return view.state === 'paying' ? { kind: 'processing', view } : { kind: view.state === 'open' ? 'stale' : 'over', view };
};
