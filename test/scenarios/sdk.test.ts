/**
 * Every call of the SDK against a real gateway: each answer is what the OpenAPI document says, and at the end there is
 * no operation of the document that no call made, and no call that no operation stands behind.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  createTollgate,
  TollgateAuthenticationError,
  TollgateConflictError,
  TollgateInvalidRequestError,
  TollgateNotFoundError,
  type PaymentCreate,
  type Tollgate,
  type TollgateEvent,
  type WebhookDelivery,
} from '@tollgate/sdk';
import { sdkCalls } from '../../src/http/docs/examples.ts';
import { createContract, loadOpenApi, type Contract, type OpenApi } from '../support/contract.ts';
import { payByForm } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf } from '../support/payments.ts';
import { aCard, aSession } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
let openApi: OpenApi;
let contract: Contract;
let tollgate: Tollgate;
/** `post /sessions`, as the document names it, of every call that was answered with what was asked for. */
const called = new Set<string>();

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
  openApi = await loadOpenApi(world.gatewayUrl);
  contract = createContract(openApi);
  tollgate = clientOf(acme.apiKey);
});
after(() => world.close());

const clientOf = (apiKey: string): Tollgate =>
  createTollgate({ apiKey, baseUrl: world.gatewayUrl, version: '2023-11-15', fetch: watchedFetch });

const watchedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const method = init?.method ?? 'GET';
  const path = new URL(input instanceof Request ? input.url : input).pathname.slice('/api2'.length);
  // A file is not looked into here.
  if (response.ok && response.headers.has('content-disposition')) {
    called.add(`${method.toLowerCase()} ${operationPathOf(path)}`);
    return response;
  }
  const body: unknown = JSON.parse(await response.clone().text());
  contract.checkAnswer({ method, path, status: response.status, headers: response.headers, body });
  if (response.ok) called.add(`${method.toLowerCase()} ${operationPathOf(path)}`);
  return response;
};

const operationPathOf = (path: string): string => {
  const found = Object.keys(openApi.paths).find((one) =>
    new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  assert.ok(found, path);
  return found;
};

const aPayment = (fields: Partial<PaymentCreate> = {}): PaymentCreate => ({
  amount: 10_000,
  currency: 'EUR',
  paymentMethod: { card: cardOf() },
  ...fields,
});

const idsOf = async (list: AsyncIterable<{ readonly id: string }>): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { id } of list) ids.push(id);
  return ids;
};

describe('sessions', () => {
  test('created, paid, and heard of', async () => {
    const session = await tollgate.sessions.create(
      { ...aSession, merchantReferenceId: 'sdk-1' },
      { idempotencyKey: 'sdk-1' },
    );
    const again = await tollgate.sessions.create(
      { ...aSession, merchantReferenceId: 'sdk-1' },
      { idempotencyKey: 'sdk-1' },
    );
    assert.deepEqual([again.id, again.lastResponse.idempotentReplayed], [session.id, true]);
    const { left } = await payByForm(session.paymentUrl ?? '', aCard);
    const verified = tollgate.verifyReturn(left ?? '', { expectedSessionId: session.id });
    assert.equal(verified.status, 'completed');
    const paid = await tollgate.sessions.retrieve(session.id);
    assert.deepEqual([paid.status, paid.paymentStatus, paid.sequence], ['completed', 'paid', verified.sequence]);
    const { rawBody, headers } = await acme.sink.waitFor(({ event }) => event.type === 'session.completed');
    const event = tollgate.webhooks.verify(rawBody, headers, acme.webhookSecret);
    assert.ok(event.type === 'session.completed' && event.data.object.id === session.id);
    assert.deepEqual(await idsOf(tollgate.payments.list({ session: session.id })), [paid.payment]);
  });

  test('expired, listed page by page', async () => {
    const made: string[] = [];
    for (let n = 0; n < 3; n++)
      made.unshift((await tollgate.sessions.create({ ...aSession, merchantReferenceId: 'sdk-pages' })).id);
    const expired = await tollgate.sessions.expire(made[0] ?? '');
    assert.deepEqual([expired.status, expired.expirationReason], ['expired', 'merchant']);
    assert.deepEqual(await idsOf(tollgate.sessions.list({ merchantReferenceId: 'sdk-pages', limit: 1 })), made);
    assert.deepEqual(
      await idsOf(tollgate.sessions.list({ merchantReferenceId: 'sdk-pages', status: 'open' })),
      made.slice(1),
    );
    await assert.rejects(tollgate.sessions.expire(made[0] ?? ''), TollgateConflictError);
  });
});

describe('payments', () => {
  test('authorized, captured in parts, refunded in parts', async () => {
    const payment = await tollgate.payments.create(
      aPayment({ captureMethod: 'manual', merchantReferenceId: 'sdk-parts' }),
      { idempotencyKey: 'sdk-parts' },
    );
    assert.deepEqual([payment.status, payment.amountCapturable], ['requiresCapture', 10_000]);
    const part = await tollgate.payments.capture(payment.id, { amount: 4_000 }, { idempotencyKey: 'sdk-parts-1' });
    assert.deepEqual([part.status, part.amountCaptured], ['requiresCapture', 4_000]);
    const rest = await tollgate.payments.capture(payment.id);
    const { data: attempts } = await tollgate.payments.attempts(payment.id);
    assert.deepEqual(
      attempts.map(({ connector, status }) => [connector, status]),
      [['sandbox', 'approved']],
    );
    assert.deepEqual([rest.status, rest.amountCaptured], ['succeeded', 10_000]);
    const refund = await tollgate.refunds.create({ paymentId: payment.id, amount: 2_500, reason: 'returned goods' });
    assert.deepEqual([refund.status, refund.amount, refund.paymentId], ['succeeded', 2_500, payment.id]);
    assert.equal((await tollgate.refunds.create({ paymentId: payment.id })).amount, 7_500);
    assert.deepEqual(await tollgate.refunds.retrieve(refund.id), { ...refund });
    assert.equal((await tollgate.refunds.list({ payment: payment.id })).data.length, 2);
    assert.equal((await tollgate.payments.retrieve(payment.id)).amountRefunded, 10_000);
    assert.deepEqual(await idsOf(tollgate.payments.list({ merchantReferenceId: 'sdk-parts' })), [payment.id]);
  });

  test('more is authorized before the capture, and never after it', async () => {
    const { id } = await tollgate.payments.create(aPayment({ captureMethod: 'manual' }));
    const more = await tollgate.payments.increment(id, { amount: 500 }, { idempotencyKey: 'sdk-more' });
    assert.deepEqual([more.amount, more.amountCapturable], [10_500, 10_500]);
    await tollgate.payments.capture(id);
    await assert.rejects(tollgate.payments.increment(id, { amount: 1 }), TollgateConflictError);
  });

  test('canceled before the capture, and never after it', async () => {
    const reserved = await tollgate.payments.create(aPayment({ captureMethod: 'manual' }));
    assert.equal((await tollgate.payments.cancel(reserved.id)).status, 'canceled');
    const paid = await tollgate.payments.create(aPayment());
    await assert.rejects(tollgate.payments.cancel(paid.id), TollgateConflictError);
  });

  test('a decline is an answer; too much is an error that says how much is left', async () => {
    const declined = await tollgate.payments.create(aPayment({ paymentMethod: { card: cardOf('4000000000000515') } }));
    assert.deepEqual(
      [declined.status, declined.lastError?.declineReason],
      ['requiresPaymentMethod', 'insufficientFunds'],
    );
    const { id } = await tollgate.payments.create(aPayment());
    await assert.rejects(tollgate.refunds.create({ paymentId: id, amount: 10_001 }), (error) => {
      assert.ok(error instanceof TollgateInvalidRequestError);
      assert.deepEqual([error.status, error.code, error.errors[0]?.pointer], [422, 'amount_exceeded', '/amount']);
      assert.match(error.message, /Only 10000/);
      return true;
    });
  });

  test('a card is stored, charged, and deleted', async () => {
    const merchantCustomerId = 'sdk-customer-1';
    await tollgate.payments.create(aPayment({ merchantCustomerId, setupFutureUsage: { category: 'unscheduled' } }));
    const [stored] = (await tollgate.paymentMethods.list({ merchantCustomerId })).data;
    assert.ok(stored);
    assert.deepEqual([stored.status, stored.card.last4], ['active', '4242']);
    assert.deepEqual(await tollgate.paymentMethods.retrieve(stored.id), { ...stored });
    const charge = await tollgate.payments.create({ amount: 900, currency: 'EUR', storedPaymentMethodId: stored.id });
    assert.equal(charge.status, 'succeeded');
    await tollgate.paymentMethods.delete(stored.id);
    assert.equal((await tollgate.paymentMethods.retrieve(stored.id)).status, 'deleted');
    assert.deepEqual(await idsOf(tollgate.paymentMethods.list({ merchantCustomerId })), []);
    await assert.rejects(
      tollgate.payments.create({ amount: 900, currency: 'EUR', storedPaymentMethodId: stored.id }),
      TollgateConflictError,
    );
  });
});

describe('webhooks', () => {
  test('an endpoint lives: made, tested, looked into, changed, given another secret, removed', async () => {
    const created = await tollgate.webhookEndpoints.create({
      url: acme.sink.url,
      events: ['session.expired'],
      description: 'second',
    });
    const hearing = await tollgate.webhookEndpoints.test(created.id);
    assert.deepEqual([hearing.type, hearing.data.object.id], ['webhookEndpoint.test', created.id]);
    const { rawBody, headers } = await acme.sink.waitFor(({ event }) => event.id === hearing.id);
    assert.deepEqual(tollgate.webhooks.verify(rawBody, headers, created.secret), { ...hearing });
    const delivery = await waitFor<WebhookDelivery>(
      'the test is taken',
      async () => (await tollgate.webhookEndpoints.deliveries(created.id, { status: 'delivered' })).data[0],
    );
    assert.deepEqual(
      [delivery.event, delivery.eventType, delivery.attempts[0]?.httpStatus],
      [hearing.id, 'webhookEndpoint.test', 200],
    );

    const rotated = await tollgate.webhookEndpoints.rotateSecret(created.id, { overlapHours: 1 });
    assert.notEqual(rotated.secret, created.secret);
    const next = await tollgate.webhookEndpoints.test(created.id);
    const twice = await acme.sink.waitFor(({ event }) => event.id === next.id);
    for (const secret of [created.secret, rotated.secret])
      assert.equal(tollgate.webhooks.verify(twice.rawBody, twice.headers, secret).id, next.id);
    assert.match((await tollgate.webhookEndpoints.rotateSecret(created.id)).secret, /^whsec_/);

    const changed = await tollgate.webhookEndpoints.update(created.id, { events: ['*'], enabled: false });
    assert.deepEqual([changed.events, changed.enabled, changed.health], [['*'], false, 'disabled']);
    await assert.rejects(tollgate.webhookEndpoints.test(created.id), TollgateConflictError);
    assert.deepEqual(await tollgate.webhookEndpoints.retrieve(created.id), { ...changed });
    assert.ok((await idsOf(tollgate.webhookEndpoints.list({ limit: 1 }))).includes(created.id));
    await tollgate.webhookEndpoints.delete(created.id);
    await assert.rejects(tollgate.webhookEndpoints.retrieve(created.id), TollgateNotFoundError);
  });

  test('a stretch of time is replayed, looked at and canceled; deliveries of all endpoints are searched', async () => {
    const { webhookEndpoints, deliveries } = tollgate;
    const { id } = await webhookEndpoints.create({ url: acme.sink.url, events: ['refund.failed'] });
    const order = { from: new Date(Date.now() - 60_000).toISOString(), onlyUndelivered: true };
    // It may have ended before it is canceled: then another one is ordered.
    const canceled = await waitFor('one is canceled', async () => {
      const replay = await webhookEndpoints.replay(id, order);
      return webhookEndpoints.cancelReplay(id, replay.id).catch((error: unknown) => {
        if (error instanceof TollgateConflictError) return undefined;
        throw error;
      });
    });
    assert.equal((await webhookEndpoints.retrieveReplay(id, canceled.id)).status, 'canceled');
    assert.ok((await idsOf(webhookEndpoints.replays(id))).includes(canceled.id));
    assert.deepEqual(await deliveries.list({ webhookEndpoint: id }).toArray({ limit: 1 }), []);
    await webhookEndpoints.delete(id);
  });

  test('keys and secrets are rotated in the other ways, too', async () => {
    const { id } = await tollgate.webhookEndpoints.create({ url: acme.sink.url, signatures: ['hmac', 'ed25519'] });
    assert.equal((await tollgate.webhookEndpoints.rotateSigningKey(id)).signingKeys?.length, 2);
    const switchAt = new Date(Date.now() + 3_600_000).toISOString();
    assert.match((await tollgate.webhookEndpoints.rotateSecret(id, { switchAt })).secretSwitchesAt ?? '', /Z$/);
    assert.equal((await tollgate.webhookEndpoints.cancelSecretSwitch(id)).secretSwitchesAt, undefined);
    await tollgate.webhookEndpoints.delete(id);
  });

  test('what an endpoint missed is replayed, and looked at among all deliveries', async () => {
    const { id } = await tollgate.webhookEndpoints.create({ url: acme.sink.url, events: ['session.expired'] });
    const replay = await tollgate.webhookEndpoints.replay(id, { from: new Date(Date.now() - 60_000).toISOString() });
    assert.ok((await idsOf(tollgate.webhookEndpoints.replays(id))).includes(replay.id));
    assert.equal((await tollgate.webhookEndpoints.retrieveReplay(id, replay.id)).id, replay.id);
    await tollgate.webhookEndpoints.cancelReplay(id, replay.id).catch((error: unknown) => {
      assert.ok(error instanceof TollgateConflictError, 'it had ended by itself');
    });
    const event = await tollgate.webhookEndpoints.test(id);
    const all = await tollgate.deliveries.list({ limit: 5 }).toArray({ limit: 5 });
    assert.ok(all.some((delivery) => delivery.event === event.id && delivery.webhookEndpoint === id));
    await tollgate.webhookEndpoints.delete(id);
  });

  test('faults are set, seen in the log, count down, and end', async () => {
    const created = await tollgate.webhookEndpoints.create({ url: acme.sink.url, events: ['session.expired'] });
    const set = await tollgate.webhookEndpoints.faults.set(created.id, {
      duplicate: { next: 1 },
      drop: { percent: 1 },
      wrongSignature: { next: 2 },
    });
    assert.deepEqual({ ...set }, { drop: { percent: 1 }, duplicate: { next: 1 }, wrongSignature: { next: 2 } });
    await tollgate.webhookEndpoints.faults.set(created.id, { wrongSignature: { next: 2 } });
    const { id } = await tollgate.webhookEndpoints.test(created.id);
    const heard = await acme.sink.waitFor(({ event }) => event.id === id);
    assert.throws(() => tollgate.webhooks.verify(heard.rawBody, heard.headers, created.secret));
    const delivery = await waitFor<WebhookDelivery>(
      'it is in the log',
      async () => (await tollgate.webhookEndpoints.deliveries(created.id, { status: 'delivered' })).data[0],
    );
    assert.deepEqual(delivery.attempts[0]?.faults, ['wrongSignature']);
    assert.deepEqual(
      { ...(await tollgate.webhookEndpoints.faults.retrieve(created.id)) },
      { wrongSignature: { next: 1 } },
    );
    assert.deepEqual({ ...(await tollgate.webhookEndpoints.faults.clear(created.id)) }, {});
    await assert.rejects(
      tollgate.webhookEndpoints.faults.set(created.id, { drop: {}, delay: { ms: 0, next: 1 } }),
      (error) => error instanceof TollgateInvalidRequestError && error.errors[0]?.pointer === '/delay/ms',
    );
    await tollgate.webhookEndpoints.delete(created.id);
    await assert.rejects(tollgate.webhookEndpoints.faults.retrieve(created.id), TollgateNotFoundError);
  });

  test('events are read, narrowed by their type, and sent again', async () => {
    const session = await tollgate.sessions.create(aSession);
    await tollgate.sessions.expire(session.id);
    const told = await tollgate.events.list({ session: session.id }).toArray({ limit: 10 });
    assert.deepEqual(
      told.map(({ type }) => type),
      ['session.expired', 'session.created'],
    );
    const [last] = told;
    assert.ok(last);
    assert.deepEqual(await tollgate.events.retrieve(last.id), last);
    await waitFor('it is taken', async () => acme.sink.received.some(({ event }) => event.id === last.id));
    const resent = await waitFor('it is queued', async () => {
      const answer = await tollgate.events.resend(last.id);
      return answer.queued === 1 && answer;
    });
    assert.equal(resent.id, last.id);
    await waitFor(
      'it came again',
      async () => acme.sink.received.filter(({ event }) => event.id === last.id).length >= 2,
    );
    const [endpoint] = (await tollgate.webhookEndpoints.list()).data;
    assert.equal(
      (await tollgate.events.resend(last.id, { webhookEndpoint: endpoint?.id ?? '' }, { idempotencyKey: 'sdk-resend' }))
        .id,
      last.id,
    );
  });

  test('the object of every event is the one that its type promises', async () => {
    const seen = new Set<string>();
    for await (const event of tollgate.events.list({ limit: 100 })) {
      assert.match(idOfObject(event), idPatterns[event.type.split('.')[0] ?? ''] ?? /nothing/);
      contract.checkEvent(event);
      seen.add(event.type.split('.')[0] ?? '');
    }
    assert.deepEqual([...seen].sort(), Object.keys(idPatterns).sort());
  });
});

const idPatterns: Readonly<Record<string, RegExp>> = {
  session: /^ps_/,
  payment: /^py_/,
  refund: /^rf_/,
  paymentMethod: /^pm_/,
  webhookEndpoint: /^we_/,
};

/** Compiles only while the union narrows to each object's own fields. */
const idOfObject = (event: TollgateEvent): string => {
  switch (event.type) {
    case 'session.completed':
      return event.data.object.successUrl === '' ? '' : event.data.object.id;
    case 'payment.succeeded':
      return event.data.object.amountCaptured > 0 ? event.data.object.id : '';
    case 'refund.succeeded':
      return event.data.object.paymentId.startsWith('py_') ? event.data.object.id : '';
    case 'paymentMethod.created':
      return event.data.object.card.last4.length === 4 ? event.data.object.id : '';
    case 'webhookEndpoint.test':
      return event.data.object.enabled ? event.data.object.id : '';
    default:
      return event.data.object.id;
  }
};

describe('API keys and errors', () => {
  test('a key is made, used, and deleted', async () => {
    const made = await tollgate.apiKeys.create({ name: 'second' });
    const second = clientOf(made.apiKey);
    assert.ok((await idsOf(second.apiKeys.list())).includes(made.id));
    await assert.rejects(second.apiKeys.delete(made.id), TollgateConflictError);
    await tollgate.apiKeys.delete(made.id);
    await assert.rejects(clientOf('x'.repeat(40)).apiKeys.list().toArray({ limit: 1 }), TollgateAuthenticationError);
  });

  test('what is wrong is named, field by field', async () => {
    await assert.rejects(tollgate.payments.create({ ...aPayment(), amount: -1, currency: 'XXQ' }), (error) => {
      assert.ok(error instanceof TollgateInvalidRequestError);
      assert.deepEqual(error.errors.map(({ pointer }) => pointer).sort(), ['/amount', '/currency']);
      assert.match(error.requestId ?? '', /^req_/);
      return true;
    });
    await assert.rejects(tollgate.refunds.retrieve('rf_nothing'), TollgateNotFoundError);
  });
});

describe('acquirer accounts', () => {
  test('set up, changed, tried out and explained by an operator', async () => {
    const { apiKey } = await world.admin.createApiKey({
      merchantId: acme.merchantId,
      scopes: ['acquirer-accounts:read', 'acquirer-accounts:write'],
    });
    const { acquirerAccounts, acquirerRules } = clientOf(apiKey);
    await assert.rejects(tollgate.acquirerAccounts.list(), TollgateAuthenticationError);
    const settings = { url: world.acquirer.url };
    const { id } = await acquirerAccounts.create({ name: 'Bank', connector: 'sandbox', settings, secrets: {} });
    assert.equal((await acquirerAccounts.test(id)).works, true);
    assert.equal((await acquirerAccounts.rotate(id, { secrets: {} })).name, 'Bank');
    const rules = [{ name: 'all', enabled: true, when: {}, accounts: [{ account: id, weight: 1 }] }];
    const { version } = await acquirerRules.retrieve();
    const replaced = await acquirerRules.replace({ version, rules });
    assert.equal(replaced.rules[0]?.name, 'all');
    const { order } = await acquirerRules.explain({ amount: 1_000, currency: 'EUR', cardBin: '424242' });
    assert.equal(order.length, 1);
    await acquirerRules.replace({ version: replaced.version, rules: [] });
    assert.equal((await acquirerAccounts.update(id, { enabled: false })).enabled, false);
    assert.equal((await acquirerAccounts.retrieve(id)).health?.status, 'closed');
    assert.deepEqual((await acquirerAccounts.list()).data.length, 1);
    assert.deepEqual(await acquirerAccounts.notifications(id).toArray({ limit: 10 }), []);
    assert.equal((await acquirerAccounts.replayNotifications(id, {})).count, 0);
  });
});

describe('the settings', () => {
  test('are read and changed, each by itself', async () => {
    const before = await tollgate.settings.retrieve();
    assert.deepEqual(before.returnOrigins, []);
    const changed = await tollgate.settings.update({ sessionMinutes: 30, branding: { accentColor: '#0a5c36' } });
    assert.deepEqual(changed, {
      ...before,
      sessionMinutes: 30,
      branding: { ...before.branding, accentColor: '#0a5c36' },
    });
    await tollgate.settings.update({ sessionMinutes: 20, branding: { accentColor: 'default' } });
  });
});

describe('people', () => {
  test('invited, changed, signed out and removed by a key that may by name; owners are an owner’s business', async () => {
    const scopes = ['members:read', 'members:write'];
    const { apiKey } = await world.admin.createApiKey({ merchantId: acme.merchantId, scopes });
    const { members } = clientOf(apiKey);
    await assert.rejects(idsOf(tollgate.members.list()), TollgateAuthenticationError);
    const invited = await members.invite({ email: 'Kim@shop.example', role: 'viewer' }, { idempotencyKey: 'sdk-kim' });
    const again = await members.invite({ email: 'Kim@shop.example', role: 'viewer' }, { idempotencyKey: 'sdk-kim' });
    assert.equal(again.link, invited.link);
    const { id } = invited.member;
    assert.deepEqual([invited.member.email, invited.member.status], ['kim@shop.example', 'invited']);
    assert.equal((await members.update(id, { role: 'support' })).role, 'support');
    assert.equal((await members.retrieve(id)).role, 'support');
    assert.equal((await members.endSessions(id)).lastSignedInAt, null);
    assert.match((await members.passwordLink(id)).link, /\/m\/mr_\w+\/link\/[\w-]{43}$/);
    await assert.rejects(members.invite({ email: 'boss@shop.example', role: 'owner' }), TollgateAuthenticationError);
    await assert.rejects(members.update(id, { role: 'owner' }), TollgateAuthenticationError);
    assert.deepEqual(await idsOf(members.list()), [id]);
    await members.remove(id);
    await assert.rejects(members.retrieve(id), TollgateNotFoundError);
  });
});

describe('the audit log', () => {
  test('says who did what', async () => {
    const [newest] = await tollgate.auditLog.list().toArray({ limit: 1 });
    assert.ok(newest);
    assert.match(newest.action, /^\w+\.\w+$/);
  });
});

describe('the request log', () => {
  test('shows a request with its bodies, by its row and by its request id', async () => {
    const look = async () => (await tollgate.requestLog.list({ path: '/sessions' }).toArray({ limit: 1 }))[0];
    const entry = await waitFor('a request in the log', look);
    const row = await tollgate.requestLog.retrieve(entry.id);
    assert.deepEqual(await tollgate.requestLog.retrieve(row.requestId), row);
    assert.match(row.responseBody ?? '', /^\{/);
  });
});

describe('who runs the gateway', () => {
  test('sees how it does, makes and stops a merchant, asks about what is stuck, and changes what is logged', async () => {
    const { apiKey } = await world.admin.createOperatorKey({ scopes: ['operator:read', 'operator:write'] });
    const { operator } = clientOf(apiKey);
    assert.ok((await operator.overview()).merchants >= 1);
    assert.deepEqual((await operator.health()).endpoints, []);
    assert.ok((await operator.alerts()).data.length >= 0);
    await waitFor('the clock has told what it did', async () => (await operator.jobs()).data.length > 0);
    assert.equal((await operator.processes()).data[0]?.isServing, true);
    assert.deepEqual((await operator.database()).missingMigrations, []);
    assert.equal((await operator.setLogLevel({ level: 'error', hours: 1 })).level, 'error');
    assert.equal((await operator.clearLogLevel()).level, null);

    const { id, apiKey: first } = await operator.createMerchant({ name: 'Kettle' });
    const kettle = clientOf(first);
    assert.equal((await kettle.sessions.create(aSession)).status, 'open');
    assert.equal(
      (await operator.suspendMerchant(id, { reason: 'Too many chargebacks' })).suspensionReason,
      'Too many chargebacks',
    );
    assert.equal((await operator.resumeMerchant(id, { reason: 'Settled' })).suspendedAt, null);
    const all = await idsOf(operator.merchants({ limit: 1 }));
    assert.deepEqual([all.at(-1), all.includes(acme.merchantId)], [id, true]);

    for (const order of ['stuck-1', 'stuck-2']) {
      await world.acquirer.setFault({ kind: 'cutAfter', match: { order } });
      await world.acquirer.setFault({ kind: 'notFound', match: { order }, ms: 600_000 });
      await kettle.payments.create(aPayment({ merchantReferenceId: order }));
    }
    await world.sql(`update attempts set sent_at = now() - interval '1 hour', reconcile_at = now() + interval '1 hour'
      where reconcile_at is not null`);
    const stuck = await operator.stuckPayments({ limit: 1 }).toArray({ limit: 10 });
    assert.deepEqual(
      stuck.map(({ what, merchant }) => [what, merchant]),
      Array.from({ length: 2 }, () => ['authorization', id]),
    );
    const asked = await operator.askAboutStuckPayment(stuck[0]?.id ?? '', { reason: 'It answers again' });
    assert.equal(asked.outcome, 'asked');
    await world.acquirer.clearFaults();
  });

  test('keys of merchants see nothing of it, and those of operators take no money', async () => {
    await assert.rejects(tollgate.operator.overview(), TollgateAuthenticationError);
    const { apiKey } = await world.admin.createOperatorKey({});
    const reader = clientOf(apiKey);
    await assert.rejects(reader.sessions.create(aSession), TollgateAuthenticationError);
    await assert.rejects(reader.operator.clearLogLevel(), TollgateAuthenticationError);
    await assert.rejects(
      tollgate.apiKeys.create({ name: 'x', scopes: ['operator:read'] as never }),
      TollgateInvalidRequestError,
    );
    const [{ id } = { id: '' }] = await world.admin.listOperatorKeys();
    await world.admin.deleteOperatorKey({ id });
    const scopes = ['operator:write'];
    await assert.rejects(world.admin.createApiKey({ merchantId: acme.merchantId, scopes }), /there are \*/);
    await assert.rejects(world.admin.createOperatorKey({ scopes: ['*'] }), /there are operator:read, operator:write/);
  });
});

describe('exports', () => {
  test('a list comes as a file', async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of await tollgate.exports.download('payments', { format: 'ndjson' }))
      text += decoder.decode(chunk, { stream: true });
    const ids = text.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { id: string }).id]));
    assert.deepEqual(ids, await idsOf(tollgate.payments.list()));
  });
});

describe('figures', () => {
  test('say how the payments of a day ended', async () => {
    const { payments, period } = await tollgate.figures.retrieve({ period: 'month' });
    assert.equal(period.name, 'month');
    const approved = await tollgate.figures
      .payments({ period: 'month', figure: 'payments', outcome: 'approved' })
      .toArray({ limit: 1000 });
    assert.equal(approved.length, payments.approved);
    assert.ok(approved.length > 0);
    const open = await tollgate.figures.sessions({ period: 'month', outcome: 'open' }).toArray({ limit: 1000 });
    assert.ok(open.every(({ status }) => status === 'open'));
  });
});

describe('the whole API', () => {
  test('every operation of the document was called', () => {
    const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    assert.deepEqual([...called].sort(), operations.sort());
  });

  test('the reference shows every call of the SDK at its operation', () => {
    const { webhooks: _webhooks, verifyReturn: _verifyReturn, ...resources } = tollgate;
    const callsIn = (verbs: object, path: string): string[] =>
      Object.entries(verbs).flatMap(([name, verb]: [string, unknown]) =>
        typeof verb === 'object' && verb !== null ? callsIn(verb, `${path}${name}.`) : [`${path}${name}`],
      );
    // To follow the feed is to list events again and again.
    const calls = callsIn(resources, '').filter((call) => call.includes('.') && call !== 'events.follow');
    assert.deepEqual(Object.values(sdkCalls).toSorted(), calls.sort());
  });
});
