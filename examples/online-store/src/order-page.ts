import { assetUrl } from './assets.ts';
import { developerPanel } from './developer-panel.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { formatMoney } from './money.ts';
import type { KnownSession, Order, OrderStatus, ReceivedEvent } from './orders.ts';
import { layout } from './pages.ts';
import type { Reader } from './pages.ts';
import type { Return } from './payments.ts';
import { findProduct } from './products.ts';
import { texts } from './texts.ts';
import type { Texts } from './texts.ts';

export type OrderView = {
  readonly order: Order;
  readonly sessions: readonly KnownSession[];
  readonly status: OrderStatus;
  readonly events: readonly ReceivedEvent[];
  readonly returned: Return;
  /** Webhooks that were refused since the shop was opened. */
  readonly refusals: { readonly count: number; readonly lastCode: string };
  readonly alert?: string;
  readonly nowMs: number;
};

/** Changes whenever the page would: the script compares it and the browser need not load the page in vain. */
export const versionOf = (view: OrderView): string => {
  const deliveries = view.events.reduce((sum, event) => sum + event.deliveries, 0);
  return `${view.status}.${String(view.sessions.length)}.${String(deliveries)}`;
};

export const orderPage = (reader: Reader, view: OrderView): Html => {
  const text = texts[reader.language];
  const product = findProduct(view.order.productId);
  const content = html`
    <div id="order" data-live="/orders/${view.order.id}/live" data-version="${versionOf(view)}">
      <section class="status status-${view.status}" role="status">
        <span class="mark" aria-hidden="true"></span>
        <div>
          <h1 data-testid="order-status" data-status="${view.status}">${headingFor(text, view)}</h1>
          <p>${sentenceFor(text, view)}</p>
        </div>
      </section>
      ${view.alert === undefined ? undefined : html`<p class="alert" role="alert">${view.alert}</p>`}
      ${payForm(text, view)}
      <section class="summary">
        <img src="${assetUrl(product?.picture ?? 'icon.svg')}" alt="" width="96" height="96">
        <div>
          <h2>${product?.name[reader.language]}</h2>
          <p class="muted">${text.order} <span dir="ltr">${view.order.id}</span></p>
        </div>
        <p class="price"><bdi>${formatMoney(view.order.amount, view.order.currency, reader.tag)}</bdi></p>
      </section>
      <p><a href="/">${text.backToShop}</a> · <a href="/orders">${text.orders}</a></p>
      ${developerPanel(view)}
    </div>`;
  const head = html`<script src="${assetUrl('order.js')}" type="module"></script>${refreshWithoutScript(view)}`;
  return layout(reader, `${text.order} ${view.order.id}`, content, head);
};

/** The button that leads to the payment page, while there is something to pay. */
const payForm = (text: Texts, view: OrderView): Html | undefined => {
  if (view.status === 'paid' || view.status === 'waiting') return undefined;
  const button =
    view.status === 'failed' ? { name: 'try-again', label: text.tryAgain } : { name: 'pay', label: text.pay };
  return html`
      <form method="post" action="/orders/${view.order.id}/pay">
        <button type="submit" data-testid="${button.name}">${button.label}</button>
      </form>`;
};

const failedBecause: Readonly<Record<string, keyof Texts>> = {
  timeout: 'failedTimeout',
  attemptsExhausted: 'failedAttempts',
  customerCanceled: 'failedCanceled',
};

const headingFor = (text: Texts, { status, sessions }: OrderView): string =>
  status === 'failed' && sessions.at(-1)?.expirationReason === 'customerCanceled' ? text.canceled : text[status];

const LONG_MS = 60_000;

const sentenceFor = (text: Texts, view: OrderView): string => {
  if (view.status === 'paid') return text.paidMore;
  if (view.status === 'open') return text.openMore;
  if (view.status === 'waiting') return waitedMs(view) > LONG_MS ? text.waitingLong : text.waitingMore;
  return text[failedBecause[view.sessions.at(-1)?.expirationReason ?? ''] ?? 'failedMore'];
};

const waitedMs = (view: OrderView): number => view.nowMs - (view.sessions.at(-1)?.returnedAt ?? view.nowMs);

/** Without JavaScript the page loads itself again, less and less often, and stops after a quarter of an hour. */
const refreshWithoutScript = (view: OrderView): Html | undefined => {
  const ms = waitedMs(view);
  if (view.status !== 'waiting' || ms > 15 * 60_000) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="${ms < 30_000 ? 2 : 15}"></noscript>`;
};
