import type { Query } from '../../db/db.ts';
import type { AuthenticationView } from '../page/checkout.ts';
import { findLiveAuthentication } from './store.ts';

/**
 * What the payment page shows of an authentication that its payment waits for; undefined: it does not wait for the
 * customer.
 */
export const findAuthenticationView = async (
  query: Query,
  merchantId: string,
  paymentId: string,
): Promise<AuthenticationView | undefined> => {
  const about = await findLiveAuthentication(query, merchantId, paymentId);
  if (about?.payment.state !== 'requiresAction') return undefined;
  const { state, acs_url: acsUrl, creq } = about.authentication;
  if (state === 'cleared') return { stage: 'cleared' };
  return state === 'challenging' && acsUrl !== null && creq !== null
    ? { stage: 'challenging', challenge: { acsUrl, creq } }
    : undefined;
};
