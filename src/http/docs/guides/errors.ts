import { problems, type ProblemCode } from '../../../base/problem.ts';
import { html, type Html } from '../../kernel/html.ts';
import { CONNECTION_TIMES } from '../../kernel/connections.ts';
import { codeBlock, json, prose, section } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const errors: DocsPage = {
  slug: 'errors',
  title: 'Errors',
  summary: 'Every code the API answers with, what it means, and what to do about it.',
  render: (site) => html`
${section('shape', 'What an error looks like', shape(site))}
${section(
  'rules',
  'Five rules',
  html`<ul>
<li><strong>Programs look at <code>code</code>.</strong> Codes are never renamed; titles and sentences may be
improved.</li>
<li><strong>400, 404, 413, 415, 422: change the request.</strong> Sending the same again gives the same answer.</li>
<li><strong>409 <code>conflict</code>: look first.</strong> Retrieve the object and decide by its state.</li>
<li><strong>Where there is a <code>Retry-After</code> header: wait.</strong> It says how many seconds; then send the
same again.</li>
<li><strong>5xx, or no answer at all: you do not know.</strong> Send the same request again with the same
<code>Idempotency-Key</code>; it has one effect.</li>
</ul>`,
)}
${section(
  'every-call',
  'What every call can meet',
  html`<p>${[...ofEveryCall].map((code, at) => html`${at > 0 && ', '}<a href="#${code}"><code>${code}</code></a>`)}.
The others belong to single operations; the <a href="${site.basePath}/docs">reference</a> lists them there.</p>`,
)}
${section('codes', 'All codes', html`${renderCodes()}`)}`,
};

const shape = (site: Site): Html => html`<p>Every error is <code>application/problem+json</code> (RFC 9457).
<code>errors</code> names all wrong fields at once, each by a
JSON pointer into the body, or by <code>query:name</code> or <code>header:name</code>. <code>message</code> repeats
<code>detail</code>.
When you ask for help, name the <code>requestId</code>. With it you find what you sent and what we answered in the
<a href="${site.basePath}/docs#retrieveRequest">request log</a>, here and in the Personal area.</p>
${codeBlock({
  title: '400 invalid_fields',
  language: 'json',
  code: json({
    type: `${site.publicUrl}/docs/errors#invalid_fields`,
    title: problems.invalid_fields.title,
    status: 400,
    code: 'invalid_fields',
    detail: 'The body has 2 fields to correct: amount must be at least 1. colour is not a field of this request.',
    message: 'The body has 2 fields to correct: amount must be at least 1. colour is not a field of this request.',
    errors: [
      { pointer: '/amount', code: 'tooSmall', message: 'amount must be at least 1.' },
      { pointer: '/colour', code: 'unknown', message: 'colour is not a field of this request.' },
    ],
    requestId: 'req_5f0c8a4e-9d11-4c39-8a55-7e1b2f6d3c90',
  }),
})}`;

type Advice = { readonly when: string; readonly whatToDo: string };

/** One row for each code of `problems`: a new code without advice does not compile. */
const advice: Readonly<Record<ProblemCode, Advice>> = {
  invalid_fields: {
    when: 'A field, a query parameter or a header is missing, unknown, or not of its form.',
    whatToDo: 'Correct what `errors` lists. Unknown fields are refused, so that a typing error never goes unnoticed.',
  },
  invalid_http: {
    when: 'What came could not be read as HTTP: a space in the address, an unknown method, two lengths.',
    whatToDo: 'Let an HTTP library write the request.',
  },
  invalid_json: {
    when:
      'The body is not JSON, has the same key twice, is nested more than 8 levels deep, or has a number that is ' +
      'no whole number below 2^53.',
    whatToDo: 'Let a JSON library write the body. Amounts are integers: `10000`, not `"10000"`, `1e4` or `100.00`.',
  },
  unknown_version: {
    when: 'The header `X-Version` names a date that is no version.',
    whatToDo: 'Send one of the listed dates, or leave the header out for the newest.',
  },
  invalid_request: {
    when: 'There is no API key, it is not known here, or two headers name different ones.',
    whatToDo:
      'Check that the key was copied whole (40 letters and digits) and belongs to this gateway: sandbox and live ' +
      'have different ones.',
  },
  authentication: {
    when: 'The API key was deleted.',
    whatToDo: 'Use a key that exists. A deleted key never comes back.',
  },
  forbidden: {
    when:
      'The key lacks a scope, may not be used from this address, or would make or delete a key that may do more ' +
      'than itself.',
    whatToDo: 'Use another key, or create one that may. `errors` names the missing scope.',
  },
  merchant_suspended: {
    when: 'Whoever operates the gateway has suspended your account: nothing new is paid or captured.',
    whatToDo: 'Ask them. Refunds, cancels, reading and webhooks go on.',
  },
  not_found: {
    when: 'Nothing has this id: it is mistyped, of another kind, or of another merchant.',
    whatToDo: 'Check the id and whose key you call with. The answer is the same in all three cases, on purpose.',
  },
  method_not_allowed: {
    when: 'The address exists, but not for this method.',
    whatToDo: 'Look the operation up in the reference.',
  },
  request_timeout: {
    when:
      `The headers took more than ${CONNECTION_TIMES.headersMs / 1000} seconds to arrive, or the whole request ` +
      `more than ${CONNECTION_TIMES.requestMs / 1000}; a second passes at most until that is noticed.`,
    whatToDo: 'Send it again, with the same `Idempotency-Key`.',
  },
  no_acquirer: {
    when: 'The merchant has no acquirer account that takes this currency, so nobody could be asked for the money.',
    whatToDo: 'Ask whoever operates the gateway to set one up (`tollgate acquirer add`). Repeating changes nothing.',
  },
  not_supported: {
    when:
      'The acquirer that this payment went to cannot do what you ask for, or none of yours can check a card with an ' +
      '`amount` of 0; nobody was asked.',
    whatToDo:
      'Do it another way, such as a payment of its own for what is more. Whoever operates the gateway knows what each ' +
      'acquirer account can.',
  },
  order_paid: {
    when:
      'Your settings ask for one payment of an order (`orderGuard`), and a session with this `merchantReferenceId` is ' +
      'paid, reserved or being paid.',
    whatToDo: 'Find that session by `GET /sessions?merchantReferenceId=…`, and show its outcome to your customer.',
  },
  conflict: {
    when: 'The state does not allow it: a paid session cannot expire, the key you call with cannot delete itself.',
    whatToDo:
      'Read `detail`, retrieve the object, and decide by its present state. Repeating the request changes nothing.',
  },
  idempotency_in_progress: {
    when: 'The first request with this `Idempotency-Key` has not finished.',
    whatToDo: 'Wait as long as `Retry-After` says and send the same request again.',
  },
  cursor_expired: {
    when: 'The feed has forgotten events after your `after`: they are kept for 90 days.',
    whatToDo: 'Begin again with `after=start`, and compare with your books what happened before.',
  },
  body_too_large: {
    when: 'The body has more than 64 KB.',
    whatToDo: 'Keep large data on your side and put its id into `metadata`.',
  },
  unsupported_media_type: {
    when:
      'The body came with another `Content-Type` than `application/json`, in other letters than UTF-8, or packed ' +
      '(`Content-Encoding`).',
    whatToDo: 'Send `Content-Type: application/json`, and the body as it is.',
  },
  expectation_failed: {
    when: 'The header `Expect` says something else than `100-continue`.',
    whatToDo: 'Leave the header out.',
  },
  amount_exceeded: {
    when: 'More was asked for than is left to capture or to refund.',
    whatToDo: 'Retrieve the payment: it says how much is left.',
  },
  card_number_in_text: {
    when:
      'A text (reference, description, metadata, name, address, `Idempotency-Key`) holds a card number: a ' +
      'scheme’s prefix, a length that it issues, and a right check digit. Nothing was stored.',
    whatToDo:
      'Remove it. Card numbers are entered on the payment page only. An id of 16 digits that happens to be one ' +
      '(one of ten that begin with 4) needs a letter in its middle, or another length.',
  },
  idempotency_mismatch: {
    when:
      'This `Idempotency-Key` came before with another body, address or version. The order of keys, spaces, and ' +
      '`null` for nothing make no difference; nor does a CVC, of which nothing is kept.',
    whatToDo:
      'Use a new key for a new request (the order and the number of the try), and the old one only to repeat the ' +
      'old request.',
  },
  rate_limited: {
    when: 'Too many requests in a short time.',
    whatToDo: 'Wait as long as `Retry-After` says; then let the rate grow slowly.',
  },
  headers_too_large: {
    when: 'Address and headers together have more than 16 KB.',
    whatToDo: 'Send only the headers of this API; it uses no cookies.',
  },
  internal: {
    when: 'An error of ours. It was logged with the `requestId`.',
    whatToDo: 'Send the same request again with the same `Idempotency-Key`. If it stays, report the `requestId`.',
  },
  unavailable: {
    when: 'The gateway cannot reach its database, or is stopping.',
    whatToDo:
      'Try again after `Retry-After` seconds, with the same `Idempotency-Key`. Whether a POST was carried out is ' +
      'not known here: the repeat with its key has one effect, and its answer tells you.',
  },
};

/** What does not depend on the operation. */
const ofEveryCall: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'invalid_http',
  'unknown_version',
  'invalid_request',
  'authentication',
  'request_timeout',
  'expectation_failed',
  'rate_limited',
  'headers_too_large',
  'internal',
  'unavailable',
]);

/** In the order of `advice`, which is by HTTP status. */
const renderCodes = (): readonly Html[] =>
  (Object.keys(advice) as readonly ProblemCode[]).map((code) =>
    renderCode({ code, ...problems[code], ...advice[code] }),
  );

type Row = Advice & { readonly code: ProblemCode; readonly status: number; readonly title: string };

const renderCode = ({
  code,
  status,
  title,
  when,
  whatToDo,
}: Row): Html => html`<article class="problem" id="${code}" aria-labelledby="${code}-title">
<h3 id="${code}-title"><code>${code}</code> <span class="status">${status}</span>${ofEveryCall.has(code) && html` <span class="tag">every call</span>`}</h3>
<p class="problem-title">${title}</p>
<p><strong>When:</strong> ${prose(when)}</p>
<p><strong>What to do:</strong> ${prose(whatToDo)}</p>
</article>
`;
