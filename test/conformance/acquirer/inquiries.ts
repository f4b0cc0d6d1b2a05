import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { approve, authorization, callOf, inquiryAbout, movingVerbs, newCall, newReference } from './host.ts';
import type { Subject } from './host.ts';
import { askingStory } from './settle.ts';

export const describeInquiries = (subject: Subject): void => {
  describe('inquiries', () => {
    const test = askingStory(subject);

    test('an approval is told as it was answered', async () => {
      for (const capture of [false, true]) {
        const { call, approval } = await approve(subject, { capture });
        assert.deepEqual(await subject().connector.inquire(call.inquiry()), approval);
      }
    });

    for (const verb of movingVerbs) {
      test(`${verb} is found by its reference`, async () => {
        const { connector } = subject();
        const call = await newCall(subject, verb);
        const answer = await call.send(connector);
        const inquired = await connector.inquire(call.inquiry());
        assert(answer.kind === 'approved' && inquired.kind === 'approved');
        assert.equal(inquired.acquirerReference, answer.acquirerReference);
      });
    }

    test('a decline is told as it was answered', async () => {
      const { host, connector } = subject();
      const call = callOf(authorization(host, { card: host.declinedCard('lostCard') ?? host.approvedCard() }));
      const declined = await call.send(connector);
      assert.equal(declined.kind, 'declined');
      assert.deepEqual(await connector.inquire(call.inquiry()), declined);
    });

    test('a reference that was never sent is not found', async () => {
      assert.deepEqual(await subject().connector.inquire(inquiryAbout(newReference())), { kind: 'notFound' });
    });

    test('a voided authorization is over', async () => {
      const { connector } = subject();
      const { call, handle } = await approve(subject);
      await connector.voidAuthorization({ reference: newReference(), authorization: handle });
      assert.deepEqual(await connector.inquire(call.inquiry()), { kind: 'reversed' });
    });

    test('an inquiry that is not answered well is unknown, and the next one tells', async () => {
      const { host, connector } = subject();
      const { call, approval } = await approve(subject);
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
        assert.equal((await connector.inquire(call.inquiry())).kind, 'unknown', fault);
        assert.deepEqual(await connector.inquire(call.inquiry()), approval, fault);
      }
    });
  });
};
