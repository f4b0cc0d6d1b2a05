/** What the API reads of payments. */
import type { PaymentRow } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import { idRange } from '../../events/store.ts';

export const findPayment = async (
  query: Query,
  merchantId: string,
  paymentId: string,
): Promise<PaymentRow | undefined> => {
  const [row] = await query<{ payment: PaymentRow }>(
    {
      name: 'find-payment',
      text: 'select to_jsonb(p) as payment from payments p where p.merchant_id = $1 and p.id = $2',
    },
    [merchantId, paymentId],
  );
  return row?.payment;
};

export type PaymentFilter = {
  readonly limit: number;
  readonly before: string | undefined;
  readonly states: readonly string[] | undefined;
  readonly merchantReferenceId: string | undefined;
  readonly sessionId: string | undefined;
  readonly createdFrom: string | undefined;
  readonly createdTo: string | undefined;
};

export const findPayments = async (query: Query, merchantId: string, filter: PaymentFilter): Promise<PaymentRow[]> => {
  const range = idRange(filter);
  const rows = await query<{ payment: PaymentRow }>(
    {
      name: 'find-payments',
      text: `
        select to_jsonb(p) as payment from payments p
        where p.merchant_id = $1
          and p.id < $2 and p.id >= $9
          and ($3::text[] is null or p.state = any ($3))
          and ($4::text is null or p.merchant_reference_id = $4)
          and ($5::uuid is null or p.session_id = $5)
          and ($6::timestamptz is null or p.created_at >= $6)
          and ($7::timestamptz is null or p.created_at < $7)
        order by p.id desc
        limit $8`,
    },
    [
      merchantId,
      range.below,
      filter.states,
      filter.merchantReferenceId,
      filter.sessionId,
      filter.createdFrom,
      filter.createdTo,
      filter.limit,
      range.lowest,
    ].map((value) => value ?? null),
  );
  return rows.map((row) => row.payment);
};

export const hasAttempt = async (query: Query, merchantId: string, attemptId: string): Promise<boolean> => {
  const rows = await query(
    { name: 'find-attempt-id', text: 'select id from attempts where merchant_id = $1 and id = $2' },
    [merchantId, attemptId],
  );
  return rows.length > 0;
};
