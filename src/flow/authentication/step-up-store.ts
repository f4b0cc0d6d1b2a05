/** Once more, with the customer: SQL for a payment of a shop's server whose issuer declined softly. */
import { moveSql } from '../../base/lifecycle.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { insertSealedCards } from '../../vault/card-sql.ts';
import { insertAuthentications } from '../payment/authentication-sql.ts';
import type { AuthenticationInsert } from '../payment/begin-store.ts';
import { attemptLifecycle, paymentLifecycle } from '../payment/lifecycle.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import { insertPendingPaymentMethods } from '../payment-method/keep-sql.ts';
import { insertEvents } from '../tell.ts';

export type StepUpInsert = {
  readonly payment_id: string;
  readonly declined_attempt_id: string;
  readonly attempt_id: string;
  readonly event_ids: readonly string[];
  /** Hex. */
  readonly card_fingerprint: string;
  /** The number of the card until the customer has answered, sealed under the attempt's id. */
  readonly waiting_card: { readonly key_version: number; readonly sealed: string };
  readonly kept_card: KeptCard | null;
  readonly authentication: AuthenticationInsert;
};

const again = moveSql(paymentLifecycle, 'tryAgainWithAction', 'p');
const authenticate = moveSql(attemptLifecycle, 'authenticate', 'a');

/** The second attempt of the payment waits for its customer, who is there. Gives nothing when the declined attempt is not its last any more. */
const beginStepUpStatement: Statement = {
  name: 'begin-step-up',
  text: `
  with input as (
    select * from json_to_recordset($2::json) as i (
      payment_id uuid, declined_attempt_id uuid, attempt_id uuid, event_ids uuid[], card_fingerprint text, waiting_card jsonb,
      kept_card jsonb, authentication jsonb)
  ), payment as (
    update payments p
    set ${again.set}, attempt_id = i.attempt_id, sequence = p.sequence + 1, last_error = null, three_ds = null
    from input i
    where p.merchant_id = $1 and p.id = i.payment_id and p.attempt_id = i.declined_attempt_id and p.session_id is null and ${again.from}
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, amount, currency, capture, card, card_fingerprint)
    select
      p.merchant_id, i.attempt_id, p.id, 'none', '${authenticate.to}', d.number + 1, d.connector, p.amount, p.currency, d.capture, p.card,
      decode(i.card_fingerprint, 'hex')
    from payment p join input i on i.payment_id = p.id
    join attempts d on d.merchant_id = p.merchant_id and d.id = i.declined_attempt_id
    returning id
  ), ${insertAuthentications('prepare', 'from payment p join input i on i.payment_id = p.id')}, waiting_card as (${insertSealedCards(`
    from payment p join input i on i.payment_id = p.id
    cross join lateral (select p.attempt_id as id, w.* from jsonb_to_record(i.waiting_card) as w (key_version integer, sealed text)) k`)}
  ), ${insertPendingPaymentMethods({
    from: 'from payment p join input i on i.payment_id = p.id',
    customer: 'p.merchant_customer_id',
    usage: 'p.setup_future_usage',
  })}, told as (${insertEvents(
    again.tells.map((type, at) => ({
      type,
      alias: 'p',
      object: 'payment',
      sequence: 'p.sequence',
      subject: 'p.id',
      idAt: at + 1,
      from: 'from payment p join input i on i.payment_id = p.id',
    })),
  )}
  ), queued as (${queueDeliveries('told')}
  )
  select p.id from payment p`,
};

export const beginStepUp = async (query: Query, merchantId: string, insert: StepUpInsert): Promise<boolean> =>
  (await query(beginStepUpStatement, [merchantId, JSON.stringify([insert])])).length > 0;
