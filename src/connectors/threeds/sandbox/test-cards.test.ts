import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cardRows, type CardRow } from '../../../../simulators/threeds/cards.ts';
import { startRequestor, areq, ask, type Requestor } from '../../../../simulators/threeds/customer.fixture.ts';
import { isInRange, type CardRange } from '../../../../simulators/threeds/ranges.ts';
import { startTestThreeDs, type TestThreeDs } from '../../../../test/support/threeds.ts';
import { testCards, type TestCard, type TestCardThreeDs } from '../../../card/test-cards.ts';

/** What a row of the simulator is called in the table for people. */
const nameOf = (row: CardRow): TestCardThreeDs => {
  if (row.isEnrolled === false) return 'none';
  if (row.versions?.[0].startsWith('2.3') === true) return 'unavailable';
  if (row.mandatedStatus !== undefined) return row.mandatedStatus === 'C' ? 'exemptThenChallenge' : 'exemptThenFails';
  return names[row.status ?? 'C'];
};

const names = {
  Y: 'frictionless',
  A: 'attempted',
  N: 'fails',
  R: 'rejected',
  U: 'unavailable',
  C: 'challenge',
  D: 'decoupled',
  I: 'exempt',
} as const satisfies Readonly<Record<NonNullable<CardRow['status']>, TestCardThreeDs>>;

const methodFaults = {
  answers: undefined,
  silent: 'methodSilent',
  late: 'methodLate',
  twice: 'methodTwice',
  errorPage: 'methodErrorPage',
} as const;

const faultOf = ({ fault, method }: CardRow): string | undefined =>
  fault ?? (method === undefined ? undefined : methodFaults[method]);

const withThreeDs = testCards.filter(({ threeDs }) => threeDs !== undefined);

test('the table of test cards and the simulator name the same cards, and say the same of each', () => {
  const told = ({ pan, threeDs, threeDsFault }: TestCard) => [pan, threeDs, threeDsFault] as const;
  const meant = cardRows.map((row) => [row.pan, nameOf(row), faultOf(row)] as const);
  const sorted = (rows: readonly (readonly unknown[])[]) =>
    [...rows].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  assert.deepEqual(sorted(withThreeDs.map(told)), sorted(meant));
});

describe('played against the directory server', () => {
  let threeDs: TestThreeDs;
  let requestor: Requestor;
  before(async () => {
    [threeDs, requestor] = await Promise.all([startTestThreeDs(), startRequestor()]);
  });
  after(() => Promise.all([threeDs.stop(), requestor.close()]));

  const statusOf = async (pan: string, fields: Readonly<Record<string, string>> = {}) =>
    (await ask(`${threeDs.url}/ds/areq`, areq(requestor, { acctNumber: pan, ...fields })))['transStatus'];

  for (const card of testCards.filter(({ threeDsFault }) => threeDsFault === undefined)) {
    test(`${card.pan}: ${card.threeDs ?? 'nothing special'}`, async () => {
      const { cardRangeData } = (await (await fetch(`${threeDs.url}/ranges`)).json()) as {
        readonly cardRangeData: readonly CardRange[];
      };
      if (!isInRange(cardRangeData, card.pan)) {
        assert(card.threeDs === 'none' || ['maestro', 'mir', 'unknown'].includes(card.brand), 'is not enrolled');
        return;
      }
      // A version that is too new shows in the card ranges, before anything is asked.
      if (
        cardRangeData.some(
          ({ startRange, acsStartProtocolVersion }) =>
            startRange === card.pan && acsStartProtocolVersion.startsWith('2.3'),
        )
      )
        return;
      const [status, mandated] = statusesOf[card.threeDs ?? 'frictionless'];
      assert.equal(await statusOf(card.pan), status);
      assert.equal(await statusOf(card.pan, { threeDSRequestorChallengeInd: '04' }), mandated ?? status);
    });
  }
});

const statusesOf: Readonly<Record<TestCardThreeDs, readonly [first: string, mandated?: string]>> = {
  frictionless: ['Y'],
  attempted: ['A'],
  fails: ['N'],
  rejected: ['R'],
  unavailable: ['U'],
  challenge: ['C'],
  decoupled: ['D'],
  exempt: ['I'],
  exemptThenChallenge: ['I', 'C'],
  exemptThenFails: ['I', 'N'],
  none: ['-'],
};
