import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import type { AuthorizeAnswer, InquiryAnswer, OperationAnswer } from '../../../src/connectors/acquirer/contract.ts';
import type { Call, Subject } from './host.ts';

/** A story in which the acquirer is asked what became of something: left out where it cannot be asked. */
export const askingStory =
  (subject: Subject) =>
  (what: string, tell: () => Promise<void>): void => {
    test(what, async (context) => {
      if (subject().connector.capabilities.inquiry === 'none') context.skip('this acquirer cannot be asked');
      else await tell();
    });
  };

type LastAnswer = InquiryAnswer | AuthorizeAnswer | OperationAnswer;

/**
 * Asks until the answer is a last one; a host that is in progress, or a line that a fault just broke, takes a moment. A
 * host that cannot be asked is sent the same again: under its reference it answers as it did the first time.
 */
export const untilDecided = async (subject: Subject, call: Call): Promise<LastAnswer> => {
  const { connector } = subject();
  const ask = (): Promise<LastAnswer> =>
    connector.capabilities.inquiry === 'none' ? call.send(connector) : connector.inquire(call.inquiry());
  let answer = await ask();
  await until('a last answer', async () => {
    if (answer.kind !== 'pending' && answer.kind !== 'unknown') return true;
    answer = await ask();
    return false;
  });
  return answer;
};

export const until = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isTrue()) return;
    await systemClock.sleep(20);
  }
  assert.fail(`never came: ${what}`);
};
