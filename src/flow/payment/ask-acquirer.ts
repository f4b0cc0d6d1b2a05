import type {
  AcquirerConnector,
  AuthorizeAnswer,
  AuthorizeRequest,
  OperationReference,
  PrepareAnswer,
} from '../../connectors/acquirer/contract.ts';
import type { PaymentDeps } from '../deps.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
import { amountOf, type HowToCharge } from './charge.ts';
import { writeHandle } from './reconcile-store.ts';

/** `superseded`: the attempt was given up before its card was sent, and was not sent. */
export type Asked = AuthorizeAnswer | { readonly kind: 'superseded' };

/**
 * One authorization, asked of one acquirer. Where the acquirer names it before it sees the card, the name is written
 * down first: whatever happens later, it can be asked about exactly.
 */
export const askAcquirer = async (
  deps: PaymentDeps,
  connector: AcquirerConnector,
  begun: BegunAttempt,
  charge: HowToCharge,
): Promise<Asked> => {
  const request = requestOf(begun, charge);
  if (connector.prepare === undefined) return askRepeatedly(deps, connector, request);
  const prepared = await connector.prepare(request);
  if (prepared.kind !== 'prepared') return withoutCard(prepared);
  const { merchant_id: merchantId, attempt_id: attemptId } = begun.payment;
  const { handle } = prepared;
  if (!(await writeHandle(deps.db.query, { merchantId, attemptId, handle }))) return { kind: 'superseded' };
  return askRepeatedly(deps, connector, { ...request, handle });
};

/** Nobody has seen the card, so nothing can have been approved, whatever became of the question. */
const withoutCard = (answer: Exclude<PrepareAnswer, { readonly kind: 'prepared' }>): Asked =>
  answer.kind === 'unknown' ? { kind: 'notSent', cause: answer.cause } : answer;

/**
 * An acquirer that can't be asked what became of a request answers the very same one again as it did the first time,
 * for as long as it remembers it: so it is sent again while the card is in memory. Whoever can be asked is asked
 * instead.
 */
const askRepeatedly = async (
  deps: PaymentDeps,
  connector: AcquirerConnector,
  request: AuthorizeRequest,
): Promise<AuthorizeAnswer> => {
  const { inquiry, repeatableMs, settleWindowMs } = connector.capabilities;
  const beganMs = deps.clock.monotonicMs();
  let answer = await connector.authorize(request);
  if (inquiry !== 'none' || repeatableMs === 0) return answer;
  for (const pauseMs of PAUSES_MS) {
    if (answer.kind !== 'unknown') return answer;
    // The last answer must be here before the window is over: then the attempt is undone, and nothing may come after.
    if (deps.clock.monotonicMs() - beganMs > settleWindowMs / 2) return answer;
    await deps.clock.sleep(pauseMs);
    const again = await connector.authorize(request);
    // One that could not be sent again says nothing of the first.
    if (again.kind !== 'notSent') answer = again;
  }
  return answer;
};

const PAUSES_MS = [500, 2_000] as const;

const requestOf = ({ payment }: BegunAttempt, { card, initiator, carried }: HowToCharge): AuthorizeRequest => ({
  reference: payment.attempt_id as OperationReference,
  handle: undefined,
  merchantId: payment.merchant_id,
  amount: amountOf(payment),
  // A check of a card is an authorization of 0; nobody sells nothing.
  capture: payment.capture_method === 'automatic' && payment.amount > 0,
  card,
  initiator,
  authentication: carried?.proof,
  isExempt: carried?.isExempt ?? false,
  merchantReferenceId: payment.merchant_reference_id,
});
