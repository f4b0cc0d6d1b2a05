import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { declineReasons, type DeclineReason } from '../../../src/connectors/acquirer/contract.ts';
import { approve, authorization, callOf, isMissing, money, newReference, type Subject } from './host.ts';

export const describeOperations = (subject: Subject): void => {
  describe('authorizations', () => {
    describeApprovals(subject);
    for (const reason of declineReasons) describeDecline(subject, reason);
  });
  describe('captures', () => {
    describePartialCaptures(subject);
    describeCaptures(subject);
  });
  describe('refunds and voids', () => {
    describeRefunds(subject);
    describeVoids(subject);
  });
};

const proof = {
  version: '2.2.0',
  eci: '05',
  cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
  dsTransId: '5f2a7c1e-6b1d-4c39-9d53-0a8f6c1b2e47',
};

const describeApprovals = (subject: Subject): void => {
  test('an authorization and a sale are approved, with all that later operations need', async () => {
    for (const capture of [false, true]) {
      const { approval, request } = await approve(subject, { capture });
      assert.match(approval.acquirerReference, /^\S+$/);
      assert.match(approval.approvalCode, /^\S+$/);
      assert.deepEqual(approval.amount, request.amount);
    }
  });

  for (const [minor, letters] of [
    [1, 'EUR'],
    [1_099, 'USD'],
    [500, 'JPY'],
    [1_500, 'KWD'],
    [1_000_000_000_000, 'EUR'],
  ] as const) {
    test(`${minor} minor units of ${letters} are approved as they are, where the acquirer takes them`, async () => {
      const { host, connector } = subject();
      const amount = money(minor, letters);
      if (host.takes?.(amount) === false) {
        const answer = await callOf(authorization(host, { amount })).send(connector);
        assert(answer.kind === 'declined' && answer.declineReason === 'invalidAmount');
        return;
      }
      const { approval } = await approve(subject, { amount });
      assert.deepEqual(approval.amount, amount);
    });
  }

  test('a stored card pays without the customer and without a CVC', async () => {
    const first = await approve(subject, { initiator: { by: 'customer', storesCard: true } });
    const card = { ...subject().host.approvedCard(), cvc: undefined };
    await approve(subject, {
      card,
      initiator: { by: 'merchant', networkTransactionId: first.approval.networkTransactionId, category: 'recurrent' },
    });
  });

  test('a card is checked with an amount of 0, where the acquirer can', async (context) => {
    const { host, connector } = subject();
    if (!connector.capabilities.zeroAmount) {
      context.skip('this acquirer checks no cards');
      return;
    }
    const { approval } = await approve(subject, { amount: money(0), initiator: { by: 'customer', storesCard: true } });
    assert.deepEqual(approval.amount, money(0));
    const card = host.declinedCard('lostCard') ?? host.approvedCard();
    const declined = await callOf(authorization(host, { amount: money(0), card })).send(connector);
    assert.equal(declined.kind, 'declined');
  });

  test('the proof of 3-D Secure goes along', async () => {
    await approve(subject, { authentication: proof });
    await approve(subject, { authentication: { ...proof, eci: '07', cavv: undefined } });
  });

  test('an exemption that is claimed goes along', async () => {
    await approve(subject, { isExempt: true });
  });

  test('a card that was declined softly is approved with a proof of 3-D Secure', async (context) => {
    const { host, connector } = subject();
    const card = host.declinedCard('authenticationRequired');
    if (card === undefined) {
      context.skip('this acquirer has no such card');
      return;
    }
    const declined = await callOf(authorization(host, { card, isExempt: true })).send(connector);
    assert(declined.kind === 'declined' && declined.softDecline);
    await approve(subject, { card, authentication: proof });
  });
};

const describeDecline = (subject: Subject, reason: DeclineReason): void => {
  test(`a decline for ${reason} is told as such`, async (context) => {
    const { host, connector } = subject();
    const card = host.declinedCard(reason);
    if (card === undefined) {
      context.skip('this acquirer has no such card');
      return;
    }
    const request = authorization(host, { card });
    const answer = await callOf(request).send(connector);
    assert(answer.kind === 'declined');
    assert.equal(answer.declineReason, reason);
    assert.match(answer.acquirerCode, /^\w+$/);
    assert.equal(answer.softDecline, reason === 'authenticationRequired');
    assert.equal(await host.effectsOf(request.reference), 0);
  });
};

const describePartialCaptures = (subject: Subject): void => {
  test('captures take parts, never more than was authorized', async (context) => {
    if (!takesParts(subject, context)) return;
    const { handle } = await approve(subject);
    const capture = (minor: number) =>
      subject().connector.capture({
        reference: newReference(),
        authorization: handle,
        amount: money(minor),
        final: false,
      });
    assert.equal((await capture(400)).kind, 'approved');
    assert.equal((await capture(601)).kind, 'declined');
    assert.equal((await capture(600)).kind, 'approved');
    assert.equal((await capture(1)).kind, 'declined');
  });

  test('after a final capture nothing more can be taken', async () => {
    const { handle } = await approve(subject);
    const { connector } = subject();
    const capture = (final: boolean) =>
      connector.capture({ reference: newReference(), authorization: handle, amount: money(100), final });
    assert.equal((await capture(true)).kind, 'approved');
    assert.equal((await capture(false)).kind, 'declined');
  });

  test('captures that race take no more than was authorized', async (context) => {
    if (!takesParts(subject, context)) return;
    const { handle } = await approve(subject);
    const { connector } = subject();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        connector.capture({ reference: newReference(), authorization: handle, amount: money(400), final: false }),
      ),
    );
    assert.equal(answers.filter(({ kind }) => kind === 'approved').length, 2);
  });

  test('where the first capture is the last, nothing can be taken after it', async (context) => {
    const { connector } = subject();
    if (connector.capabilities.multipleCaptures) {
      context.skip('several captures may follow');
      return;
    }
    const { handle } = await approve(subject);
    const capture = (final: boolean) =>
      connector.capture({ reference: newReference(), authorization: handle, amount: money(100), final });
    assert.equal((await capture(true)).kind, 'approved');
    assert.equal((await capture(true)).kind, 'declined');
  });
};

const takesParts = (subject: Subject, context: TestContext): boolean => {
  const { multipleCaptures } = subject().connector.capabilities;
  if (!multipleCaptures) context.skip('the first capture is the last');
  return multipleCaptures;
};

const describeCaptures = (subject: Subject): void => {
  test('another currency than that of the authorization is declined', async (context) => {
    if (isMissing(subject().host, 'currencyOfCaptures', context)) return;
    const { handle } = await approve(subject);
    const amount = money(100, 'USD');
    const answer = await subject().connector.capture({
      reference: newReference(),
      authorization: handle,
      amount,
      final: false,
    });
    assert.equal(answer.kind, 'declined');
  });

  test('a capture of an authorization that does not exist is declined', async () => {
    const { connector } = subject();
    const nowhere = { reference: newReference(), acquirerReference: '999999999999' };
    const capture = { reference: newReference(), authorization: nowhere, amount: money(100), final: false };
    assert.equal((await connector.capture(capture)).kind, 'declined');
  });
};

const describeRefunds = (subject: Subject): void => {
  test('refunds return parts, never more than was taken', async () => {
    const { handle } = await approve(subject, { capture: true });
    const { connector } = subject();
    const refund = (minor: number) =>
      connector.refund({ reference: newReference(), authorization: handle, amount: money(minor) });
    const answers = await Promise.all([refund(600), refund(600)]);
    assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['approved', 'declined']);
    assert.equal((await refund(400)).kind, 'approved');
    assert.equal((await refund(1)).kind, 'declined');
  });

  test('nothing is refunded of what was not captured', async () => {
    const { handle } = await approve(subject);
    const answer = await subject().connector.refund({
      reference: newReference(),
      authorization: handle,
      amount: money(1),
    });
    assert.equal(answer.kind, 'declined');
  });
};

const describeVoids = (subject: Subject): void => {
  test('a void gives up an authorization, once, and only one that nothing was captured of', async () => {
    const { connector } = subject();
    const voided = await approve(subject);
    const giveUp = () => connector.voidAuthorization({ reference: newReference(), authorization: voided.handle });
    assert.equal((await giveUp()).kind, 'approved');
    assert.equal((await giveUp()).kind, 'declined');
    const capture = { reference: newReference(), authorization: voided.handle, amount: money(100), final: false };
    assert.equal((await connector.capture(capture)).kind, 'declined');

    const taken = await approve(subject, { capture: true });
    const late = await connector.voidAuthorization({ reference: newReference(), authorization: taken.handle });
    assert.equal(late.kind, 'declined');
  });
};
