import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestAcquirer, type TestAcquirer } from '../../../../test/support/acquirer.ts';
import { startNotificationSink, type NotificationSink } from '../../../../test/support/notification-sink.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { money, newReference } from '../../../../test/conformance/acquirer/conformance.ts';
import { createHttpClient, type HttpClient, type HttpRequest } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import type { Card } from '../../../card/card.ts';
import type { AcquirerConnector, AcquirerNotification, AuthorizeRequest } from '../contract.ts';
import { createAdyenConnector } from './index.ts';
import { API_KEY, HMAC_KEY, itemIn, MERCHANT } from './notifications.fixture.ts';
import { triggerOf, untestable } from './refusals.fixture.ts';
import { declineOfCode, refusals } from './refusals.ts';

const card: Card = {
  pan: new Secret('4111111145551142'),
  cvc: new Secret('737'),
  expiryMonth: 3,
  expiryYear: 2030,
  cardholderName: 'A. Cardholder',
};
const payment = (fields: Partial<AuthorizeRequest> = {}): AuthorizeRequest => ({
  reference: newReference(),
  merchantId: 'mr_1',
  merchantReferenceId: 'order-1',
  amount: money(1_000),
  capture: false,
  card,
  initiator: { by: 'customer', storesCard: false },
  authentication: undefined,
  isExempt: false,
  handle: undefined,
  ...fields,
});

describe('Adyen’s own ways, against the face that has them', () => {
  let sink: NotificationSink;
  let acquirer: TestAcquirer;
  let http: HttpClient;
  let connector: AcquirerConnector;
  const sent: HttpRequest[] = [];

  const connect = (values: Readonly<Record<string, string>> = {}, apiKey = API_KEY): AcquirerConnector =>
    createAdyenConnector({
      values: { merchantAccount: MERCHANT, url: acquirer.url, ...values },
      secrets: { apiKey: new Secret(apiKey), hmacKey: new Secret(HMAC_KEY) },
      olderSecrets: {},
      limits: { answerTimeoutMs: 60_000 },
      http: {
        ...http,
        send: (request) => {
          sent.push(request);
          return http.send(request);
        },
      },
    });
  const told = (): readonly AcquirerNotification[] =>
    sink.received.flatMap((delivery) => {
      const reading = connector.readNotifications?.(delivery);
      return reading?.kind === 'notifications' ? reading.notifications : [];
    });
  const toldOf = async (type: string, name: string): Promise<AcquirerNotification> => {
    const find = () => told().find((one) => one.type === type && (one.reference === name || one.handle === name));
    await waitFor(`${type} of ${name}`, () => Promise.resolve(find() !== undefined));
    const found = find();
    assert(found !== undefined);
    return found;
  };
  const approve = async (fields: Partial<AuthorizeRequest> = {}) => {
    const request = payment(fields);
    const answer = await connector.authorize(request);
    assert(answer.kind === 'approved');
    return { request, answer, handle: { reference: request.reference, acquirerReference: answer.acquirerReference } };
  };

  before(async () => {
    sink = await startNotificationSink();
    acquirer = await startTestAcquirer({
      adyen: {
        apiKey: API_KEY,
        merchantAccount: MERCHANT,
        hmacKey: HMAC_KEY,
        notifyUrl: sink.url,
        multipleCaptures: true,
      },
    });
    http = createHttpClient({ connectTimeoutMs: 60_000 });
    connector = connect();
  });
  after(async () => {
    await acquirer.stop();
    await http.close();
    await sink.close();
  });

  for (const [code, { text }] of Object.entries(refusals)) {
    test(`refusal ${code}, ${text}, is answered and told alike`, async () => {
      const request = payment({ card: { ...card, cardholderName: triggerOf(text) } });
      const answer = await connector.authorize(request);
      if (untestable.has(code)) {
        assert.equal(answer.kind, 'approved');
        return;
      }
      assert.deepEqual(answer, declineOfCode(code, undefined));
      const { news } = await toldOf('AUTHORISATION', request.reference);
      assert.deepEqual(news, { about: 'authorization', answer });
    });
  }

  test('a repeat sends the very same bytes under the same key, and has the same answer', async () => {
    const request = payment({ capture: true });
    sent.length = 0;
    const first = await connector.authorize(request);
    assert.deepEqual(await connector.authorize({ ...request }), first);
    const [one, two] = sent;
    assert(one !== undefined && two !== undefined);
    assert.deepEqual(two, one);
    assert.equal(one.headers['idempotency-key'], request.reference);
    assert.equal(await acquirer.effectsOf(request.reference), 1);
  });

  test('what is sent has the key of the account, and a sale its delay', async () => {
    const patient = connect({ captureDelayHours: '24' });
    sent.length = 0;
    await patient.authorize(payment({ capture: true }));
    const [request] = sent;
    assert(request !== undefined);
    assert.equal(request.headers['x-api-key'], API_KEY);
    const body = JSON.parse(String(request.body)) as Readonly<Record<string, unknown>>;
    assert.equal(body['captureDelayHours'], 24);
  });

  test('a reversal has no key, so that every try of it counts', async () => {
    const { request } = await approve();
    sent.length = 0;
    for (let tries = 0; tries < 2; tries++)
      assert.deepEqual(
        await connector.reverse({
          original: request.reference,
          handle: undefined,
          amount: request.amount,
          capture: false,
        }),
        { kind: 'accepted' },
      );
    assert(sent.every(({ headers }) => headers['idempotency-key'] === undefined));
    const { news } = await toldOf('TECHNICAL_CANCEL', request.reference);
    assert.deepEqual(news, { about: 'reversal', answer: { kind: 'reversed' } });
  });

  test('a payment that the host has named is reversed by that name, also after it was captured', async () => {
    const { request, answer } = await approve({ capture: true });
    const reversal = { original: request.reference, handle: answer.acquirerReference, amount: money(1_000) };
    assert.deepEqual(await connector.reverse({ ...reversal, capture: true }), { kind: 'accepted' });
    const { news } = await toldOf('CANCEL_OR_REFUND', answer.acquirerReference);
    assert.deepEqual(news, { about: 'reversal', answer: { kind: 'reversed' } });
  });

  test('a reversal of what never came is received, and told as refused', async () => {
    const original = newReference();
    const reversal = { original, handle: undefined, amount: money(1_000), capture: false };
    assert.deepEqual(await connector.reverse(reversal), { kind: 'accepted' });
    const { news } = await toldOf('TECHNICAL_CANCEL', original);
    assert.deepEqual(news, { about: 'reversal', answer: { kind: 'refused' } });
    const unheard = { ...reversal, handle: 'NOBODYSPAYMENT22' };
    assert.deepEqual(await connector.reverse(unheard), { kind: 'unknown', cause: 'reversalRefused' });
  });

  test('an account with several captures takes parts, and no more than there is', async () => {
    const { handle } = await approve();
    for (const [minor, kind] of [
      [400, 'approved'],
      [601, 'declined'],
      [600, 'approved'],
    ] as const) {
      const reference = newReference();
      const answer = await connector.capture({
        reference,
        authorization: handle,
        amount: money(minor),
        final: false,
      });
      assert.equal(answer.kind, 'accepted');
      const { news } = await toldOf('CAPTURE', reference);
      assert(news.about === 'capture' && news.answer.kind === kind);
    }
  });

  test('currencies whose units differ are booked in ours', async () => {
    for (const [letters, minor, value] of [
      ['CLP', 990, 99_000],
      ['IDR', 1_500_000, 15_000],
      ['ISK', 7, 700],
      ['CVE', 100, 1],
    ] as const) {
      const { request, answer } = await approve({ amount: money(minor, letters) });
      assert.deepEqual(answer.amount, money(minor, letters));
      const [entry] = await acquirer.journal({ ref: request.reference });
      assert.equal(entry?.amount, minor);
      const delivery = await deliveryAbout(request.reference);
      assert.deepEqual(itemIn(delivery)['amount'], { value, currency: letters });
    }
    const uneven = await connector.authorize(payment({ amount: money(150, 'IDR') }));
    assert(uneven.kind === 'declined' && uneven.declineReason === 'invalidAmount');
  });
  const deliveryAbout = async (reference: string) => {
    const find = () => sink.received.find(({ body }) => body.includes(reference));
    await waitFor('a delivery', () => Promise.resolve(find() !== undefined));
    const found = find();
    assert(found !== undefined);
    return found;
  };

  test('a notification can be there before the answer, twice, and after the next one', async () => {
    await acquirer.setFault({ kind: 'noticeFirst', count: 1 });
    const early = payment();
    await connector.authorize(early);
    assert(told().some(({ reference }) => reference === early.reference));

    await acquirer.setFault({ kind: 'noticeTwice', count: 1 });
    const twice = payment();
    await connector.authorize(twice);
    const copies = () => told().filter(({ reference }) => reference === twice.reference);
    await waitFor('both', () => Promise.resolve(copies().length === 2));
    assert.deepEqual(copies()[0], copies()[1]);

    await acquirer.setFault({ kind: 'noticeReordered', count: 1 });
    const [first, second] = [payment(), payment()];
    await connector.authorize(first);
    await connector.authorize(second);
    await toldOf('AUTHORISATION', first.reference);
    const order = told().map(({ reference }) => reference);
    assert(order.indexOf(second.reference) < order.indexOf(first.reference));
  });

  test('a stranger’s notification is told from the host’s own', async () => {
    await acquirer.setFault({ kind: 'noticeForged', count: 1 });
    const request = payment();
    await connector.authorize(request);
    await toldOf('AUTHORISATION', request.reference);
    const kinds = sink.received
      .filter(({ body }) => body.includes(request.reference))
      .map((delivery) => connector.readNotifications?.(delivery).kind);
    assert.deepEqual(kinds, ['forged', 'notifications']);
  });

  test('what is not acknowledged is sent again', async () => {
    sink.answerWith(401);
    const request = payment();
    await connector.authorize(request);
    await toldOf('AUTHORISATION', request.reference);
    sink.answerWith(202);
    await waitFor('a second time', () =>
      Promise.resolve(told().filter(({ reference }) => reference === request.reference).length > 1),
    );
  });

  test('a host that does not let us in is told from one that does, and no card is declined for it', async () => {
    assert.deepEqual(await connector.test(), { kind: 'works' });
    const stranger = connect({}, 'another-key-of-twenty-letters');
    assert.deepEqual(await stranger.test(), { kind: 'refused', cause: 'credentialsRefused' });
    const misled = connect({ merchantAccount: 'NobodysAccount' });
    assert.deepEqual(await misled.test(), { kind: 'refused', cause: 'merchantAccountUnknown' });
    for (const wrong of [stranger, misled]) {
      const answer = await wrong.authorize(payment());
      assert(answer.kind === 'declined' && answer.declineReason === 'acquirerError');
    }
  });

  test('errors of the host about the card are declines of the card', async () => {
    const short = await connector.authorize(payment({ card: { ...card, cvc: new Secret('73') } }));
    assert(short.kind === 'declined' && short.declineReason === 'incorrectCvc' && short.acquirerCode === '103');
    const bad = await connector.authorize(payment({ card: { ...card, pan: new Secret('4111') } }));
    assert(bad.kind === 'declined' && bad.declineReason === 'incorrectNumber' && bad.acquirerCode === '101');
  });

  test('it cannot be asked what became of something', async () => {
    const { request } = await approve();
    const inquiry = { original: request.reference, kind: 'authorization' } as const;
    assert.deepEqual(await connector.inquire({ ...inquiry, handle: undefined, authorization: undefined }), {
      kind: 'unknown',
      cause: 'noInquiry',
    });
  });
});
