import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, section, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const sdkGuide: DocsPage = {
  slug: 'sdk',
  title: 'The SDK',
  summary:
    'Every operation as a typed call, for Node.js and for runtimes at the edge; signatures, retries and lists ' +
    'included.',
  render: (site) => html`
${section('install', 'Installing it', install(site))}
${section('calls', 'Calls', calls())}
${section('lists', 'Lists', lists(site))}
${section('signatures', 'Signatures', signatures(site))}
${section('failures', 'When a call fails', failures(site))}
${section('tests', 'In your own tests', tests())}
${section('others', 'Other languages', others(site))}`,
};

const install = (
  site: Site,
): Html => html`<p>The package <code>@tollgate/sdk</code> is built from the gateway's repository and
has no dependencies. It can be imported and required (Node.js 20.3 or newer), and also runs where there is only WebCrypto.</p>
${codeBlock({
  title: 'In the gateway’s repository, then in your shop',
  language: 'shell',
  code: `npm run build -w @tollgate/sdk
npm pack ./packages/sdk/dist
npm install ../tollgate/tollgate-sdk-0.1.0.tgz  # in your shop`,
})}
${codeBlock({
  title: 'One client for the whole process',
  language: 'js',
  code: `import { createTollgate } from '@tollgate/sdk';

const tollgate = createTollgate({
  apiKey: process.env.TOLLGATE_API_KEY,
  baseUrl: '${site.publicUrl}',
});`,
})}`;

const calls = (): Html => html`<p>A call is named after its operation, and takes the id first, then the fields:</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `const session = await tollgate.sessions.create(
  { amount: 10000, currency: 'EUR', successUrl, failureUrl },
  { idempotencyKey: \`\${order.id}-try-\${order.tries}\` },
);
const payment = await tollgate.payments.retrieve(session.payment);
await tollgate.refunds.create({ paymentId: payment.id, amount: 2500 });`,
})}
<p>Every call takes options as its last argument:</p>
${table(
  ['Option', 'Default', 'What it does'],
  [
    [
      html`<code>idempotencyKey</code>`,
      'one for each call',
      'Names a POST, so that it has one effect however often it is sent. A key of your own also covers a crash of ' +
        'your process.',
    ],
    [html`<code>apiKey</code>`, 'the client’s', 'Calls for another merchant.'],
    [html`<code>timeoutMs</code>`, '30 000', 'The longest that one try may take.'],
    [html`<code>totalTimeoutMs</code>`, '80 000', 'The longest that the call may take, with all its tries.'],
    [
      html`<code>maxRetries</code>`,
      '2',
      'How often the call is tried again after a broken connection, a timeout, 408, 429 or 5xx.',
    ],
    [html`<code>signal</code>`, '–', html`An <code>AbortSignal</code> that ends the call.`],
  ],
)}
<p>Every object has <code>lastResponse</code> with <code>status</code>, <code>requestId</code>,
<code>idempotentReplayed</code> and <code>tries</code>; it does not appear in JSON. Calls ask for the API version that the
package's types describe.</p>`;

const lists = (
  site: Site,
): Html => html`<p>A list is fetched when you use it: all of it, one page, or as much as you say.</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `for await (const refund of tollgate.refunds.list({ limit: 100 })) console.log(refund.id);
const page = await tollgate.sessions.list({ limit: 10 });            // page.data, page.hasMore
const last50 = await tollgate.events.list().toArray({ limit: 50 });`,
})}
<p><a href="${site.basePath}/docs/event-feed"><code>events.follow</code></a> is the list that has no end.</p>`;

const signatures = (
  site: Site,
): Html => html`<p><a href="${site.basePath}/docs/webhooks#verify"><code>webhooks.verify</code></a>
gives the event or throws <code>WebhookVerificationError</code>;
<a href="${site.basePath}/docs/returns"><code>verifyReturn</code></a> gives the result that a customer came back with. Both take
what your framework has: Node's headers or any <code>Headers</code>, a <code>Buffer</code>, a <code>Uint8Array</code> or a
string, Express's <code>req.query</code>, Next's <code>searchParams</code>.</p>
${codeBlock({
  title: 'Next.js, Remix, Hono, workers: a Request of fetch',
  language: 'js',
  code: `export async function POST(request) {
  const event = await tollgate.webhooks.verify(request, process.env.WEBHOOK_SECRET);
  if (event.type === 'session.completed') await markPaid(event.data.object.merchantReferenceId);
  return new Response(null, { status: 204 });
}`,
})}
<p>Where there is no <code>node:crypto</code>, use <code>webhooks.verifyAsync</code>, <code>verifyReturnAsync</code> and
<code>verifyPaymentReturnAsync</code>.</p>`;

const failures = (
  site: Site,
): Html => html`<p>A decline is an answer: look at <code>status</code> and <code>lastError</code> of the
payment. An error is thrown when the request was not carried out, or when nobody knows whether it was:</p>
${table(
  ['Class', 'When'],
  [
    [
      html`<code>TollgateInvalidRequestError</code>`,
      html`400, 413, 415, 422. <code>error.errors</code> names every wrong field.`,
    ],
    [html`<code>TollgateNotFoundError</code>`, '404'],
    [html`<code>TollgateAuthenticationError</code>`, '401, 403'],
    [html`<code>TollgateConflictError</code>`, '409: the state does not allow it.'],
    [html`<code>TollgateRateLimitError</code>`, html`429. <code>error.retryAfterMs</code> says how long to wait.`],
    [
      html`<code>TollgateTimeoutError</code>, <code>TollgateConnectionError</code>`,
      html`No answer: it may have been done. Repeat with <code>error.idempotencyKey</code>.`,
    ],
    [html`<code>TollgateError</code>`, 'The class of all of these, and of 5xx.'],
  ],
)}
<p>Each has <code>code</code>, <code>status</code> and <code>requestId</code>; the codes are on the page
<a href="${site.basePath}/docs/errors">Errors</a>. To log every try, give <code>createTollgate</code> a function
<code>log</code>: it gets method, path, status, request id and duration, and never a key or a body.</p>`;

const tests =
  (): Html => html`<p>Three functions make what the gateway would send, so that your handlers can be tested without one:
<code>signWebhookForTest(body, secret)</code>, <code>standardWebhookHeadersForTest(body, secret, { id })</code> and
<code>signReturnForTest(url, result, apiKey)</code>.</p>`;

const others = (
  site: Site,
): Html => html`<p>From the <a href="${site.basePath}/api2/openapi.json">OpenAPI document</a> clients can be
generated for any language. openapi-generator, oapi-codegen, ogen, openapi-python-client, hey-api and orval are tried with it:
<code>npm run interop</code> in the gateway's repository generates clients, compiles them and pays with them. Generated clients do not
check signatures; the code for that is on the pages <a href="${site.basePath}/docs/webhooks#verify">Webhooks</a> and
<a href="${site.basePath}/docs/returns#formula">Signed returns</a>, in several languages.</p>`;
