/** What happened in a day, a week or a month: every figure is right, and leads to the rows that it counts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTollgate, type FigurePaymentsQuery, type FiguresOfPeriod } from '@tollgate/sdk';
import { createDeskBrowser, deskEnvironment, type DeskBrowser } from '../support/desk.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { capture, cardOf, createPayment, refund } from '../support/payments.ts';
import { aCard, aSession } from '../support/shop.ts';

const DECLINED = '4000000000000515';
const MASTERCARD = '5555555555554444';

let world: World;
let merchant: TestMerchant;
let other: TestMerchant;
let deskUrl: string;
/** `2026-11-29` */
let day: string;

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  deskUrl = url;
  world = await createWorld(environment);
  // Should midnight pass meanwhile, the day is begun again, with other shops.
  do {
    day = today();
    [merchant, other] = [await world.addMerchant({ countsTries: false }), await world.addMerchant()];
    await createPayment(other.shop, { amount: 777 });
    await sellForADay(merchant);
  } while (today() !== day);
});
after(() => world.close());

const today = (): string => new Date().toISOString().slice(0, 10);

const sellForADay = async ({ shop }: TestMerchant): Promise<void> => {
  const first = await createPayment(shop, { amount: 10_000 });
  await capture(shop, first.id, { amount: 9_000 });
  await refund(shop, first.id, 2_500);
  await createPayment(shop, { amount: 500, currency: 'JPY', captureMethod: 'automatic' });
  await createPayment(shop, { amount: 1, paymentMethod: { card: cardOf(MASTERCARD) } });
  await createPayment(shop, { amount: 99, paymentMethod: { card: cardOf(DECLINED) } });
  const paid = await shop.createSession({ ...aSession, customerDetails: { billingAddress: { country: 'de' } } });
  await payByForm(paid.paymentUrl, aCard);
  const left = await shop.createSession(aSession);
  await shop.call('POST', `/sessions/${left.id}/expire`);
  await shop.createSession(aSession);
};

const figuresOf = (
  { apiKey }: TestMerchant,
  query?: Parameters<ReturnType<typeof createTollgate>['figures']['retrieve']>[0],
) => createTollgate({ apiKey, baseUrl: world.gatewayUrl }).figures.retrieve(query);

/** The words of a list of figures, in a few letters each. */
const brief = <T>(rows: readonly T[], show: (row: T) => string): readonly string[] => rows.map(show);

describe('a day of a shop', () => {
  let figures: FiguresOfPeriod;

  before(async () => {
    figures = await figuresOf(merchant, { date: day });
  });

  test('payments count by how they ended', () => {
    const { previous, ...payments } = figures.payments;
    assert.deepEqual(payments, { abandoned: 0, approvalRate: 0.8, approved: 4, declined: 1, undecided: 0 });
    assert.equal(previous.approvalRate, null);
  });

  test('money is exact, by currency, and never added over currencies', () => {
    assert.deepEqual(
      brief(figures.volumes, ({ currency, authorized, captured, count }) =>
        [currency, authorized, captured, count].join(' '),
      ),
      ['EUR 20001 19000 3', 'JPY 500 500 1'],
    );
    assert.deepEqual(
      brief(figures.refunds, ({ currency, amount, succeeded }) => `${currency} ${amount} ${succeeded}`),
      ['EUR 2500 1'],
    );
  });

  test('by brand, account, country and reason', () => {
    assert.deepEqual(
      brief(figures.brands, ({ brand, approved, declined }) => `${brand} ${approved} ${declined}`),
      ['visa 3 1', 'mastercard 1 0'],
    );
    assert.deepEqual(
      brief(figures.acquirerAccounts, ({ account, approved }) => `${String(account)} ${approved}`),
      ['null 4'],
    );
    assert.deepEqual(
      brief(figures.countries, ({ country, approved }) => `${String(country)} ${approved}`),
      ['null 3', 'DE 1'],
    );
    assert.deepEqual(
      brief(figures.declineReasons, ({ reason, count }) => `${reason} ${count}`),
      ['insufficientFunds 1'],
    );
  });

  test('sessions count by what became of their page', () => {
    const { abandoned, created, open, withdrawn } = figures.pages;
    assert.deepEqual({ abandoned, created, open, withdrawn }, { abandoned: 0, created: 3, open: 1, withdrawn: 1 });
  });

  test('the chart has an hour of each hour until now, and adds up to the day', () => {
    const last = new Date(figures.series.at(-1)?.from ?? '');
    assert.equal(figures.series.length, last.getUTCHours() + 1);
    assert.equal(
      figures.series.reduce((sum, { payments }) => sum + payments.approved, 0),
      4,
    );
  });

  test('a merchant sees its own', async () => {
    assert.deepEqual(
      brief((await figuresOf(other, { date: day })).volumes, ({ currency, authorized }) => `${currency} ${authorized}`),
      ['EUR 777'],
    );
  });
});

test('the API gives the rows behind a figure, too', async () => {
  const { figures } = createTollgate({ apiKey: merchant.apiKey, baseUrl: world.gatewayUrl });
  const count = async (query: Omit<FigurePaymentsQuery, 'date'>): Promise<number> =>
    (await figures.payments({ ...query, date: day, limit: 2 }).toArray({ limit: 100 })).length;
  assert.equal(await count({ figure: 'brands', value: 'visa', outcome: 'approved' }), 3);
  assert.equal(await count({ figure: 'payments', currency: 'JPY' }), 1);
  assert.equal(await count({ figure: 'acquirerAccounts', value: 'none', outcome: 'declined' }), 1);
  assert.equal(await count({ figure: 'countries', value: 'DE' }), 1);
  assert.equal(await count({ figure: 'timeToPay', value: '0' }), 1);
  assert.equal(await count({ figure: 'refunds', outcome: 'succeeded' }), 1);
  assert.equal((await figures.sessions({ date: day, outcome: 'withdrawn' }).toArray({ limit: 100 })).length, 1);
  await assert.rejects(count({ figure: 'acquirerAccounts', value: 'x' }), /begins with aa_/);
});

test('who asks for many at one time gets some, and hears when to ask for the others', async () => {
  const asked = await Promise.all(
    Array.from({ length: 12 }, () => other.shop.call('GET', `/figures?period=month&date=${day}`)),
  );
  assert.deepEqual(new Set(asked.map(({ status }) => status)), new Set([200, 429]));
  assert.ok(asked.every(({ status, headers }) => status === 200 || headers.get('retry-after') === '1'));
  assert.equal((await other.shop.call('GET', '/figures')).status, 200);
});

describe('the page of figures', () => {
  let browser: DeskBrowser;
  let base: string;

  before(async () => {
    const { merchantId } = merchant;
    base = `/m/${merchantId}`;
    await world.admin.inviteMember({ merchantId, email: 'fin@shop.example', role: 'finance' });
    const { link } = await world.admin.createSignInLink({ merchantId, email: 'fin@shop.example' });
    browser = createDeskBrowser(deskUrl);
    await browser.post(new URL(link).pathname, {});
  });

  /** Rows of a list, over all of its pages. */
  const rowsBehind = async (address: string): Promise<readonly string[]> => {
    const { body } = await browser.get(address);
    const [, list = ''] = /<tbody>([^]*?)<\/tbody>/.exec(body) ?? [];
    const [, next] = /rel="next"\s+href="([^"]+)"/.exec(body) ?? [];
    const rows = list.match(/<tr>[^]*?<\/tr>/g) ?? [];
    if (next === undefined) return rows;
    const more = `${address.split('?')[0] ?? ''}${next.replaceAll('&amp;', '&')}`;
    return [...rows, ...(await rowsBehind(more))];
  };

  for (const period of ['day', 'week', 'month'] as const)
    test(`every figure of a ${period} leads to as many rows as it counts`, async () => {
      const { body, status } = await browser.get(`${base}/figures?period=${period}&date=${day}`);
      assert.equal(status, 200, body);
      const links = [...body.matchAll(/<a\s+href="([^"]*\bfigure=[^"]*)"\s*>([^<]*)<\/a>/g)].map(
        ([, address = '', shown = '']) => ({ address: address.replaceAll('&amp;', '&'), shown }),
      );
      const kinds = new Set(links.map(({ address }) => new URLSearchParams(address.split('?')[1]).get('figure')));
      assert.deepEqual([...kinds].sort(), KINDS);
      for (const { address, shown } of links) {
        const rows = await rowsBehind(address);
        if (/^\d+$/.test(shown)) assert.equal(rows.length, Number(shown), address);
        else assert.equal(sumOf(rows), shown, address);
      }
    });

  test('the rows behind a figure can be exported as they are shown', async () => {
    const address = `${base}/payments?figure=brands&value=mastercard&outcome=approved&from=${day}&to=${day}`;
    const { body } = await browser.get(address);
    const [, path = ''] = /href="([^"]+format=csv)"/.exec(body) ?? [];
    const file = await browser.get(path.replaceAll('&amp;', '&'));
    assert.equal(file.body.split('\r\n').length, 3);
    assert.match(file.body, /"mastercard"/);
  });

  test('an address that names no figure, or another merchant’s things, shows nothing of them', async () => {
    for (const query of [
      `figure=accounts&value=aa_1&from=${day}&to=${day}`,
      `figure=refunds&outcome=x&from=${day}&to=${day}`,
    ])
      assert.deepEqual(await rowsBehind(`${base}/payments?${query}`), []);
    const { status } = await browser.get(`${base}/figures?period=century&date=yesterday`);
    assert.equal(status, 200);
  });
});

/** What the page of this day leads to. */
const KINDS = ['accounts', 'brands', 'countries', 'payments', 'reasons', 'refunds', 'sessions', 'threeDs', 'timeToPay'];

/** The amounts of a list, added up in hundredths, as a figure shows a sum. */
const sumOf = (rows: readonly string[]): string => {
  const amounts = rows.map((row) => /<td class="number">([\d.]+) ([A-Z]{3})<\/td>/.exec(row) ?? []);
  const currency = amounts[0]?.[2] ?? '';
  const sum = amounts.reduce((total, [, amount = '']) => total + BigInt(amount.replace('.', '')), 0n).toString();
  return currency === 'JPY' ? `${sum} JPY` : `${sum.slice(0, -2)}.${sum.slice(-2)} ${currency}`;
};
