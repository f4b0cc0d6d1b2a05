import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, note, section, table } from '../parts.ts';
import { sampleRequest } from '../sample-rows.ts';
import { SAMPLE_API_KEY } from '../samples.ts';
import type { DocsPage, Site } from '../site.ts';
import { returnVerification } from './verification-code.ts';

export const returns: DocsPage = {
  slug: 'returns',
  title: 'Signed returns',
  summary: 'The customer comes back with a result that you can trust before the webhook is there.',
  render: (site) => html`
${section(
  'what',
  'What is added to your address',
  html`<p>After a payment the customer goes to <code>successUrl</code>;
when the attempts are used up or the customer gives up, to <code>failureUrl</code>. Your address is
kept letter by letter, query and fragment included. Five parameters are added, and
<a href="#wait">up to three more</a>:</p>
${table(
  ['Parameter', 'What it says'],
  [
    [html`<code>sessionId</code>`, 'Which session this is about.'],
    [html`<code>status</code>`, html`<code>completed</code> or <code>expired</code>. Neither ever changes again.`],
    [html`<code>sequence</code>`, html`Comparable with the <code>sequence</code> of the session's events.`],
    [html`<code>t</code>`, 'When it was signed, in Unix seconds.'],
    [html`<code>sig</code>`, 'The signature over the four.'],
  ],
)}
${codeBlock({ title: 'For example', language: 'text', code: exampleUrl(site) })}
<p>Addresses of apps, such as <code>sdk://done</code>, get the same parameters. So does the <code>returnUrl</code> of a
payment after <a href="${site.basePath}/docs/three-d-secure#direct">3-D Secure</a>, with <code>paymentId</code> in place of
<code>sessionId</code> and the payment's <code>status</code>.</p>`,
)}
${waiting(site)}
${section(
  'formula',
  'The signature',
  html`<p>It is made with a key that you and the gateway both derive from the API key that
created the session, so there is no further secret to keep:</p>
${codeBlock({
  title: 'The formula',
  language: 'text',
  code: `returnKey = HMAC-SHA256(key = API key, "tollgate return v1")                  (32 raw bytes)
sig       = HMAC-SHA256(key = returnKey, "<sessionId>.<status>.<sequence>.<t>")  (lower-case hex)

webhookSig = HMAC-SHA256(key = returnKey, "<sessionId>.<status>.<sequence>.<t>.<webhook>.<webhookMs, or nothing>")`,
})}
${returnVerification.map(codeBlock)}
${note(
  'To test your code',
  html`The example above is signed with the API key <code>${SAMPLE_API_KEY}</code>, which
opens nothing.`,
)}`,
)}
${section(
  'use',
  'What to do with it',
  html`<ul>
<li><strong>Compare the session.</strong> Check that <code>sessionId</code> is the session of <em>this</em> order: a
genuine return of a cheap order must not pay for an expensive one. In the SDK that is <code>expectedSessionId</code>.</li>
<li><strong>Show the result, ship on the webhook.</strong> A customer may close the browser before coming back; the
webhook comes anyway.</li>
<li><strong>Accept it twice.</strong> People reload, come back, and open the page on another device. What an old
return says stays true.</li>
<li><strong>If the check fails</strong>, show the order as your own records have it, and wait for the webhook.</li>
<li><strong>While you rotate API keys</strong>, check with the old and the new one: a session is signed with the key
that created it.</li>
</ul>`,
)}`,
};

/** Redirect and webhook together. */
const waiting = ({ basePath }: Site): Html =>
  section(
    'wait',
    'Customers who wait for your webhook',
    html`<p>The customer often comes back before your webhook has told you. If your order's page shows what the webhook
wrote, let the customer wait for it: give the <a href="${basePath}/docs/webhooks#subscribe">endpoint</a> that marks
orders as paid <code>holdsReturn: true</code>. After a payment the customer is then sent to <code>successUrl</code> when
this endpoint has answered <code>session.completed</code> with a 2xx, usually some tens of milliseconds later. After half
a second the page says that it is paid and that the customer is about to be taken back.</p>
<p>Nobody waits for longer than <code>returnPolicy.waitForWebhookMs</code> of the session, counted from the payment:
2,000 when you leave it out (your operator may have set another time for you), 10,000 at most, 0 for not at all. Nobody
waits for an endpoint that is disabled, that fails, or that has refused this event, and nobody after a failure. With
several such endpoints the customer waits for all of them; one that hears more than <code>session.completed</code> gets
what came before it first. What came of it is <code>webhookAtReturn</code> on the
session, and in the return of a completed session:</p>
${table(
  ['Parameter', 'What it says'],
  [
    [
      html`<code>webhook</code>`,
      html`<code>acknowledged</code>: you know already. <code>timedOut</code>: not in time. <code>noEndpoint</code>: none
has <code>holdsReturn</code> and hears <code>session.completed</code>. <code>failing</code>: those that do are failing
or disabled.`,
    ],
    [html`<code>webhookMs</code>`, html`Only with <code>acknowledged</code>: how long after the payment.`],
    [html`<code>webhookSig</code>`, 'A second signature, over all of it.'],
  ],
)}
<p>It is written once: whoever reloads, or comes back tomorrow, brings the same. Answer the webhook when your order is
stored as paid, and do what takes long afterwards: your customer is waiting.</p>`,
  );

const exampleUrl = ({ samples }: Site): string => {
  const { sessionId, status, sequence, t, sig } = samples.signedReturn;
  return `${sampleRequest.successUrl}?sessionId=${sessionId}&status=${status}&sequence=${sequence}&t=${t}&sig=${sig}`;
};
