import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { inspect } from 'node:util';
import type { AcquirerConnector, NotificationDelivery } from '../../../src/connectors/acquirer/contract.ts';
import { authorization, bigintAsText, callOf, money, newCall, newReference } from './host.ts';
import type { MovingVerb, NotificationHost, Subject, SubjectHost } from './host.ts';
import { newsOf, tellingOf, type Told } from './settled.ts';

type Parts = {
  readonly host: SubjectHost;
  readonly sender: NotificationHost;
  /** As it is: what is accepted stays accepted. */
  readonly connector: AcquirerConnector;
  readonly told: Told;
  /** For what the story is not about. */
  readonly subject: Subject;
};

const PATIENT_MS = 60_000;

/** Only of connectors that read notifications. */
export const describeNotifications = (subject: Subject): void => {
  describe('notifications', () => {
    const story = (what: string, tell: (parts: Parts, context: TestContext) => Promise<void>): void => {
      test(what, async (context) => {
        const { host } = subject();
        if (host.notifications === undefined) {
          context.skip('this acquirer sends none');
          return;
        }
        const sender = host.notifications;
        const connector = host.connectBare({ answerTimeoutMs: PATIENT_MS });
        const told = tellingOf(connector, sender);
        await tell({ host, sender, connector, told, subject }, context);
        await connector.close();
      });
    };
    describeEndings(story);
    describeTruth(story);
  });
};

type Story = (what: string, tell: (parts: Parts, context: TestContext) => Promise<void>) => void;

const abouts = { capture: 'capture', voidAuthorization: 'void', refund: 'refund' } as const;

/** How what was accepted ends. */
const describeEndings = (story: Story): void => {
  for (const verb of ['capture', 'voidAuthorization', 'refund'] as const) {
    story(
      `${verb} that is accepted ends by a notification, known by our reference and by the handle`,
      async (parts) => {
        const { connector, told } = parts;
        const { call, answer } = await accepted(parts, verb);
        const byHandle = await newsOf(told, abouts[verb], ({ handle }) => handle === answer.acquirerReference);
        const byReference = await newsOf(told, abouts[verb], ({ reference }) => reference === call.reference);
        assert.deepEqual(byHandle, byReference);
        assert.equal(byHandle.answer.kind, 'approved');
        assert.deepEqual(await call.send(connector), answer);
        const endings = told().filter(({ handle }) => handle === answer.acquirerReference);
        assert.equal(new Set(endings.map(({ hostId }) => hostId)).size, 1, 'a repeat ends once');
      },
    );
  }

  story('what was accepted and cannot be done ends as a decline', async (parts) => {
    const { connector, told } = parts;
    const { handle } = await approved(parts, { capture: true });
    const refund = { reference: newReference(), authorization: handle, amount: money(1_001) };
    const answer = await connector.refund(refund);
    if (answer.kind !== 'accepted') {
      assert.equal(answer.kind, 'declined');
      return;
    }
    const { answer: ending } = await newsOf(told, 'refund', ({ reference }) => reference === refund.reference);
    assert(ending.kind === 'declined' && !ending.softDecline);
  });

  story('a reversal that is accepted ends by a notification about the payment', async ({ host, connector, told }) => {
    const call = callOf(authorization(host));
    assert.equal((await call.send(connector)).kind, 'approved');
    const answer = await connector.reverse(call.reversal());
    if (answer.kind === 'reversed') return;
    assert.equal(answer.kind, 'accepted');
    const news = await newsOf(told, 'reversal', ({ reference }) => reference === call.reference);
    assert.deepEqual(news.answer, { kind: 'reversed' });
  });

  story('an approval is told as it was answered, also when the answer was lost', async ({ host, connector, told }) => {
    for (const fault of [undefined, 'cutAfter'] as const) {
      const call = callOf(authorization(host));
      await call.prepare(connector);
      if (fault !== undefined) await host.inject(fault, 'authorize');
      const answer = await call.send(connector);
      const news = await newsOf(told, 'authorization', ({ reference }) => reference === call.reference);
      assert(news.answer.kind === 'approved');
      assert.deepEqual(news.answer.amount, money(1_000));
      if (answer.kind === 'approved') assert.deepEqual(news.answer, answer);
      else assert.equal(answer.kind, 'unknown');
    }
  });

  for (const verb of ['capture', 'refund'] as const) {
    story(`a ${verb} that did not last is told after it was told as done`, async (parts, context) => {
      const { sender, told } = parts;
      if (sender.takeBack === undefined) {
        context.skip('this acquirer takes nothing back');
        return;
      }
      const call = await newCall(parts.subject, verb);
      await sender.takeBack(verb);
      const answer = await call.send(parts.connector);
      assert(answer.kind === 'accepted' || answer.kind === 'approved');
      const isMeant = ({ handle }: { readonly handle: string | undefined }) => handle === answer.acquirerReference;
      const news = await newsOf(told, 'takenBack', isMeant);
      assert.equal(news.operation, verb);
      const order = told().filter(isMeant);
      assert.deepEqual(
        order.map((notification) => notification.news.about),
        [verb, 'takenBack'],
      );
      assert.equal(new Set(order.map(({ hostId }) => hostId)).size, 2);
    });
  }
};

/** Whom a connector believes. */
const describeTruth = (story: Story): void => {
  story('what a stranger makes of a notification is forged, whatever he changes', async (parts) => {
    const { sender, connector } = parts;
    const delivery = await deliveryOf(parts);
    assert.equal(connector.readNotifications?.(delivery).kind, 'notifications');
    const forgeries = sender.forgeries(delivery);
    assert(forgeries.length > 0);
    for (const forgery of forgeries)
      assert.deepEqual(connector.readNotifications?.(forgery), { kind: 'forged' }, forgery.body.toString());
  });

  story('what was signed too long ago is forged', async (parts, context) => {
    const { sender, connector } = parts;
    if (sender.stale === undefined) {
      context.skip('this acquirer signs no time');
      return;
    }
    const stale = sender.stale(await deliveryOf(parts));
    assert.deepEqual(connector.readNotifications?.(stale), { kind: 'forged' });
  });

  story('the same notification has the same id whenever it comes, and no two have one', async (parts) => {
    const { connector, told } = parts;
    const delivery = await deliveryOf(parts);
    assert.deepEqual(connector.readNotifications?.(delivery), connector.readNotifications?.(delivery));
    const byId = new Map<string, string>();
    for (const notification of told()) {
      assert(notification.hostId.length > 0 && notification.hostId.length <= 200);
      const text = JSON.stringify([notification.type, notification.handle, notification.news], bigintAsText);
      assert.equal(byId.get(notification.hostId) ?? text, text);
      byId.set(notification.hostId, text);
    }
  });

  story('what is signed and not documented is unreadable', ({ sender, connector }) => {
    const deliveries = sender.unreadable();
    assert(deliveries.length > 0);
    for (const delivery of deliveries)
      assert.deepEqual(connector.readNotifications?.(delivery), { kind: 'unreadable' }, delivery.body.toString());
    return Promise.resolve();
  });

  story('what is signed and not about us moves nothing, or names nothing of ours', ({ sender, connector }) => {
    for (const delivery of sender.foreign()) {
      const reading = connector.readNotifications?.(delivery);
      assert(reading?.kind === 'notifications', delivery.body.toString());
      for (const { news } of reading.notifications) assert.equal(news.about, 'nothingOfOurs');
    }
    return Promise.resolve();
  });

  story('noise is no news, and no reading fails', async (parts) => {
    const { body, ...rest } = await deliveryOf(parts);
    const cuts = [0, 1, 2, 5].map((at) => body.subarray(0, Math.floor((body.length * at) / 6)));
    const noises = [...cuts, Buffer.from('null'), Buffer.from('[]'), Buffer.from('{}'), Buffer.from([0xff, 0xfe, 0])];
    for (const noise of noises) {
      const reading = parts.connector.readNotifications?.({ ...rest, body: noise });
      assert.notEqual(reading?.kind, 'notifications', noise.toString());
    }
  });

  story('nothing of a card but its last four digits is handed on', async (parts) => {
    const { host, told } = parts;
    await deliveryOf(parts);
    const { pan, expiryMonth, expiryYear, cvc } = host.approvedCard();
    const expiry = `${String(expiryMonth).padStart(2, '0')}/${expiryYear}`;
    const shown = `${JSON.stringify(told(), bigintAsText)} ${inspect(told(), { depth: 10 })}`;
    for (const secret of [pan.reveal(), pan.reveal().slice(0, -4), expiry, `"${cvc?.reveal() ?? '?'}"`])
      assert(!shown.includes(secret), `a notification hands on ${secret.length} letters of a card`);
  });
};

const accepted = async ({ subject, connector }: Parts, verb: Exclude<MovingVerb, 'authorize'>) => {
  const call = await newCall(subject, verb);
  const answer = await call.send(connector);
  assert(answer.kind === 'accepted' || answer.kind === 'approved', answer.kind);
  return { call, answer };
};

const approved = async ({ host, connector }: Parts, fields: { readonly capture: boolean }) => {
  const call = callOf(authorization(host, fields));
  const answer = await call.send(connector);
  assert(answer.kind === 'approved');
  return { handle: { reference: call.reference, acquirerReference: answer.acquirerReference } };
};

/** The bytes of one that is about a payment of our own. */
const deliveryOf = async ({ host, sender, connector, told }: Parts): Promise<NotificationDelivery> => {
  const call = callOf(authorization(host));
  assert.equal((await call.send(connector)).kind, 'approved');
  await newsOf(told, 'authorization', ({ reference }) => reference === call.reference);
  const delivery = sender.sent().find(({ body }) => body.includes(call.reference));
  assert(delivery !== undefined);
  return delivery;
};
