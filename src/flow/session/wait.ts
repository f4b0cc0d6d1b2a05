import type { CheckoutAddress, CheckoutView } from '../page/checkout.ts';
import type { FlowDeps } from '../deps.ts';
import { openReturn } from './return-store.ts';
import { viewCheckout, type ViewDeps } from './view.ts';

type WaitDeps = ViewDeps & Pick<FlowDeps, 'outcomes' | 'returnPlaces'>;

/**
 * Waits until the session is not being paid any more, or `timeoutMs` are over; gives it as it is then. Where the way
 * back is held a moment more is waited, within which most webhooks are acknowledged.
 */
export const viewWhenDecided = async (
  deps: WaitDeps,
  address: CheckoutAddress,
  timeoutMs: number,
): Promise<CheckoutView | undefined> => {
  const deadlineMs = deps.clock.monotonicMs() + timeoutMs;
  for (;;) {
    const view = await viewCheckout(deps, address);
    if (view?.heldMsLeft !== undefined) return viewWhenHeldOpens(deps, address, A_MOMENT_MS);
    const msLeft = deadlineMs - deps.clock.monotonicMs();
    if (view?.state !== 'paying' || view.authentication?.stage === 'cleared' || msLeft <= 0) return view;
    if ((await deps.outcomes.waitForNews(address.sessionId, Math.min(msLeft, LOOK_AGAIN_MS))) === 'closing')
      return view;
  }
};

/** Another process may settle the payment: its news does not reach us, so look. */
const LOOK_AGAIN_MS = 500;

/** A way back that opens within it is taken without a page in between. */
export const A_MOMENT_MS = 500;

/** Waits until the way back of a session that is completed is open, or `timeoutMs` are over. */
export const viewWhenOpen = async (
  deps: WaitDeps,
  address: CheckoutAddress,
  timeoutMs: number,
): Promise<CheckoutView | undefined> => {
  const view = await viewCheckout(deps, address);
  return view?.heldMsLeft === undefined ? view : viewWhenHeldOpens(deps, address, timeoutMs);
};

/**
 * The same for one of which it is known that it was held a moment ago. No connection to the database is held meanwhile:
 * the acknowledgement wakes this (`outcomes`), and where no news comes through a few looks find it. A process that ends
 * or that has enough of those who wait lets the customer go, as after the time.
 */
export const viewWhenHeldOpens = async (
  deps: WaitDeps,
  address: CheckoutAddress,
  timeoutMs: number,
): Promise<CheckoutView | undefined> => {
  if (!deps.returnPlaces.take(address.merchantId)) return letGo(deps, address);
  try {
    return await untilOpen(deps, address, timeoutMs);
  } finally {
    deps.returnPlaces.release(address.merchantId);
  }
};

const untilOpen = async (
  deps: WaitDeps,
  address: CheckoutAddress,
  timeoutMs: number,
): Promise<CheckoutView | undefined> => {
  const deadlineMs = deps.clock.monotonicMs() + timeoutMs;
  let heldMs = Infinity;
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const msLeft = deadlineMs - deps.clock.monotonicMs();
    const news = await deps.outcomes.waitForNews(address.sessionId, Math.max(0, Math.min(msLeft, heldMs, pauseMs)));
    if (news === 'closing') return letGo(deps, address);
    const view = await viewCheckout(deps, address);
    if (view?.heldMsLeft === undefined || deps.clock.monotonicMs() >= deadlineMs) return view;
    heldMs = view.heldMsLeft + 1;
  }
};

/** For whom no hints arrive (a pooler, a line that was cut): 40, 80, 160 ms and so on, 15 looks in ten seconds. */
const FIRST_LOOK_MS = 40;
const LONGEST_PAUSE_MS = 1_000;

const letGo = async (deps: WaitDeps, address: CheckoutAddress): Promise<CheckoutView | undefined> => {
  await openReturn(deps.db.query, { ...address, isForced: true });
  return viewCheckout(deps, address);
};
