import { moveSql } from '../../base/lifecycle.ts';
import { newUuids } from '../../base/id.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { Transaction } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import type { FlowDeps } from '../deps.ts';
import { lockPaymentWithAttempts } from '../locks.ts';
import { LAPSED } from '../operation/lifecycle.ts';
import { findLapsedPayments } from '../operation/store.ts';
import { runOperation } from '../operation/run.ts';
import { insertEvents } from '../tell.ts';
import { dropPendingPaymentMethods } from '../payment-method/keep-sql.ts';
import { eraseSealedCards } from '../../vault/card-sql.ts';
import { stopAuthentications } from './authentication-sql.ts';
import { attemptLifecycle, paymentLifecycle } from './lifecycle.ts';

const cancel = moveSql(paymentLifecycle, 'cancel', 'p');
const abandon = moveSql(attemptLifecycle, 'abandon', 'a');

/**
 * Cancels a payment that nothing was authorized for: no acquirer has to be asked. Undefined when it is in another
 * state, or is the payment of a session, which ends with its session.
 */
export const cancelUnauthorized = async (
  deps: Pick<FlowDeps, 'clock' | 'random'>,
  query: Transaction,
  { merchantId, paymentId }: { readonly merchantId: string; readonly paymentId: string },
): Promise<PaymentRow | undefined> => {
  await lockPaymentWithAttempts(query, merchantId, paymentId);
  const [row] = await query<{ payment: PaymentRow }>(
    {
      name: 'cancel-unauthorized',
      text: `
        with input as (
          select $2::uuid as payment_id, $3::uuid[] as event_ids
        ), payment as (
          update payments p
          set ${cancel.set}, sequence = p.sequence + 1
          from input i
          where p.merchant_id = $1 and p.id = i.payment_id and p.session_id is null and ${cancel.from}
          returning p.*, to_jsonb(p) as snapshot
        ), attempt as (
          update attempts a
          set ${abandon.set}, answered_at = now(), cardholder_name = null
          from payment p
          where a.merchant_id = $1 and a.id = p.attempt_id and ${abandon.from}
          returning a.id as attempt_id
        ), stopped as (${stopAuthentications('from attempt x')}
        ), forgotten_card as (${eraseSealedCards('stopped')}
        ), ${dropPendingPaymentMethods()}, told as (${insertEvents([
          {
            type: 'payment.canceled',
            alias: 'p',
            object: 'payment',
            sequence: 'p.sequence',
            subject: 'p.id',
            idAt: 1,
            from: 'from payment p join input i on i.payment_id = p.id',
          },
        ])}
        ), queued as (${queueDeliveries('told')}
        )
        select p.snapshot as payment from payment p`,
    },
    [merchantId, paymentId, newUuids<'event'>(deps, 1)],
  );
  return row?.payment;
};

/**
 * Gives up authorizations that nobody captured in time, and what partial captures left of them. Called by the clock;
 * gives how many.
 */
export const voidLapsed = async (deps: FlowDeps): Promise<number> => {
  const lapsed = await findLapsedPayments(deps.db.query, MOST_AT_ONCE);
  await Promise.all(
    lapsed.map(({ merchant_id, id }) =>
      runOperation(deps, 'cancel', {
        merchantId: merchant_id,
        paymentId: id,
        amount: undefined,
        final: true,
        reason: LAPSED,
        once: undefined,
      }).catch((error: unknown) => {
        // It is found again in a while; the others are not kept from their end.
        const cause = error instanceof Error ? error : new Error('unknown');
        deps.log.error({ paymentId: id, error: cause }, 'an authorization that lapsed could not be given up');
      }),
    ),
  );
  return lapsed.length;
};

const MOST_AT_ONCE = 20;
