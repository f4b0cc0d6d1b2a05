import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, json, note, section, table } from '../parts.ts';
import { sampleRequest } from '../sample-rows.ts';
import type { DocsPage, Site } from '../site.ts';

export const storedCards: DocsPage = {
  slug: 'stored-cards',
  title: 'Stored cards and recurring payments',
  summary: 'The customer pays once and agrees; afterwards you charge the card, or the customer pays with one click.',
  render: (site) => html`
${section('store', 'Storing a card', store(site))}
${section('kinds', 'What the customer agrees to', kinds())}
${section('page', 'Paying with a stored card on the payment page', onPage())}
${section('charge', 'Charging without the customer', charge(site))}
${section('declines', 'When a charge is declined', declines(site))}
${section('delete', 'Deleting a card', remove(site))}`,
};

const usage = { category: 'recurrent', recurringModel: { recurrent: { expiry: '2029-12-31', frequency: 28 } } };

const store = (
  site: Site,
): Html => html`<p>Add two fields when you create the session: your own id of the customer, and what the card will
be used for. The payment page then has a box, empty at first, by which the customer agrees to the card being stored.</p>
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl -X POST "${site.apiUrl}/sessions" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY" \\
  -H "Idempotency-Key: order-1043-try-1" \\
  -H "Content-Type: application/json" \\
  -d '${json({ ...sampleRequest, merchantCustomerId: 'customer-7381', setupFutureUsage: usage })}'`,
})}
<p>The card is stored when the customer ticked the box and the payment was approved; with
<a href="${site.basePath}/docs/without-the-page"><code>POST /payments</code></a> there is no box, and asking is up to you. You learn of it by the webhook
<a href="${site.basePath}/docs/webhooks#paymentMethod.created"><code>paymentMethod.created</code></a>, or you ask:</p>
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl "${site.apiUrl}/payment-methods?merchantCustomerId=customer-7381" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY"`,
})}
<p>The same card of the same customer is stored once: paying with it again renews the agreement. You see its brand, first and last
digits and expiry; the number itself is encrypted and leaves the gateway only for the acquirer.</p>`;

const kinds = (): Html => html`${table(
  ['category', 'For', 'When you may charge'],
  [
    [
      html`<code>recurrent</code>`,
      'Subscriptions',
      html`At most once in <code>frequency</code> days (1 to 4000), until the day <code>expiry</code>. Both are required.`,
    ],
    [
      html`<code>installment</code>`,
      'One purchase, paid in parts',
      html`When you agreed on it. Your own fields in <code>recurringModel.installment</code> are kept and come back; with <code>recurringModel.recurrent</code> its limits apply, too.`,
    ],
    [html`<code>unscheduled</code>`, 'Top-ups, later purchases, no-show fees', 'At any time.'],
  ],
)}
${note(
  'Tell the customer',
  html`The schemes require that customers know what they agree to before they pay: how much, how often, until when, and how to end it.
That text belongs into your shop; keep a record of it.`,
)}`;

const onPage =
  (): Html => html`<p>Send the same <code>merchantCustomerId</code> with a later session, and the payment page offers the
cards of this customer, in the browser that opens it first. With a stored card only the CVC may be asked for. The customer can also remove a
card there, with its CVC. Sign your customers in before you send their id: whoever opens the page first sees the last four digits of
their cards. Whoever opens the same address afterwards, on a second device for instance, pays with a new card. Browsers that do not say that they
open a page (Safari before 16.4, and all on an <code>http</code> address that is not localhost) are shown no stored cards.</p>`;

const charge = (
  site: Site,
): Html => html`<p>When the next payment is due, your server makes it. The issuer and the schemes see that it was
started by you, under the agreement of the first payment; there is no 3-D Secure and no CVC.</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `const [card] = await tollgate.paymentMethods.list({ merchantCustomerId: 'customer-7381' }).toArray({ limit: 1 });
const payment = await tollgate.payments.create(
  { amount: 999, currency: 'EUR', storedPaymentMethodId: card.id, merchantReferenceId: invoice.id },
  { idempotencyKey: \`\${invoice.id}-try-\${invoice.tries}\` },
);
if (payment.status === 'succeeded') await markPaid(invoice);
else if (payment.lastError) await tryLater(invoice, payment.lastError.declineReason);`,
})}
<p>The gateway keeps to what the customer agreed to, also when two of your servers charge at once. A charge that comes too early, after
the last day, or beside one whose outcome is not known is refused with
<a href="${site.basePath}/docs/errors#conflict"><code>409 conflict</code></a>; <code>detail</code> says why, and from which day
on it is possible.</p>`;

const declines = (site: Site): Html => html`<ul>
<li><strong>A decline does not use up the period.</strong> You may try again the same month, with a new
<code>Idempotency-Key</code>.</li>
<li><strong>Do not try at once, nor endlessly.</strong> <code>insufficientFunds</code> is worth another try in a few days. A card that is
lost, stolen or closed is not; the schemes charge fees for repeats.</li>
<li><strong>Let the customer help.</strong> Create a session for the invoice and send its <code>paymentUrl</code>: there the customer can
confirm with 3-D Secure, or pay with another card, which is then stored in its place.</li>
<li><strong>No answer is not a decline.</strong> While the payment is <code>processing</code>, wait for the
<a href="${site.basePath}/docs/webhooks">webhook</a>.</li>
</ul>`;

const remove = (
  site: Site,
): Html => html`<p>When a customer leaves or asks you to, delete the card. Its number is erased at once; payments that
were made with it stay, and can be refunded.</p>
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl -X DELETE "${site.apiUrl}/payment-methods/$PAYMENT_METHOD_ID" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY"`,
})}`;
