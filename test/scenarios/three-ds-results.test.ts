/**
 * Who may say that a customer is the cardholder: the directory server, by its own message or when it is asked. Its
 * message is lost, late, doubled or wrong; browsers bring claims that nobody made; cards and amounts are swapped. One
 * outcome, and nobody pays without a yes.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createKeys } from '../../src/base/keys.ts';
import { Secret } from '../../src/base/secret.ts';
import { createThreeDsAddresses } from '../../src/flow/authentication/addresses.ts';
import { forgeCRes, forgeRReq } from '../../simulators/threeds/forge.ts';
import { answerBank, beginChallenge, comeBack, paymentOf, type Challenged } from '../support/authentication.ts';
import { getPage, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { lookalikeOf, withCheckDigit } from '../support/pans.ts';
import { toldAbout } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';
import { claimOf, completeChallenge, postFromBank, type PostedForm } from '../support/threeds.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld({}, { threeDs: { faultTimes: { rreqLate: 15_000, rreqAfterCres: 1_500 } } });
  acme = await world.addMerchant();
});
after(() => world.close());

const CHALLENGE_CARD = '5555555555555599';

const approvalsOf = ({ session }: Challenged) =>
  world.acquirer.journal({ order: String(session['merchantReferenceId']) });

/** Paid once, with the issuer's proof, and told once. */
const assertPaid = async (challenged: Challenged): Promise<void> => {
  const { session } = challenged;
  const paid = await waitFor('the session is paid', async () => {
    const now = await acme.shop.session(session.id);
    return now.status === 'completed' && now;
  });
  assert.equal(paid.paymentStatus, 'paid');
  const approvals = await approvalsOf(challenged);
  assert.deepEqual(
    approvals.map(({ event }) => event),
    ['approved'],
  );
  assert.ok(approvals[0]?.cavvDigest, 'authorized without the proof');
  assert.deepEqual(await toldAbout(acme, session.id), [
    'session.created',
    'payment.created',
    'payment.requiresAction',
    'payment.funded',
    'payment.succeeded',
    'session.completed',
  ]);
};

/** Refused, nothing asked of the acquirer, and the customer may try again. */
const assertRefused = async (challenged: Challenged): Promise<void> => {
  const { session } = challenged;
  const payment = await waitFor('the attempt is over', async () => {
    const now = await paymentOf(acme, session.id);
    return now.status === 'requiresPaymentMethod' && now;
  });
  assert.equal((payment['lastError'] as Record<string, unknown>)['declineReason'], 'authenticationFailed');
  assert.deepEqual(payment.threeDs?.liabilityShift, false);
  assert.deepEqual(await approvalsOf(challenged), [], 'the acquirer was asked');
  assert.match((await getPage(session.paymentUrl)).html, /name="pan"/, 'the customer cannot try again');
};

/** The time that a result may take after its browser came back is over. */
const letResultTimePass = ({ session }: Challenged) =>
  world.sql(`
  update authentications set returned_at = now() - interval '2 minutes', check_at = now()
  where state = 'challenging'
  and payment_id in (select id from payments
  where merchant_reference_id = '${String(session['merchantReferenceId'])}')`);

const begin = (pan: string, order: string): Promise<Challenged> =>
  beginChallenge(acme, pan, { merchantReferenceId: order });

/** Who is asked what became of a challenge with this card hangs up. */
const nobodyTells = (pan: string): Promise<void> => world.threeDs.setFault({ kind: 'inquiryCut', match: { pan } });

/**
 * After a challenge whose result came late the card is gone from a page without script: the customer types it again,
 * and pays.
 */
const typeCardAgain = async ({ session }: Challenged, pan: string) => {
  const page = await waitFor('the form is shown again', async () => {
    const now = await getPage(session.paymentUrl);
    return /name="pan"/.test(now.html) && now;
  });
  return submitCard(page, { ...aCard, pan });
};

/** What the challenge goes by, as its browser knows it. */
const idsIn = ({ form }: Challenged) =>
  JSON.parse(Buffer.from(form.fields['creq'] ?? '', 'base64url').toString()) as {
    readonly threeDSServerTransID: string;
    readonly acsTransID: string;
  };

describe('a result', { concurrency: 8 }, () => {
  test('before the browser is back: paid', async () => {
    const challenged = await begin(CHALLENGE_CARD, 'r-before');
    const { left } = await answerBank(world, challenged, 'code');
    assert.match(String(left), /status=completed/);
    await assertPaid(challenged);
  });

  test('lost: the directory server is asked, and the customer pays', async () => {
    const challenged = await begin('4000000000005019', 'r-lost');
    const { left } = await answerBank(world, challenged, 'success');
    assert.match(String(left), /status=completed/);
    await assertPaid(challenged);
  });

  test('twice: one payment', async () => {
    const challenged = await begin('4000000000005027', 'r-twice');
    await answerBank(world, challenged, 'success');
    await assertPaid(challenged);
  });

  test('a moment after the browser: the page waits, and the customer pays', async () => {
    const challenged = await begin('4000000000005043', 'r-after');
    await answerBank(world, challenged, 'success');
    await assertPaid(challenged);
  });

  test('long after the browser, and nobody answers questions: the card is asked for once more, not the customer', async () => {
    await nobodyTells('4000000000005035');
    const challenged = await begin('4000000000005035', 'r-late');
    const { left, page } = await answerBank(world, challenged, 'success');
    assert.equal(left, undefined);
    assert.equal(page.status, 200);
    await typeCardAgain(challenged, '4000000000005035');
    await assertPaid(challenged);
  });

  test('after it was given up: it changes nothing', async () => {
    await nobodyTells('4000000000005035');
    const challenged = await begin('4000000000005035', 'r-too-late');
    await postFromBank(await completeChallenge(challenged.form, 'success'));
    await world.sql(
      `update authentications set ends_at = now(), check_at = now()
        where payment_id in (select id from payments where merchant_reference_id = 'r-too-late')`,
    );
    await waitFor(
      'it is given up',
      async () => (await paymentOf(acme, challenged.session.id)).status !== 'requiresAction',
    );
    const before = await paymentOf(acme, challenged.session.id);
    assert.equal(before.status, 'requiresPaymentMethod');
    const { acsTransID } = idsIn(challenged);
    await waitFor('the result came, and was answered', async () =>
      (await world.threeDs.journal({ acsTransID })).some(
        ({ event }) => event === 'rresReceived' || event === 'rresMissing',
      ),
    );
    assert.deepEqual(await paymentOf(acme, challenged.session.id), before);
  });

  for (const [what, pan] of [
    ['about another authentication', '4000000000005050'],
    ['with another ACS’s id', '4000000000005068'],
    ['with another id of the directory server', '4000000000005076'],
    ['that nobody can read', '4000000000005134'],
    ['that is none', '4000000000005100'],
    ['without its proof', '4000000000005118'],
    ['with half of its proof', '4000000000005126'],
  ] as const) {
    test(`${what} is not believed`, async () => {
      await nobodyTells(pan);
      const challenged = await begin(pan, `r-${pan.slice(-4)}`);
      await postFromBank(await completeChallenge(challenged.form, 'success'));
      assert.equal((await acme.shop.session(challenged.session.id)).status, 'open');
      await letResultTimePass(challenged);
      await assertRefused(challenged);
    });
  }

  test('says no, and the browser says yes: no', async () => {
    for (const [pan, order] of [
      ['4000000000005183', 'r-yes'],
      ['4000000000005084', 'r-contradicts'],
    ] as const) {
      const challenged = await begin(pan, order);
      const back = await completeChallenge(challenged.form, pan.endsWith('5183') ? 'fail' : 'success');
      assert.equal(claimOf(back)['transStatus'], 'Y');
      await comeBack(world, back);
      await assertRefused(challenged);
    }
  });

  test('of the browser comes twice, with another id, or unreadable: the directory server’s word counts', async () => {
    for (const pan of ['4000000000005159', '4000000000005167', '4000000000005175']) {
      const challenged = await begin(pan, `r-${pan.slice(-4)}`);
      const back = await completeChallenge(challenged.form, 'success');
      await Promise.all([comeBack(world, back), comeBack(world, back)]);
      await assertPaid(challenged);
    }
  });
});

describe('a dishonest customer', { concurrency: 4 }, () => {
  test('claims success with a CRes that no bank made, and brings the card: nothing is asked of the acquirer', async () => {
    await nobodyTells('4000000000005019');
    const challenged = await begin('4000000000005019', 'forged');
    const back = await completeChallenge(challenged.form, 'fail');
    const forged: PostedForm = {
      action: back.action,
      fields: {
        cres: forgeCRes(idsIn(challenged)),
        threeDSSessionData: challenged.form.fields['threeDSSessionData'] ?? '',
      },
    };
    for (const { status } of await Promise.all([1, 2, 3].map(() => postFromBank(forged)))) assert.equal(status, 303);
    await submitCard(await getPage(challenged.session.paymentUrl), aCard);
    assert.deepEqual(await approvalsOf(challenged), []);
    await letResultTimePass(challenged);
    await assertRefused(challenged);
  });

  test('posts a result where browsers come back, and to an address that is almost right', async () => {
    const challenged = await begin(CHALLENGE_CARD, 'forged-result');
    const back =
      (await completeChallenge(challenged.form, 'resend', 'fail').catch(() => undefined)) ??
      (await completeChallenge(challenged.form, 'fail'));
    const token = back.action.split('/').at(-1) ?? '';
    const body = forgeRReq({ ...idsIn(challenged), dsTransID: '11111111-2222-4333-8444-555555555555' });
    for (const path of [token, token.slice(0, -1), `${token}1`, 'x', encodeURIComponent('../')]) {
      const response = await fetch(`${world.gatewayUrl}/3ds/results/${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      assert.ok(response.status < 500);
      assert.doesNotMatch(await response.text(), /"RRes"/);
    }
    await assertRefused(challenged);
  });

  test('has even found the address for results, and knows two of its three ids', async () => {
    const challenged = await begin(CHALLENGE_CARD, 'found');
    const [row] = await world.sql<{ merchant_id: string; attempt_id: string }>(`
      select u.merchant_id, u.attempt_id from authentications u join payments p on p.id = u.payment_id
      where p.merchant_reference_id = 'found'`);
    assert.ok(row);
    const addresses = createThreeDsAddresses({
      keys: createKeys(new Secret(Buffer.from('7'.repeat(64), 'hex'))),
      publicUrl: world.gatewayUrl,
    });
    const url = addresses.urlOf('result', { merchantId: row.merchant_id, attemptId: row.attempt_id });
    const result = JSON.parse(
      forgeRReq({ ...idsIn(challenged), dsTransID: '11111111-2222-4333-8444-555555555555' }),
    ) as Record<string, unknown>;
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{"messageType":"RReq"}',
      JSON.stringify(result),
      JSON.stringify({ ...result, transStatus: 'C' }),
      JSON.stringify({ ...result, acsTransID: 5 }),
      JSON.stringify({ ...result, padding: 'x'.repeat(30_000) }),
      'x'.repeat(40_000),
    ];
    for (const body of bodies) {
      const answer = await fetch(url, { method: 'POST', body });
      assert.ok(answer.status < 500, body.slice(0, 80));
      assert.doesNotMatch(await answer.text(), /"RRes"/, body.slice(0, 80));
    }
    assert.deepEqual(await world.sql(`select state from authentications where attempt_id = '${row.attempt_id}'`), [
      { state: 'challenging' },
    ]);
    const { left } = await answerBank(world, challenged, 'success');
    assert.match(String(left), /status=completed/);
  });

  test('pays with another card than the bank was asked about', async () => {
    await nobodyTells('4000000000005035');
    const challenged = await begin('4000000000005035', 'swapped');
    await answerBank(world, challenged, 'success');
    await typeCardAgain(challenged, lookalikeOf('4000000000005035'));
    await assertRefused(challenged);
  });

  test('brings the ticket of another attempt', async () => {
    const [one, other] = [await begin(CHALLENGE_CARD, 'ticket-1'), await begin(CHALLENGE_CARD, 'ticket-2')];
    const back = await completeChallenge(one.form, 'success');
    await comeBack(world, {
      action: back.action,
      fields: { ...back.fields, threeDSSessionData: other.form.fields['threeDSSessionData'] ?? '' },
    });
    assert.deepEqual(await approvalsOf(one), []);
    assert.equal((await acme.shop.session(one.session.id)).status, 'open');
  });

  test('the amount is another than the bank was told: not authorized', async () => {
    const challenged = await begin(CHALLENGE_CARD, 'amount');
    await world.sql(
      `update authentications set amount = amount - 1
        where payment_id in (select id from payments where merchant_reference_id = 'amount')`,
    );
    await answerBank(world, challenged, 'success');
    await assertRefused(challenged);
  });
});

describe('a soft decline', { concurrency: 4 }, () => {
  test('is followed by one challenge, after which the card pays', async () => {
    const challenged = await begin('4000000000000655', 'soft');
    assert.deepEqual(
      (await approvalsOf(challenged)).map(({ event, code }) => [event, code]),
      [['declined', '1A']],
    );
    const { left } = await answerBank(world, challenged, 'code');
    assert.match(String(left), /status=completed/);
    const events = await approvalsOf(challenged);
    assert.deepEqual(
      events.map(({ event, exemption }) => [event, exemption]),
      [
        ['declined', true],
        ['approved', undefined],
      ],
    );
    const payment = await paymentOf(acme, challenged.session.id);
    assert.deepEqual([payment.threeDs?.eci, payment.threeDs?.liabilityShift], ['05', true]);
  });

  test('whose challenge fails stays declined, and the next try begins with a challenge', async () => {
    const challenged = await begin('4000000000000655', 'soft-failed');
    const { page } = await answerBank(world, challenged, 'fail');
    assert.match(page.html, /name="pan"/);
    const again = await submitCard(page, { ...aCard, pan: '4000000000000655' });
    assert.match(again.html, /name="creq"/);
    assert.equal((await approvalsOf(challenged)).length, 1, 'the acquirer was asked again without the customer');
  });

  test('that comes again after a proof is the end: the acquirer is asked twice, and never a third time', async () => {
    const pan = withCheckDigit('453201999999999');
    await world.threeDs.setFault({ kind: 'status', status: 'Y', match: { pan } });
    await world.acquirer.setFault({ kind: 'decline', code: '65', match: { order: 'soft-twice' } });
    const session = await acme.shop.createSession({ merchantReferenceId: 'soft-twice' });
    await submitCard(await getPage(session.paymentUrl), { ...aCard, pan });
    assert.deepEqual(
      (await world.acquirer.journal({ order: 'soft-twice' })).map(({ event, code }) => [event, code]),
      [
        ['declined', '65'],
        ['declined', '65'],
      ],
    );
    assert.equal((await paymentOf(acme, session.id)).status, 'requiresPaymentMethod');
  });

  test('where the bank will not ask: declined, without a second try at the acquirer', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'soft-final' });
    const answer = await submitCard(await getPage(session.paymentUrl), { ...aCard, pan: '4000000000006074' });
    assert.equal(answer.status, 303);
    const payment = await paymentOf(acme, session.id);
    assert.deepEqual(
      [payment.status, (payment['lastError'] as Record<string, unknown>)['declineReason']],
      ['requiresPaymentMethod', 'authenticationRequired'],
    );
    assert.equal((await world.acquirer.journal({ order: 'soft-final' })).length, 1);
  });

  test('a rejected card is never tried again without 3-D Secure, whatever the policy says', async () => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'rejected' });
    await submitCard(await getPage(session.paymentUrl), { ...aCard, pan: '4000000000006017' });
    await world.threeDs.setFault({ kind: 'status', status: 'U', match: { pan: '4000000000006017' }, count: 1 });
    await submitCard(await getPage(session.paymentUrl), { ...aCard, pan: '4000000000006017' });
    assert.deepEqual(await world.acquirer.journal({ order: 'rejected' }), []);
    assert.equal((await paymentOf(acme, session.id)).threeDs?.status, 'unavailable');
  });
});
