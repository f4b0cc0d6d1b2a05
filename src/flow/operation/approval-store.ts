/** Refunds that wait for a second person. The lock of their payment protects them. */
import type { Uuid } from '../../base/id.ts';
import type { Query, Transaction } from '../../db/db.ts';

export type ApprovalRow = {
  readonly id: Uuid<'refundApproval'>;
  readonly payment_id: string;
  readonly idempotency_key: string;
  readonly state: 'waiting' | 'approved' | 'refused';
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly asked_by: string;
  /** E-mail addresses, also of who is a member no longer. */
  readonly asked_by_email: string;
  readonly decided_by_email: string | null;
  readonly refusal_reason: string | null;
  readonly created_at: string;
  readonly decided_at: string | null;
};

/** False: the form was sent before, and waits already or was a refund that needed nobody. */
export const insertApproval = async (
  query: Transaction,
  merchantId: string,
  approval: Pick<ApprovalRow, 'id' | 'payment_id' | 'idempotency_key' | 'amount' | 'currency' | 'reason' | 'asked_by'>,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'insert-refund-approval',
      text: `
        insert into refund_approvals (merchant_id, id, payment_id, idempotency_key, previous_state, state, amount,
          currency, reason, asked_by)
        select $1, $2, $3, $4, 'none', 'waiting', $5, $6, $7, $8
        where not exists (select 1 from idempotency_keys k where k.merchant_id = $1 and k.key = $4)
        on conflict (merchant_id, idempotency_key) do nothing
        returning id`,
    },
    [
      merchantId,
      approval.id,
      approval.payment_id,
      approval.idempotency_key,
      approval.amount,
      approval.currency,
      approval.reason,
      approval.asked_by,
    ],
  );
  return rows.length > 0;
};

const SHOWN = `r.id, r.payment_id, r.idempotency_key, r.state, r.amount::float8 as amount, r.currency, r.reason,
          r.asked_by, asker.email as asked_by_email, decider.email as decided_by_email, r.refusal_reason,
          to_json(r.created_at) #>> '{}' as created_at, to_json(r.decided_at) #>> '{}' as decided_at`;

export const findApproval = async (
  query: Query,
  merchantId: string,
  approvalId: string,
): Promise<ApprovalRow | undefined> => {
  const [row] = await query<ApprovalRow>(
    {
      name: 'find-refund-approval',
      text: `
        select ${SHOWN}
        from refund_approvals r
        join members asker on asker.merchant_id = r.merchant_id and asker.id = r.asked_by
        left join members decider on decider.merchant_id = r.merchant_id and decider.id = r.decided_by
        where r.merchant_id = $1 and r.id = $2`,
    },
    [merchantId, approvalId],
  );
  return row;
};

export type WaitingRow = ApprovalRow & { readonly merchant_reference_id: string };

/** What waits, the oldest first, a page at a time. */
export const findWaiting = (
  query: Query,
  merchantId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<WaitingRow[]> =>
  query<WaitingRow>(
    {
      name: 'find-waiting-refund-approvals',
      text: `
        select ${SHOWN}, p.merchant_reference_id
        from refund_approvals r
        join payments p on p.merchant_id = r.merchant_id and p.id = r.payment_id
        join members asker on asker.merchant_id = r.merchant_id and asker.id = r.asked_by
        left join members decider on decider.merchant_id = r.merchant_id and decider.id = r.decided_by
        where r.merchant_id = $1 and r.state = 'waiting' and ($2::uuid is null or r.id > $2)
        order by r.id
        limit $3`,
    },
    [merchantId, after ?? null, limit],
  );

/** What a second person says. The database refuses a second word, and that of who asked. */
export const decideApproval = async (
  query: Transaction,
  merchantId: string,
  decided: {
    readonly approvalId: string;
    readonly state: 'approved' | 'refused';
    readonly by: string;
    readonly operationId: string | null;
    readonly refusalReason: string | null;
  },
): Promise<void> => {
  await query(
    {
      name: 'decide-refund-approval',
      text: `
        update refund_approvals
        set previous_state = state, state = $3, decided_by = $4, decided_at = now(), operation_id = $5,
          refusal_reason = $6
        where merchant_id = $1 and id = $2`,
    },
    [merchantId, decided.approvalId, decided.state, decided.by, decided.operationId, decided.refusalReason],
  );
};
