import { assetUrl } from './assets.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { formatMoney } from './money.ts';
import type { Order, OrderStatus } from './orders.ts';
import { findProduct } from './products.ts';
import type { Product } from './products.ts';
import { languages, texts } from './texts.ts';
import type { Language } from './texts.ts';

/**
 * Whom a page is for: the language, the tag by which its amounts are written (`en-GB`; the payment page is asked for
 * the same), and the address that the language switcher leads back to.
 */
export type Reader = { readonly language: Language; readonly tag: string; readonly url: URL };

export const SHOP_NAME = 'Slow Pour';

export const cataloguePage = (reader: Reader, products: readonly Product[]): Html => {
  const text = texts[reader.language];
  return layout(
    reader,
    SHOP_NAME,
    html`
    <section class="hero">
      <h1>${text.tagline}</h1>
      <p>${text.intro}</p>
    </section>
    <ul class="catalogue">
      ${products.map(
        (product) => html`
      <li>
        <a class="card" href="/products/${product.id}" data-testid="product-${product.id}">
          <img src="${assetUrl(product.picture)}" alt="" width="480" height="480">
          <span class="card-name">${product.name[reader.language]}</span>
          <span class="price"><bdi>${formatMoney(product.amount, product.currency, reader.tag)}</bdi></span>
        </a>
      </li>`,
      )}
    </ul>`,
  );
};

export const productPage = (reader: Reader, product: Product, orderId: string): Html => {
  const text = texts[reader.language];
  const name = product.name[reader.language];
  return layout(
    reader,
    name,
    html`
    <article class="product">
      <img src="${assetUrl(product.picture)}" alt="${name}" width="480" height="480">
      <div class="product-text">
        <h1>${name}</h1>
        <p class="price" data-testid="price">
          <bdi>${formatMoney(product.amount, product.currency, reader.tag)}</bdi>
        </p>
        <p>${product.about[reader.language]}</p>
        <form method="post" action="/buy">
          <input type="hidden" name="product" value="${product.id}">
          <input type="hidden" name="order" value="${orderId}">
          <button type="submit" data-testid="buy">${text.buy}</button>
        </form>
        <p class="secure">${text.secure}</p>
        <p><a href="/">${text.backToShop}</a></p>
      </div>
    </article>`,
  );
};

export const ordersPage = (
  reader: Reader,
  rows: readonly { readonly order: Order; readonly status: OrderStatus }[],
): Html => {
  const text = texts[reader.language];
  const date = new Intl.DateTimeFormat(reader.language, { dateStyle: 'medium', timeStyle: 'short' });
  return layout(
    reader,
    text.orders,
    html`
    <h1>${text.orders}</h1>
    ${rows.length === 0 ? html`<p>${text.noOrders}</p>` : undefined}
    <ul class="orders" data-testid="orders">
      ${rows.map(
        ({ order, status }) => html`
      <li>
        <a href="/orders/${order.id}">
          <span>${findProduct(order.productId)?.name[reader.language]}</span>
          <span class="muted">${date.format(order.createdAt)}</span>
          <span class="price"><bdi>${formatMoney(order.amount, order.currency, reader.tag)}</bdi></span>
          <span class="badge badge-${status}">${text[status]}</span>
        </a>
      </li>`,
      )}
    </ul>
    <p><a href="/">${text.backToShop}</a></p>`,
  );
};

export const messagePage = (reader: Reader, message: string): Html =>
  layout(reader, message, html`<h1>${message}</h1><p><a href="/">${texts[reader.language].backToShop}</a></p>`);

/** The frame of every page. `head` is for what only one page needs. */
export const layout = (reader: Reader, title: string, content: Html, head?: Html): Html => {
  const text = texts[reader.language];
  const { direction } = languages[reader.language];
  return html`<!doctype html>
<html lang="${reader.language}" dir="${direction}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title === SHOP_NAME ? SHOP_NAME : `${title} · ${SHOP_NAME}`}</title>
  <link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml">
  <link rel="stylesheet" href="${assetUrl('style.css')}">
  ${head}
</head>
<body>
  <a class="skip" href="#content">${text.skip}</a>
  <header class="top">
    <a class="brand" href="/"><img src="${assetUrl('icon.svg')}" alt="" width="36" height="36">${SHOP_NAME}</a>
    <a href="/orders">${text.orders}</a>
  </header>
  <main id="content">${content}</main>
  <footer>
    <nav aria-label="${text.language}">
      <ul>
        ${Object.entries(languages).map(
          ([code, { name }]) => html`
        <li><a href="${switchTo(reader.url, code)}" lang="${code}" hreflang="${code}"
          aria-current="${code === reader.language ? 'true' : 'false'}">${name}</a></li>`,
        )}
      </ul>
    </nav>
  </footer>
</body>
</html>`;
};

/** The same page in another language; the rest of the query stays, a signed return among it. */
const switchTo = (url: URL, language: string): string => {
  const query = new URLSearchParams(url.search);
  query.set('lang', language);
  // A page that answers a form has no address of its own to be read again at.
  const path = url.pathname === '/buy' ? '/' : url.pathname.replace(/\/pay$/, '');
  return `${path}?${query.toString()}`;
};
