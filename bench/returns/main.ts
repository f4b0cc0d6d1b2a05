/**
 * How often a customer who has paid reads "waiting" on the order's page of the online store, with and without an
 * endpoint that holds the way back: whole walks, store → payment page → store, against real PostgreSQL, real HTTP, and
 * the store as a program of its own. Some of them in Chromium.
 *
 *   npm run walk:returns                           1,000 walks of each kind, 50 of them in a browser
 *   npm run walk:returns -- --walks 100 --browser 0
 */
import { parseArgs } from 'node:util';
import { startChromium, type Chromium } from '../../test/support/chromium.ts';
import { formFields, payByForm } from '../../test/support/customer.ts';
import { createWorld } from '../../test/support/gateway.ts';
import { aCard } from '../../test/support/shop.ts';
import { startStore, type TestStore } from '../../test/support/store.ts';

const { values } = parseArgs({
  options: {
    walks: { type: 'string', default: '1000' },
    browser: { type: 'string', default: '50' },
    atOnce: { type: 'string', default: '4' },
  },
});
const walks = Number(values.walks);
const inBrowser = Math.min(walks, Number(values.browser));

/** What the order's page said first, and for how long the customer was on the way from the card to it. */
type Walk = { readonly status: string; readonly said: string; readonly ms: number };

const statusIn = (html: string): string =>
  /data-testid="order-status" data-status="([a-z]+)"/.exec(html)?.[1] ?? 'none';
const saidBy = (url: string): string => new URL(url).searchParams.get('webhook') ?? 'nothing';

/** The shop's page with the form that buys, sent as a browser without script sends it. */
const startOrder = async (store: TestStore): Promise<string> => {
  const product = await (await fetch(`${store.url}/products/dripper`)).text();
  const bought = await fetch(`${store.url}/buy`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: store.url },
    body: new URLSearchParams(formFields(product)),
  });
  const paymentUrl = bought.headers.get('location');
  if (bought.status !== 303 || paymentUrl === null) throw new Error(`the store answered ${bought.status} to Buy`);
  return paymentUrl;
};

const walkWithoutScript = async (store: TestStore): Promise<Walk> => {
  const paymentUrl = await startOrder(store);
  const beganAtMs = performance.now();
  const { left, page } = await payByForm(paymentUrl, aCard);
  if (left === undefined) throw new Error(`a walk ended on ${page.url}`);
  const html = await (await fetch(left)).text();
  return { status: statusIn(html), said: saidBy(left), ms: performance.now() - beganAtMs };
};

/** The first answer that the browser has for the order's page: what is shown later is another one. */
const walkInBrowser = async (store: TestStore, chromium: Chromium): Promise<Walk> => {
  const { context, close } = await chromium.open({});
  try {
    const page = await context.newPage();
    await page.goto(`${store.url}/products/dripper`);
    await page.getByTestId('buy').click();
    for (const [name, value] of Object.entries(aCard)) await page.fill(`input[name=${name}]`, value);
    const back = page.waitForResponse((response) => response.url().startsWith(`${store.url}/orders/`));
    const beganAtMs = performance.now();
    await page.click('button[type=submit]');
    const response = await back;
    const status = statusIn(await response.text());
    return { status, said: saidBy(response.url()), ms: performance.now() - beganAtMs };
  } finally {
    await close();
  }
};

const countOf = (all: readonly string[]): string =>
  Object.entries(Object.groupBy(all, (one) => one))
    .map(([name, some = []]) => `${name} ${some.length}`)
    .join(', ');

const percentile = (sorted: readonly number[], share: number): string =>
  `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`;

const report = (what: string, done: readonly Walk[]): void => {
  if (done.length === 0) return;
  const waiting = done.filter(({ status }) => status === 'waiting').length;
  const times = done.map(({ ms }) => ms).toSorted((a, b) => a - b);
  console.log(
    `| ${what} | ${done.length} | ${waiting} | ${countOf(done.map(({ status }) => status))} | ` +
      `${countOf(done.map(({ said }) => said))} | ${percentile(times, 0.5)} | ${percentile(times, 0.99)} |`,
  );
};

const walkAll = async (store: TestStore, chromium: Chromium | undefined, how: string): Promise<void> => {
  const byForm: Walk[] = [];
  let left = walks - inBrowser;
  await Promise.all(
    Array.from({ length: Number(values.atOnce) }, async () => {
      while (left-- > 0) byForm.push(await walkWithoutScript(store));
    }),
  );
  report(`${how}, without script`, byForm);
  const seen: Walk[] = [];
  if (chromium !== undefined) for (let n = 0; n < inBrowser; n++) seen.push(await walkInBrowser(store, chromium));
  report(`${how}, Chromium`, seen);
};

const world = await createWorld();
const chromium = inBrowser > 0 ? await startChromium() : undefined;
try {
  console.log(
    '| Walks | Number | "waiting" | First sight of the order | The return said | Card to order, p50 | p99 |\n' +
      '| --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const [how, holdsReturn] of [
    ['endpoint holds the way back', true],
    ['it does not', false],
  ] as const) {
    const store = await startStore(world, { holdsReturn });
    try {
      await walkAll(store, chromium, how);
    } finally {
      await store.close();
    }
  }
} finally {
  await chromium?.close();
  await world.close();
}
