import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { approve, authorization, movingVerbs, newReference, prepare, type Subject } from './host.ts';

export const describeInquiries = (subject: Subject): void => {
  describe('inquiries', () => {
    test('an approval is told as it was answered', async () => {
      for (const capture of [false, true]) {
        const { request, approval } = await approve(subject, { capture });
        assert.deepEqual(await subject().connector.inquire({ original: request.reference }), approval);
      }
    });

    for (const verb of movingVerbs) {
      test(`${verb} is found by its reference`, async () => {
        const { connector } = subject();
        const call = await prepare(subject, verb);
        const answer = await call.send(connector);
        const inquired = await connector.inquire({ original: call.reference });
        assert(answer.kind === 'approved' && inquired.kind === 'approved');
        assert.equal(inquired.acquirerReference, answer.acquirerReference);
      });
    }

    test('a decline is told as it was answered', async () => {
      const { host, connector } = subject();
      const request = authorization(host, { card: host.declinedCard('lostCard') ?? host.approvedCard() });
      const declined = await connector.authorize(request);
      assert.equal(declined.kind, 'declined');
      assert.deepEqual(await connector.inquire({ original: request.reference }), declined);
    });

    test('a reference that was never sent is not found', async () => {
      assert.deepEqual(await subject().connector.inquire({ original: newReference() }), { kind: 'notFound' });
    });

    test('a voided authorization is over', async () => {
      const { connector } = subject();
      const { request, handle } = await approve(subject);
      await connector.voidAuthorization({ reference: newReference(), authorization: handle });
      assert.deepEqual(await connector.inquire({ original: request.reference }), { kind: 'reversed' });
    });

    test('an inquiry that is not answered well is unknown, and the next one tells', async () => {
      const { host, connector } = subject();
      const { request, approval } = await approve(subject);
      const faults = [
        'cutBefore',
        'cutAfter',
        'truncated',
        'garbled',
        'errorPageBefore',
        'errorPageAfter',
        'wrongReference',
      ] as const;
      for (const fault of faults) {
        await host.inject(fault, 'inquire');
        assert.equal((await connector.inquire({ original: request.reference })).kind, 'unknown', fault);
        assert.deepEqual(await connector.inquire({ original: request.reference }), approval, fault);
      }
    });
  });
};
