import type { SessionRow } from '../../contract/rows.ts';
import type { CheckoutAddress, PayResult } from './checkout.ts';
import type { FlowDeps } from '../deps.ts';
import type { Settled } from '../payment/authorize.ts';
import { returnUrlOf } from '../session/return-url.ts';
import { isReturnHeld, viewCheckout } from '../session/view.ts';
import { A_MOMENT_MS, viewWhenHeldOpens } from '../session/wait.ts';

/** What the page is told about an outcome. */
export const resultOf = async (deps: FlowDeps, address: CheckoutAddress, settled: Settled): Promise<PayResult> => {
  switch (settled.kind) {
    case 'approved':
      return approvedResult(deps, address, sessionOf(settled));
    case 'exhausted':
      return {
        kind: 'exhausted',
        declineReason: settled.declineReason,
        returnUrl: await returnUrlOf(deps, sessionOf(settled)),
      };
    case 'declined':
    case 'notSent': {
      const view = await viewCheckout(deps, address);
      return view === undefined ? { kind: 'unknownSession' } : { kind: settled.kind, view };
    }
    case 'unknown':
    case 'settledElsewhere':
      return follow(deps, address);
  }
};

/** With the way back, when it is open or opens in a moment. */
const approvedResult = async (deps: FlowDeps, address: CheckoutAddress, session: SessionRow): Promise<PayResult> => {
  if (!isReturnHeld(session)) return { kind: 'approved', returnUrl: await returnUrlOf(deps, session) };
  const view = await viewWhenHeldOpens(deps, asPayer(address, session.attempts_begun), A_MOMENT_MS);
  if (view === undefined) return { kind: 'unknownSession' };
  return view.returnUrl === undefined ? { kind: 'processing', view } : { kind: 'approved', returnUrl: view.returnUrl };
};

const sessionOf = ({ session }: { readonly session: SessionRow | null }): SessionRow => {
  if (session === null) throw new Error('a payment of the page without its session');
  return session;
};

/**
 * The same address for the browser whose form began, or went on with, the attempt of that number: it is led to the shop
 * afterwards.
 */
export const asPayer = <Address extends CheckoutAddress>(address: Address, payerOf: number): Address => ({
  ...address,
  visitor: { known: [], ...address.visitor, payerOf },
});

/** How things stand, for a page whose own request decided nothing. */
export const follow = async (deps: FlowDeps, address: CheckoutAddress): Promise<PayResult> => {
  const view = await viewCheckout(deps, address);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.heldMsLeft !== undefined) return { kind: 'processing', view };
  if (view.state !== 'paying') return { kind: view.state === 'open' ? 'stale' : 'over', view };
  if (view.authentication?.stage !== 'challenging') return { kind: 'processing', view };
  return { kind: 'challenge', view, challenge: view.authentication.challenge, ticket: undefined };
};

/** Nothing was begun: the session is over, is being paid by another tab, or the form was used before. */
export const explainRefusal = async (deps: FlowDeps, address: CheckoutAddress): Promise<PayResult> => {
  const result = await follow(deps, address);
  // Another tab is with the issuer. This one shows how things stand: its card is not the one that was asked about.
  if (result.kind === 'challenge') return { kind: 'processing', view: result.view };
  // Past its time, and the clock has not come round to ending it: as good as over, and `open` would invite to try
  // again.
  if (result.kind === 'stale' && result.view.msLeft <= 0) {
    return { kind: 'over', view: { ...result.view, state: 'expired', expirationReason: 'timeout' } };
  }
  return result;
};

/** A browser is answered after `PATIENCE_MS` at the latest; the payment goes on, and the page follows it. */
export const withPatience = async <T>(deps: Pick<FlowDeps, 'clock'>, work: Promise<T>): Promise<T | undefined> => {
  const answered = new AbortController();
  const patience = deps.clock.sleep(PATIENCE_MS, answered.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([work, patience]);
  } finally {
    answered.abort();
  }
};

const PATIENCE_MS = 8_000;
