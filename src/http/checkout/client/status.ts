import type { StatusAnswer } from '../script-contract.ts';

const STATUS_TIMEOUT_MS = 15_000;

/**
 * How the session stands, or undefined when nobody answers. `wait`: the server holds the answer while a payment is in flight; `held`: also
 * while the way back is.
 */
export const askStatus = async (path: string, wait: boolean | 'held'): Promise<StatusAnswer | undefined> => {
  try {
    const response = await fetch(
      `${path}/status${wait === false ? '' : `?wait${proof()}${wait === 'held' ? '&held' : ''}`}`,
      {
        cache: 'no-store',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(STATUS_TIMEOUT_MS),
      },
    );
    return response.ok ? ((await response.json()) as StatusAnswer) : undefined;
  } catch {
    return undefined;
  }
};

/** What the page's own address proves: that the payment was begun by a form of this browser. */
const proof = (): string => {
  const value = new URLSearchParams(location.search).get('wait') ?? '';
  return value === '' ? '' : `=${encodeURIComponent(value)}`;
};

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
