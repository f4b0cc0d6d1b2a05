import { TollgateAuthenticationError } from '../sdk.ts';
import { clientOf } from './deps.ts';
import type { Profile } from './profiles.ts';

/** Asks the gateway whether it takes the key, by one call. A key that may not read sessions is a key all the same. */
export const check = async (profile: Profile): Promise<void> => {
  try {
    await clientOf(profile).sessions.list({ limit: 1 });
  } catch (error) {
    if (!(error instanceof TollgateAuthenticationError && error.status === 403)) throw error;
  }
};

/** Enough to tell keys apart, as the API shows them, and no more. */
export const shownKey = (apiKey: string): string =>
  apiKey.length >= 20 ? `${apiKey.slice(0, 3)}…${apiKey.slice(-4)}` : '…';

export const modeOf = (apiKey: string): string =>
  apiKey.startsWith('tgl') ? 'real money' : apiKey.startsWith('tgs') ? 'sandbox' : 'mode unknown';
