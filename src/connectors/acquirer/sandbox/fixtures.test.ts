import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { HttpAnswer, HttpRequest } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import { inquiryAbout, money, reversalOf } from '../../../../test/conformance/acquirer/conformance.ts';
import type { AcquirerConnector, OperationReference } from '../contract.ts';
import { createSandboxConnector } from './index.ts';

type Fixture = {
  readonly story: string;
  readonly verb: 'authorize' | 'capture' | 'refund' | 'reverse' | 'inquire';
  readonly status: number;
  readonly body: string;
  /** `kind`, or `kind:reason`. */
  readonly expected: string;
};

/** Answers as a host gave them, recorded; and what each must mean to us. */
const fixtures = JSON.parse(
  readFileSync(new URL('fixtures/answers.json', import.meta.url), 'utf8'),
) as readonly Fixture[];

const ref = (text: string): OperationReference => text as OperationReference;

/** A connector whose host always gives the same answer. */
const answering = (answer: HttpAnswer, sent: HttpRequest[] = []): AcquirerConnector =>
  createSandboxConnector({
    url: 'http://host.test/base?x=1',
    http: {
      send: (request) => {
        sent.push(request);
        return Promise.resolve(answer);
      },
      close: () => Promise.resolve(),
    },
  });

const answered = (status: number, body: string): HttpAnswer => ({
  kind: 'answered',
  status,
  headers: {},
  body: Buffer.from(body),
  isCutOff: false,
});

/** Asks in the verb of the fixture, about the reference that the recorded answer names. */
const ask = (connector: AcquirerConnector, verb: Fixture['verb'], body: string) => {
  const named = /"(ref|originalRef)":"([^"]*)"/.exec(body)?.[2] ?? 'ref-1';
  const amount = money(Number(/"amount":(\d+)/.exec(body)?.[1] ?? 1_000));
  const authorization = { reference: ref('ref-1'), acquirerReference: '000000000001' };
  switch (verb) {
    case 'authorize':
      return connector.authorize({
        reference: ref(named),
        merchantId: 'mr_1',
        merchantReferenceId: '4000',
        amount,
        capture: false,
        card: {
          pan: new Secret('4444555511113333'),
          cvc: new Secret('123'),
          expiryMonth: 3,
          expiryYear: 2031,
          cardholderName: undefined,
        },
        initiator: { by: 'customer', storesCard: false },
        authentication: undefined,
        isExempt: false,
        handle: undefined,
      });
    case 'capture':
      return connector.capture({ reference: ref(named), authorization, amount, final: true });
    case 'refund':
      return connector.refund({ reference: ref(named), authorization, amount });
    case 'reverse':
      return connector.reverse(reversalOf(ref(named)));
    case 'inquire':
      return connector.inquire(inquiryAbout(ref(named)));
  }
};

const nameOf = (answer: Awaited<ReturnType<typeof ask>>): string => {
  if (answer.kind === 'declined') return `declined:${answer.declineReason}`;
  return answer.kind === 'unknown' || answer.kind === 'notSent' ? `${answer.kind}:${answer.cause}` : answer.kind;
};

describe('recorded answers', () => {
  for (const { story, verb, status, body, expected } of fixtures) {
    test(`${verb}: ${story} → ${expected}`, async () => {
      assert.equal(nameOf(await ask(answering(answered(status, body)), verb, body)), expected);
    });

    test(`${verb}: ${story}, with a 500, proves nothing`, async () => {
      assert.equal(nameOf(await ask(answering(answered(500, body)), verb, body)), 'unknown:serverError');
    });

    test(`${verb}: ${story}, cut anywhere, never approves`, async () => {
      for (let length = 0; length < body.length; length++) {
        const answer = await ask(answering(answered(status, body.slice(0, length))), verb, body);
        assert.equal(answer.kind, 'unknown', body.slice(0, length));
      }
    });
  }
});

const approval = fixtures.find(({ story }) => story === 'approved')?.body ?? '';
const inquiry = fixtures.find(({ story }) => story === 'inquiry of an approval')?.body ?? '';

/** An approval with one thing wrong, as text to replace. */
const twists: readonly (readonly [from: string, to: string, expected: string])[] = [
  ['"ref":"ref-1"', '"ref":"ref-2"', 'unknown:wrongReference'],
  ['"ref":"ref-1",', '', 'unknown:wrongReference'],
  ['"type":"AUTH"', '"type":"SALE"', 'unknown:wrongType'],
  ['"amount":1000', '"amount":1001', 'unknown:wrongAmount'],
  ['"amount":1000', '"amount":"1000"', 'unknown:wrongAmount'],
  ['"amount":1000', '"amount":1000.5', 'unknown:wrongAmount'],
  ['"amount":1000,', '', 'unknown:wrongAmount'],
  ['"currency":"978"', '"currency":"840"', 'unknown:wrongCurrency'],
  ['"currency":"978",', '', 'unknown:wrongCurrency'],
  ['"rrn":"000000000001",', '', 'unknown:missingField'],
  ['"authCode":"007919",', '', 'unknown:missingField'],
  ['"responseCode":"00"', '"responseCode":0', 'unknown:unreadableAnswer'],
  ['"responseCode":"00"', '"responseCode":"000"', 'unknown:unreadableAnswer'],
  ['"responseCode":"00"', '"responseCode":"10"', 'unknown:unexpectedApproval'],
  ['"responseCode":"00"', '"responseCode":"QQ"', 'declined:doNotHonor'],
];

describe('an approval with one thing wrong', () => {
  for (const [from, to, expected] of twists) {
    test(`${from} → ${to || 'nothing'}: ${expected}`, async () => {
      assert(approval.includes(from));
      const connector = answering(answered(200, approval.replace(from, to)));
      assert.equal(nameOf(await ask(connector, 'authorize', approval)), expected);
    });
  }

  for (const body of ['', 'null', '[]', '"00"', '{}', '<html></html>', approval + approval]) {
    test(`${body.slice(0, 20) || 'an empty body'} proves nothing`, async () => {
      assert.equal(
        nameOf(await ask(answering(answered(200, body)), 'authorize', approval)),
        'unknown:unreadableAnswer',
      );
    });
  }

  for (const status of [201, 204, 302, 400, 401, 404, 429, 502, 503]) {
    test(`with status ${status} it proves nothing`, async () => {
      assert.equal(
        nameOf(await ask(answering(answered(status, approval)), 'authorize', approval)),
        'unknown:serverError',
      );
    });
  }

  test('an inquiry whose state and code tell two stories proves nothing', async () => {
    const told = async (from: string, to: string) =>
      nameOf(await ask(answering(answered(200, inquiry.replace(from, to))), 'inquire', inquiry));
    assert.equal(await told('"responseCode":"00"', '"responseCode":"51"'), 'unknown:unexpectedApproval');
    assert.equal(await told('"state":"APPROVED"', '"state":"DECLINED"'), 'unknown:unexpectedApproval');
    assert.equal(await told('"state":"APPROVED"', '"state":"FINE"'), 'unknown:missingField');
    assert.equal(await told('"state":"APPROVED",', ''), 'unknown:missingField');
    assert.equal(await told('"currency":"978"', '"currency":"999"'), 'unknown:wrongCurrency');
    assert.equal(await told('"originalRef":"ref-1"', '"originalRef":"ref-2"'), 'unknown:wrongReference');
  });
});

test('the network’s word is passed on: notSent stays notSent, noAnswer is unknown', async () => {
  for (const verb of ['authorize', 'capture', 'refund', 'reverse', 'inquire'] as const) {
    const refused = answering({ kind: 'notSent', cause: 'connectionRefused' });
    assert.equal(nameOf(await ask(refused, verb, approval)), 'notSent:connectionRefused');
    const silent = answering({ kind: 'noAnswer', cause: 'timeout' });
    assert.equal(nameOf(await ask(silent, verb, approval)), 'unknown:timeout');
  }
});

test('a purchase goes out in the host’s words', async () => {
  const sent: HttpRequest[] = [];
  await ask(answering(answered(200, approval), sent), 'authorize', approval);
  assert.equal(sent[0]?.url, 'http://host.test/v1/operations');
  assert.equal(sent[0].method, 'POST');
  assert.deepEqual(JSON.parse(String(sent[0].body)), {
    type: 'AUTH',
    ref: 'ref-1',
    amount: 1000,
    currency: '978',
    merchant: 'mr_1',
    order: '4000',
    pan: '4444555511113333',
    expiry: '3103',
    cvv: '123',
    initiator: 'CIT',
    storeCredential: false,
  });
});
