/**
 * Everything an issuer can say, for every scheme and under every policy of a merchant: is it authorized, what does the
 * acquirer hear, who bears a fraud. Each row is a merchant's session of its own; the truth is the acquirer's journal.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerBank, bankNameOf, challengeFormIn, paymentOf } from '../support/authentication.ts';
import { follow, getPage, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { withCheckDigit } from '../support/pans.ts';
import { aCard } from '../support/shop.ts';

let world: World;
const policies = ['authorize', 'stop'] as const;
type Policy = (typeof policies)[number];
const merchants = new Map<Policy, TestMerchant>();

before(async () => {
  world = await createWorld();
  for (const policy of policies) {
    const merchant = await world.addMerchant({ countsTries: false });
    await world.admin.updateMerchant({
      merchantId: merchant.merchantId,
      threeDs: { whenUnavailable: policy, whenNotEnrolled: policy },
    });
    merchants.set(policy, merchant);
  }
});
after(() => world.close());

/** Numbers that no list of test cards has, one for each row: a fault is set for one number. */
const takenPans = new Set<string>();
const panOf = (prefix: string, length: number): string => {
  const pan = withCheckDigit(`${prefix}${String(100_000 + takenPans.size).padStart(length - 1 - prefix.length, '0')}`);
  takenPans.add(pan);
  return pan;
};

/** A Mastercard has codes of its own; the other schemes share Visa's. */
const schemes = {
  visa: { prefix: '45320', length: 16, eci: { full: '05', attempt: '06', exempt: '07', none: '07' } },
  mastercard: { prefix: '52300', length: 16, eci: { full: '02', attempt: '01', exempt: '06', none: '00' } },
  amex: { prefix: '37144', length: 15, eci: { full: '05', attempt: '06', exempt: '07', none: '07' } },
  jcb: { prefix: '35301', length: 16, eci: { full: '05', attempt: '06', exempt: '07', none: '07' } },
} as const;
type Scheme = keyof typeof schemes;

type Outcome =
  | {
      readonly authorized: true;
      readonly eci: 'full' | 'attempt' | 'exempt' | 'none';
      readonly shift: boolean;
      readonly status: string;
      readonly exempt?: true;
    }
  | { readonly authorized: false; readonly status: string; readonly declineReason: string };

const FULL: Outcome = { authorized: true, eci: 'full', shift: true, status: 'authenticated' };
const failed = (status: string): Outcome => ({ authorized: false, status, declineReason: 'authenticationFailed' });
const byPolicy: Readonly<Record<Policy, Outcome>> = {
  authorize: { authorized: true, eci: 'none', shift: false, status: 'unavailable' },
  stop: { authorized: false, status: 'unavailable', declineReason: 'authenticationRequired' },
};
const both = (outcome: Outcome): Readonly<Record<Policy, Outcome>> => ({ authorize: outcome, stop: outcome });

/** transStatus, and of a challenge what the customer did → what becomes of it. */
const rows: readonly (readonly [
  status: string,
  act: 'success' | 'fail' | 'cancel' | undefined,
  Readonly<Record<Policy, Outcome>>,
])[] = [
  ['Y', undefined, both(FULL)],
  ['A', undefined, both({ authorized: true, eci: 'attempt', shift: true, status: 'attempted' })],
  ['N', undefined, both(failed('failed'))],
  ['R', undefined, both(failed('rejected'))],
  ['U', undefined, byPolicy],
  ['D', undefined, byPolicy],
  ['I', undefined, both({ authorized: true, eci: 'exempt', shift: false, status: 'exempt', exempt: true })],
  ['C', 'success', both(FULL)],
  ['C', 'fail', both(failed('failed'))],
  ['C', 'cancel', both(failed('failed'))],
];

const pay = async (scheme: Scheme, policy: Policy, row: (typeof rows)[number]): Promise<void> => {
  const [status, act, outcomes] = row;
  const merchant = merchants.get(policy);
  assert.ok(merchant);
  const { prefix, length, eci } = schemes[scheme];
  const pan = panOf(prefix, length);
  await world.threeDs.setFault({ kind: 'status', status, match: { pan } });
  const order = `${scheme}-${policy}-${status}-${act ?? ''}`;
  const session = await merchant.shop.createSession({ merchantReferenceId: order });
  const submitted = await submitCard(await getPage(session.paymentUrl), {
    ...aCard,
    pan,
    cvc: scheme === 'amex' ? '1234' : '123',
  });
  const { left } =
    act === undefined
      ? await follow(submitted, world.gatewayUrl)
      : await answerBank(world, { form: challengeFormIn(submitted) }, act);

  const outcome = outcomes[policy];
  const payment = await paymentOf(merchant, session.id);
  const asked = await world.acquirer.journal({ order });
  assert.equal(payment.threeDs?.status, outcome.status);
  if (!outcome.authorized) {
    assert.deepEqual(
      [payment.status, (payment['lastError'] as Record<string, unknown>)['declineReason']],
      ['requiresPaymentMethod', outcome.declineReason],
    );
    assert.deepEqual(asked, [], 'the acquirer was asked all the same');
    assert.equal(payment.threeDs.liabilityShift, false);
    assert.equal(left, undefined, 'the customer stays on the page');
    return;
  }
  assert.match(String(left), /status=completed/);
  assert.deepEqual(
    [payment.status, payment.threeDs.eci, payment.threeDs.liabilityShift],
    ['succeeded', eci[outcome.eci], outcome.shift],
  );
  const [approved] = asked;
  assert.deepEqual(
    [approved?.eci, approved?.exemption, approved?.cavvDigest !== undefined],
    [eci[outcome.eci], outcome.exempt, outcome.shift],
  );
};

for (const scheme of Object.keys(schemes) as Scheme[]) {
  for (const policy of policies) {
    describe(`${scheme}, ${policy} when it could not be performed`, { concurrency: 5 }, () => {
      for (const row of rows) test(`${row[0]} ${row[1] ?? ''}`, () => pay(scheme, policy, row));
    });
  }
}

describe('nobody to ask', () => {
  for (const policy of policies) {
    test(`a card whose issuer does not take part, under "${policy}"`, async () => {
      const merchant = merchants.get(policy);
      assert.ok(merchant);
      const session = await merchant.shop.createSession({ merchantReferenceId: `none-${policy}` });
      const { left } = await follow(await submitCard(await getPage(session.paymentUrl), aCard), world.gatewayUrl);
      const payment = await paymentOf(merchant, session.id);
      assert.equal(left !== undefined, policy === 'authorize');
      assert.deepEqual(payment.threeDs, { liabilityShift: false, status: 'notEnrolled' });
      assert.equal((await world.acquirer.journal({ order: `none-${policy}` })).length, policy === 'authorize' ? 1 : 0);
    });

    for (const kind of [
      'dsErro',
      'dsCut',
      'dsGarbled',
      'dsErrorPage',
      'aresUnknownStatus',
      'aresWrongServerTransId',
      'aresShortCavv',
    ] as const) {
      test(`${kind}, under "${policy}": not a proof of anything`, async () => {
        const merchant = merchants.get(policy);
        assert.ok(merchant);
        const pan = panOf('45320', 16);
        await world.threeDs.setFault({ kind, match: { pan } });
        const session = await merchant.shop.createSession();
        const { left } = await follow(
          await submitCard(await getPage(session.paymentUrl), { ...aCard, pan }),
          world.gatewayUrl,
        );
        const payment = await paymentOf(merchant, session.id);
        assert.equal(left !== undefined, policy === 'authorize', JSON.stringify(payment));
        assert.equal(payment.threeDs?.liabilityShift, false);
      });
    }
  }

  for (const status of ['C', 'N', 'R'] as const) {
    for (const kind of ['aresNoAcsUrl', 'aresBadAcsUrl', 'aresWrongVersion', 'aresWrongServerTransId'] as const) {
      test(`${kind} with ${status}: what the issuer demands is not skipped, under no policy`, async () => {
        const merchant = merchants.get('authorize');
        assert.ok(merchant);
        const pan = panOf('45320', 16);
        for (const fault of [
          { kind, match: { pan } },
          { kind: 'status', status, match: { pan } },
        ] as const)
          await world.threeDs.setFault({ ...fault, count: 2 });
        const order = `${kind}-${status}`;
        const session = await merchant.shop.createSession({ merchantReferenceId: order });
        const { left } = await follow(
          await submitCard(await getPage(session.paymentUrl), { ...aCard, pan }),
          world.gatewayUrl,
        );
        assert.equal(left, undefined, 'the customer stays on the page');
        assert.deepEqual(await world.acquirer.journal({ order }), [], 'the acquirer was asked all the same');
        const payment = await paymentOf(merchant, session.id);
        assert.deepEqual(
          [payment.status, payment.threeDs?.status, payment.threeDs?.liabilityShift],
          ['requiresPaymentMethod', status === 'R' ? 'rejected' : 'failed', false],
        );
      });
    }
  }

  test('a challenge whose result could not be made is not as good as none: stopped, under every policy', async () => {
    for (const [policy, merchant] of merchants) {
      const pan = panOf('45320', 16);
      await world.threeDs.setFault({ kind: 'status', status: 'C', match: { pan } });
      await world.threeDs.setFault({ kind: 'rreqUnavailable', match: { pan } });
      const session = await merchant.shop.createSession({ merchantReferenceId: `inconclusive-${policy}` });
      const submitted = await submitCard(await getPage(session.paymentUrl), { ...aCard, pan });
      const { left } = await answerBank(world, { form: challengeFormIn(submitted) }, 'success');
      assert.equal(left, undefined);
      assert.deepEqual(await world.acquirer.journal({ order: `inconclusive-${policy}` }), []);
      assert.deepEqual((await paymentOf(merchant, session.id)).threeDs?.status, 'failed');
    }
  });

  test('every question names the merchant as its own issuer knows it', async () => {
    const [one] = merchants.values();
    assert.ok(one);
    assert.ok((await world.threeDs.journal({ merchant: bankNameOf(one) })).length > 0);
  });
});
