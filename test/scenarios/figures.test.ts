/** What happened in a day, a week or a month: every figure is right, and leads to the rows that it counts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTollgate, type FiguresOfPeriod } from '@tollgate/sdk';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { capture, cardOf, createPayment, refund } from '../support/payments.ts';
import { aSession } from '../support/shop.ts';

let world: World;
let merchant: TestMerchant;
let other: TestMerchant;

before(async () => {
  world = await createWorld();
  [merchant, other] = [await world.addMerchant({ countsTries: false }), await world.addMerchant()];
  await createPayment(other.shop, { amount: 777 });
});
after(() => world.close());

const figuresOf = (
  { apiKey }: TestMerchant,
  query?: Parameters<ReturnType<typeof createTollgate>['figures']['retrieve']>[0],
) => createTollgate({ apiKey, baseUrl: world.gatewayUrl }).figures.retrieve(query);

/** The words of a list of figures, in a few letters each. */
const brief = <T>(rows: readonly T[], show: (row: T) => string): readonly string[] => rows.map(show);

const DECLINED = '4000000000000515';
const MASTERCARD = '5555555555554444';

describe('a day of a shop', () => {
  let figures: FiguresOfPeriod;

  before(async () => {
    const first = await createPayment(merchant.shop, { amount: 10_000 });
    await capture(merchant.shop, first.id, { amount: 9_000 });
    await refund(merchant.shop, first.id, 2_500);
    await createPayment(merchant.shop, { amount: 500, currency: 'JPY', captureMethod: 'automatic' });
    await createPayment(merchant.shop, { amount: 1, paymentMethod: { card: cardOf(MASTERCARD) } });
    await createPayment(merchant.shop, { amount: 99, paymentMethod: { card: cardOf(DECLINED) } });
    const left = await merchant.shop.createSession(aSession);
    await merchant.shop.call('POST', `/sessions/${left.id}/expire`);
    await merchant.shop.createSession(aSession);
    figures = await figuresOf(merchant);
  });

  test('payments count by how they ended', () => {
    const { previous, ...payments } = figures.payments;
    assert.deepEqual(payments, { abandoned: 0, approvalRate: 0.75, approved: 3, declined: 1, undecided: 0 });
    assert.equal(previous.approvalRate, null);
  });

  test('money is exact, by currency, and never added over currencies', () => {
    assert.deepEqual(
      brief(figures.volumes, ({ currency, authorized, captured, count }) =>
        [currency, authorized, captured, count].join(' '),
      ),
      ['EUR 10001 9000 2', 'JPY 500 500 1'],
    );
    assert.deepEqual(
      brief(figures.refunds, ({ currency, amount, succeeded }) => `${currency} ${amount} ${succeeded}`),
      ['EUR 2500 1'],
    );
  });

  test('by brand, account, country and reason', () => {
    assert.deepEqual(
      brief(figures.brands, ({ brand, approved, declined }) => `${brand} ${approved} ${declined}`),
      ['visa 2 1', 'mastercard 1 0'],
    );
    assert.deepEqual(
      brief(figures.acquirerAccounts, ({ account, approved }) => `${String(account)} ${approved}`),
      ['null 3'],
    );
    assert.deepEqual(
      brief(figures.countries, ({ country, approved }) => `${String(country)} ${approved}`),
      ['null 3'],
    );
    assert.deepEqual(
      brief(figures.declineReasons, ({ reason, count }) => `${reason} ${count}`),
      ['insufficientFunds 1'],
    );
  });

  test('sessions count by what became of their page', () => {
    const { abandoned, created, open, withdrawn } = figures.pages;
    assert.deepEqual({ abandoned, created, open, withdrawn }, { abandoned: 0, created: 2, open: 1, withdrawn: 1 });
  });

  test('the chart has an hour of each hour until now, and adds up to the day', () => {
    assert.equal(figures.series.length, new Date().getUTCHours() + 1);
    assert.equal(
      figures.series.reduce((sum, { payments }) => sum + payments.approved, 0),
      3,
    );
  });

  test('a merchant sees its own', async () => {
    assert.deepEqual(
      brief((await figuresOf(other)).volumes, ({ currency, authorized }) => `${currency} ${authorized}`),
      ['EUR 777'],
    );
  });
});
