/**
 * Tx A of captures, voids and refunds. The payment's row is locked first, by a statement before; then the amount is put aside as
 * pending, in the statement that writes the operation down. So however many requests come at once, what is pending and done never adds up
 * to more than there is, and the last cent can still be had.
 */
import { moveSql } from '../../base/lifecycle.ts';
import type { OperationRow, PaymentRow } from '../../contract/rows.ts';
import type { Statement, Transaction } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { lockPayments } from '../locks.ts';
import { paymentLifecycle } from '../payment/lifecycle.ts';
import { insertEvents } from '../tell.ts';
import { operationLifecycle } from './lifecycle.ts';

export type OperationInsert = {
  readonly operation_id: string;
  readonly payment_id: string;
  /** Null: all that is left. */
  readonly amount: number | null;
  readonly final: boolean;
  readonly reason: string | null;
  readonly event_ids: readonly string[];
  readonly idempotency_key: string | null;
  /** Hex of SHA-256. */
  readonly request_hash: string | null;
};

/** What the acquirer has to be told: the operation, its payment, and how the acquirer names the authorization. */
export type BegunOperation = {
  readonly operation: OperationRow;
  readonly payment: PaymentRow;
  readonly acquirer_reference: string;
};

type BeginRow = {
  readonly kind: 'capture' | 'void' | 'refund';
  /** SQL over the payment `p`, which is locked: how much may still be asked for. */
  readonly left: string;
  /** SQL over `p` and the input `i`: whether it may be asked for at all. */
  readonly allowed: string;
  /** SQL: what changes on the payment `p`, given the row `l` with the amount put aside. */
  readonly sets: string;
  readonly tells: boolean;
};

const beginCancel = moveSql(paymentLifecycle, 'beginCancel', 'p');
const beginRelease = moveSql(paymentLifecycle, 'beginRelease', 'p');
const send = moveSql(operationLifecycle, 'send', 'o');

const uncaptured = 'p.amount_authorized - p.amount_captured - p.amount_capture_pending';

const beginnings = {
  capture: {
    kind: 'capture',
    left: uncaptured,
    // A last capture ends the payment, so it waits until those before it are known.
    allowed: `p.state = 'requiresCapture' and (not i.final or p.amount_capture_pending = 0)
      and not exists (
        select from operations o where o.merchant_id = p.merchant_id and o.payment_id = p.id and o.kind = 'capture' and o.final and o.state = 'sending')`,
    sets: 'amount_capture_pending = p.amount_capture_pending + l.amount, version = p.version + 1',
    tells: false,
  },
  cancel: {
    kind: 'void',
    left: uncaptured,
    allowed: `${beginCancel.from} and p.amount_captured = 0 and p.amount_capture_pending = 0`,
    sets: beginCancel.set,
    tells: false,
  },
  release: {
    kind: 'void',
    left: uncaptured,
    allowed: `${beginRelease.from} and p.amount_captured > 0 and p.amount_capture_pending = 0`,
    sets: beginRelease.set,
    tells: false,
  },
  refund: {
    kind: 'refund',
    left: 'p.amount_captured - p.amount_refunded - p.amount_refund_pending',
    allowed: 'true',
    sets: 'amount_refund_pending = p.amount_refund_pending + l.amount, sequence = p.sequence + 1, version = p.version + 1',
    tells: true,
  },
} as const satisfies Record<string, BeginRow>;

export type Beginning = keyof typeof beginnings;
export const beginningNames = Object.keys(beginnings) as readonly Beginning[];

const beginStatement = (name: Beginning, row: BeginRow): Statement => ({
  name: `begin-${name}`,
  text: `
  with input as (
    select * from json_to_recordset($2::json) as i (
      operation_id uuid, payment_id uuid, amount bigint, final boolean, reason text, event_ids uuid[],
      idempotency_key text, request_hash text)
    where i.idempotency_key is null
      or not exists (select from idempotency_keys k where k.merchant_id = $1 and k.key = i.idempotency_key)
  ), allowed as (
    select p.id, coalesce(i.amount, ${row.left}) as amount
    from input i join payments p on p.merchant_id = $1 and p.id = i.payment_id
    where ${row.allowed} and ${row.left} > 0 and coalesce(i.amount, 1) <= ${row.left}
  ), payment as (
    update payments p
    set ${row.sets}
    from allowed l
    where p.merchant_id = $1 and p.id = l.id
    returning p.*, to_jsonb(p) as snapshot
  )${row.tells ? SESSION_COUNTS : ''}, operation as (
    insert into operations as o (
      merchant_id, id, payment_id, kind, previous_state, state, sequence, amount, currency, currency_as_sent, final, reason,
      idempotency_key, reconcile_at)
    select
      p.merchant_id, i.operation_id, p.id, '${row.kind}', 'none', '${send.to}', p.sequence, l.amount, p.currency, p.currency_as_sent,
      i.final, i.reason, i.idempotency_key, now() + interval '5 seconds'
    from payment p join allowed l on l.id = p.id join input i on i.payment_id = p.id
    returning o.*, to_jsonb(o) as snapshot
  ), remembered as (
    insert into idempotency_keys (merchant_id, key, request_hash, resource_id)
    select $1, i.idempotency_key, decode(i.request_hash, 'hex'), o.id
    from operation o join input i on i.operation_id = o.id
    where i.idempotency_key is not null
  )${row.tells ? TELL_CREATED : ''}
  select o.snapshot as operation, p.snapshot as payment, a.acquirer_reference
  from operation o
  join payment p on p.id = o.payment_id
  join attempts a on a.merchant_id = p.merchant_id and a.id = p.attempt_id`,
});

/** A refund is told, so its session counts one event more. */
const SESSION_COUNTS = `, session as (
    update sessions s set sequence = p.sequence, version = s.version + 1
    from payment p
    where s.merchant_id = p.merchant_id and s.id = p.session_id
    returning s.id
  )`;

const TELL_CREATED = `, told as (${insertEvents([
  {
    type: 'refund.created',
    alias: 'o',
    object: 'refund',
    sequence: 'o.sequence',
    subject: 'coalesce(p.session_id, p.id)',
    idAt: 1,
    from: 'from operation o join payment p on p.id = o.payment_id join input i on i.operation_id = o.id',
  },
])}
  ), queued as (${queueDeliveries('told')}
  )`;

const beginStatements = new Map(beginningNames.map((name) => [name, beginStatement(name, beginnings[name])] as const));

/** In the order of the inserts; undefined where the payment does not allow it, or the key was used before. */
export const beginOperations = async (
  query: Transaction,
  merchantId: string,
  beginning: Beginning,
  inserts: readonly OperationInsert[],
): Promise<(BegunOperation | undefined)[]> => {
  const statement = beginStatements.get(beginning);
  if (statement === undefined) throw new Error(`no beginning "${beginning}"`);
  const payments = inserts.map((insert) => insert.payment_id);
  await lockPayments(query, merchantId, payments);
  const rows = await query<BegunOperation>(statement, [merchantId, JSON.stringify(inserts)]);
  const byId = new Map(rows.map((row) => [row.operation.id, row]));
  return inserts.map((insert) => byId.get(insert.operation_id));
};
