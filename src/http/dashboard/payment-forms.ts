import { formatId } from '../../base/id.ts';
import type { Random } from '../../base/random.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { mayDo, type Permission } from '../../members/roles.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Form } from './guard.ts';
import type { Visit } from './site.ts';
import { showMoney } from './words.ts';

/** What was just done, by a word in the address: nobody can write a sentence of his own there. */
export const doneSentences = {
  captured: 'It is captured.',
  incremented: 'More is authorized.',
  canceled: 'It is canceled.',
  refunded: 'It is refunded.',
  waits: 'This is above your limit: it waits for a second person, who approves or refuses it.',
  refused: 'It is refused: nothing is given back.',
  underWay: 'It is on its way: the acquirer has not answered yet.',
  already: 'This was asked for before; nothing was done again.',
  resent: 'The event is sent again.',
} as const;
export type Done = keyof typeof doneSentences;

/** What a person may do now: each with what is left, by role and by how the payment stands. */
export const renderForms = (
  visit: Visit,
  payment: PaymentRow,
  {
    random,
    form,
    limit,
  }: {
    readonly random: Random;
    readonly form: Form;
    /** Up to how much they give back of it alone; undefined: all. */
    readonly limit: number | undefined;
  },
): Html => {
  const may = (permission: Permission): boolean => mayDo(visit.session.role, permission);
  const toCapture = payment.amount_authorized - payment.amount_captured - payment.amount_capture_pending;
  const toRefund = payment.amount_captured - payment.amount_refunded - payment.amount_refund_pending;
  const canCapture = payment.state === 'requiresCapture' && toCapture > 0 && may('payments:operate');
  const canRefund = toRefund > 0 && may('refunds:create');
  if (!canCapture && !canRefund) return html``;
  const given = { visit, payment, number: random.bytes(16).toString('base64url'), form };
  return html`<section class="actions" aria-label="What you can do">
${canCapture && renderCapture(given, toCapture)}
${canCapture && renderIncrement(given)}
${canRefund && renderRefund(given, { left: toRefund, limit })}
</section>`;
};

type Given = { readonly visit: Visit; readonly payment: PaymentRow; readonly number: string; readonly form: Form };

const renderCapture = (
  given: Given,
  left: number,
): Html => html`<details class="card"><summary>Capture or cancel</summary>
${begin(given, 'capture')}
${amountField(given, 'capture', left)}
<label class="check"><input type="checkbox" name="final" value="yes" checked> Release the rest</label>
<button>Capture</button></form>
${begin(given, 'cancel')}<button class="quiet">Cancel the whole payment</button></form></details>`;

const renderIncrement = (given: Given): Html => html`<details class="card"><summary>Authorize more</summary>
${begin(given, 'increment')}
<label for="increment-amount">How much more, in ${given.payment.currency}</label>
<input id="increment-amount" name="amount" value="" inputmode="decimal" required maxlength="20" autocomplete="off">
<p class="hint">The customer’s bank is asked. What is authorized already stays, whatever it says.</p>
<button>Ask for more</button></form></details>`;

const renderRefund = (
  given: Given,
  { left, limit }: { readonly left: number; readonly limit: number | undefined },
): Html => html`<details class="card"><summary>Refund</summary>
${begin(given, 'refund')}
${amountField(given, 'refund', left)}
<label for="reason">Reason, for your books</label>
<input id="reason" name="reason" value="${given.form['reason'] ?? ''}" maxlength="200" autocomplete="off">
${
  limit !== undefined &&
  html`<p class="hint">When more than ${showMoney(limit, given.payment.currency)} of this payment is given back, a
second person is asked before.</p>`
}
<button>Refund</button></form></details>`;

const begin = (
  { visit, payment, number }: Given,
  action: string,
): Html => html`<form method="post" action="${visit.base}/payments/${formatId('payment', payment.id)}/${action}">
<input type="hidden" name="formToken" value="${visit.formToken}"><input type="hidden" name="number" value="${number}">`;

const amountField = ({ payment, form }: Given, action: string, left: number): Html => {
  const [all = ''] = showMoney(left, payment.currency).split(' ');
  return html`<label for="${action}-amount">Amount in ${payment.currency}; ${all} is left</label>
<input id="${action}-amount" name="amount" value="${form['amount'] ?? all}" inputmode="decimal" required
 maxlength="20" autocomplete="off">`;
};

/** Beside an event of the story. */
export const renderResend = (visit: Visit, payment: PaymentRow, eventId: string): Html | false =>
  mayDo(visit.session.role, 'webhooks:resend') &&
  html`<form method="post" action="${visit.base}/payments/${formatId('payment', payment.id)}/resend">
<input type="hidden" name="formToken" value="${visit.formToken}">
<input type="hidden" name="event" value="${formatId('event', eventId)}">
<button class="quiet">Send again</button></form>`;
