import type { WebhookAtReturn } from '@tollgate/sdk';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { ReceivedEvent } from './orders.ts';
import type { OrderView } from './order-page.ts';

/** What arrived from the gateway, for whoever writes such a shop. A shop for customers would leave it out. */
export const developerPanel = (view: OrderView): Html => html`
  <details class="developers" lang="en" dir="ltr" open>
    <summary>For developers: what the gateway said</summary>
    <h2>Sessions of this order</h2>
    ${view.sessions.length === 0 ? html`<p>None yet: the gateway was not asked, or did not answer.</p>` : undefined}
    <ol>
      ${view.sessions.map(
        (session) => html`
      <li><code data-testid="session-id">${session.id}</code><br>
        ${session.status}, sequence ${session.sequence}, known by ${heardBy[session.heardBy]}</li>`,
      )}
    </ol>
    <h2>Return of the customer</h2>
    ${returned(view)}
    <h2>Webhooks</h2>
    ${view.events.length === 0 ? html`<p>None has arrived yet.</p>` : undefined}
    ${view.events.map(receivedEvent)}
    ${
      view.refusals.count === 0
        ? undefined
        : html`
    <p class="bad" data-testid="signature-refused">
      Refused since the shop was opened, for any order: ${view.refusals.count}; the last one with <code>${view.refusals.lastCode}</code>.</p>`
    }
  </details>`;

const heardBy = {
  answer: 'the answer to a request',
  webhook: 'a webhook',
  question: 'asking, because no webhook came',
} as const;

const returned = (view: OrderView): Html => {
  const { returned } = view;
  if (returned.kind === 'trusted') {
    return html`<p class="good" data-testid="return-ok">
      ✓ The signature of this return holds: ${returned.status}, sequence ${returned.sequence}.</p>
    ${returned.webhook === undefined ? undefined : webhookAtReturn(returned.webhook)}`;
  }
  if (returned.kind === 'untrusted') {
    return html`<p class="bad" data-testid="return-refused">
      ✗ This return was not believed: <code>${returned.code}</code>.</p>`;
  }
  const before = view.sessions.findLast((session) => session.returnedStatus !== null);
  return before === undefined
    ? html`<p>The customer has not come back from the payment page.</p>`
    : html`<p>The customer came back before, with a signature that held: ${before.returnedStatus ?? ''}.</p>`;
};

/** Why the order was paid already when the customer came, or was not. */
const webhookAtReturn = (webhook: WebhookAtReturn): Html => html`
    <p data-testid="webhook-at-return" data-result="${webhook.result}">
      <code>${webhook.result}</code>: ${
        webhook.result === 'acknowledged'
          ? `this shop had answered session.completed ${String(webhook.ms)} ms after the payment; the customer waited for that.`
          : WITHOUT_ANSWER[webhook.result]
      }</p>`;

const WITHOUT_ANSWER = {
  timedOut: 'the customer came back before this shop had answered session.completed: the time to wait was over.',
  noEndpoint: 'no endpoint has holdsReturn, so the customer raced the webhook.',
  failing: 'the endpoint is failing or disabled, so the customer was not made to wait for it.',
} as const;

const receivedEvent = (event: ReceivedEvent): Html => html`
  <section class="event" data-testid="event" data-type="${event.type}">
    <h3><code>${event.type}</code></h3>
    <p class="good" data-testid="signature-ok">✓ X-Signature holds</p>
    <dl>
      <dt>Event</dt><dd><code>${event.id}</code></dd>
      <dt>Sequence</dt><dd>${event.sequence}${outcomeNote(event)}</dd>
      <dt>Arrived</dt><dd>${new Date(event.arrivedAt).toISOString()}${deliveriesNote(event)}</dd>
      <dt>X-Signature</dt><dd><code>${event.signature}</code></dd>
    </dl>
    <pre tabindex="0" aria-label="Body of ${event.type}">${pretty(event.body)}</pre>
  </section>`;

const outcomeNote = (event: ReceivedEvent): string =>
  event.outcome === 'old news' ? ' (older than what was known: changed nothing)' : '';

const deliveriesNote = (event: ReceivedEvent): string =>
  event.deliveries > 1 ? `, delivered ${String(event.deliveries)} times, counted once` : '';

const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);
