/** What real clients send that is not wrong, only written otherwise; and what can be sent to keep a gateway busy. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { parseId } from '../../src/base/id.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aSession, createShop, type Answer } from '../support/shop.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

type Problem = {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
};

const open = (fields: Readonly<Record<string, unknown>>): Promise<Answer> =>
  acme.shop.call('POST', '/sessions', { body: { ...aSession, ...fields } });
const card = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2039, cvc: '123' };
const pay = (fields: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
  acme.shop.call('POST', '/payments', {
    body: { amount: 1_000, currency: 'EUR', paymentMethod: { card }, ...fields },
  });

describe('what only describes stops no payment', () => {
  const rows: readonly (readonly [name: string, sent: Record<string, unknown>, shown: Record<string, unknown>])[] = [
    [
      'line breaks and tabs stay in metadata',
      { metadata: { note: 'Ring twice.\nLeave\tat the door.\r\n', empty: '', none: null } },
      { metadata: { note: 'Ring twice.\nLeave\tat the door.\r\n', empty: '' } },
    ],
    ['and become spaces in one line', { description: 'Two\r\nlines\tof text\n' }, { description: 'Two lines of text' }],
    [
      'telephone numbers in any form',
      { customerDetails: { phone: '+1 555 123 4567 x89' } },
      { customerDetails: { phone: '+1 555 123 4567 x89' } },
    ],
    [
      'with no-break spaces and Arabic digits',
      { customerDetails: { phone: '\u00a0٠٣٠ ١٢٣٤٥٦٧\u00a0' } },
      { customerDetails: { phone: '\u00a0٠٣٠ ١٢٣٤٥٦٧\u00a0' } },
    ],
    [
      'names with marks, emojis and a line break',
      { customerDetails: { fullName: 'Zoe\u0308\u200d \n👩‍👩‍👧 Ñuñez' } },
      { customerDetails: { fullName: 'Zoe\u0308\u200d  👩‍👩‍👧 Ñuñez' } },
    ],
    [
      'a name cut in the middle of a letter',
      { customerDetails: { fullName: 'Ada \ud83d' }, metadata: { a: '\ude00' } },
      { customerDetails: { fullName: 'Ada \ufffd' }, metadata: { a: '\ufffd' } },
    ],
    [
      'a country in small letters',
      { customerDetails: { billingAddress: { country: 'de', line2: '' } } },
      { customerDetails: { billingAddress: { country: 'de' } } },
    ],
    ['a locale with a dash', { locale: 'de-AT' }, { locale: 'de-AT' }],
    ['a locale with a line', { locale: 'de_AT' }, { locale: 'de_AT' }],
    ['a locale in capitals', { locale: 'EN' }, { locale: 'EN' }],
    ['order numbers', { merchantReferenceId: '1795824000008' }, { merchantReferenceId: '1795824000008' }],
    ['null metadata', { metadata: null }, { metadata: {} }],
  ];
  for (const [name, sent, shown] of rows) {
    test(name, async () => {
      const { status, text, body } = await open(sent);
      assert.equal(status, 200, text);
      for (const [field, value] of Object.entries(shown)) assert.deepEqual(body[field], value);
    });
  }

  test('null and empty for any optional field mean left out', async () => {
    const optional = [
      'merchantReferenceId',
      'description',
      'locale',
      'metadata',
      'customerDetails',
      'paymentData',
      'merchantCustomerId',
      'setupFutureUsage',
      'expiresAt',
    ];
    const customer = ['email', 'phone', 'fullName', 'billingAddress'];
    const address = ['line1', 'line2', 'city', 'state', 'postalCode', 'country'];
    for (const nothing of [null, '']) {
      for (const field of optional) assert.equal((await open({ [field]: nothing })).status, 200, field);
      const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, nothing]));
      const { text, body } = await open({
        ...all(optional),
        customerDetails: { ...all(customer), billingAddress: all(address) },
        paymentData: { captureMethod: nothing },
        setupFutureUsage: { category: nothing, recurringModel: nothing },
      });
      assert.deepEqual(body['customerDetails'], { billingAddress: {} }, text);
      assert.match(String(body['merchantReferenceId']), /^\d+$/);
      const paid = await pay({ returnUrl: nothing, captureMethod: nothing, storedPaymentMethodId: nothing });
      assert.equal(paid.body['status'], 'succeeded', paid.text);
      const refund = await acme.shop.call('POST', '/refunds', {
        body: { paymentId: paid.body['id'], amount: null, reason: nothing },
      });
      assert.equal(refund.body['amount'], 1_000, refund.text);
    }
  });

  test('dates with any number of digits after the second', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
    for (const fraction of ['', '.1', '.123456', '.1234567', '.123456789', `.${'1'.repeat(30)}`]) {
      const { status, text } = await open({ expiresAt: `${soon}${fraction}Z` });
      assert.equal(status, 200, text);
    }
    const list = await acme.shop.call('GET', `/sessions?createdFrom=${soon}.123456789Z&limit=1`);
    assert.equal(list.status, 200, list.text);
  });

  test('a reason of several lines is kept', async () => {
    const { body: payment } = await pay();
    const reason = 'Returned.\n\tOpened once.';
    const refund = await acme.shop.call('POST', '/refunds', { body: { paymentId: payment['id'], reason } });
    assert.equal(refund.body['reason'], reason, refund.text);
  });

  test('what is too long is refused with its limit, and never cut', async () => {
    const { body } = await acme.shop.call<Problem>('POST', '/sessions', {
      body: { ...aSession, customerDetails: { fullName: '👩'.repeat(129) }, description: 'd'.repeat(201) },
    });
    assert.deepEqual(
      body.errors.map(({ pointer, message }) => `${pointer} ${String(/at most (\d+)/.exec(message)?.[1])}`).sort(),
      ['/customerDetails/fullName 128', '/description 200'],
    );
    assert.equal((await open({ customerDetails: { fullName: '👩'.repeat(128) } })).status, 200);
  });
});

describe('a body is an object', () => {
  test('and nothing else is, on any route: in particular null does not capture everything', async () => {
    const { body: payment } = await pay({ captureMethod: 'manual' });
    const id = String(payment['id']);
    const { id: session } = await acme.shop.createSession();
    const { body: endpoint } = await acme.shop.call('POST', '/webhook-endpoints', {
      body: { url: 'http://127.0.0.1:9/', events: ['refund.failed'] },
    });
    const { data: events } = (await acme.shop.call<{ data: readonly { id: string }[] }>('GET', '/events?limit=1')).body;
    const hook = `/webhook-endpoints/${String(endpoint['id'])}`;
    const routes = [
      ['POST', '/sessions'],
      ['POST', '/payments'],
      ['POST', '/refunds'],
      ['POST', `/payments/${id}/capture`],
      ['POST', `/payments/${id}/cancel`],
      ['POST', `/sessions/${session}/expire`],
      ['POST', '/webhook-endpoints'],
      ['PATCH', hook],
      ['POST', `${hook}/rotate-secret`],
      ['POST', `${hook}/test`],
      ['POST', `/events/${events[0]?.id ?? ''}/resend`],
      ['POST', '/api-keys'],
    ] as const;
    for (const [method, path] of routes) {
      for (const rawBody of ['null', '[]', '""', '0', 'true', 'false', '[{}]', '"{}"', ' null ']) {
        const answer = await acme.shop.call<Problem>(method, path, { rawBody });
        assert.deepEqual(
          [answer.status, answer.body.code],
          [400, 'invalid_fields'],
          `${path} ${rawBody}: ${answer.text}`,
        );
        assert.deepEqual(
          answer.body.errors.map(({ pointer }) => pointer),
          [''],
        );
      }
    }
    const now = await acme.shop.call('GET', `/payments/${id}`);
    assert.deepEqual([now.body['status'], now.body['amountCaptured']], ['requiresCapture', 0]);
    // An amount that is written as an empty text is not guessed either.
    for (const amount of ['', '400', [], {}, false])
      assert.equal((await acme.shop.call('POST', `/payments/${id}/capture`, { body: { amount } })).status, 400);
    assert.equal((await acme.shop.call('POST', `/payments/${id}/capture`, { body: {} })).body['amountCaptured'], 1_000);
  });
});

describe('a sentence names the field that it is about', () => {
  const rows: readonly (readonly [
    name: string,
    method: string,
    path: string,
    rawBody: string | undefined,
    pointer: string,
  ])[] = [
    ['a fraction', 'POST', '/sessions', JSON.stringify({ ...aSession, amount: 1.5 }), '/amount'],
    ['an exponent', 'POST', '/sessions', JSON.stringify(aSession).replace('10000', '1e4'), '/amount'],
    ['a number deep inside', 'POST', '/sessions', JSON.stringify({ ...aSession, metadata: { a: 0.5 } }), '/metadata/a'],
    ['a key that is there twice', 'POST', '/sessions', '{"amount":1,"amount":2}', '/amount'],
    ['a repeated parameter', 'GET', '/sessions?limit=1&limit=2', undefined, 'query:limit'],
    [
      'a repeated text',
      'GET',
      '/sessions?merchantReferenceId=a&merchantReferenceId=b',
      undefined,
      'query:merchantReferenceId',
    ],
    ['a repeated cursor', 'GET', '/payments?cursor=a&cursor=a', undefined, 'query:cursor'],
  ];
  for (const [name, method, path, rawBody, pointer] of rows) {
    test(name, async () => {
      const { status, body, text } = await acme.shop.call<Problem>(
        method,
        path,
        rawBody === undefined ? {} : { rawBody },
      );
      assert.deepEqual(
        [status, body.code, body.errors.map((error) => error.pointer)],
        [400, 'invalid_fields', [pointer]],
        text,
      );
      if (path.includes('?')) assert.match(body.detail, /more than once/);
    });
  }

  test('a byte order mark says nothing', async () => {
    const answer = await acme.shop.call('POST', '/sessions', { rawBody: `\ufeff${JSON.stringify(aSession)}` });
    assert.equal(answer.status, 200, answer.text);
  });

  test('an address that ends with a slash is not a session without an id', async () => {
    for (const path of [
      '/sessions/',
      '/payments/',
      '/sessions/?limit=1',
      '/refunds/',
      '/events/',
      '/payment-methods/',
    ]) {
      const { status, body } = await acme.shop.call<Problem>('GET', path);
      assert.equal(status, 404);
      assert.match(body.detail, /slash/, path);
    }
  });
});

describe('whatever fits into 64 KB is answered in bounded time and bytes', () => {
  const fill = (one: string, around: (many: string) => string): string => {
    const count = Math.floor((64_000 - around('').length) / (one.length + 1));
    return around(Array.from({ length: count }, () => one).join(','));
  };
  let n = 0;
  const unique = (make: (name: string) => string, length: number): string =>
    Array.from({ length: Math.floor(63_000 / length) }, () => make(`k${n++}`)).join(',');
  const shapes: readonly (readonly [name: string, path: string, rawBody: string])[] = [
    [
      '20,000 empty texts as events',
      '/webhook-endpoints',
      fill('""', (many) => `{"url":"https://a.example/","events":[${many}]}`),
    ],
    ['a list of numbers', '/webhook-endpoints', fill('1', (many) => `{"events":[${many}]}`)],
    ['a list of objects', '/webhook-endpoints', fill('{}', (many) => `{"events":[${many}]}`)],
    ['thousands of unknown fields', '/sessions', `{${unique((name) => `"${name}":1`, 12)}}`],
    [
      'thousands of unknown fields that are cards',
      '/sessions',
      `{${unique((name) => `"${name}x4444555511113333":1`, 29)}}`,
    ],
    ['thousands of keys of metadata', '/sessions', `{"metadata":{${unique((name) => `"${name}":1`, 12)}}}`],
    [
      'thousands of cards in metadata',
      '/sessions',
      `{"metadata":{${unique((name) => `"${name}":"4444555511113333"`, 29)}}}`,
    ],
    ['one text of digits', '/sessions', `{"description":"${'4'.repeat(60_000)}"}`],
    ['one text of digits and spaces', '/sessions', `{"description":"${'4 '.repeat(30_000)}"}`],
    ['one key of digits', '/sessions', `{"metadata":{"${'4-'.repeat(30_000)}":"a"}}`],
    ['one unknown key of digits', '/sessions', `{"${'41 '.repeat(20_000)}":"a"}`],
    ['an address of percent signs', '/sessions', `{"successUrl":"https://a.example/${'%34'.repeat(20_000)}"}`],
    ['an e-mail of signs', '/sessions', `{"customerDetails":{"email":"${'@'.repeat(60_000)}"}}`],
    ['a number of digits', '/payments', `{"paymentMethod":{"card":{"number":"${'4 '.repeat(30_000)}"}}}`],
    ['lists in lists', '/payments', fill('[[[[[[]]]]]]', (many) => `{"metadata":[${many}]}`)],
    [
      'instalments',
      '/sessions',
      `{"setupFutureUsage":{"category":"installment","recurringModel":{"installment":{${unique((name) => `"${name}":[]`, 13)}}}}}`,
    ],
    ['fractions', '/sessions', fill('1.5', (many) => `{"metadata":[${many}]}`)],
  ];
  for (const [name, path, rawBody] of shapes) {
    test(name, async () => {
      assert.ok(rawBody.length <= 65_536);
      const before = process.cpuUsage().user;
      const { status, body, text } = await acme.shop.call<Problem>('POST', path, { rawBody });
      // The gateway runs in this process: what it takes is processor time of ours, however busy the machine is.
      const tookMs = (process.cpuUsage().user - before) / 1_000;
      assert.ok(status === 400 || status === 422, text.slice(0, 200));
      assert.ok(body.errors.length >= 1 && body.errors.length <= 20, `${body.errors.length} errors`);
      assert.ok(text.length < 16_000, `${text.length} bytes`);
      assert.ok(tookMs < 500, `${tookMs} ms`);
      assert.doesNotMatch(text, /4444555511113333/);
    });
  }

  test('how many more there are is said', async () => {
    const fields = Object.fromEntries(Array.from({ length: 57 }, (_, at) => [`field${at}`, 1]));
    const { body } = await acme.shop.call<Problem>('POST', '/sessions', { body: { ...aSession, ...fields } });
    assert.match(body.detail, /^The body has 57 fields to correct, of which 20 are named: /);
    assert.equal(body.errors.length, 20);
  });
});

describe('the contract of others', () => {
  test('a category that is empty keeps no card and needs no customer', async () => {
    for (const setupFutureUsage of [{ category: '' }, { category: 'empty' }, { category: null }, {}, '']) {
      const session = await open({ setupFutureUsage });
      assert.deepEqual([session.status, session.body['setupFutureUsage']], [200, undefined], session.text);
      const paid = await pay({ setupFutureUsage, merchantCustomerId: 'customer-empty' });
      assert.equal(paid.body['status'], 'succeeded', paid.text);
    }
    const kept = await acme.shop.call('GET', '/payment-methods?merchantCustomerId=customer-empty');
    assert.deepEqual(kept.body['data'], []);
  });

  test('instalments need no calendar, and what was agreed is kept and answered', async () => {
    const usage = {
      category: 'installment',
      recurringModel: { installment: { total: 3, note: 'Three times', paid: false } },
    };
    const session = await open({ merchantCustomerId: 'customer-three', setupFutureUsage: usage });
    assert.deepEqual(session.body['setupFutureUsage'], usage, session.text);
    const paid = await pay({ merchantCustomerId: 'customer-three', setupFutureUsage: usage });
    assert.equal(paid.body['status'], 'succeeded', paid.text);
    const { data } = (
      await acme.shop.call<{ data: readonly Record<string, unknown>[] }>(
        'GET',
        '/payment-methods?merchantCustomerId=customer-three',
      )
    ).body;
    assert.deepEqual([data[0]?.['category'], data[0]?.['recurringModel']], ['installment', usage.recurringModel]);
    // Found by the id that is made of the bare UUID, and by the form that was given out before.
    const id = String(data[0]?.['id']);
    const { encodeBase58 } = await import('../../src/base/base58.ts');
    const before = `pm_${encodeBase58(Buffer.from(`pm:${parseId('paymentMethod', id) ?? ''}`))}`;
    assert.notEqual(before, id);
    for (const name of [id, before]) {
      assert.equal((await acme.shop.call('GET', `/payment-methods/${name}`)).body['id'], id);
      const charged = await pay({ paymentMethod: undefined, storedPaymentMethodId: name });
      assert.equal(charged.body['status'], 'succeeded', charged.text);
    }
    const recurrent = await open({
      merchantCustomerId: 'customer-three',
      setupFutureUsage: { ...usage, category: 'recurrent' },
    });
    assert.equal(recurrent.status, 400);
  });

  test('a refund takes and shows its payment by both names', async () => {
    const { body: payment } = await pay();
    for (const body of [
      { payment: payment['id'], amount: 1 },
      { paymentId: payment['id'], amount: 1 },
      { paymentId: payment['id'], payment: payment['id'], amount: 1 },
      { paymentId: null, payment: payment['id'], amount: 1 },
    ]) {
      const refund = await acme.shop.call('POST', '/refunds', { body });
      assert.deepEqual([refund.body['payment'], refund.body['paymentId']], [payment['id'], payment['id']], refund.text);
    }
    const other = await acme.shop.call<Problem>('POST', '/refunds', {
      body: { paymentId: payment['id'], payment: 'py_x' },
    });
    assert.deepEqual(
      other.body.errors.map(({ pointer }) => pointer),
      ['/payment'],
    );
    const none = await acme.shop.call<Problem>('POST', '/refunds', { body: { amount: 1 } });
    assert.deepEqual(
      none.body.errors.map(({ pointer }) => pointer),
      ['/paymentId'],
    );
    for (const name of ['payment', 'paymentId']) {
      const list = await acme.shop.call<{ data: readonly unknown[] }>(
        'GET',
        `/refunds?${name}=${String(payment['id'])}`,
      );
      assert.equal(list.body.data.length, 4);
    }
  });

  test('unknown fields are ignored and named, where the merchant wants it; never one that would change what is done', async () => {
    const lenient = await world.addMerchant({ name: 'Lenient' });
    await world.sql(
      `update merchants set unknown_fields = 'ignore'
        where merchant_id = '${parseId('merchant', lenient.merchantId) ?? ''}'`,
    );
    // Callers are remembered for seconds; a process that has not met this one reads the setting.
    const shop = createShop({ gatewayUrl: await world.addGateway(), apiKey: lenient.apiKey });
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      shop.call<Problem & Record<string, unknown>>('POST', path, { body, headers });
    const taken = await post('/sessions', {
      ...aSession,
      colour: 'red',
      customerDetails: { 'pla net': 'Mars', fullName: 'Ada' },
    });
    assert.equal(taken.status, 200, taken.text);
    assert.equal(taken.headers.get('x-ignored-fields'), 'colour, customerDetails.pla%20net');
    assert.deepEqual(taken.body['customerDetails'], { fullName: 'Ada' });
    assert.equal((await post('/sessions', aSession)).headers.get('x-ignored-fields'), null);

    const key = { 'Idempotency-Key': randomUUID() };
    const first = await post('/sessions', { ...aSession, colour: 'red' }, key);
    const again = await post('/sessions', { ...aSession, colour: 'red' }, key);
    assert.deepEqual([again.text, again.headers.get('x-ignored-fields')], [first.text, 'colour']);
    assert.equal((await post('/sessions', { ...aSession, colour: 'blue' }, key)).body.code, 'idempotency_mismatch');

    const payment = { amount: 1_000, currency: 'EUR', paymentMethod: { card } };
    const refused: readonly (readonly [path: string, body: unknown, pointer: string])[] = [
      ['/sessions', { ...aSession, captureMethod: 'manual' }, '/captureMethod'],
      ['/sessions', { ...aSession, ExpiresAt: '2030-01-01T00:00:00Z' }, '/ExpiresAt'],
      ['/sessions', { ...aSession, note: 'with 4444 5555 1111 3333' }, '/note'],
      ['/sessions', { ...aSession, cardNumber: '4444' }, '/cardNumber'],
      ['/payments', { ...payment, paymentMethod: { card: { ...card, cvv: '123' } } }, '/paymentMethod/card/cvv'],
      ['/payments', { ...payment, paymentMethod: { card, wallet: 'x' } }, '/paymentMethod/wallet'],
      ['/payments', { ...payment, cvc: '123' }, '/cvc'],
      ['/payments', { ...payment, paymentmethod: {} }, '/paymentmethod'],
    ];
    for (const [path, body, pointer] of refused) {
      const answer = await post(path, body);
      assert.equal(answer.status, 400, answer.text);
      assert.deepEqual(
        answer.body.errors.map((error) => error.pointer),
        [pointer],
      );
    }
    assert.equal((await open({ colour: 'red' })).status, 400, 'who did not ask for it is told');
    const query = await shop.call('GET', '/sessions?colour=red');
    assert.equal(query.status, 400, 'a filter that is ignored would show what was not asked for');
  });
});
