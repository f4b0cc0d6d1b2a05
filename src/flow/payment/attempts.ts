/** The attempts of a payment: every time that an acquirer was asked, or that nobody was. */
import type { RoutingNote } from '../../acquirers/route.ts';
import type { CardSummary } from '../../card/card.ts';
import type { ThreeDsSummary } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import type { StateOf } from '../../base/lifecycle.ts';
import type { attemptLifecycle } from './lifecycle.ts';

export type AttemptShown = {
  readonly id: string;
  readonly state: StateOf<typeof attemptLifecycle>;
  readonly number: number;
  readonly connector: string;
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly routing: RoutingNote | null;
  readonly amount: number;
  readonly currency: string;
  readonly card: Pick<CardSummary, 'brand' | 'last4'>;
  readonly acquirer_reference: string | null;
  readonly approval_code: string | null;
  readonly network_transaction_id: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
  readonly three_ds: ThreeDsSummary | null;
  readonly sent_at: Date;
  readonly answered_at: Date | null;
};

/** The oldest first. A session ends after a few declines, so there are never many. */
export const findAttempts = (query: Query, merchantId: string, paymentId: string): Promise<AttemptShown[]> =>
  query(
    {
      name: 'find-attempts-of-payment',
      text: `
        select
          t.id, t.state, t.number, t.connector, t.account_id, a.name as account_name, t.routing,
          t.amount::float8 as amount,
          t.currency, t.card, t.acquirer_reference, t.approval_code, t.network_transaction_id, t.decline_reason,
          t.acquirer_code, t.three_ds, t.sent_at, t.answered_at
        from attempts t
        left join acquirer_accounts a on a.merchant_id = t.merchant_id and a.id = t.account_id
        where t.merchant_id = $1 and t.payment_id = $2
        order by t.number`,
    },
    [merchantId, paymentId],
  );
