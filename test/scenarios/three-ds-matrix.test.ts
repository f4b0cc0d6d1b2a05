/**
 * Nobody answers who could be believed: what then, under every policy of a merchant. What issuers say that do answer is
 * in `test/stories/three-d-secure.txt`. The truth is the acquirer's journal.
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
