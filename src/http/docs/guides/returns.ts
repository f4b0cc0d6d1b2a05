import { html } from '../../checkout/html.ts';
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
kept letter by letter, query and fragment included. Five parameters are added:</p>
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
${section(
  'formula',
  'The signature',
  html`<p>It is made with a key that you and the gateway both derive from the API key that
created the session, so there is no further secret to keep:</p>
${codeBlock({
  title: 'The formula',
  language: 'text',
  code: `returnKey = HMAC-SHA256(key = API key, "tollgate return v1")                  (32 raw bytes)
sig       = HMAC-SHA256(key = returnKey, "<sessionId>.<status>.<sequence>.<t>")  (lower-case hex)`,
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

const exampleUrl = ({ samples }: Site): string => {
  const { sessionId, status, sequence, t, sig } = samples.signedReturn;
  return `${sampleRequest.successUrl}?sessionId=${sessionId}&status=${status}&sequence=${sequence}&t=${t}&sig=${sig}`;
};
