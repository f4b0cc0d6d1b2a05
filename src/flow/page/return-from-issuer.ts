import type { AttemptAddress } from '../authentication/addresses.ts';
import type { Uuid } from '../../base/id.ts';
import type { SessionAddress } from '../../contract/payment-url.ts';
import { receiveReturn, type ReturnClaims } from '../authentication/follow.ts';
import { findAuthentication, type AuthenticationCase } from '../authentication/store.ts';
import type { FlowDeps } from '../deps.ts';
import { payCleared } from '../pay-cleared.ts';
import { withPatience } from './pay-result.ts';
import { openTicket } from './ticket.ts';

export type ReturnInput = AttemptAddress & {
  /** Undefined: what the browser brought can't be read. */
  readonly claims: ReturnClaims | undefined;
  /** The card that a page without script passed on. */
  readonly ticket: string | undefined;
};

/**
 * The browser comes back from the issuer, by a request of the issuer's page: without cookies, and believed in nothing.
 * When it brings the card along, and the directory server has said yes, the payment goes on. Gives the page that knows
 * how things stand; undefined: there is no such attempt.
 */
export const returnFromIssuer = async (
  deps: FlowDeps,
  { claims, ticket, ...address }: ReturnInput,
): Promise<Returned | undefined> => {
  const about = await receiveReturn(deps, address, claims);
  if (about === undefined) return undefined;
  if (ticket !== undefined) await withPatience(deps, goOn(deps, about, ticket));
  return { pageUrl: pageOf(deps, about), payer: payerOf(about) };
};

export type Returned = {
  readonly pageUrl: string;
  /**
   * Of a session: the attempt that this browser was sent to the issuer for is the last one, so it follows what comes of
   * it.
   */
  readonly payer: (SessionAddress & { readonly attemptsBegun: number }) | undefined;
};

const payerOf = ({ authentication, payment, session }: AuthenticationCase): Returned['payer'] =>
  session !== null && session.payment_id === payment.id && payment.attempt_id === authentication.attempt_id
    ? {
        merchantId: payment.merchant_id as Uuid<'merchant'>,
        sessionId: session.id as Uuid<'session'>,
        attemptsBegun: session.attempts_begun,
      }
    : undefined;

/** A page without script can't wait and bring the card again, so its request waits for the issuer's word. */
const goOn = async (deps: FlowDeps, returned: AuthenticationCase, ticket: string): Promise<void> => {
  const about = await untilDecided(deps, returned);
  const { state, clearance } = about.authentication;
  if (state !== 'cleared' || clearance === null) return;
  const card = await openTicket(deps, about, ticket);
  if (card === undefined) return;
  await payCleared(deps, about, { card, carried: clearance, summary: clearance.summary, clientAddress: undefined });
};

const untilDecided = async (deps: FlowDeps, returned: AuthenticationCase): Promise<AuthenticationCase> => {
  const { merchant_id: merchantId, attempt_id: attemptId } = returned.authentication;
  const deadlineMs = deps.clock.monotonicMs() + WAIT_FOR_RESULT_MS;
  for (let about = returned; ;) {
    if (about.authentication.state !== 'challenging' || deps.clock.monotonicMs() >= deadlineMs) return about;
    if ((await deps.outcomes.waitForNews(about.payment.session_id ?? about.payment.id, LOOK_AGAIN_MS)) === 'closing')
      return about;
    about = (await findAuthentication(deps.db.query, merchantId, attemptId)) ?? about;
  }
};

const WAIT_FOR_RESULT_MS = 6_000;
const LOOK_AGAIN_MS = 250;

const pageOf = ({ urls }: FlowDeps, { payment }: AuthenticationCase): string =>
  payment.session_id === null
    ? urls.ofAction(payment.merchant_id, payment.id)
    : `${urls.ofSession(payment.merchant_id, payment.session_id)}?wait`;
