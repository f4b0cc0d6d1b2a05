import { problems, type ProblemCode } from '../../base/problem.ts';
import { currentVersion } from '../../contract/versions.ts';
import { html, type Html } from '../kernel/html.ts';
import { exampleOf } from '../api/openapi/example.ts';
import { examplesOf } from './examples.ts';
import { fieldList } from './fields.ts';
import { fieldsOf, type Operation, type Parameter } from './openapi-model.ts';
import { codeBlock, json, prose } from './parts.ts';
import type { DocsPage, Site } from './site.ts';

export const reference: DocsPage = {
  slug: '',
  title: 'API reference',
  summary: 'Create a session, send your customer to its payment page, get the result in a signed webhook.',
  render: (site) => html`${introduction(site)}
${site.model.groups.map(
  ({ name, operations }) => html`<section class="group" aria-label="${name}">
<p class="group-name">${name}</p>
${operations.map((operation) => renderOperation(site, operation))}</section>
`,
)}`,
};

const introduction = (site: Site): Html => html`<section class="operation" aria-labelledby="basics">
<div class="words">
<h2 id="basics">The basics<a class="anchor" href="#basics" aria-label="Link to The basics">#</a></h2>
<p>The API speaks JSON over HTTP under one base address. New here? Begin with the guide
<a href="${site.basePath}/docs/redirect-integration">Redirect integration</a>: it walks through one payment from the
button to the webhook.</p>
<dl class="facts">
<dt>Base address</dt><dd><code>${site.apiUrl}</code></dd>
<dt>Authentication</dt><dd>Your API key in the header <code>X-Api-Key</code>, or as <code>Authorization:
Bearer</code>. It belongs on your server, never in a page or an app.</dd>
<dt>Version</dt><dd><code>X-Version: ${currentVersion}</code>, the newest when left out.
<a href="${site.basePath}/docs/versions">Versions</a></dd>
<dt>Amounts</dt><dd>Whole minor units: 10000 with EUR is €100.00, with JPY ¥10,000, with KWD 10.000 dinars.</dd>
<dt>Times</dt><dd>UTC in whole seconds: <code>2024-03-28T08:26:37Z</code>.</dd>
<dt>Retries</dt><dd>Every POST takes an <code>Idempotency-Key</code>: the same request twice has one effect.
<a href="${site.basePath}/docs/idempotency">Idempotency</a></dd>
<dt>Lists</dt><dd>Newest first. <code>limit</code> is 1 to 100; while <code>hasMore</code> is true, send
<code>nextCursor</code> as <code>cursor</code>.</dd>
<dt>Mistakes</dt><dd>A JSON problem with a <code>code</code>, every wrong field named.
<a href="${site.basePath}/docs/errors">Errors</a></dd>
<dt>Limits</dt><dd>A body has at most 64 KB and 8 levels, whole numbers only, and no field that is not listed here.</dd>
</dl>
</div>
<div class="examples">
${codeBlock({ title: 'Your first call', language: 'shell', code: `${exportKey(site)}\ncurl "${site.apiUrl}/sessions?limit=3" \\\n  -H "X-Api-Key: $TOLLGATE_API_KEY"` })}
${codeBlock({ title: 'The SDK', language: 'js', code: `import { createTollgate } from '@tollgate/sdk';\n\nconst tollgate = createTollgate({\n  apiKey: process.env.TOLLGATE_API_KEY,\n  baseUrl: '${site.publicUrl}',\n});` })}
</div>
</section>
`;

export const exportKey = ({ mode }: Site): string =>
  mode === 'sandbox'
    ? 'export TOLLGATE_API_KEY=…  # npm start prints it; also in demo.json'
    : 'export TOLLGATE_API_KEY=…';

const renderOperation = (site: Site, operation: Operation): Html => {
  const { id, method, path, summary, description } = operation;
  return html`<section class="operation" aria-labelledby="${id}">
<div class="words">
<h2 id="${id}">${summary}<a class="anchor" href="#${id}" aria-label="Link to ${summary}">#</a></h2>
<p class="address"><span class="method method-${method.toLowerCase()}">${method}</span> <code>/api2${path}</code></p>
${description !== '' && html`<p>${prose(description)}</p>`}
${renderParameters(operation)}
${
  operation.answer !== undefined &&
  html`<details class="answer"><summary>What the answer holds</summary>
${fieldList(fieldsOf(operation.answer), { showRequired: false })}</details>`
}
${renderProblems(site, operation)}
</div>
<div class="examples">
${renderExamples(site, operation)}
</div>
</section>
`;
};

/** Headers are the same everywhere, and explained once: only what is this operation's own is listed. */
const renderParameters = (operation: Operation): readonly Html[] => [
  ...(['path', 'query'] as const).flatMap((place) => {
    const found = operation.parameters.filter((parameter: Parameter) => parameter.in === place);
    return found.length === 0
      ? []
      : [
          html`<h3>${place === 'path' ? 'In the address' : 'In the query'}</h3>
${fieldList(
  found.map(({ field }) => field),
  { showRequired: place === 'query' },
)}`,
        ];
  }),
  ...(operation.body === undefined
    ? []
    : [
        html`<h3>In the body</h3>
${fieldList(fieldsOf(operation.body), { showRequired: true })}`,
      ]),
];

const renderExamples = (site: Site, operation: Operation): readonly Html[] => {
  const { curl, sdk } = examplesOf(operation, site.apiUrl);
  const answer = site.samples.answers[operation.id] ?? (operation.answer && exampleOf(operation.answer));
  return [
    codeBlock({ title: 'curl', language: 'shell', code: curl }),
    ...(sdk === undefined ? [] : [codeBlock({ title: 'SDK', language: 'js', code: sdk })]),
    ...(answer === undefined ? [] : [codeBlock({ title: 'Answer', language: 'json', code: json(answer) })]),
  ];
};

const stateful: ReadonlySet<string> = new Set([
  'expireSession',
  'createPayment',
  'capturePayment',
  'incrementPayment',
  'cancelPayment',
  'createRefund',
  'resendEvent',
  'createWebhookEndpoint',
  'testWebhookEndpoint',
  'replayToWebhookEndpoint',
  'cancelWebhookReplay',
  'deleteApiKey',
  'inviteMember',
  'changeMember',
  'removeMember',
]);

const exceeding = new Set(['capturePayment', 'incrementPayment', 'createRefund']);

/** Which problems are this operation's own. Those that every call can have are on the page of errors. */
const problemRows: readonly (readonly [code: ProblemCode, canHappen: (operation: Operation) => boolean])[] = [
  [
    'invalid_fields',
    ({ body, parameters }) => body !== undefined || parameters.some((parameter) => parameter.in === 'query'),
  ],
  ['invalid_json', ({ body }) => body !== undefined],
  ['card_number_in_text', ({ body }) => body !== undefined],
  ['not_found', ({ path, id }) => path.includes('{id}') || id === 'createRefund' || id === 'createPayment'],
  ['no_acquirer', ({ id }) => id === 'createSession' || id === 'createPayment'],
  ['not_supported', ({ id }) => id === 'incrementPayment' || id === 'createPayment'],
  ['order_paid', ({ id }) => id === 'createSession'],
  ['conflict', ({ id }) => stateful.has(id)],
  ['amount_exceeded', ({ id }) => exceeding.has(id)],
  ['idempotency_mismatch', ({ method }) => method === 'POST'],
  ['idempotency_in_progress', ({ method }) => method === 'POST'],
];

const renderProblems = (site: Site, operation: Operation): Html => {
  const codes = problemRows.filter(([, canHappen]) => canHappen(operation)).map(([code]) => code);
  const link = (
    code: ProblemCode,
  ): Html => html`<li><a href="${site.basePath}/docs/errors#${code}"><code>${problems[code].status} ${code}</code></a> ${problems[code].title}.</li>
`;
  return html`<details class="problems"><summary>What can go wrong</summary>
<ul>${codes.map(link)}<li>And what <a href="${site.basePath}/docs/errors#every-call">every call</a> can
meet.</li></ul></details>`;
};
