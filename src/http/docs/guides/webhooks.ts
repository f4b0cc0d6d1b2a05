import { html, type Html } from '../../kernel/html.ts';
import { catalog } from '../../../events/catalog.ts';
import { currentVersion } from '../../../contract/versions.ts';
import {
  FAILURES_TO_OPEN,
  FAILURES_TO_OPEN_LATER,
  GIVE_UP_AFTER_DAYS,
  OPEN_LATER_AFTER_MS,
  PROBE_EVERY_MS,
  TELL_AFTER_DAYS,
} from '../../../webhooks/schedule.ts';
import { SEND_TIMEOUT_MS } from '../../../webhooks/send.ts';
import { codeBlock, json, note, prose, section, table } from '../parts.ts';
import { requestSamples } from '../sample-rows.ts';
import { SAMPLE_SECRET } from '../samples.ts';
import type { DocsPage, Site } from '../site.ts';
import { retrySchedule } from './retry-schedule.ts';
import { simpleReceivers, type Survives } from './simple-receivers.ts';
import { webhookVerification } from './verification-code.ts';

export const webhooks: DocsPage = {
  slug: 'webhooks',
  title: 'Webhooks',
  summary: 'How your server learns what happened: signed, in order, and repeated until you have accepted it.',
  render: (site) => html`
${section('subscribe', 'Subscribing', subscribe(site))}
${section('delivery', 'What arrives', delivery(site))}
${section('verify', 'Checking the signature', verify(site))}
${section('answer', 'What to answer', answers())}
${section('retries', 'When you do not answer', retries())}
${section('order', 'Order and repetition', order(site))}
${section('try', 'Trying it out', trying(site))}
${section('rotate', 'A new secret without a gap', rotate(site))}
${section('ed25519', 'Signatures that need no secret', ed25519(site))}
${section(
  'events',
  'All events',
  table(
    ['Type', 'Object', 'When'],
    catalog.map(([type, object, when]) => [html`<code>${type}</code>`, object, prose(when)]),
    (row) => catalog[row]?.[0] ?? '',
  ),
)}`,
};

const subscribe = (site: Site): Html => html`<p>An endpoint is an address of yours and the types of events it wants;
<code>*</code> stands for all of them. A shop that only needs to know how a
payment ended needs two: <code>session.completed</code> and <code>session.expired</code>. One of them always comes.</p>
${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `curl -X POST "${site.apiUrl}/webhook-endpoints" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify(requestSamples['createWebhookEndpoint'])}'`,
})}
<p>The answer shows the <code>secret</code>, this once.${site.mode === 'sandbox' ? ' In the sandbox the address may be http and on this machine; in live mode it is https and public.' : ' The address is https and public.'}</p>
<p>With <code>holdsReturn: true</code> customers are sent back to you when this endpoint has answered
<code>session.completed</code>, so that they find their order paid:
<a href="${site.basePath}/docs/returns#wait">how that works</a>.</p>`;

const delivery = (site: Site): Html => {
  const { timestamp, signature, eventId, body } = site.samples.delivery;
  return html`<p>A POST whose body is one event. <code>data.object</code> is the session or payment as it was at that
moment, in the version that the endpoint was created under.</p>
${codeBlock({
  title: 'Headers',
  language: 'http',
  code: `Content-Type: application/json
User-Agent: Tollgate-Webhooks/1
X-Version: ${currentVersion}
X-Signature: t=${timestamp},v1=${signature}
API-Request-Id: req_5f0c8a4e-9d11-4c39-8a55-7e1b2f6d3c90
webhook-id: ${eventId}
webhook-timestamp: ${timestamp}
webhook-signature: v1,…`,
})}
${codeBlock({ title: 'Body', language: 'json', code: json(JSON.parse(body)) })}
<p>A body usually has less than 2 KB. Your own fields come back, so one with all the metadata that a request has room
for has up to 68 KB: let your server take 128 KB.</p>
<p>The last three headers follow <a href="https://www.standardwebhooks.com/" rel="noreferrer">Standard Webhooks</a>,
so its libraries work with the same secret. Use whichever you like; one check is enough.</p>`;
};

const verify = (
  site: Site,
): Html => html`<p>Anyone can post to a public address. Only the gateway can sign: <code>v1</code> is
HMAC-SHA256 in hex, keyed with the endpoint's secret (the whole text, <code>whsec_</code> included),
over the body's bytes, a dot, and <code>t</code> – <strong>the body first</strong>. Compare in constant time and refuse
what is older than five minutes.</p>
${webhookVerification.map(codeBlock)}
${note(
  'To test your code',
  html`With the secret <code>${SAMPLE_SECRET}</code>,
<code>t=${site.samples.delivery.timestamp}</code> and the body below, without a line break, <code>v1</code> is
<code>${site.samples.delivery.signature}</code>.`,
)}
${codeBlock({ title: 'The body, as it arrives', language: 'text', code: site.samples.delivery.body })}
<p>The most common mistake is a framework that parses JSON first: the signature covers the bytes that came, not an
object that was printed again. In Express, use
<code>express.raw({ type: 'application/json' })</code> on this route.</p>`;

const trying = (site: Site): Html => html`<p>On your laptop: <a href="${site.basePath}/docs/webhooks-on-your-laptop">one
command</a> forwards webhooks to it, makes events happen, and rehearses a bad day. Two calls let you see your endpoint work, and say what was wrong when it
did not:</p>
<ul>
<li><a href="${site.basePath}/docs#testWebhookEndpoint"><code>POST /webhook-endpoints/{id}/test</code></a> sends a
<code>webhookEndpoint.test</code> to this endpoint alone, whatever it subscribes to: signed like every event, and tried at
once, even when the endpoint counts as down.</li>
<li><a href="${site.basePath}/docs#resendEvent"><code>POST /events/{id}/resend</code></a> sends an event again that was
sent before, to every endpoint that subscribes to it by now, or to the one you name. Its <code>id</code> and its body stay
what they were, so an endpoint that remembers ids processes it once.</li>
</ul>
<p><a href="${site.basePath}/docs#listWebhookDeliveries"><code>GET /webhook-endpoints/{id}/deliveries</code></a> shows what
became of them: every try, with the status and the beginning of your answer.</p>
<p>In the sandbox an endpoint can be made to suffer what happens on a bad day, so that you see how your code takes it
(<a href="${site.basePath}/docs#setWebhookFaults"><code>PUT /webhook-endpoints/{id}/faults</code></a>), each for the <code>next</code> so many
deliveries or for <code>percent</code> of them by chance:</p>
${table(
  ['Fault', 'What arrives'],
  [
    [html`<code>delay</code>`, 'The event, held back by as many milliseconds as you say, a minute at most.'],
    [html`<code>drop</code>`, 'Nothing. It counts as a failed try: the event comes again as after any failure.'],
    [html`<code>duplicate</code>`, 'The event twice, one after the other, with the same id.'],
    [
      html`<code>reorder</code>`,
      'A later event of the session before an earlier one, which waits up to 3 seconds for it. The one promise that ' +
        'is broken on purpose.',
    ],
    [
      html`<code>wrongSignature</code>`,
      'A signature of the right form, made with a key that nobody has. Answer 400: the next try is genuine. If you ' +
        'answer 2xx your code does not check.',
    ],
  ],
)}
<p>The log names the <code>faults</code> of each try. <code>DELETE</code> ends them. In live mode they are refused.</p>`;

const rotate = (site: Site): Html => html`<p>Rotate the secret of an endpoint
(<a href="${site.basePath}/docs#rotateWebhookSecret"><code>POST /webhook-endpoints/{id}/rotate-secret</code></a>), and for a day
(or as long as <code>overlapHours</code> says) every delivery carries two <code>v1=</code> values, the new one first.
Switch your server to the new secret at any moment in between: a check that compares all of them succeeds with either one.</p>
<p>A receiver that reads only one value would refuse every delivery for a part of that day. For such a receiver name a moment:
<code>{"switchAt": "2027-01-31T03:00:00Z"}</code>. Every delivery then has one signature: the old secret's while <code>t</code> is below that
moment, the new one's from it on, whichever gateway sends it and however often it was tried before. Let your server take the new secret at
that moment, or choose the secret by <code>t</code>.
<a href="${site.basePath}/docs#cancelWebhookSecretSwitch"><code>POST /webhook-endpoints/{id}/cancel-secret-switch</code></a> undoes it until 30
seconds before. A secret that leaked is replaced at once by <code>{"overlapHours": 0}</code>, also while a switch is planned; what your server
refuses until it knows the new one is sent again.</p>
<p>What simple receivers make of it. If you are not sure which of them yours is, use <code>switchAt</code>:</p>
${table(
  ['A receiver that', 'Two secrets (both)', 'switchAt', 'ed25519 beside the secret'],
  simpleReceivers.map(({ name, both, switchAt, ed25519: asymmetric }) => [
    prose(name),
    survival[both],
    survival[switchAt],
    survival[asymmetric],
  ]),
)}
<p>Always the same: <code>t</code> stands first and counts seconds, not milliseconds; there is no space in <code>X-Signature</code>, one between the
parts of <code>webhook-signature</code>; hex digits are small. Compare names of headers without regard to case. And sign the bytes that came: a body
that was parsed and printed again differs in spaces (Python), slashes (PHP) or the order of keys (Go).</p>`;

const survival: Readonly<Record<Survives, string>> = {
  always: 'accepts',
  old: 'accepts with the old secret, refuses with the new one',
  new: 'accepts with the new secret, refuses with the old one',
  never: 'refuses',
};

const ed25519 = (
  site: Site,
): Html => html`<p>Whoever has a secret can also sign with it. When a part of your system only checks, give an
endpoint <code>"signatures": ["hmac", "ed25519"]</code>, at its creation or later: beside <code>v1</code>, <code>webhook-signature</code> has
<code>v1a,</code> and the base64 of an ed25519 signature over <code>webhook-id</code>, a dot, <code>webhook-timestamp</code>, a dot, and
the body. The key pair is this endpoint's alone, so nothing that was signed for others passes for yours.</p>
<p>The public key is on the endpoint (<code>signingKeys</code>, as <code>whpk_…</code>), and for everybody at its <code>signingKeysUrl</code>
as a JWK set. Pin it, or fetch it and keep it for some minutes. The SDK takes it in the place of a secret:</p>
${codeBlock({
  title: 'Node.js, with the SDK',
  language: 'js',
  code: `import { verifyWebhook, webhookKeysOf } from '@tollgate/sdk';

const keys = webhookKeysOf(await (await fetch(process.env.WEBHOOK_KEYS_URL)).json());
const event = verifyWebhook(rawBody, req.headers, keys);`,
})}
<p><a href="${site.basePath}/docs#rotateWebhookSigningKey"><code>POST /webhook-endpoints/{id}/rotate-signing-key</code></a> gives it another one;
for a day, or <code>overlapHours</code>, both sign and both are published.</p>`;

const answers =
  (): Html => html`<p>Store the event, answer, do the work later. You have ${SEND_TIMEOUT_MS / 1000} seconds, from the look-up of your
host's name to the last byte of the answer, and 5 of them to accept the connection.</p>
${table(
  ['You answer', 'What it means'],
  [
    ['any 2xx', 'Accepted. It is not sent again.'],
    [
      html`<code>410</code>`,
      prose(
        'You want no more of these: the endpoint is switched off, and your other endpoints are informed ' +
          '(`webhookEndpoint.disabled`).',
      ),
    ],
    [
      html`<code>429</code> or <code>503</code> with
<code>Retry-After</code>`,
      'Later: we wait as long as you say, up to an hour.',
    ],
    ['3xx', 'A failure. Redirects are not followed, because the signed address is the one you gave.'],
    ['anything else, or nothing', 'A failure. It is sent again.'],
  ],
)}`;

const retries =
  (): Html => html`<p>An event is stored in the same transaction as the change it reports, and sent until it
is accepted or ${GIVE_UP_AFTER_DAYS} days old. The waits vary at random by up to 20 %:</p>
${table(
  ['Try', 'Wait', 'Since the first'],
  retrySchedule().map(({ attempt, wait, since }) => [attempt, wait, since]),
)}
<p>While your endpoint accepts other events, the first six waits are shorter (5 to 30 seconds): a server that fails now and then
has everything in a minute or two.</p>
<p>After ${FAILURES_TO_OPEN} failures in a row (${FAILURES_TO_OPEN_LATER}, when nothing got through for
${OPEN_LATER_AFTER_MS / 1000} seconds) an endpoint counts as down: one event is tried every ${PROBE_EVERY_MS / 1000}
seconds and the others wait. When that one gets through, the rest follows at once,
in order – so a server that comes back has everything within a minute, however long it was away. When nothing got
through for ${TELL_AFTER_DAYS} days, <code>webhookEndpoint.failing</code> informs your other endpoints.
An endpoint is never switched off without notice.</p>`;

const order = (site: Site): Html => html`<ul>
<li><strong>In order, for each session.</strong> An event waits for the earlier ones of its session. Different
sessions do not wait for each other.</li>
<li><strong><code>sequence</code> says what is newer.</strong> It counts per session, in events and in objects, and
you can compare the two: ignore an event whose <code>sequence</code> is below what you have stored.</li>
<li><strong>At least once.</strong> If the connection breaks after you accepted an event, it comes again with the same
<code>id</code>. Remember ids, for example as the primary key of a table.</li>
<li><strong>Missed something?</strong> The <a href="${site.basePath}/docs/event-feed">feed</a> has all events of the last 90 days
in order, and a <a href="${site.basePath}/docs/event-feed#replay">replay</a> sends an hour of them again.</li>
</ul>`;
