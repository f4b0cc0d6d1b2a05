import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AcquirerConnector, OperationAnswer } from '../../../src/connectors/acquirer/contract.ts';
import { brokenExchanges } from './faults.ts';
import { approve, money, newReference, operationCall, type Call, type Subject } from './host.ts';
import { untilDecided } from './settle.ts';

type Increment = NonNullable<AcquirerConnector['increment']>;
type Approved = Awaited<ReturnType<typeof approve>>;
type Parts = {
  readonly subject: Subject;
  readonly connector: AcquirerConnector & { readonly increment: Increment };
  /** 10.00 that wait for their capture. */
  readonly approved: Approved;
};

/** Only of connectors that can add to an authorization. */
export const describeIncrements = (subject: Subject): void => {
  describe('increments', () => {
    const story = (what: string, tell: (parts: Parts) => Promise<void>): void => {
      test(what, async (context) => {
        const { connector } = subject();
        const { increment } = connector;
        if (increment === undefined) context.skip('this acquirer cannot add to an authorization');
        else await tell({ subject, connector: { ...connector, increment }, approved: await approve(subject) });
      });
    };
    describeAmounts(story);
    for (const [fault, effects] of brokenExchanges)
      story(`an increment with ${fault} is unknown, and what became of it is found out`, async (parts) => {
        const { host, connector } = subject();
        const call = adding(parts, 500);
        await host.inject(fault, 'increment', 300);
        assert.equal((await call.send(connector)).kind, 'unknown');
        assert.equal(await host.effectsOf(call.reference), effects);
        const isFound = effects === 1 || connector.capabilities.inquiry === 'none';
        assert.equal((await untilDecided(subject, call)).kind, isFound ? 'approved' : 'notFound');
        assert.equal((await call.send(connector)).kind, 'approved');
        assert.equal(await host.effectsOf(call.reference), 1);
      });
  });
};

type Story = (what: string, tell: (parts: Parts) => Promise<void>) => void;

const adding = ({ approved }: Parts, minor: number, before = 1_000): Call<OperationAnswer> =>
  operationCall('increment', approved, (connector, reference) => {
    const amounts = { amount: money(minor), total: money(before + minor) };
    if (connector.increment === undefined) throw new Error('It could.');
    return connector.increment({ reference, authorization: approved.handle, ...amounts });
  });

const capture = ({ connector, approved }: Parts, minor: number): Promise<OperationAnswer> =>
  connector.capture({
    reference: newReference(),
    authorization: approved.handle,
    amount: money(minor),
    final: true,
  });

const describeAmounts = (story: Story): void => {
  story('what was added can be captured, and not one unit more', async (parts) => {
    const { connector } = parts;
    assert.equal((await adding(parts, 500).send(connector)).kind, 'approved');
    assert.equal((await adding(parts, 1, 1_500).send(connector)).kind, 'approved');
    assert.equal((await capture(parts, 1_502)).kind, 'declined');
    assert.equal((await capture(parts, 1_501)).kind, 'approved');
  });

  story('asked again, and five times at once, it adds once', async (parts) => {
    const { host, connector } = parts.subject();
    const call = adding(parts, 500);
    for (const { kind } of await Promise.all([1, 2, 3, 4, 5].map(() => call.send(connector))))
      assert(kind === 'approved' || kind === 'unknown', kind);
    assert.equal((await call.send(connector)).kind, 'approved');
    assert.equal(await host.effectsOf(call.reference), 1);
  });

  story('after the last capture or a void nothing is added', async (parts) => {
    const { connector } = parts;
    assert.equal((await capture(parts, 100)).kind, 'approved');
    assert.equal((await adding(parts, 500).send(connector)).kind, 'declined');
    const other = { ...parts, approved: await approve(parts.subject) };
    const given = { reference: newReference(), authorization: other.approved.handle };
    assert.equal((await connector.voidAuthorization(given)).kind, 'approved');
    assert.equal((await adding(other, 500).send(connector)).kind, 'declined');
  });

  story('a void gives up what was added, too', async (parts) => {
    const { connector, approved } = parts;
    assert.equal((await adding(parts, 500).send(connector)).kind, 'approved');
    const given = { reference: newReference(), authorization: approved.handle };
    assert.equal((await connector.voidAuthorization(given)).kind, 'approved');
    assert.equal((await capture(parts, 1)).kind, 'declined');
  });
};
