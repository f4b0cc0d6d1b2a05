import { TollgateError } from '@tollgate/sdk';
import { hearOf } from './payments.ts';
import type { PaymentDeps } from './payments.ts';

const ROUND_MS = 5_000;
/** A webhook arrives within a second; after this long without one the shop asks. */
const SILENCE_MS = 30_000;
const ASK_AGAIN_MS = 60_000;
/** Webhooks are retried for days, but a customer who waits is told sooner; after this long only the webhook counts. */
const FORGET_MS = 24 * 3_600_000;

/**
 * Webhooks are promised, networks are not: asks the gateway about sessions whose customer has returned, or whose time
 * is over, and of which no webhook told the end. `stopped` resolves when the last round has ended.
 */
export const askAboutSilentSessions = (deps: PaymentDeps): Reconciliation => {
  const ending = new AbortController();
  return {
    stop: () => {
      ending.abort();
    },
    stopped: askInRounds(deps, ending.signal),
  };
};

type Reconciliation = { readonly stop: () => void; readonly stopped: Promise<void> };

const askInRounds = async (deps: PaymentDeps, signal: AbortSignal): Promise<void> => {
  while (await pause(ROUND_MS, signal)) {
    try {
      await askOnce(deps, signal);
    } catch (error) {
      if (!signal.aborted) deps.log(`Asking about silent sessions failed: ${String(error)}`);
    }
  }
};

export const askOnce = async (deps: PaymentDeps, signal: AbortSignal): Promise<void> => {
  const now = deps.nowMs();
  const limits = { now, silentSince: now - SILENCE_MS, askedBefore: now - ASK_AGAIN_MS, forgetBefore: now - FORGET_MS };
  for (const silent of deps.orders.takeSilentSessions(limits)) {
    try {
      hearOf(deps, await deps.tollgate.sessions.retrieve(silent.id, { maxRetries: 0, signal }), 'question');
    } catch (error) {
      if (!(error instanceof TollgateError)) throw error;
      deps.log(`Order ${silent.orderId}: no answer about session ${silent.id}: ${error.message}`);
    }
  }
};

/** False when it was ended instead of over. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false);
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(!signal.aborted);
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
