import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import type { OperationReference } from '../../../src/connectors/acquirer/contract.ts';
import { authorization, callOf, isMissing, movingVerbs, newCall } from './host.ts';
import type { AuthorizationCall, HostFault, MovingVerb, Subject } from './host.ts';
import { askingStory, until, untilDecided } from './settle.ts';

/** What is left at the acquirer after each fault of one exchange. */
export const brokenExchanges: readonly (readonly [fault: HostFault, effects: 0 | 1])[] = [
  ['cutBefore', 0],
  ['cutAfter', 1],
  ['errorPageBefore', 0],
  ['errorPageAfter', 1],
  ['truncated', 1],
  ['garbled', 1],
  ['wrongReference', 1],
  ['wrongAmount', 1],
  ['wrongCurrency', 1],
  ['inProgress', 1],
];

/** A void names no amount, so its answer is not compared with one. */
const isHarmless = (fault: HostFault, verb: MovingVerb): boolean =>
  verb === 'voidAuthorization' && (fault === 'wrongAmount' || fault === 'wrongCurrency');

/** Shorter than a late answer, and long enough to connect and to send on a busy machine. */
const IMPATIENT_MS = 1_000;
/** Late enough that what a test does before it is done before it, on a busy machine too. */
const LATE_MS = 4_000;

export const describeFaults = (subject: Subject): void => {
  describe('faults', () => {
    for (const [fault, effects] of brokenExchanges) {
      for (const verb of movingVerbs) {
        if (isHarmless(fault, verb)) continue;
        test(`${verb} with ${fault} is unknown, and an inquiry tells`, async () => {
          const { host, connector } = subject();
          const call = await newCall(subject, verb);
          await host.inject(fault, verb, 300);
          assert.equal((await call.send(connector)).kind, 'unknown');
          assert.equal(await host.effectsOf(call.reference), effects);
          // Who can't be asked is sent the same again, and then it is done.
          const isFound = effects === 1 || connector.capabilities.inquiry === 'none';
          assert.equal((await untilDecided(subject, call)).kind, isFound ? 'approved' : 'notFound');
        });
      }
    }

    describeRefusedConnection(subject);
    describeLateness(subject);
    describePatience(subject);
    describeStrayAnswers(subject);
  });
};

const describeRefusedConnection = (subject: Subject): void => {
  test('a refused connection is notSent, for every verb', async () => {
    const { host, connector } = subject();
    const calls = await Promise.all(movingVerbs.map((verb) => newCall(subject, verb)));
    const known = callOf(authorization(host));
    await known.prepare(connector);
    const untilUp = await host.inject('refuseConnections', 'authorize', 4_000);
    const answers = await Promise.all([
      ...calls.map((call) => call.send(connector)),
      connector.reverse(known.reversal()),
      ...(connector.capabilities.inquiry === 'none' ? [] : [connector.inquire(known.inquiry())]),
    ]);
    assert.deepEqual(new Set(answers.map(({ kind }) => kind)), new Set(['notSent']));
    await untilUp();
    for (const call of calls) assert.equal(await host.effectsOf(call.reference), 0);
    // Nothing left the house, so the same call may go out again.
    for (const call of calls) assert.equal((await call.send(connector)).kind, 'approved');
  });
};

const describeLateness = (subject: Subject): void => {
  test('an answer that comes after the time is up is unknown, and an inquiry tells', async () => {
    const { host } = subject();
    const impatient = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    for (const verb of movingVerbs) {
      const call = await newCall(subject, verb);
      await host.inject('lateAnswer', verb, 2 * IMPATIENT_MS);
      assert.equal((await call.send(impatient)).kind, 'unknown', verb);
      assert.equal((await untilDecided(subject, call)).kind, 'approved', verb);
    }
    await impatient.close();
  });

  askingStory(subject)('an effect that comes after the time is up is not found at first, then found', async () => {
    const { host, connector } = subject();
    const impatient = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    const call = await lateCall(subject);
    assert.equal((await call.send(impatient)).kind, 'unknown');
    assert.equal((await connector.inquire(call.inquiry())).kind, 'notFound');
    await untilEffect(subject, call.reference);
    assert.equal((await connector.inquire(call.inquiry())).kind, 'approved');
    await impatient.close();
  });

  test('a reversal overtakes an authorization that is still under way', async (context) => {
    const { host, connector } = subject();
    if (isMissing(host, 'reversalOfNothing', context)) return;
    const impatient = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    const call = await lateCall(subject);
    assert.equal((await call.send(impatient)).kind, 'unknown');
    assert.deepEqual(await connector.reverse(call.reversal()), { kind: 'reversed' });
    await systemClock.sleep(LATE_MS);
    assert.equal(await host.effectsOf(call.reference), 0);
    await impatient.close();
  });
};

/** An authorization that has its handle, and whose card is looked at late. */
const lateCall = async (subject: Subject): Promise<AuthorizationCall> => {
  const { host, connector } = subject();
  const call = callOf(authorization(host, { capture: true }));
  await call.prepare(connector);
  await host.inject('lateEffect', 'authorize', LATE_MS);
  return call;
};

const describePatience = (subject: Subject): void => {
  const story = askingStory(subject);

  story('NOT_FOUND for a while is told as notFound, and is not the last word', async () => {
    const { host, connector } = subject();
    const call = await newCall(subject, 'authorize');
    await host.inject('notFoundFirst', 'authorize', LATE_MS);
    assert.equal((await call.send(connector)).kind, 'unknown');
    assert.equal((await connector.inquire(call.inquiry())).kind, 'notFound');
    await until('it is found', async () => (await connector.inquire(call.inquiry())).kind === 'approved');
  });

  story('an operation in progress is pending', async () => {
    const { host, connector } = subject();
    const call = await newCall(subject, 'authorize');
    await host.inject('inProgress', 'authorize', LATE_MS);
    assert.equal((await call.send(connector)).kind, 'unknown');
    assert.equal((await connector.inquire(call.inquiry())).kind, 'pending');
  });
};

const describeStrayAnswers = (subject: Subject): void => {
  test('an answer that comes twice is not taken for the answer to the next call', async () => {
    const { host, connector } = subject();
    for (const verb of movingVerbs) {
      const call = await newCall(subject, verb);
      await host.inject('answerTwice', verb);
      const first = await call.send(connector);
      assert(first.kind === 'approved' || first.kind === 'unknown');
      const next = await prepareUntilApproved(subject);
      assert.equal(await host.effectsOf(next), 1);
      assert.equal((await untilDecided(subject, call)).kind, 'approved');
    }
  });

  test('a closed connector sends nothing', async () => {
    const { host } = subject();
    const closing = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    const call = await newCall(subject, 'authorize');
    await closing.close();
    assert.equal((await call.send(closing)).kind, 'notSent');
    assert.equal(await host.effectsOf(call.reference), 0);
  });
};

const untilEffect = (subject: Subject, reference: OperationReference): Promise<void> =>
  until('an effect', async () => (await subject().host.effectsOf(reference)) > 0);

/**
 * The call after a stray answer: right or unknown, never somebody else's answer; unknown ones are settled by inquiry.
 */
const prepareUntilApproved = async (subject: Subject): Promise<OperationReference> => {
  const call = await newCall(subject, 'authorize');
  const answer = await call.send(subject().connector);
  assert(answer.kind === 'approved' || answer.kind === 'unknown');
  if (answer.kind === 'unknown') assert.equal((await untilDecided(subject, call)).kind, 'approved');
  return call.reference;
};
