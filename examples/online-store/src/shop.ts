import { randomInt } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { TollgateError } from '@tollgate/sdk';
import { readAsset } from './assets.ts';
import type { Html } from './html.ts';
import { pickLanguage, tagFor } from './language.ts';
import { orderPage, versionOf } from './order-page.ts';
import type { OrderView } from './order-page.ts';
import { statusOf } from './orders.ts';
import type { Order } from './orders.ts';
import { cataloguePage, messagePage, ordersPage, productPage } from './pages.ts';
import { acceptReturn, receiveWebhook, startPayment } from './payments.ts';
import type { PaymentDeps } from './payments.ts';
import { findProduct, products } from './products.ts';
import { texts } from './texts.ts';
import type { Language } from './texts.ts';
import { BodyTooLargeError, isFromAnotherSite, readBody, readCookie } from './web.ts';

type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly language: Language;
  readonly tag: string;
  /** What the path's pattern caught. */
  readonly id: string;
};

type Shop = PaymentDeps & { readonly refusals: Refusals };
type Door = (shop: Shop, visit: Visit) => void | Promise<void>;

/** The last webhook that was refused, for the developers' panel; a wrong secret shows there first. */
type Refusals = { count: number; lastCode: string };

const doors: readonly (readonly [method: 'GET' | 'POST', path: RegExp, door: Door])[] = [
  [
    'GET',
    /^\/$/,
    (shop, visit) => {
      sendPage(shop, visit, cataloguePage(visit, products));
    },
  ],
  [
    'GET',
    /^\/products\/([a-z]+)$/,
    (shop, visit) => {
      showProduct(shop, visit);
    },
  ],
  ['POST', /^\/buy$/, (shop, visit) => buy(shop, visit)],
  [
    'GET',
    /^\/orders$/,
    (shop, visit) => {
      showOrders(shop, visit);
    },
  ],
  [
    'GET',
    /^\/orders\/([a-z]+)(?:\/failed)?$/,
    (shop, visit) => {
      showOrder(shop, visit);
    },
  ],
  [
    'GET',
    /^\/orders\/([a-z]+)\/live$/,
    (shop, visit) => {
      followOrder(shop, visit);
    },
  ],
  ['POST', /^\/orders\/([a-z]+)\/pay$/, (shop, visit) => payOrder(shop, visit)],
  ['POST', /^\/webhooks\/tollgate$/, (shop, visit) => hearWebhook(shop, visit)],
  [
    'GET',
    /^\/assets\/([a-z-]+\.(?:css|js|svg))$/,
    (shop, visit) => {
      sendAsset(shop, visit);
    },
  ],
  [
    'GET',
    /^\/healthz$/,
    (shop, visit) => {
      visit.response.writeHead(shop.orders.isAlive() ? 200 : 503).end('ok\n');
    },
  ],
];

export const createShop = (deps: PaymentDeps): RequestListener => {
  const shop: Shop = { ...deps, refusals: { count: 0, lastCode: '' } };
  return (request, response) => {
    response.on('error', () => response.destroy());
    open(shop, request, response).catch((error: unknown) => {
      sendFailure(shop, response, error);
    });
  };
};

const open = async (shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = URL.parse(request.url ?? '/', shop.settings.storeUrl);
  if (url === null) {
    response.writeHead(400).end();
    return;
  }
  const language = pickLanguage(request, url);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const door = doors.find(([doorMethod, path]) => doorMethod === method && path.test(url.pathname));
  const tag = tagFor(request, language);
  const visit: Visit = { request, response, url, language, tag, id: door?.[1].exec(url.pathname)?.[1] ?? '' };
  if (door === undefined) sendNotFound(shop, visit);
  else await door[2](shop, visit);
};

const showProduct = (shop: Shop, visit: Visit): void => {
  const product = findProduct(visit.id);
  if (product === undefined) sendNotFound(shop, visit);
  else sendPage(shop, visit, productPage(visit, product, newOrderId()));
};

/** The form carries the order's id, so a double click is one order, one idempotency key and one session. */
const buy = async (shop: Shop, visit: Visit): Promise<void> => {
  if (isFromAnotherSite(visit.request)) {
    visit.response.writeHead(403).end();
    return;
  }
  const form = new URLSearchParams((await readBody(visit.request, 4_096)).toString('utf8'));
  const product = findProduct(form.get('product') ?? '');
  if (product === undefined) {
    sendNotFound(shop, visit);
    return;
  }
  const wantedId = form.get('order') ?? '';
  const order = shop.orders.placeOrder({
    id: ORDER_ID.test(wantedId) ? wantedId : newOrderId(),
    guest: guestOf(visit),
    productId: product.id,
    amount: product.amount,
    currency: product.currency,
    locale: visit.tag,
    createdAt: shop.nowMs(),
  });
  await sendToPayment(shop, visit, order);
};

const payOrder = async (shop: Shop, visit: Visit): Promise<void> => {
  const order = shop.orders.findOrder(visit.id);
  if (order === undefined) sendNotFound(shop, visit);
  else if (isFromAnotherSite(visit.request)) visit.response.writeHead(403).end();
  else await sendToPayment(shop, visit, order);
};

const sendToPayment = async (shop: Shop, visit: Visit, order: Order): Promise<void> => {
  try {
    const start = await startPayment(shop, order);
    const location = start.kind === 'pay' ? start.paymentUrl : `/orders/${order.id}`;
    visit.response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
  } catch (error) {
    if (!(error instanceof TollgateError)) throw error;
    shop.log(`Order ${order.id} got no payment page: ${error.message}`);
    const view = { ...viewOf(shop, order), alert: texts[visit.language].unreachable };
    sendPage(shop, visit, orderPage(visit, view), 503);
  }
};

/** successUrl and failureUrl both lead here: what the page says depends on what is known, not on the address. */
const showOrder = (shop: Shop, visit: Visit): void => {
  const order = shop.orders.findOrder(visit.id);
  if (order === undefined) {
    sendNotFound(shop, visit);
    return;
  }
  const returned = acceptReturn(shop, order, visit.url);
  sendPage(shop, visit, orderPage(visit, { ...viewOf(shop, order), returned }));
};

const viewOf = (shop: Shop, order: Order): OrderView => {
  const sessions = shop.orders.sessionsOf(order.id);
  return {
    order,
    sessions,
    status: statusOf(sessions),
    events: shop.orders.eventsOf(order.id),
    returned: { kind: 'none' },
    refusals: shop.refusals,
    nowMs: shop.nowMs(),
  };
};

const showOrders = (shop: Shop, visit: Visit): void => {
  const statusFor = (order: Order) => statusOf(shop.orders.sessionsOf(order.id));
  const rows = shop.orders.ordersOf(guestOf(visit)).map((order) => ({ order, status: statusFor(order) }));
  sendPage(shop, visit, ordersPage(visit, rows));
};

const followOrder = (shop: Shop, visit: Visit): void => {
  const order = shop.orders.findOrder(visit.id);
  if (order === undefined) {
    sendNotFound(shop, visit);
    return;
  }
  const isFollowed = shop.live.add(order.id, () => versionOf(viewOf(shop, order)), visit.response);
  if (!isFollowed) visit.response.writeHead(503).end();
};

/** An event has at most 68 KB. */
const MAX_WEBHOOK_BYTES = 131_072;

const hearWebhook = async (shop: Shop, visit: Visit): Promise<void> => {
  const rawBody = await readBody(visit.request, MAX_WEBHOOK_BYTES);
  const answer = receiveWebhook(shop, rawBody, visit.request.headers);
  if (answer.refusal !== undefined) {
    shop.refusals.count++;
    shop.refusals.lastCode = answer.refusal;
  }
  visit.response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.refusal);
};

const sendAsset = (shop: Shop, visit: Visit): void => {
  const asset = readAsset(visit.id);
  if (asset === undefined) sendNotFound(shop, visit);
  else visit.response.writeHead(200, { ...asset.headers, 'x-content-type-options': 'nosniff' }).end(asset.body);
};

const sendPage = (shop: Shop, visit: Visit, page: Html, status = 200): void => {
  const isSecure = shop.settings.storeUrl.startsWith('https:') ? '; Secure' : '';
  visit.response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(shop),
    'cache-control': 'no-store',
    // The return's signature is in the address and stays between this shop and the browser.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'set-cookie': [
      `guest=${guestOf(visit)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000${isSecure}`,
      `lang=${visit.language}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000${isSecure}`,
    ],
  });
  visit.response.end(visit.request.method === 'HEAD' ? undefined : page.markup);
};

/** Browsers apply form-action to the redirect that answers the Buy form too, so the payment page is named there. */
const contentSecurityPolicy = (shop: Shop): string => {
  const { origin, hostname, port } = new URL(shop.settings.paymentPageUrl);
  const isLoopback = hostname === 'localhost' || hostname === '127.0.0.1';
  const paymentPages = isLoopback ? `http://localhost:${port} http://127.0.0.1:${port}` : origin;
  return (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
    `form-action 'self' ${paymentPages}; base-uri 'none'; frame-ancestors 'none'`
  );
};

const sendNotFound = (shop: Shop, visit: Visit): void => {
  sendPage(shop, visit, messagePage(visit, texts[visit.language].notFound), 404);
};

const sendFailure = (shop: Shop, response: ServerResponse, error: unknown): void => {
  const isTooLarge = error instanceof BodyTooLargeError;
  if (!isTooLarge) shop.log(`A request failed: ${String(error instanceof Error ? error.stack : error)}`);
  if (response.headersSent) response.destroy();
  else response.writeHead(isTooLarge ? 413 : 500, { connection: 'close' }).end();
};

const newGuests = new WeakMap<IncomingMessage, string>();

/** Who orders is a browser with a cookie; one without gets a new one with its first page. */
const guestOf = (visit: Visit): string => {
  const cookie = readCookie(visit.request, 'guest');
  if (cookie !== undefined && ORDER_ID.test(cookie)) return cookie;
  const guest = newGuests.get(visit.request) ?? newOrderId();
  newGuests.set(visit.request, guest);
  return guest;
};

const LETTERS = 'bcdfghjkmnpqrstvwxz';
const ORDER_ID = /^[a-z]{24}$/;

/** 24 letters, 100 bits of chance. No digits: a run of them could look like a card number and be refused as one. */
const newOrderId = (): string => Array.from({ length: 24 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
