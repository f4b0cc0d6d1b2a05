import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../../base/clock.ts';
import type { InquiryAnswer, OperationReference } from '../contract.ts';
import { movingVerbs, newReference, prepare, type HostFault, type MovingVerb, type Subject } from './host.ts';

/** What is left at the acquirer after each fault of one exchange. */
const brokenExchanges: readonly (readonly [fault: HostFault, effects: 0 | 1])[] = [
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
          const call = await prepare(subject, verb);
          await host.inject(fault, verb, 300);
          assert.equal((await call.send(connector)).kind, 'unknown');
          assert.equal(await host.effectsOf(call.reference), effects);
          const expected = effects === 0 ? 'notFound' : 'approved';
          assert.equal((await untilDecided(subject, call.reference)).kind, expected);
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
    const calls = await Promise.all(movingVerbs.map((verb) => prepare(subject, verb)));
    const untilUp = await host.inject('refuseConnections', 'authorize', 4_000);
    const original = newReference();
    const answers = await Promise.all([
      ...calls.map((call) => call.send(connector)),
      connector.reverse({ original }),
      connector.inquire({ original }),
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
      const call = await prepare(subject, verb);
      await host.inject('lateAnswer', verb, 2 * IMPATIENT_MS);
      assert.equal((await call.send(impatient)).kind, 'unknown', verb);
      assert.equal((await untilDecided(subject, call.reference)).kind, 'approved', verb);
    }
    await impatient.close();
  });

  test('an effect that comes after the time is up is not found at first, then found', async () => {
    const { host, connector } = subject();
    const impatient = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    const call = await prepare(subject, 'authorize');
    await host.inject('lateEffect', 'authorize', LATE_MS);
    assert.equal((await call.send(impatient)).kind, 'unknown');
    assert.equal((await connector.inquire({ original: call.reference })).kind, 'notFound');
    await untilEffect(subject, call.reference);
    assert.equal((await connector.inquire({ original: call.reference })).kind, 'approved');
    await impatient.close();
  });

  test('a reversal overtakes an authorization that is still under way', async () => {
    const { host, connector } = subject();
    const impatient = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    const call = await prepare(subject, 'authorize');
    await host.inject('lateEffect', 'authorize', LATE_MS);
    assert.equal((await call.send(impatient)).kind, 'unknown');
    assert.deepEqual(await connector.reverse({ original: call.reference }), { kind: 'reversed' });
    await systemClock.sleep(LATE_MS);
    assert.equal(await host.effectsOf(call.reference), 0);
    await impatient.close();
  });
};

const describePatience = (subject: Subject): void => {
  test('NOT_FOUND for a while is told as notFound, and is not the last word', async () => {
    const { host, connector } = subject();
    const call = await prepare(subject, 'authorize');
    await host.inject('notFoundFirst', 'authorize', LATE_MS);
    assert.equal((await call.send(connector)).kind, 'unknown');
    assert.equal((await connector.inquire({ original: call.reference })).kind, 'notFound');
    await until('it is found', async () => (await connector.inquire({ original: call.reference })).kind === 'approved');
  });

  test('an operation in progress is pending', async () => {
    const { host, connector } = subject();
    const call = await prepare(subject, 'authorize');
    await host.inject('inProgress', 'authorize', LATE_MS);
    assert.equal((await call.send(connector)).kind, 'unknown');
    assert.equal((await connector.inquire({ original: call.reference })).kind, 'pending');
  });
};

const describeStrayAnswers = (subject: Subject): void => {
  test('an answer that comes twice is not taken for the answer to the next call', async () => {
    const { host, connector } = subject();
    for (const verb of movingVerbs) {
      const call = await prepare(subject, verb);
      await host.inject('answerTwice', verb);
      const first = await call.send(connector);
      assert(first.kind === 'approved' || first.kind === 'unknown');
      const next = await prepareUntilApproved(subject);
      assert.equal(await host.effectsOf(next), 1);
      assert.equal((await untilDecided(subject, call.reference)).kind, 'approved');
    }
  });

  test('a closed connector sends nothing', async () => {
    const { host } = subject();
    const closing = host.connect({ answerTimeoutMs: IMPATIENT_MS });
    const call = await prepare(subject, 'authorize');
    await closing.close();
    assert.equal((await call.send(closing)).kind, 'notSent');
    assert.equal(await host.effectsOf(call.reference), 0);
  });
};

/**
 * Asks until the answer is a last one; a host that is in progress, or a line that a fault just broke, takes a moment.
 */
const untilDecided = async (subject: Subject, original: OperationReference): Promise<InquiryAnswer> => {
  let answer: InquiryAnswer = await subject().connector.inquire({ original });
  await until('a last answer', async () => {
    if (answer.kind !== 'pending' && answer.kind !== 'unknown') return true;
    answer = await subject().connector.inquire({ original });
    return false;
  });
  return answer;
};

const untilEffect = (subject: Subject, reference: OperationReference): Promise<void> =>
  until('an effect', async () => (await subject().host.effectsOf(reference)) > 0);

const until = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isTrue()) return;
    await systemClock.sleep(20);
  }
  assert.fail(`never came: ${what}`);
};

/**
 * The call after a stray answer: right or unknown, never somebody else's answer; unknown ones are settled by inquiry.
 */
const prepareUntilApproved = async (subject: Subject): Promise<OperationReference> => {
  const call = await prepare(subject, 'authorize');
  const answer = await call.send(subject().connector);
  assert(answer.kind === 'approved' || answer.kind === 'unknown');
  if (answer.kind === 'unknown') assert.equal((await untilDecided(subject, call.reference)).kind, 'approved');
  return call.reference;
};
