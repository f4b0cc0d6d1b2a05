import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chooseRoutes, explainRoutes, type PaymentFacts } from './route.ts';
import { misfitOf, shareOut, type Rule, type RuleConditions } from './rules.ts';
import type { KnownAccount } from './store.ts';

const NOW_MS = Date.parse('2027-01-31T12:00:00Z');
const at = (minutes: number): Date => new Date(NOW_MS + minutes * 60_000);

const account = (id: string, fields: Partial<KnownAccount> = {}): KnownAccount => ({
  merchant_id: 'acme',
  id,
  name: id,
  connector: 'sandbox',
  live_mode: false,
  enabled: true,
  priority: 100,
  currencies: null,
  brands: null,
  settings: {},
  secret_id: 'secret',
  older_secret_id: null,
  older_secret_until: null,
  maintenance_from: null,
  maintenance_until: null,
  version: 1,
  created_at: at(-10_000),
  failures: null,
  open_until: null,
  ...fields,
});
const rule = (name: string, when: RuleConditions, accounts: Readonly<Record<string, number>>): Rule => ({
  name,
  enabled: true,
  when,
  accounts: Object.entries(accounts).map(([accountId, weight]) => ({ accountId, weight })),
});
const facts: PaymentFacts = {
  currency: 'EUR',
  amount: 10_000,
  card: { brand: 'visa', bin: '42424242' },
  initiator: 'customer',
  metadata: { shop: 'berlin', constructor: 'x' },
  key: 'a session',
};

describe('whether a rule fits', () => {
  const cases: readonly (readonly [RuleConditions, keyof RuleConditions | undefined])[] = [
    [{}, undefined],
    [{ currencies: ['USD', 'EUR'] }, undefined],
    [{ currencies: ['USD'] }, 'currencies'],
    [{ brands: ['mastercard'] }, 'brands'],
    [{ currencies: ['EUR'], amountFrom: 10_000, amountTo: 10_000 }, undefined],
    [{ currencies: ['EUR'], amountFrom: 10_001 }, 'amountFrom'],
    [{ currencies: ['EUR'], amountTo: 9_999 }, 'amountTo'],
    [{ currencies: ['EUR'], amountTo: 0 }, 'amountTo'],
    [{ cardBins: ['5', '42'] }, undefined],
    [{ cardBins: ['424241-424243'] }, undefined],
    [{ cardBins: ['424243-424299'] }, 'cardBins'],
    [{ cardBins: ['42424242'] }, undefined],
    [{ initiator: 'merchant' }, 'initiator'],
    [{ metadata: { shop: 'berlin' } }, undefined],
    [{ metadata: { shop: 'berlin', lane: '1' } }, 'metadata'],
    [{ metadata: { toString: 'x' } }, 'metadata'],
    [{ currencies: ['EUR'], brands: ['visa'], initiator: 'merchant' }, 'initiator'],
  ];
  for (const [when, misfit] of cases)
    test(`${JSON.stringify(when)}: ${misfit ?? 'fits'}`, () => {
      assert.equal(misfitOf(rule('r', when, { a: 1 }), facts), misfit);
    });

  test('a range of more digits than are known of a card does not fit', () => {
    const short = { ...facts, card: { brand: 'amex', bin: '378282' } } as const;
    assert.equal(misfitOf(rule('r', { cardBins: ['37828224'] }, { a: 1 }), short), 'cardBins');
    assert.equal(misfitOf(rule('r', { cardBins: ['378282'] }, { a: 1 }), short), undefined);
  });
});

describe('sharing out', () => {
  const shared = rule('shared', {}, { a: 70, b: 30, c: 0 });

  test('the same key goes the same way, and keys are shared out by weight; weight 0 is never first', () => {
    const firsts = Array.from({ length: 10_000 }, (_, n) => shareOut(shared, `session ${n}`)[0]?.accountId);
    const again = Array.from({ length: 10_000 }, (_, n) => shareOut(shared, `session ${n}`)[0]?.accountId);
    assert.deepEqual(firsts, again);
    const share = firsts.filter((id) => id === 'a').length / firsts.length;
    assert.ok(share > 0.68 && share < 0.72, String(share));
    assert.ok(!firsts.includes('c'));
  });

  test('a key’s way is the same in every version: it may be repeated after an upgrade', () => {
    assert.deepEqual(
      ['one', 'two', 'three', 'four', 'five', 'six'].map((key) => shareOut(shared, key)[0]?.accountId).join(''),
      'aababa',
    );
  });

  test('the others follow as the rule names them', () => {
    const orders = new Set(
      Array.from({ length: 50 }, (_, n) =>
        shareOut(shared, String(n))
          .map(({ accountId }) => accountId)
          .join(''),
      ),
    );
    assert.deepEqual([...orders].sort(), ['abc', 'bac']);
  });
});

describe('who is asked', () => {
  const show = (explained: ReturnType<typeof explainRoutes>) => ({
    order: explained.order.map(({ account: { id }, note }) => `${id} ${note.rule} ${note.why ?? ''}`),
    leftOut: explained.leftOut.map(({ account: { id }, why }) => `${id} ${why}`),
  });
  const explain = (accounts: readonly KnownAccount[], rules: readonly Rule[] = []) =>
    show(explainRoutes({ accounts, rules, nowMs: NOW_MS }, facts));

  test('the first rule that fits decides, one that is off does not; without one the priority', () => {
    const accounts = [account('a'), account('b')];
    const off = { ...rule('off', {}, { a: 1 }), enabled: false };
    const explained = explainRoutes(
      {
        accounts,
        rules: [
          off,
          rule('dollars', { currencies: ['USD'] }, { a: 1 }),
          rule('euros', {}, { b: 1 }),
          rule('all', {}, { a: 1 }),
        ],
        nowMs: NOW_MS,
      },
      facts,
    );
    assert.deepEqual(show(explained), { order: ['b euros first'], leftOut: ['a notInRule'] });
    assert.deepEqual(explained.passedOver, [
      { rule: 'off', why: 'off' },
      { rule: 'dollars', why: 'currencies' },
    ]);
    assert.deepEqual(explain(accounts), { order: ['a priority first', 'b priority next'], leftOut: [] });
  });

  test('a rule is not left: nobody else is asked when its accounts do not take the payment', () => {
    const accounts = [account('a', { enabled: false }), account('b')];
    const routing = chooseRoutes({ accounts, rules: [rule('only a', {}, { a: 1 })], nowMs: NOW_MS }, facts);
    assert.deepEqual(routing, { kind: 'none', why: 'noneTakesIt' });
  });

  test('an account that does not take the payment is left out, and why', () => {
    const accounts = [
      account('off', { enabled: false }),
      account('down', { maintenance_from: at(-1), maintenance_until: at(1) }),
      account('dollars', { currencies: ['USD'] }),
      account('amex', { brands: ['amex'] }),
      account('over', { maintenance_from: at(-2), maintenance_until: at(0) }),
      account('soon', { maintenance_from: at(1), maintenance_until: at(2) }),
    ];
    assert.deepEqual(explain(accounts), {
      order: ['over priority next', 'soon priority next'],
      leftOut: ['off off', 'down maintenance', 'dollars currency', 'amex brand'],
    });
  });

  test('one that is out of order comes last, and is asked when nobody else is left', () => {
    const broken = account('broken', { failures: 5, open_until: at(1) });
    assert.deepEqual(explain([broken, account('b')]).order, ['b priority outOfOrder', 'broken priority next']);
    assert.deepEqual(explain([broken]).order, ['broken priority lastResort']);
    const tried = account('tried', { failures: 5, open_until: at(-1) });
    assert.deepEqual(explain([tried, account('b')]).order, ['tried priority trial', 'b priority next']);
    assert.deepEqual(explain([account('b'), tried]).order, ['b priority first', 'tried priority next']);
  });
});
