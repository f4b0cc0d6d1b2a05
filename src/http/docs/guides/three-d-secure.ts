import { threeDsStatuses, type ThreeDsStatus } from '../../../contract/rows.ts';
import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, json, note, prose, section, steps, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const threeDSecure: DocsPage = {
  slug: 'three-d-secure',
  title: '3-D Secure',
  summary:
    'The card’s issuer may ask your customer to confirm the payment. With redirect integration you do nothing for it.',
  render: (site) => html`
${section('redirect', 'With the payment page', redirect())}
${section('direct', 'With POST /payments', direct(site))}
${section('result', 'The result', result())}
${section('soft-declines', 'Exemptions and soft declines', softDeclines())}
${section('failures', 'When it fails', failures())}
${site.mode === 'sandbox' && section('try', 'Trying it', trying(site))}`,
};

const redirect = (): Html => html`<p>Nothing changes for you. Between the card form and the bank's answer the page asks
the issuer. Most customers notice nothing (frictionless); the others see a page of their bank within the payment page,
enter a code, and go on. Then the customer comes back to <code>successUrl</code> or <code>failureUrl</code>, and the
webhook says how it ended, as always. It works without JavaScript, too: then the customer goes to the bank's page and returns
from it.</p>
<p>While the customer is with the bank the session does not expire. A customer who fails, or does not want to, stays on the
page and can pay with another card.</p>`;

const direct = (
  site: Site,
): Html => html`<p>When your server sends the card, the customer's browser is still needed. Give
a <code>returnUrl</code>, and be ready for this answer:</p>
${codeBlock({
  title: 'Answer',
  language: 'json',
  code: json({
    id: 'py_…',
    status: 'requiresAction',
    nextAction: { type: 'redirect', url: `${site.publicUrl}/authenticate/…` },
  }),
})}
${steps([
  {
    title: 'Send the customer to nextAction.url',
    body: html`<p>In the browser, as a redirect, to exactly this address: the
one of a later answer or an event does not carry the CVC, which is sealed in this one, behind the <code>#</code>, and stored nowhere. It opens for
the browser that comes with it first; another one, or one without JavaScript, is asked for the CVC. The page there
belongs to the gateway; it asks the issuer and shows the bank's page when there has to be one.</p>`,
  },
  {
    title: 'The customer comes to returnUrl',
    body: html`<p>Whatever the result. The address is <a
href="${site.basePath}/docs/returns">signed</a> as for sessions, with <code>paymentId</code> in place of
<code>sessionId</code> and the payment's <code>status</code>. Check it, or ask with <a
href="${site.basePath}/docs#retrievePayment"><code>GET /payments/{id}</code></a>; the visit alone proves nothing.</p>`,
  },
  {
    title: 'The payment is over',
    body: html`<p><code>succeeded</code> or <code>requiresCapture</code>, or
<code>requiresPaymentMethod</code> with a <code>lastError</code>.</p>`,
  },
])}
<p>Without a <code>returnUrl</code> nobody can be asked, and the payment goes on without 3-D Secure. So does one that you start
with a stored card (<code>storedPaymentMethodId</code>): the customer is not there.</p>`;

/** Each status with what it is called where issuers and schemes talk about it, and what follows. */
const statuses: Readonly<Record<ThreeDsStatus, readonly [transStatus: string, meaning: string]>> = {
  authenticated: ['Y', 'The issuer knows that it was the cardholder. The acquirer is asked, with the proof.'],
  attempted: ['A', 'The issuer could not, the scheme vouches for it. The acquirer is asked, with the proof.'],
  exempt: ['I', 'The issuer does not want to ask. The acquirer is asked, with the note that the payment is exempt.'],
  unavailable: [
    'U, D, or no answer',
    'Nobody could authenticate the customer. In live mode the payment stops, unless the operator has allowed ' +
      '`authorize` for the merchant; in a sandbox the acquirer is asked without a proof.',
  ],
  notEnrolled: ['–', 'The card has no 3-D Secure. By default the acquirer is asked without a proof.'],
  failed: ['N, or no result', 'The customer failed, gave up, or never came back. The acquirer is not asked.'],
  rejected: [
    'R',
    'The issuer asks not to try. The acquirer is not asked, and this card is not tried again without a proof.',
  ],
};

const result = (): Html => html`<p>A payment carries what the last card came to as <code>threeDs</code>:</p>
${codeBlock({
  title: 'In a payment',
  language: 'json',
  code: json({
    threeDs: { status: 'authenticated', transStatus: 'Y', version: '2.2.0', eci: '05', liabilityShift: true },
  }),
})}
${table(
  ['status', 'transStatus', 'What it means'],
  threeDsStatuses.map((status) => [html`<code>${status}</code>`, statuses[status][0], statuses[status][1]]),
  (row) => `status-${threeDsStatuses[row] ?? row}`,
)}
<p><code>liabilityShift</code> says who bears a fraud: <code>true</code>, the issuer. <code>eci</code> is the same in the
schemes' codes, as they were sent to the acquirer:</p>
${table(
  ['eci', 'Visa, Amex, JCB and others', 'Mastercard', 'liabilityShift'],
  [
    ['authenticated', html`<code>05</code>`, html`<code>02</code>`, html`<code>true</code>`],
    ['attempted', html`<code>06</code>`, html`<code>01</code>`, html`<code>true</code>`],
    ['neither', html`<code>07</code>`, prose('`00`, or `06` for an exemption'), html`<code>false</code>`],
  ],
)}`;

const softDeclines =
  (): Html => html`<p>An issuer that was not asked, or exempted the payment, may still insist when the
acquirer asks it: a soft decline. Then the same card is authenticated once more, this time with a challenge that the issuer
must make, and authorized again with the proof. That happens once for a payment and never beside another attempt; you see
one payment, and the customer one more page. If it fails, the reason is <code>authenticationFailed</code> or
<code>authenticationRequired</code>.</p>`;

const failures = (): Html => html`<ul>
<li><strong>The bank's result decides, not the browser.</strong> It comes to the gateway from server to server. What a
browser brings back proves nothing; without a result the gateway asks for it, and without an answer nobody is charged.</li>
<li><strong>Amount, currency and card are bound.</strong> A card that is swapped in after the question is refused, and so is
a proof for another amount.</li>
<li><strong>Ten minutes.</strong> A challenge that nobody touches for so long has failed; the customer can try again.</li>
<li><strong>The CVC is not stored</strong> while the customer is with the bank: it stays with the browser, sealed.</li>
</ul>`;

const trying = (
  site: Site,
): Html => html`<p>The sandbox has a directory server and a bank of its own. These are the cards to
begin with; <a href="${site.basePath}/docs/test-cards#threeds">all of them</a> are with the test cards, and each does one
thing.</p>
${table(
  ['Number', 'What the bank does'],
  [
    [html`<code>5555 5555 5555 5599</code>`, prose('Challenges: code `123456`, or the buttons Success and Fail')],
    [html`<code>4111 1111 1111 1111</code>`, 'Authenticates without a challenge'],
    [html`<code>4000 0011 1111 1118</code>`, 'Cannot authenticate, and confirms the attempt'],
    [html`<code>5168 4948 9505 5780</code>`, 'Refuses'],
    [html`<code>4444 5555 1111 3333</code>`, 'Is not enrolled'],
    [
      html`<code>4000 0000 0000 0655</code>`,
      'Exempts the payment, then insists when the acquirer asks, and challenges the customer',
    ],
  ],
)}
<p>It misbehaves on demand, with any card: on its own page, <code>${site.threeDsUrl}</code> (<code>threeds</code> in
<code>demo.json</code>), or by a call. The result of the next challenge is lost:</p>
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl ${site.threeDsUrl}/control/faults \\
  -d '{"kind":"rreqLost","count":1}'`,
})}
<p>And every card is rejected until you take that back:</p>
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl ${site.threeDsUrl}/control/faults -d '{"kind":"status","status":"R"}'
curl -X DELETE ${site.threeDsUrl}/control/faults`,
})}
${note(
  'To see the messages',
  html`The page shows the last messages; <code>GET /journal</code> has all of them, without card
numbers.`,
)}`;
