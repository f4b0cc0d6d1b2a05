import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, json, note, section, steps, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const withoutThePage: DocsPage = {
  slug: 'without-the-page',
  title: 'Payments without the page',
  summary: 'Your server sends the payment itself: with a stored card, or with a card that your own form took.',
  render: (site) => html`
${section('whether', 'Whether you want this', whether(site))}
${section('pay', 'A payment', pay(site))}
${section('token', 'A card that your app encrypts', token(site))}
${section('status', 'What the answer says', statuses(site))}
${section('later', 'Capture, cancel, refund', later(site))}
${section('doubt', 'When no answer comes', doubt(site))}
${section('attempts', 'Who was asked', attempts(site))}`,
};

const whether = (
  site: Site,
): Html => html`<p>With a <a href="${site.basePath}/docs/stored-cards">stored card</a> nothing speaks against it: you
send an id. With <code>paymentMethod.card</code> your server handles card numbers. Then PCI DSS applies to it in full (SAQ D), and
you build form, 3-D Secure and error messages yourself.
<a href="${site.basePath}/docs/redirect-integration">Redirect integration</a> does all of that for you.</p>
${note(
  'Where numbers may go',
  html`Into <code>paymentMethod.card</code> and nowhere else. Never write them to a log, a queue, a URL, <code>metadata</code>
or an <code>Idempotency-Key</code>; the gateway refuses texts that hold one.`,
)}`;

const card = {
  number: '4444555511113333',
  expiryMonth: 12,
  expiryYear: 2039,
  cvc: '123',
  cardholderName: 'ANNA SCHMIDT',
};

const pay = (site: Site): Html => html`${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl -X POST "${site.apiUrl}/payments" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY" \\
  -H "Idempotency-Key: order-1044-try-1" \\
  -H "Content-Type: application/json" \\
  -d '${json({ amount: 10000, currency: 'EUR', paymentMethod: { card }, returnUrl: 'https://shop.example/orders/1044', merchantReferenceId: '1044' })}'`,
})}
<p>With <code>returnUrl</code> the issuer can ask the customer (<a href="${site.basePath}/docs/three-d-secure#direct">3-D Secure</a>).
Without it nobody can be asked; in Europe many such payments are declined. With
<code>"storedPaymentMethodId": "pm_…"</code> in place of <code>paymentMethod</code> you charge a stored card.</p>`;

const token = (
  site: Site,
): Html => html`<p>An app encrypts the card on the telephone; your server passes the token on and sees no number:</p>
${steps([
  {
    title: 'The app asks for the key',
    body: html`<p>The app gets the key: <code>GET ${site.apiUrl.replace(/\/api2$/, '')}/payment/se/keys.do</code>, the <code>keyValue</code> (PEM) of the first
of <code>keys</code>. Ask again for every payment, or at the latest at <code>keyExpiration</code> (milliseconds).</p>`,
  },
  {
    title: 'It encrypts the card',
    body: html`<p>It encrypts one line with RSA, PKCS#1 v1.5 padding, and encodes the bytes in base64:
<code>timestamp/uuid/pan/cvv/YYYYMM/mdOrder/bindingId/cardholder/registeredFrom</code>, for example
<code>2026-03-28T10:46:37+02:00/…/4444555511113333/123/203912///ANNA SCHMIDT/MSDK_CORE</code>. <code>mdOrder</code> is empty. For a stored card
<code>bindingId</code> is its id (<code>pm_…</code>), and <code>pan</code> is empty.</p>`,
  },
  {
    title: 'Your server pays',
    body: html`<p>Your server sends <code>"paymentMethod": {"card": {"token": "…"}}</code>, with a <code>returnUrl</code> as for any card.</p>`,
  },
])}
<p>A token is good for 10 minutes and accepted once. A request that comes again with its <code>Idempotency-Key</code> sends the same token; a new
token is a new request. Whatever is wrong with a token, the answer is the same: 400 with <code>/paymentMethod/card/token</code>.</p>`;

const statuses = (
  site: Site,
): Html => html`<p>A decline is an answer with status 200, not an error. Decide by <code>status</code>:</p>
${table(
  ['status', 'What it means', 'What you do'],
  [
    [html`<code>succeeded</code>`, 'The amount was taken.', 'Ship.'],
    [
      html`<code>requiresCapture</code>`,
      html`The amount is reserved, because you asked for <code>captureMethod: manual</code>.`,
      'Capture it when you ship.',
    ],
    [
      html`<code>requiresAction</code>`,
      'The issuer wants to ask the customer.',
      html`Send the customer to <code>nextAction.url</code>, exactly as it is.`,
    ],
    [
      html`<code>processing</code>`,
      'The acquirer has not answered yet.',
      html`Wait for the <a href="${site.basePath}/docs/webhooks">webhook</a>. Do not pay again.`,
    ],
    [
      html`<code>requiresPaymentMethod</code>`,
      html`Declined; <code>lastError.declineReason</code> says why.`,
      'Ask for another card, and make a new payment with a new key.',
    ],
    [html`<code>failed</code>, <code>canceled</code>`, 'It is over, and nothing was taken.', '–'],
  ],
)}
<p>More values can appear: treat one that you do not know as “not yet decided”.</p>`;

const later = (site: Site): Html =>
  steps([
    {
      title: 'Capture',
      body: html`<p><a href="${site.basePath}/docs#capturePayment"><code>POST /payments/{id}/capture</code></a> takes all that is
reserved, or a part; several captures are possible until their sum is the payment's amount.</p>`,
    },
    {
      title: 'Authorize more',
      body: html`<p>A guest stays on, a tab grows: <a href="${site.basePath}/docs#incrementPayment"><code>POST
/payments/{id}/increment</code></a> adds to what is reserved, where the acquirer can. Until it has answered nothing is captured or
canceled; <code>payment.incremented</code> or <code>payment.incrementFailed</code> tells how it ended.</p>`,
    },
    {
      title: 'Cancel',
      body: html`<p><a href="${site.basePath}/docs#cancelPayment"><code>POST /payments/{id}/cancel</code></a> gives up what is still
reserved. After a capture of a part it releases the rest.</p>`,
    },
    {
      title: 'Refund',
      body: html`<p><a href="${site.basePath}/docs#createRefund"><code>POST /refunds</code></a> pays back what was captured, all or in
parts; the sum never passes what was captured, even when two requests race.</p>`,
    },
  ]);

const doubt = (
  site: Site,
): Html => html`<p>If the connection breaks you do not know whether the card was charged. Send the same request again with
the same <code>Idempotency-Key</code>: it is carried out once, and you get its answer. If the answer says
<code>processing</code>, it is the gateway that does not know; it asks the acquirer until it does, and the webhook
<a href="${site.basePath}/docs/webhooks#payment.succeeded"><code>payment.succeeded</code></a> or
<a href="${site.basePath}/docs/webhooks#payment.failed"><code>payment.failed</code></a> follows. Never make a second payment with another
key because the first one is slow.</p>`;

const attempts = (
  site: Site,
): Html => html`<p>One payment can have several attempts: the customer tried another card, or the gateway asked another acquirer
because the first one was out of order. <a href="${site.basePath}/docs#listPaymentAttempts"><code>GET /payments/{id}/attempts</code></a>
lists them, for you and for whoever looks after a payment at the acquirer. No card data is in it.</p>
${codeBlock({
  title: 'The first acquirer was out of order, the second approved',
  language: 'json',
  code: json({
    data: [
      {
        account: { id: 'aa_…', name: 'Our bank' },
        acquirerCode: '96',
        declineReason: 'acquirerError',
        number: 1,
        routing: { rule: 'priority', why: 'first' },
        status: 'declined',
      },
      {
        account: { id: 'aa_…', name: 'Second bank' },
        acquirerReference: '608117222914',
        approvalCode: '473920',
        number: 2,
        routing: { rule: 'priority', why: 'failover' },
        status: 'approved',
      },
    ],
  }),
})}
<p>Ask the acquirer by <code>acquirerReference</code> and <code>approvalCode</code>. <code>reversing</code> and <code>reversed</code> mean that
whatever may have been approved was given back: the customer is not charged for that attempt.</p>`;
