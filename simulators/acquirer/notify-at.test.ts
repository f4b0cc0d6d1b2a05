/** What the simulator is told while it runs, and what its Stripe remembers of the run before. */
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { startTestAcquirer } from '../../test/support/acquirer.ts';

const SECRET = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0';

const folderFor = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-acquirer-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
};

const stripe = async (url: string, path: string, form: Readonly<Record<string, string>>) => {
  const headers = { authorization: 'Bearer sk_test_simulated' };
  const response = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return (await response.json()) as Readonly<Record<string, unknown>>;
};

test('an address for notifications that makes no sense, or comes from another site, is refused', async (t) => {
  const acquirer = await startTestAcquirer();
  t.after(() => acquirer.stop());
  const put = async (body: unknown, headers = {}) =>
    (await fetch(`${acquirer.url}/control/notifications`, { method: 'PUT', headers, body: JSON.stringify(body) }))
      .status;
  const good = { face: 'stripe', url: 'http://127.0.0.1:1/', secret: SECRET };
  assert.equal(await put(good), 200);
  assert.equal(await put(good, { 'sec-fetch-site': 'cross-site' }), 403);
  for (const bad of [
    null,
    {},
    { ...good, face: 'toString' },
    { ...good, face: 'sandbox' },
    { ...good, url: 'javascript:alert(1)' },
    { ...good, secret: 'short' },
    { ...good, face: 'adyen' },
  ])
    assert.equal(await put(bad), 400, JSON.stringify(bad));
});

test('an intent of Stripe outlives the process, a torn line, and keeps no card number', async (t) => {
  const dataDir = await folderFor(t);
  const first = await startTestAcquirer({ dataDir });
  const intent = await stripe(first.url, 'payment_intents', {
    amount: '1000',
    currency: 'eur',
    capture_method: 'manual',
  });
  const method = await stripe(first.url, 'payment_methods', {
    type: 'card',
    'card[number]': '4242424242424242',
    'card[exp_month]': '12',
    'card[exp_year]': '2039',
    'card[cvc]': '123',
  });
  const path = `payment_intents/${String(intent['id'])}`;
  const confirmed = await stripe(first.url, `${path}/confirm`, { payment_method: String(method['id']) });
  assert.equal(confirmed['status'], 'requires_capture');
  await first.stop();

  const file = join(dataDir, 'acquirer', 'stripe.jsonl');
  assert.doesNotMatch(await readFile(file, 'utf8'), /42424242/);
  await appendFile(file, '{"intent":{"id":"pi_to');
  const second = await startTestAcquirer({ dataDir });
  assert.equal((await stripe(second.url, `${path}/capture`, {}))['status'], 'succeeded');
  await second.stop();

  const third = await startTestAcquirer({ dataDir });
  t.after(() => third.stop());
  const refund = await stripe(third.url, 'refunds', { payment_intent: String(intent['id']) });
  assert.equal(refund['status'], 'succeeded');
});
