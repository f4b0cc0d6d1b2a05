import { html, type Html, type HtmlValue } from '../../kernel/html.ts';
import { prose, section, steps, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const moving: DocsPage = {
  slug: 'moving',
  title: 'Moving from another gateway',
  summary:
    'What Stripe Checkout, Adyen Hosted Checkout and Mollie call things, what they are called here, and how to switch.',
  render: (site) => html`
<p>The names are those of the vendors' public documentation in 2026. Only what the redirect to a hosted page needs is compared.</p>
${section('words', 'What is called what', wordTable(['Here', 'Stripe Checkout', 'Adyen', 'Mollie'], words))}
${section('states', 'How a payment stands', wordTable(['Here', 'Stripe Checkout', 'Adyen', 'Mollie'], states))}
${section('webhooks', 'Webhooks', wordTable(['', 'Here', 'Stripe', 'Adyen', 'Mollie'], webhookRows))}
${section('differences', 'What to watch out for', differences(site))}
${section('switch', 'Switching without a gap', switching(site))}`,
};

/** Backticks stand around what is code. */
type Row = readonly string[];

const words: readonly Row[] = [
  ['`POST /sessions`', '`POST /v1/checkout/sessions`', '`POST /sessions` with `mode: hosted`', '`POST /v2/payments`'],
  ['`paymentUrl`', '`url`', '`url`', '`_links.checkout.href`'],
  ['`successUrl`', '`success_url`', '`returnUrl`, for every result', '`redirectUrl`, for every result'],
  ['`failureUrl`', '`cancel_url`', '`returnUrl`', '`cancelUrl`, else `redirectUrl`'],
  [
    '`amount: 10000`, `currency: EUR`',
    '`unit_amount: 10000` per line item, `currency: eur`',
    '`amount: {value: 10000, currency: EUR}`',
    '`amount: {value: "100.00", currency: EUR}`',
  ],
  ['`merchantReferenceId`', '`client_reference_id`', '`reference`', '`metadata`, in fields of your own'],
  ['`metadata`', '`metadata`', '`metadata`', '`metadata`'],
  ['`expiresAt`', '`expires_at`', '`expiresAt`', 'by payment method'],
  [
    '`paymentData.captureMethod: manual`',
    '`payment_intent_data.capture_method: manual`',
    'a setting of the merchant account, or `captureDelayHours`',
    '`captureMode: manual`',
  ],
  [
    '`POST /payments/{id}/capture`',
    '`POST /v1/payment_intents/{id}/capture`',
    '`POST /payments/{pspReference}/captures`',
    '`POST /v2/payments/{id}/captures`',
  ],
  [
    '`POST /payments/{id}/cancel`',
    '`POST /v1/payment_intents/{id}/cancel`',
    '`POST /payments/{pspReference}/cancels`',
    '`POST /v2/payments/{id}/release-authorization`',
  ],
  [
    '`POST /refunds`',
    '`POST /v1/refunds`',
    '`POST /payments/{pspReference}/refunds`',
    '`POST /v2/payments/{id}/refunds`',
  ],
  ['`merchantCustomerId`', '`customer`', '`shopperReference`', '`customerId`'],
  [
    '`setupFutureUsage`',
    '`payment_intent_data.setup_future_usage`',
    '`storePaymentMethodMode`, `recurringProcessingModel`',
    '`sequenceType: first`',
  ],
  ['payment method, `pm_…`', 'PaymentMethod, `pm_…`', '`storedPaymentMethodId`', 'mandate, `mdt_…`'],
  ['`X-Api-Key`', '`Authorization`', '`X-API-Key`', '`Authorization: Bearer`'],
  ['`Idempotency-Key`', '`Idempotency-Key`', '`Idempotency-Key`', '`Idempotency-Key`'],
  ['`X-Version`', '`Stripe-Version`', 'in the path: `/v71`', 'in the path: `/v2`'],
];

const states: readonly Row[] = [
  [
    'session `completed`, `paymentStatus: paid`',
    'session `complete`, `payment_status: paid`',
    '`AUTHORISATION` with `success: true`',
    '`paid`',
  ],
  [
    'session `completed`, `paymentStatus: authorized`',
    'PaymentIntent `requires_capture`',
    '`AUTHORISATION` with `success: true`, not captured',
    '`authorized`',
  ],
  ['session `expired`', 'session `expired`', 'no successful `AUTHORISATION`', '`expired`, `canceled` or `failed`'],
  ['payment `processing`', 'PaymentIntent `processing`', '`resultCode: Pending`', '`pending`'],
];

const webhookRows: readonly Row[] = [
  [
    'Paid',
    '`session.completed`',
    '`checkout.session.completed`',
    '`AUTHORISATION`',
    'the id alone: you fetch the payment',
  ],
  ['Not paid', '`session.expired`', '`checkout.session.expired`', '`AUTHORISATION` with `success: false`', 'the same'],
  [
    'Signature',
    '`X-Signature: t=…,v1=…`',
    '`Stripe-Signature: t=…,v1=…`',
    '`additionalData.hmacSignature`, in each item',
    'none',
  ],
  ['What is signed', 'body, dot, time', 'time, dot, body', 'eight fields, with colons between them', '–'],
  ['Form of it', 'HMAC-SHA256, hex', 'HMAC-SHA256, hex', 'HMAC-SHA256, base64', '–'],
];

const wordTable = (head: readonly string[], rows: readonly Row[]): Html =>
  table(
    head,
    rows.map((row) => row.map((cell): HtmlValue => prose(cell))),
  );

const differences = (site: Site): Html => html`<ul>
<li><strong>Amounts are whole minor units, without exception.</strong> <code>100.00</code> is refused, not rounded.</li>
<li><strong>One amount, no line items.</strong> The total is yours to compute; <code>description</code> is what the customer reads.</li>
<li><strong>Every session ends by itself</strong>, after 20 minutes unless you say otherwise, and says so with
<code>session.expired</code>. Declines in between send no event: the customer may try five times.</li>
<li><strong>The return is signed.</strong> You need not fetch the session to show the result:
<a href="${site.basePath}/docs/returns">check the signature</a>.</li>
<li><strong>The body comes first in what a webhook signs.</strong> Stripe signs time, dot, body; here it is body, dot, time. The headers of
<a href="https://www.standardwebhooks.com/" rel="noreferrer">Standard Webhooks</a> come along, for its libraries.</li>
<li><strong>Unknown request fields are refused</strong>, so that a typing error is found on the first day. Fields of another vendor do no
harm, but they do nothing either: leave them out.</li>
<li><strong>Idempotency keys last 30 days</strong>, longer than elsewhere. Count the tries of an order in its key.</li>
</ul>`;

const switching = (site: Site): Html =>
  steps([
    {
      title: 'Put both behind one function of yours',
      body: html`<p>Three are enough: start a payment and get an address; check what comes in; refund. Store with each order which
gateway took it.</p>`,
    },
    {
      title: 'Test against the sandbox',
      body: html`<p>Walk through <a href="${site.basePath}/docs/redirect-integration#check">the list before going live</a>.</p>`,
    },
    {
      title: 'Send new orders here, some at first',
      body: html`<p>Keep the old webhook handler and the old keys: refunds and disputes of old orders stay with the gateway that took
the money.</p>`,
    },
    {
      title: 'Stored cards',
      body: html`<p>Card numbers can only move between vaults, by an arrangement of the two companies. The other way needs none of that: at
the next payment the customer pays on the page here, once, and the card <a href="${site.basePath}/docs/stored-cards">is stored</a>.</p>`,
    },
  ]);
