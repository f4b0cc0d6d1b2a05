/**
 * Cards that a shop's app encrypted. The app is written here by itself, from the contract alone: OpenSSL's RSA, a line
 * of text, base64.
 */
import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, publicEncrypt, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createMortalWorld } from '../support/mortal-world.ts';
import { createPayment, paymentNow, type PaymentBody } from '../support/payments.ts';
import { withCheckDigit } from '../support/pans.ts';
import { dumpRows } from '../support/rows.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant({ countsTries: false });
});
after(() => world.close());

type KeysBody = {
  readonly keys: readonly {
    readonly keyValue: string;
    readonly protocolVersion: string;
    readonly keyExpiration: number;
  }[];
};

const fetchKeys = async (gatewayUrl = world.gatewayUrl): Promise<KeysBody> =>
  (await (await fetch(`${gatewayUrl}/payment/se/keys.do`)).json()) as KeysBody;

const keyNow = async (): Promise<string> => (await fetchKeys()).keys[0]?.keyValue ?? '';

const stamp = (ms: number): string => `${new Date(ms + 2 * 3_600_000).toISOString().slice(0, 19)}+02:00`;

/** What an app writes, in its order. */
const aLine = () => ({
  timestamp: stamp(Date.now()),
  uuid: randomUUID() as string,
  pan: '4242424242424242',
  cvv: '123',
  expiry: '203912',
  mdOrder: '',
  bindingId: '',
  cardholder: 'ANNA SCHMIDT',
  registeredFrom: 'MSDK_CORE',
});
type Line = ReturnType<typeof aLine>;

const encryptTo = (key: string, text: string): string =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64');

const makeToken = async (fields: Partial<Line> = {}): Promise<string> =>
  encryptTo(await keyNow(), Object.values({ ...aLine(), ...fields }).join('/'));

const payWith = (token: string, more: object = {}, idempotencyKey?: string) =>
  acme.shop.call<PaymentBody>('POST', '/payments', {
    body: { amount: 10_000, currency: 'EUR', captureMethod: 'manual', paymentMethod: { card: { token } }, ...more },
    ...(idempotencyKey !== undefined && { headers: { 'Idempotency-Key': idempotencyKey } }),
  });

type Refusal = { readonly errors: readonly { readonly pointer: string }[]; readonly requestId: string };

const refusalOf = async (token: string) => {
  const { status, text } = await payWith(token);
  const { requestId: _, ...refusal } = JSON.parse(text) as Refusal;
  return { status, ...refusal };
};

test('the key is one that every RSA library reads, the same in every process', async () => {
  const { keys } = await fetchKeys();
  const other = await world.addGateway();
  const elsewhere = await fetchKeys(other);
  assert.deepEqual(elsewhere.keys, keys);
  const [key] = keys;
  assert.match(key?.keyValue ?? '', /^-----BEGIN PUBLIC KEY-----\n/);
  assert.equal(key?.protocolVersion, 'RSA');
  assert.ok((key?.keyExpiration ?? 0) > Date.now());
});

test('a token pays like the card in it', async () => {
  const { status, body, text } = await payWith(await makeToken());
  assert.equal(status, 200, text);
  assert.equal(body.status, 'requiresCapture');
  assert.deepEqual((body['paymentMethod'] as { card: unknown }).card, {
    bin: '42424242',
    brand: 'visa',
    expiryMonth: 12,
    expiryYear: 2039,
    last4: '4242',
  });
});

test('what an app may write otherwise: UTC as Z, no name, no trailing fields, a slash in the name, lines of base64', async () => {
  const short = Object.values({ ...aLine(), timestamp: `${new Date().toISOString().slice(0, 19)}Z` })
    .slice(0, 6)
    .join('/');
  const tokens = [
    encryptTo(await keyNow(), short),
    await makeToken({ cardholder: '' }),
    await makeToken({ cardholder: 'A/B SCHMIDT' }).then((token) => token.replaceAll(/.{76}/g, '$&\n')),
  ];
  for (const token of tokens) assert.equal((await payWith(token)).status, 200);
});

test('wrong, old, early, spent, garbled: one answer', async () => {
  const spent = await makeToken();
  assert.equal((await payWith(spent)).status, 200);
  const good = Buffer.from(await makeToken(), 'base64');
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
    format: 'pem',
    type: 'spki',
  });
  const key = await keyNow();
  const line = Object.values(aLine()).join('/');
  const bad: Readonly<Record<string, string>> = {
    spent,
    'of another key': encryptTo(String(stranger), line),
    'a bit changed': Buffer.from(good.map((byte, at) => (at === 100 ? byte ^ 1 : byte))).toString('base64'),
    'cut short': good.subarray(0, 200).toString('base64'),
    'larger than the modulus': Buffer.alloc(256, 0xff).toString('base64'),
    zero: Buffer.alloc(256).toString('base64'),
    'no base64': '%%%',
    'padding of another kind': publicEncrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING },
      Buffer.from(line),
    ).toString('base64'),
    'good padding, another text': encryptTo(key, 'hello'),
    old: await makeToken({ timestamp: stamp(Date.now() - 601_000) }),
    early: await makeToken({ timestamp: stamp(Date.now() + 300_000) }),
    'no time': await makeToken({ timestamp: 'now' }),
    'no id': await makeToken({ uuid: 'x' }),
    'for an order': await makeToken({ mdOrder: randomUUID() }),
    'a wrong number': await makeToken({ pan: '4242424242424241' }),
    'an expired card': await makeToken({ expiry: '202001' }),
    'a stored card that is none': await makeToken({ pan: '', bindingId: 'pm_2GSLCTk1' }),
  };
  const answers = await Promise.all(
    Object.entries(bad).map(async ([what, token]) => [what, await refusalOf(token)] as const),
  );
  const [, first] = answers[0] ?? [];
  assert.equal(first?.status, 400);
  assert.equal(first?.errors[0]?.pointer, '/paymentMethod/card/token');
  for (const [what, answer] of answers) assert.deepEqual(answer, first, what);
});

test('a request that is repeated has its answer again; with another key its token is spent', async () => {
  const token = await makeToken();
  const key = randomUUID();
  const [first, again] = [await payWith(token, {}, key), await payWith(token, {}, key)];
  assert.equal(first.status, 200, first.text);
  assert.equal(again.text, first.text);
  assert.equal((await payWith(token, {}, randomUUID())).status, 400);
  assert.equal((await payWith(await makeToken(), {}, key)).status, 422);
});

test('of ten requests with one token at one time one pays', async () => {
  const token = await makeToken();
  const answers = await Promise.all(Array.from({ length: 10 }, () => payWith(token)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 400).length, 9);
});

test('a customer who is asked by the issuer has the same address again, with the code in its ticket', async () => {
  const token = await makeToken({ pan: '5555555555555599' });
  const key = randomUUID();
  const more = { returnUrl: 'https://shop.example/back', captureMethod: 'automatic' };
  const first = await payWith(token, more, key);
  assert.equal(first.body.status, 'requiresAction', first.text);
  assert.match((first.body['nextAction'] as { url: string }).url, /#ticket=/);
  // Too old to be accepted by now, had it been another request.
  await world.sql(`update spent_card_tokens set used_by = decode(repeat('00', 32), 'hex')`);
  const again = await payWith(token, more, key);
  assert.equal(again.text, first.text);
});

test('a stored card is paid with by its customer, and by no other', async () => {
  const stored = await createPayment(acme.shop, {
    setupFutureUsage: { category: 'unscheduled' },
    merchantCustomerId: 'customer-of-token',
  });
  const { body } = await acme.shop.call<{ data: readonly { readonly id: string }[] }>(
    'GET',
    '/payment-methods?merchantCustomerId=customer-of-token',
  );
  const bindingId = body.data[0]?.id ?? '';
  assert.equal((await paymentNow(acme.shop, stored.id)).status, 'requiresCapture');
  const paid = await payWith(await makeToken({ pan: '', expiry: '', bindingId }));
  assert.equal(paid.body.status, 'requiresCapture', paid.text);
  assert.equal(
    (await payWith(await makeToken({ pan: '', bindingId }), { merchantCustomerId: 'somebody-else' })).status,
    400,
  );
});

test('a token stands beside no other field of a card', async () => {
  const { status, text } = await acme.shop.call('POST', '/payments', {
    body: { amount: 1, currency: 'EUR', paymentMethod: { card: { token: 'x', number: '4242424242424242' } } },
  });
  assert.equal(status, 400);
  assert.match(text, /paymentMethod\/card\/number/);
});

test('a key a day old is followed by another, and still opens; two days later it is gone', async () => {
  const before = await fetchKeys();
  const late = await makeToken();
  await world.sql(`update vault_token_keys set created_at = created_at - interval '25 hours'`);
  const now = await fetchKeys();
  assert.notEqual(now.keys[0]?.keyValue, before.keys[0]?.keyValue);
  assert.equal((await payWith(late)).status, 200);
  const tooLate = encryptTo(before.keys[0]?.keyValue ?? '', Object.values(aLine()).join('/'));
  await world.sql(`update vault_token_keys set created_at = created_at - interval '25 hours' where version = 1`);
  assert.equal((await payWith(tooLate)).status, 400);
});

test('neither number nor code stand in the database or the log', async () => {
  const logged = await createMortalWorld({ TOLLGATE_LOG_LEVEL: 'debug' });
  try {
    const { shop } = await logged.addMerchant();
    const [key] = (await fetchKeys(logged.url)).keys;
    const pan = withCheckDigit('453201735184600');
    const token = encryptTo(key?.keyValue ?? '', Object.values({ ...aLine(), pan, cvv: '847' }).join('/'));
    const paid = await createPayment(shop, { paymentMethod: { card: { token } } });
    assert.equal(paid.status, 'requiresCapture');
    const written = `${await dumpRows(logged.database.url)}\n${logged.log()}`;
    const secrets = [
      pan,
      Buffer.from(pan).toString('hex'),
      Buffer.from('/847/').toString('hex'),
      '/847/',
      'PRIVATE KEY',
    ];
    for (const secret of [...secrets, token, token.slice(0, 40)]) assert.ok(!written.includes(secret), secret);
  } finally {
    await logged.close();
  }
});
