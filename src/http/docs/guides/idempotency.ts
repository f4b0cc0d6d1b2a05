import { html } from '../../kernel/html.ts';
import { codeBlock, note, section, table } from '../parts.ts';
import { sampleRequest } from '../sample-rows.ts';
import type { DocsPage } from '../site.ts';

export const idempotency: DocsPage = {
  slug: 'idempotency',
  title: 'Idempotency',
  summary: 'Send a request as often as you like; it has one effect, and the first answer again.',
  render: (site) => html`
${section(
  'why',
  'Why',
  html`<p>A connection can break after the gateway has done what you asked and before its answer reaches you. Then
you cannot know whether it was done, and asking again must not
do it twice. So name each request: put an <code>Idempotency-Key</code> on every POST, and when in doubt send the same
request with the same key.</p>
${codeBlock({
  title: 'The same order, asked twice, is one session',
  language: 'shell',
  code: `curl -X POST "${site.apiUrl}/sessions" \\
  -H "X-Api-Key: $TOLLGATE_API_KEY" \\
  -H "Idempotency-Key: order-1042-try-1" \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify(sampleRequest)}'`,
})}
<p>Run it twice: the second answer has the same bytes and the header <code>Idempotent-Replayed: true</code>.</p>`,
)}
${section(
  'rules',
  'The rules',
  table(
    ['You send', 'You get'],
    [
      ['A new key', 'The request is carried out. The key is stored together with its effect, or neither is.'],
      [
        'A known key, the same request',
        html`The first answer, byte for byte, with <code>Idempotent-Replayed: true</code>. For 30 days; also where the same
request would be refused by now, because its <code>expiresAt</code> has come near or its card has expired.`,
      ],
      [
        'The same, and the session of that answer is over',
        html`The same, with <code>Idempotent-Session-Status: expired</code> or <code>completed</code>. Its page is closed: for
another try, send a new key.`,
      ],
      [
        'A known key, another body, address or version',
        html`<a href="${site.basePath}/docs/errors#idempotency_mismatch"><code>422 idempotency_mismatch</code></a>. Nothing is done.`,
      ],
      [
        'A known key whose request still runs',
        html`The gateway waits up to 5 s for it, then
<a href="${site.basePath}/docs/errors#idempotency_in_progress"><code>409 idempotency_in_progress</code></a> with
<code>Retry-After</code>.`,
      ],
      ['A known key after a 5xx', 'The request is carried out: a failure of ours is never frozen into an answer.'],
    ],
  ),
)}
${goodKeys()}
${section(
  'sdk',
  'With the SDK',
  html`<p>Every POST carries a key: yours, or one made for the call, so that its own
retries have one effect. A key of yours also covers a crash of your process.</p>
${codeBlock({ title: 'SDK', language: 'js', code: `const session = await tollgate.sessions.create(input, { idempotencyKey: \`\${order.id}-try-\${order.tries}\` ` + '});' })}`,
)}`,
};

const goodKeys = () =>
  section(
    'keys',
    'Good keys',
    html`<ul>
<li>Made from your own data and written down before you call: the order's id and the number of the try. A random key
that is lost with the process helps nobody.</li>
<li>1 to 255 printable ASCII characters; they belong to your merchant account, so two merchants never collide.</li>
<li>One key for one intention. A customer who comes back after a failed payment gets a new session, so a new key: count the
tries. With the order's id alone, who buys again after the session has expired is sent to its closed page, for 30 days.</li>
<li>No card numbers: a key is stored as it is.</li>
</ul>
${note(
  'What is stored',
  html`A keyed hash of your request and our answer, not the request. The content counts, not its spelling: the order of
keys, spaces, and <code>null</code> for nothing make no difference; a default that you write out does. Of a card's CVC
nothing is kept, so the same request with another CVC is the same request: a corrected code is a new try, with a new key. An answer that shows a secret (a
new API key, a webhook secret) is stored sealed, and
can be repeated only with the API key that asked first.`,
)}`,
  );
