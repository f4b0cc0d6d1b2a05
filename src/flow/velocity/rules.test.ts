import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge, ruleTable, stepFor, type Abilities, type Score, type Step, type VelocityRule } from './rules.ts';
import { limitsOf } from './settings.ts';
import { networkOf } from './subjects.ts';

const judged = (scores: Partial<Record<VelocityRule, Score>>, guesses = 0) =>
  judge(scores, { limits: limitsOf({}), guesses });
const of = (score: number, approved = 0): Score => ({ score, approved });

describe('a score', () => {
  const rows: readonly (readonly [Partial<Record<VelocityRule, Score>>, Step, VelocityRule | undefined])[] = [
    [{ card: of(3), address: of(3), bin: of(9), merchant: of(9), apiKey: of(12) }, 'pass', undefined],
    [{ card: of(3.5) }, 'challenge', 'card'],
    [{ card: of(1_000) }, 'challenge', 'card'],
    [{ address: of(3.1) }, 'proofOfWork', 'address'],
    [{ address: of(5.1) }, 'challenge', 'address'],
    [{ address: of(20.1) }, 'refuse', 'address'],
    // Somebody pays behind that address.
    [{ address: of(20.1, 1) }, 'challenge', 'address'],
    [{ merchant: of(9.1), address: of(5.1) }, 'challenge', 'address'],
    [{ merchant: of(1_000) }, 'challenge', 'merchant'],
    // A busy shop has more in flight.
    [{ merchant: of(28, 10_000) }, 'pass', undefined],
    // A card that paid here is not stopped for what others do, and is for what is done with it.
    [{ card: of(1, 0.5), merchant: of(1_000), bin: of(1_000), apiKey: of(1_000) }, 'pass', undefined],
    [{ card: of(4, 0.5) }, 'challenge', 'card'],
  ];
  for (const [scores, step, rule] of rows)
    test(`${JSON.stringify(scores)}: ${step}`, () => {
      assert.deepEqual(judged(scores), { step, rule });
    });

  test('a limit of 0 is no limit', () => {
    assert.equal(judge({ card: of(99) }, { limits: limitsOf({ cardLimit: '0' }), guesses: 0 }).step, 'pass');
  });
  test('codes guessed at several merchants', () => {
    assert.deepEqual(judged({}, 5), { step: 'pass', rule: undefined });
    assert.deepEqual(judged({}, 5.5), { step: 'challenge', rule: 'guesses' });
  });
  test('nothing that others do leads to a refusal, and an approval forgives more than its own try', () => {
    for (const rule of ['card', 'bin', 'merchant', 'apiKey'] as const)
      assert.equal(ruleTable[rule].refuseFrom, Infinity);
    for (const { forgives } of Object.values(ruleTable)) assert.ok(forgives > 1);
  });
});

test('what can’t be asked for becomes the next harder step', () => {
  const step = (wanted: Step, abilities: Abilities): Step => stepFor({ step: wanted, rule: 'address' }, abilities).step;
  const page: Abilities = { proofOfWork: 'possible', challenge: true };
  assert.deepEqual(
    (['pass', 'proofOfWork', 'challenge', 'refuse'] as const).map((wanted) => [
      step(wanted, page),
      step(wanted, { ...page, proofOfWork: 'done' }),
      step(wanted, { ...page, proofOfWork: 'impossible' }),
      step(wanted, { proofOfWork: 'impossible', challenge: false }),
    ]),
    [
      ['pass', 'pass', 'pass', 'pass'],
      ['proofOfWork', 'pass', 'challenge', 'refuse'],
      ['challenge', 'challenge', 'challenge', 'refuse'],
      ['refuse', 'refuse', 'refuse', 'refuse'],
    ],
  );
});

test('an address is IPv4, or the /64 of IPv6', () => {
  const rows = {
    '192.0.2.7': '192.0.2.7',
    '::ffff:192.0.2.7': '192.0.2.7',
    '::ffff:c000:207': '192.0.2.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:DB8:1:2::9': '2001:db8:1:2::/64',
    '2001:db8::1': '2001:db8:0:0::/64',
    '::1': '0:0:0:0::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
    'unix:': undefined,
    '': undefined,
  };
  for (const [address, network] of Object.entries(rows)) assert.equal(networkOf(address), network, address);
});
