import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import {
  createTollgate,
  ReturnVerificationError,
  signReturnForTest,
  verifyPaymentReturn,
  verifyPaymentReturnAsync,
  verifyReturn,
  verifyReturnAsync,
} from './index.ts';
import type { ReturnVerificationCode } from './index.ts';

const API_KEY = '6HUXQFbeomV1zf5i8cgm5W8KfncENVEa5uh8RngB';
const SIGNED_AT = 1_711_614_397;
const now = (SIGNED_AT + 10) * 1000;
const result = { sessionId: 'ps_2GRSabc', status: 'completed', sequence: 3 } as const;
const signed = signReturnForTest('https://shop.example/orders/7?lang=de', result, API_KEY, { timestamp: SIGNED_AT });

const judged = { now, expectedSessionId: result.sessionId };
const judgedPayment = { now, expectedPaymentId: 'py_2GSLabc' };

const refusedWith = (code: ReturnVerificationCode) => (error: unknown) => {
  assert.ok(error instanceof ReturnVerificationError);
  assert.equal(error.code, code);
  return true;
};

test('sig is made with a key derived from the API key, over the four values with dots', () => {
  const returnKey = createHmac('sha256', API_KEY).update('tollgate return v1').digest();
  const sig = createHmac('sha256', returnKey)
    .update(`ps_2GRSabc.completed.3.${String(SIGNED_AT)}`)
    .digest('hex');
  assert.equal(
    signed,
    `https://shop.example/orders/7?lang=de&sessionId=ps_2GRSabc&status=completed&sequence=3&t=${String(SIGNED_AT)}&sig=${sig}`,
  );
});

test('a return verifies in every form a server meets it in', () => {
  const url = new URL(signed);
  for (const source of [
    signed,
    url,
    url.searchParams,
    url.search,
    url.search.slice(1),
    `${url.pathname}${url.search}`,
    `${signed}#top`,
    // Express's req.query and Next's searchParams; of two with one name the last is the gateway's.
    Object.fromEntries(url.searchParams),
    { ...Object.fromEntries(url.searchParams), status: ['mine', 'completed'], lang: ['de', 'fr'], nested: { a: '1' } },
  ]) {
    const verified = verifyReturn(source, API_KEY, judged);
    assert.deepEqual(verified, { ...result, signedAt: new Date(SIGNED_AT * 1000) });
  }
});

test('the customer of a payment comes back with the payment’s id, which no return of a session can stand for', () => {
  const paid = { paymentId: 'py_2GSLabc', status: 'succeeded', sequence: 4 } as const;
  const url = signReturnForTest('https://shop.example/back', paid, API_KEY, { timestamp: SIGNED_AT });
  assert.deepEqual(verifyPaymentReturn(url, API_KEY, judgedPayment), {
    ...paid,
    signedAt: new Date(SIGNED_AT * 1000),
  });
  assert.throws(
    () => verifyPaymentReturn(url, API_KEY, { now, expectedPaymentId: 'py_other' }),
    refusedWith('other_payment'),
  );
  assert.throws(
    () => verifyPaymentReturn(url.replace('succeeded', 'canceled'), API_KEY, judgedPayment),
    refusedWith('no_match'),
  );
  assert.throws(
    () => verifyPaymentReturn(url.replace('succeeded', 'completed'), API_KEY, judgedPayment),
    refusedWith('malformed_parameters'),
  );
  assert.throws(() => verifyReturn(url, API_KEY, judged), refusedWith('malformed_parameters'));
  assert.throws(() => verifyPaymentReturn(signed, API_KEY, judgedPayment), refusedWith('malformed_parameters'));
  const tollgate = createTollgate({ apiKey: API_KEY, baseUrl: 'http://localhost:1' });
  assert.equal(tollgate.verifyPaymentReturn(url, judgedPayment).status, 'succeeded');
});

test('a custom scheme verifies too', () => {
  const appUrl = signReturnForTest('sdk://done', result, API_KEY, { timestamp: SIGNED_AT });
  assert.match(appUrl, /^sdk:\/\/done\?sessionId=/);
  assert.equal(verifyReturn(appUrl, API_KEY, judged).status, 'completed');
});

test('while keys rotate, either key may have created the session', () => {
  assert.equal(verifyReturn(signed, ['new key', API_KEY], judged).sequence, 3);
  const tollgate = createTollgate({ apiKey: 'newKey', previousApiKeys: [API_KEY], baseUrl: 'http://localhost:1' });
  assert.equal(tollgate.verifyReturn(signed, { now, expectedSessionId: 'ps_2GRSabc' }).sequence, 3);
});

test('the shop may have parameters of the same names: the last ones are the gateway’s', () => {
  const own = signReturnForTest('https://shop.example/?status=mine&t=1', result, API_KEY, { timestamp: SIGNED_AT });
  assert.equal(verifyReturn(own, API_KEY, judged).status, 'completed');
});

test('every way to be wrong has its own code', () => {
  const cases: readonly (readonly [label: string, code: ReturnVerificationCode, run: () => unknown])[] = [
    ['nothing there', 'no_parameters', () => verifyReturn('https://shop.example/orders/7', API_KEY, judged)],
    ['no address', 'no_parameters', () => verifyReturn(undefined, API_KEY, judged)],
    ['a key that is not set', 'no_key', () => verifyReturn(signed, process.env['TOLLGATE_NOT_SET'], judged)],
    ['empty', 'no_parameters', () => verifyReturn('', API_KEY, judged)],
    ['no sig', 'malformed_parameters', () => verifyReturn(signed.replace(/&sig=.*/, ''), API_KEY, judged)],
    ['no t', 'malformed_parameters', () => verifyReturn(signed.replace(/&t=\d+/, ''), API_KEY, judged)],
    [
      'unknown status',
      'malformed_parameters',
      () => verifyReturn(signed.replace('=completed', '=paid'), API_KEY, judged),
    ],
    [
      'sequence 3e0',
      'malformed_parameters',
      () => verifyReturn(signed.replace('sequence=3', 'sequence=3e0'), API_KEY, judged),
    ],
    ['changed status', 'no_match', () => verifyReturn(signed.replace('=completed', '=expired'), API_KEY, judged)],
    ['changed sequence', 'no_match', () => verifyReturn(signed.replace('sequence=3', 'sequence=4'), API_KEY, judged)],
    ['dots moved', 'no_match', () => verifyReturn(signed.replace('sequence=3', 'sequence=03'), API_KEY, judged)],
    ['other key', 'no_match', () => verifyReturn(signed, 'other', judged)],
    ['no key', 'no_key', () => verifyReturn(signed, [], judged)],
    ['no order', 'no_expectation', () => verifyReturn(signed, API_KEY, { now, expectedSessionId: undefined })],
    ['an empty one', 'no_expectation', () => verifyReturn(signed, API_KEY, { now, expectedSessionId: '' })],
    ['nothing at all', 'no_expectation', () => (verifyReturn as (...given: unknown[]) => unknown)(signed, API_KEY)],
    ['other order', 'other_session', () => verifyReturn(signed, API_KEY, { now, expectedSessionId: 'ps_other' })],
    [
      'a day and a second',
      'timestamp_too_old',
      () => verifyReturn(signed, API_KEY, { ...judged, now: (SIGNED_AT + 86_401) * 1000 }),
    ],
    [
      'clock behind',
      'timestamp_in_future',
      () => verifyReturn(signed, API_KEY, { ...judged, now: (SIGNED_AT - 301) * 1000 }),
    ],
  ];
  for (const [label, code, run] of cases) assert.throws(run, refusedWith(code), label);
});

test('by WebCrypto the answers are the same', async () => {
  assert.deepEqual(await verifyReturnAsync(signed, API_KEY, judged), verifyReturn(signed, API_KEY, judged));
  await assert.rejects(verifyReturnAsync(signed, 'other', judged), refusedWith('no_match'));
  const tollgate = createTollgate({ apiKey: API_KEY, baseUrl: 'http://localhost:1' });
  assert.equal((await tollgate.verifyReturnAsync(signed, judged)).sequence, 3);
  const paid = { paymentId: 'py_2GSLabc', status: 'succeeded', sequence: 4 } as const;
  const url = signReturnForTest('https://shop.example/back', paid, API_KEY, { timestamp: SIGNED_AT });
  assert.equal((await tollgate.verifyPaymentReturnAsync(url, judgedPayment)).status, 'succeeded');
  assert.equal((await verifyPaymentReturnAsync(url, API_KEY, judgedPayment)).status, 'succeeded');
});

test('a limit that is no number limits nothing, so it is refused', () => {
  for (const toleranceSeconds of [Number.NaN, -1, '60' as unknown as number])
    assert.throws(() => verifyReturn(signed, API_KEY, { ...judged, toleranceSeconds }), TypeError);
  assert.throws(() => verifyReturn(signed, API_KEY, { ...judged, now: new Date('never') }), TypeError);
});

test('the tolerance can be lifted', () => {
  const longAfter = { ...judged, now: (SIGNED_AT + 9_999_999) * 1000, toleranceSeconds: Infinity };
  assert.equal(verifyReturn(signed, API_KEY, longAfter).status, 'completed');
});

const webhooks = [
  { result: 'acknowledged', ms: 37 },
  { result: 'timedOut' },
  { result: 'noEndpoint' },
  { result: 'failing' },
] as const;

test('what the webhook had come to is signed beside the rest, with a signature of its own', async () => {
  for (const webhook of webhooks) {
    const url = signReturnForTest('https://shop.example/?webhook=mine&webhookSig=1', { ...result, webhook }, API_KEY, {
      timestamp: SIGNED_AT,
    });
    assert.deepEqual(verifyReturn(url, API_KEY, judged).webhook, webhook);
    assert.deepEqual((await verifyReturnAsync(url, ['newKey', API_KEY], judged)).webhook, webhook);
    assert.ok(url.includes(new URL(signed).searchParams.get('sig') ?? 'none'), 'the old signature is what it was');
  }
});

test('a change of what it says is refused, and taking all of it away claims nothing', () => {
  const acknowledged = { ...result, webhook: webhooks[0] };
  const url = signReturnForTest('https://shop.example/', acknowledged, API_KEY, { timestamp: SIGNED_AT });
  const late = signReturnForTest('https://shop.example/', { ...result, webhook: webhooks[1] }, API_KEY, {
    timestamp: SIGNED_AT,
  });
  const sigOf = (from: string): string => new URL(from).searchParams.get('webhookSig') ?? '';
  for (const changed of [
    late.replace('webhook=timedOut', 'webhook=failing'),
    late.replace('webhook=timedOut', 'webhook=acknowledged&webhookMs=37'),
    late.replace('webhook=timedOut', 'webhook=acknowledged'),
    url.replace('webhookMs=37', 'webhookMs=3'),
    url.replace('&webhookMs=37', ''),
    url.replace('webhookMs=37', 'webhookMs=037'),
    late.replace(sigOf(late), sigOf(url)),
    url.replace(sigOf(url), new URL(url).searchParams.get('sig') ?? ''),
  ])
    assert.throws(() => verifyReturn(changed, API_KEY, judged), refusedWith('no_match'), changed);
  for (const broken of [
    url.replace('webhook=acknowledged&', ''),
    url.replace('webhookMs=37', 'webhookMs=-1'),
    url.replace('webhook=acknowledged', 'webhook=acknowledged.37'),
    url.replace(sigOf(url), 'abc'),
    url.replace(sigOf(url), ''),
  ])
    assert.throws(() => verifyReturn(broken, API_KEY, judged), refusedWith('malformed_parameters'), broken);
  const bare = url.replace(/&webhook=.*$/, '');
  assert.equal('webhook' in verifyReturn(bare, API_KEY, judged), false);
  assert.equal('webhook' in verifyReturn(`${signed}&webhook=mine`, API_KEY, judged), false);
});

test('a word that this SDK is too old to know is no reason to refuse a genuine return', () => {
  const webhook = { result: 'postponed' } as unknown as (typeof webhooks)[1];
  const url = signReturnForTest('https://shop.example/', { ...result, webhook }, API_KEY, { timestamp: SIGNED_AT });
  assert.deepEqual(verifyReturn(url, API_KEY, judged), { ...result, signedAt: new Date(SIGNED_AT * 1000) });
});
