import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Type } from 'typebox';
import { Problem } from '../../base/problem.ts';
import { createChecks, createObjectChecks, type CheckName } from './checks.ts';
import { problemBody } from './problems.ts';
import { createSchemaValidator, type RequestPart } from './validation.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const clock = { nowMs: () => NOW, monotonicMs: () => 0, sleep: () => Promise.resolve() };
const sandbox = createChecks({ mode: 'sandbox', clock });
const live = createChecks({ mode: 'live', clock });

const rows: Readonly<Record<CheckName, readonly [good: readonly string[], bad: readonly string[]]>> = {
  currency: [
    ['EUR', 'eur'],
    ['', 'EURO', 'ABC', 'ſek'],
  ],
  returnUrl: [
    [
      'https://shop.example',
      'http://localhost:1/a?b=c#d',
      'sdk://done',
      'com.shop.app://pay/done?x=1',
      'HTTPS://SHOP.EXAMPLE/ä',
      'https://[::1]/',
      'https://shop.example:8443/done',
      'https://münchen.example/',
      'https://203.0.113.7/',
      'shop24://paid',
      'com.shop-24.app://paid',
    ],
    [
      '',
      '/done',
      'https://x;script-src-elem/',
      'https://x;script-src-elem',
      "https://x'none'/",
      'https://x,y/',
      'https://x"y/',
      'https://x_y/',
      'https://x*y/',
      'sdk;x://done',
      'c://done',
      'ms-msdt://x',
      'msteams://x',
      'search-ms://x',
      'smb://host/share',
      'intent://x#Intent;end',
      'android.app://x',
      'microsoft.windows.camera://x',
      'x-apple.systempreferences://x',
      'a..b://x',
      'git+ssh://x',
      'web+shop://x',
      'vscode://x',
      'mailto://x',
      'tel://1',
      'ftp://shop.example/',
      'shop.example',
      'https:',
      'https://',
      'https:/shop.example',
      'javascript:alert(1)',
      'javascript://x',
      'JAVASCRIPT://x',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc',
      'blob:https://x/1',
      'filesystem:https://x',
      'about:blank',
      'view-source:https://x',
      'https://a b/',
      'https://x/\u0000',
      'https://x/\n',
      ' https://x',
      'java\nscript://x',
      'https://u@x/',
      'https://u:p@x/',
      'https://@x/',
      'https://:@x/',
      'sdk://@done',
      'https://x/\ud800',
      'mailto:a@b',
      'https://shop.example/done?pan=4444%205555%201111%203333',
      '\u0001javascript://x',
    ],
  ],
  returnOrigin: [
    ['https://shop.example', 'https://*.shop.example', 'http://localhost:3000', 'sdk://'],
    ['', 'shop.example', 'https://shop.example/', 'https://*.com', 'sdk://done', 'javascript://'],
  ],
  accentColor: [
    ['#1e4fd0', '#000000', 'default'],
    ['', '#1E4FD0', '#fff', 'red', '#ffcc00'],
  ],
  plainText: [
    ['', 'Pour-over kettle', 'Größe 42 🙂', 'order 1042', '00000000-0000-4000-8000-000000000000', '1111 2222'],
    [
      'a\u0000',
      '\u001b[31m',
      'a\nb',
      '\u0085',
      '\u2028',
      '\ud800',
      '4444555511113333',
      'card 4444-5555-1111-3333',
      '٤٤٤٤٥٥٥٥١١١١٣٣٣٣',
    ],
  ],
  line: [
    ['Ada Lovelace', 'Zoë', 'Zoe\u0308 \u00a0\u200b', '👩‍👩‍👧', 'Straße 1'],
    ['a\u0000', '\u001b[31m', '4444555511113333'],
  ],
  note: [
    ['Ring twice.\nLeave at the door.', 'a\tb', 'a\r\nb', '', '1795824000008'],
    ['a\u0000', '\u001b[31m', '4444\n5555\n1111\n3333'],
  ],
  locale: [
    ['EN', 'de', 'pt-BR', 'zh-Hans-CN', 'sr_Latn'],
    ['', 'e', 'english', 'en-44445555-11113333', 'de-', '-de', 'de--DE', 'de DE', 'de-\u0000'],
  ],
  phone: [
    [
      '+49 30 1234567',
      '(030) 123/45-67',
      '0049 151 23456780',
      '+4915123456780',
      '1',
      '+1 555 123 4567 x89',
      '+1\u00a0555\u00a0123\u00a04567',
      '٠٣٠١٢٣٤٥٦٧',
      '020 7946 0958 ext. 12',
      '+1 555 123 4567, +44 20 7946 0958',
    ],
    [
      '',
      'call me',
      '4444 5555 1111 3333',
      '4444/5555/1111/3333',
      '+4444555511113333',
      '04444555511113333',
      '378282246310005',
      '+378282246310005',
    ],
  ],
  webhookUrl: [
    ['https://shop.example/hooks?shop=1', 'http://localhost:3000/'],
    [
      '',
      'https://shop.example/hooks/4444555511113333',
      'shop.example',
      'ftp://shop.example/',
      'https://u:p@shop.example/',
      'https://shop.example/#a',
      'http://169.254.169.254/',
      `https://shop.example/${'a'.repeat(2048)}`,
    ],
  ],
  country: [
    ['DE', 'de'],
    ['', 'D', 'DEU', 'D1', 'ÄÖ'],
  ],
  email: [
    ['a@b', 'ada@example.com', 'ü@ö.example'],
    ['', 'ada', 'a@', '@b', 'a b@c', 'a@b@c', 'a\u0000@b', '\ud800@b', '4444555511113333@b.example'],
  ],
  addressRange: [
    ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32'],
    ['10.0.0.0/33', 'localhost', '10.0.0', '::ffff:10.0.0.0/104'],
  ],
  timestamp: [
    [
      '2024-03-28T08:46:37Z',
      '2024-02-29T00:00:00.123456Z',
      '2024-03-28T08:46:37.1234567Z',
      '2024-03-28T08:46:37.123456789+01:00',
      '2024-03-28T08:46:37+05:30',
      '2024-03-28T08:46:37-11:00',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ],
    [
      '',
      '2024-03-28',
      '2024-03-28T08:46:37',
      '2024-03-28 08:46:37Z',
      '2023-02-29T00:00:00Z',
      '2024-11-31T00:00:00Z',
      '2024-13-01T00:00:00Z',
      '2024-00-01T00:00:00Z',
      '2024-01-00T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '2024-03-28T25:00:00Z',
      '2024-03-28T08:60:00Z',
      '2024-03-28T08:46:61Z',
      '2024-03-28T08:46:37+23:59',
      '2024-03-28T08:46:37+05:99',
      '+12024-03-28T08:46:37Z',
    ],
  ],
  sessionExpiry: [
    ['2026-11-22T12:01:00Z', '2026-11-22T12:20:00Z', '2026-12-22T12:00:00Z', '2026-11-22T14:30:00+02:00'],
    ['', '2026-11-22T12:00:30Z', '2026-11-22T11:00:00Z', '2026-12-23T12:00:00Z', '2026-11-31T12:00:00Z', 'tomorrow'],
  ],
  day: [
    ['2027-12-31', '2028-02-29'],
    ['', '2027-02-29', '2027-04-31', '2027-13-01', '27-01-01', '2027-1-1', '2027-12-31T00:00:00Z', '0000-01-01'],
  ],
  eventTypes: [
    ['*', 'session.completed', 'session.completed, session.expired', 'session.completed,*'],
    ['', 'session', 'session.craeted', 'session.completed,', 'session.completed session.expired', '**'],
  ],
  feedCursor: [
    ['', 'start', 'latest', 'AQAAAQAAAAAB4F4IOXAcS3Y'],
    ['START', 'now', 'AQAAAQAAAAAB4F4IOXAcS3', 'AQAAAQAAAAAB4F4IOXAcS3YA', 'AQAAAQAAAAAB4F4IOXAcS3+', ' '],
  ],
};

test('what several fields say together is judged with each of them', () => {
  const checks = createObjectChecks({ clock });
  const named = (
    name: 'howOften' | 'eventQuery' | 'externalAuthentication',
    value: Readonly<Record<string, unknown>>,
  ) => checks[name](value).map(({ field, code }) => `${field} ${code}`);
  const proof = { eci: '05', cavv: 'x', dsTransId: 'y' };
  assert.deepEqual(named('externalAuthentication', { transStatus: 'Y', ...proof }), []);
  assert.deepEqual(named('externalAuthentication', { transStatus: 'A' }), [
    'eci missing',
    'cavv missing',
    'dsTransId missing',
  ]);
  assert.deepEqual(named('externalAuthentication', { transStatus: 'I' }), ['dsTransId missing']);
  assert.deepEqual(named('externalAuthentication', { transStatus: 'N', cavv: 'x' }), ['cavv choice']);
  assert.deepEqual(named('howOften', { percent: 5 }), []);
  assert.deepEqual(named('howOften', { next: 5, ms: 1 }), []);
  assert.deepEqual(named('howOften', {}), ['next required']);
  assert.deepEqual(named('howOften', { next: 5, percent: 5 }), ['next choice']);
  assert.deepEqual(named('eventQuery', { after: '', types: '*', waitMs: 5, limit: 1 }), []);
  assert.deepEqual(named('eventQuery', { type: 'session.created', cursor: 'x' }), []);
  assert.deepEqual(named('eventQuery', { after: 'start', type: 'x', session: 'y' }), [
    'type combination',
    'session combination',
  ]);
  assert.deepEqual(named('eventQuery', { types: '*', waitMs: 0 }), ['types combination', 'waitMs combination']);
});

for (const [name, [good, bad]] of Object.entries(rows)) {
  test(name, () => {
    for (const text of good) assert.equal(sandbox[name as CheckName](text), undefined, JSON.stringify(text));
    for (const text of bad) {
      const failure = sandbox[name as CheckName](text);
      assert.ok(failure, JSON.stringify(text));
      assert.match(failure.message, /^(must|looks) .*\.$/);
      assert.doesNotMatch(failure.message, /4444|3782/);
    }
  });
}

test('live mode: no way back in the open', () => {
  assert.equal(sandbox.returnUrl('http://shop.example/'), undefined);
  assert.equal(live.returnUrl('HTTP://shop.example/')?.code, 'urlScheme');
  for (const url of ['https://shop.example/', 'sdk://done']) assert.equal(live.returnUrl(url), undefined);
  assert.match(live.webhookUrl('http://shop.example/')?.message ?? '', /https:/);
});

describe('validation', () => {
  const validatorFor = createSchemaValidator({ mode: 'sandbox', clock });
  const failureOf = (schema: object, part: RequestPart, data: unknown): Problem => {
    const answer = validatorFor(schema, part)(data);
    assert.ok('error' in answer && answer.error instanceof Problem, JSON.stringify(answer));
    return answer.error;
  };
  const schema = Type.Object(
    {
      amount: Type.Integer({ minimum: 1 }),
      inner: Type.Optional(
        Type.Object(
          { 'a/b': Type.Optional(Type.String({ minLength: 2 })), tilde: Type.Optional(Type.Boolean()) },
          { additionalProperties: false },
        ),
      ),
      list: Type.Optional(Type.Array(Type.Enum(['x', 'y']), { maxItems: 2 })),
    },
    { additionalProperties: false },
  );

  test('pointers are JSON pointers, each field once, with a sentence', () => {
    const { fields, message } = failureOf(schema, 'body', {
      amount: '1',
      inner: { 'a/b': 'c', 'd~e': 1, tilde: 'no' },
      list: ['x', 'z'],
      more: 1,
    });
    assert.deepEqual(fields.map(({ pointer, code }) => `${pointer} ${code}`).sort(), [
      '/amount type',
      '/inner/a~1b tooShort',
      '/inner/d~0e unknown',
      '/inner/tilde type',
      '/list/1 choice',
      '/more unknown',
    ]);
    assert.match(message, /^The body has 6 fields to correct: /);
  });

  test('a query is text: numbers are read from it, and nothing else is guessed', () => {
    const query = Type.Object(
      { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) },
      { additionalProperties: false },
    );
    assert.deepEqual(validatorFor(query, 'querystring')({ limit: '20' }), { value: { limit: 20 } });
    for (const limit of ['0', '101', '-1', 'ten', '1.5', '', ' 5', '5 ', '+5', '0x10', '1e1', '٥', 'true', ['1', '2']])
      assert.equal(failureOf(query, 'querystring', { limit }).fields[0]?.pointer, 'query:limit');
    assert.ok('error' in validatorFor(schema, 'body')({ amount: '1' }), 'a body is no query');
  });

  test('a key that is a card number is not repeated, nor is an endless one', () => {
    const { fields, message } = failureOf(schema, 'body', { amount: 1, '4444555511113333': 1, ['k'.repeat(5_000)]: 2 });
    assert.doesNotMatch(JSON.stringify(fields) + message, /44445555|k{200}/);
    assert.ok(message.length <= 1_000);
  });

  test('a problem as it is sent', () => {
    const body = problemBody(failureOf(schema, 'body', undefined), {
      publicUrl: 'https://pay.example',
      requestId: 'req_1',
    });
    assert.deepEqual(Object.keys(body), [
      'type',
      'title',
      'status',
      'code',
      'detail',
      'message',
      'errors',
      'requestId',
    ]);
    assert.equal(body.type, 'https://pay.example/docs/errors#invalid_fields');
    assert.equal(body.detail, body.message);
    assert.deepEqual(body.errors, [{ pointer: '/amount', code: 'missing', message: 'amount is missing.' }]);
  });
});
