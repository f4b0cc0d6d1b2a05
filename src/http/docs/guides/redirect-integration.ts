import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, json, section, steps, table } from '../parts.ts';
import { exportKey } from '../reference.ts';
import { sampleRequest } from '../sample-rows.ts';
import type { DocsPage, Site } from '../site.ts';

export const redirectIntegration: DocsPage = {
  slug: 'redirect-integration',
  title: 'Redirect integration',
  summary:
    'Your customer pays on a page of the gateway, so card data never touches your shop. Two calls and a webhook.',
  render: (site) => html`
<picture><source media="(max-width: 40rem)" srcset="${site.basePath}/docs/assets/${site.assets.flowNarrow.fileName}" width="340" height="620">
<img class="flow" src="${site.basePath}/docs/assets/${site.assets.flow.fileName}" width="800" height="594" alt="The customer clicks Buy; the store creates a session and redirects to its payment URL; the customer pays there; the gateway redirects back to the store and sends it the webhook session.completed."></picture>
${section(
  'prepare',
  'Before you begin',
  html`<p>You need an API key${
    site.mode === 'sandbox' &&
    html`; <code>npm
start</code> prints one and writes it to <code>demo.json</code> in the data folder`
  }. Keep it on your server.</p>
${codeBlock({ title: 'Shell', language: 'shell', code: exportKey(site) })}
<p>You also need an address of your server that learns the results: create a <a href="${site.basePath}/docs/webhooks#subscribe">webhook endpoint</a> for
<code>session.completed</code> and <code>session.expired</code>.</p>`,
)}
${section('steps', 'Step by step', stepsOf(site))}
${section('ends', 'How a session ends', ends())}
${section('capturing', 'Capturing later, and paying back', capturing(site))}
${section(
  'check',
  'Before you go live',
  html`<ul>
<li>The webhook's signature is checked on the raw body, and an event that comes twice changes nothing.</li>
<li>The order is marked paid by the webhook (or by a verified return), never by the mere visit to
<code>successUrl</code>.</li>
<li>Customers find their order paid when they are back: the endpoint has <code>holdsReturn</code>
(<a href="${site.basePath}/docs/returns#wait">why</a>), or the order's page follows what the webhook says.</li>
<li>Amount and currency in the event are compared with the order's.</li>
<li>Creating a session sends an <code>Idempotency-Key</code> made from the order and the number of the try.</li>
<li>A customer who was declined five times, or gave up, can try again: with a new session for the same order.</li>
${
  site.mode === 'sandbox' &&
  html`<li>You tried the <a href="${site.basePath}/docs/test-cards">test cards</a>: a
decline, and a bank that does not answer.</li>`
}
</ul>`,
)}`,
};

const stepsOf = (site: Site): Html =>
  steps([
    {
      title: 'Your customer clicks Buy',
      body: html`<p>Store the order first, with an id that will not change. Everything
below refers to it.</p>`,
    },
    { title: 'Create a session', body: createStep(site) },
    {
      title: 'Send the customer to paymentUrl',
      body: html`<p>Answer the click with a redirect, <code>303 See Other</code>, in the same tab. The session
stays open for 20 minutes, or until <code>expiresAt</code> if you gave one.</p>
<p>A new tab or window works too, but it stays on its own: the page cuts the tie to the page that opened it
(<code>Cross-Origin-Opener-Policy: same-origin</code>). Your page has no hold on that window any more (<code>closed</code> reads
<code>true</code> at once), and after the payment <code>window.opener</code> is <code>null</code> there. So let your page ask your own server
whether the order is paid. The page does not open inside a frame.</p>`,
    },
    {
      title: 'The customer pays',
      body: html`<p>Card number, expiry, CVC, name – on the gateway's page, in the customer's language, encrypted in the
browser. After a decline the customer stays on the page, reads what may help, and can try
again, five times at most. You need to do nothing.</p>`,
    },
    {
      title: 'The customer comes back',
      body: html`<p>To <code>successUrl</code>, or to <code>failureUrl</code>, with the result in the address,
<a href="${site.basePath}/docs/returns">signed</a>. Check it and show the order:</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `const { status } = tollgate.verifyReturn(req.url, { expectedSessionId: order.sessionId });
showOrder(order, status === 'completed' ? 'Thank you!' : 'The payment did not go through.');`,
})}`,
    },
    {
      title: 'The webhook decides',
      body: html`<p>It comes even when the customer closed the browser.
<a href="${site.basePath}/docs/webhooks#verify">Check the signature</a>, mark the order, answer 2xx:</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `const event = tollgate.webhooks.verify(rawBody, req.headers, process.env.WEBHOOK_SECRET);
if (event.type === 'session.completed') await markPaid(event.data.object.merchantReferenceId);
if (event.type === 'session.expired') await markFailed(event.data.object.merchantReferenceId);
res.writeHead(204).end();`,
})}`,
    },
    {
      title: 'If no webhook comes',
      body: html`<p>You can always ask. What the answer says is what the webhook would have said.</p>
${codeBlock({ title: 'curl', language: 'shell', code: `curl "${site.apiUrl}/sessions/$SESSION_ID" \\\n  -H "X-Api-Key: $TOLLGATE_API_KEY"` })}`,
    },
  ]);

const createStep = (site: Site): Html => html`<p>From your server, never from the browser: the amount must come from
you.</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `const session = await tollgate.sessions.create(
  {
    amount: order.amount,               // minor units: 10000 is 100.00 EUR
    currency: order.currency,
    successUrl: \`https://shop.example/orders/\${order.id}\`,
    failureUrl: \`https://shop.example/orders/\${order.id}/failed\`,
    merchantReferenceId: order.id,
  },
  { idempotencyKey: \`\${order.id}-try-\${order.tries}\` },  // asked twice, created once; a new try is new
);
await order.save({ sessionId: session.id });
res.writeHead(303, { location: session.paymentUrl }).end();`,
})}
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl -X POST "${site.apiUrl}/sessions" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY" \\
  -H "Idempotency-Key: order-1042-try-1" \\
  -H "Content-Type: application/json" \\
  -d '${json(sampleRequest)}'`,
})}
${codeBlock({ title: 'Answer', language: 'json', code: json(site.samples.answers['createSession']) })}`;

/** For those who take the money when the goods leave. */
const capturing = (site: Site): Html => html`<p>With <code>"paymentData": {"captureMethod": "manual"}</code> the card is
only authorized. The session's <code>payment</code> names what you then
<a href="${site.basePath}/docs#capturePayment">capture</a>, in one or several parts, or
<a href="${site.basePath}/docs#cancelPayment">cancel</a>. What was captured you can
<a href="${site.basePath}/docs#createRefund">refund</a>, in parts as well; together they never pass what was captured,
even when two requests race.</p>`;

const ends = (): Html => html`<p>Every session ends, as one of two:</p>
${table(
  ['status', 'paymentStatus', 'Why', 'The customer goes to'],
  [
    ['completed', 'paid', html`The amount was taken.`, 'successUrl'],
    [
      'completed',
      'authorized',
      html`With <code>captureMethod: manual</code>: the amount is reserved until you
<a href="#capturing">capture</a> it.`,
      'successUrl',
    ],
    [
      'expired',
      'unpaid',
      html`<code>expirationReason: attemptsExhausted</code>: the fifth card was
declined.`,
      'failureUrl',
    ],
    ['expired', 'unpaid', html`<code>customerCanceled</code>: the customer went back to the shop.`, 'failureUrl'],
    ['expired', 'unpaid', html`<code>timeout</code>: nobody paid in time.`, 'failureUrl, by a link on the page'],
    [
      'expired',
      'unpaid',
      html`<code>merchant</code>: you ended it with <code>POST
/sessions/{id}/expire</code>.`,
      'failureUrl, by a link on the page',
    ],
  ],
)}
<p>A session never ends while a payment is under way: its outcome decides, even after its time is up. So
<code>expired</code> always means that no money was taken.</p>`;
