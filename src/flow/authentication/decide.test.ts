import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCurrency, type Currency } from '../../base/money.ts';
import type { CardBrand } from '../../card/card.ts';
import type { AuthenticationOutcome, ResultInquiryAnswer } from '../../connectors/threeds/contract.ts';
import { findBindingMismatch } from './binding.ts';
import {
  decide,
  decideStepUp,
  defaultPolicies,
  preferenceOf,
  type Decision,
  type Demand,
  type ThreeDsPolicy,
} from './decide.ts';
import { eciFamilies, eciStrengths, readEci } from './eci.ts';
import { findingOfAnswer, findingOfInquiry, findingOfVersioning, matchResult, type Finding } from './findings.ts';

const CAVV = Buffer.alloc(20, 1).toString('base64');
const named = { version: '2.2.0', dsTransId: 'd0000000-0000-4000-8000-000000000001' } as const;
const outcome = (transStatus: AuthenticationOutcome['transStatus'], eci?: string): Finding => {
  switch (transStatus) {
    case 'Y':
    case 'A':
      return { kind: 'outcome', named, outcome: { transStatus, eci, cavv: CAVV } };
    case 'I':
      return { kind: 'outcome', named, outcome: { transStatus, eci, cavv: undefined } };
    case 'N':
    case 'R':
    case 'U':
      return { kind: 'outcome', named, outcome: { transStatus, eci, reason: '01' } };
  }
};

const findings: Readonly<Record<string, Finding>> = {
  Y: outcome('Y'),
  A: outcome('A'),
  I: outcome('I'),
  N: outcome('N'),
  R: outcome('R'),
  U: outcome('U'),
  C: { kind: 'challenge' },
  D: { kind: 'decoupled', named },
  notEnrolled: { kind: 'notEnrolled' },
  unavailable: { kind: 'unavailable' },
  noResult: { kind: 'noResult' },
  'unmet challenge': { kind: 'unmet', transStatus: 'C' },
  'unmet refusal': { kind: 'unmet', transStatus: 'N' },
  'unmet rejection': { kind: 'unmet', transStatus: 'R' },
  inconclusive: { kind: 'inconclusive', named },
};
const defaultPolicy: ThreeDsPolicy = defaultPolicies.sandbox;
const brands: readonly CardBrand[] = [
  'visa',
  'mastercard',
  'amex',
  'maestro',
  'discover',
  'diners',
  'jcb',
  'unionpay',
  'mir',
  'unknown',
];
const policies: readonly ThreeDsPolicy[] = (['authorize', 'stop'] as const).flatMap((whenUnavailable) =>
  (['authorize', 'stop'] as const).map((whenNotEnrolled) => ({ ...defaultPolicy, whenUnavailable, whenNotEnrolled })),
);
const demands: readonly Demand[] = ['none', 'softDecline', 'rejectedBefore'];

/** One line a decision: what it does, what the acquirer hears, who is liable. */
const line = (decision: Decision): string => {
  if (decision.kind === 'challenge') return 'challenge';
  if (decision.kind === 'stop') return `stop ${decision.declineReason}`;
  const { proof } = decision;
  const parts = [proof === undefined ? 'no proof' : `eci ${proof.eci}${proof.cavv === undefined ? '' : ' cavv'}`];
  if (decision.liabilityShift) parts.push('shift');
  if (decision.isExempt) parts.push('exempt');
  return `authorize ${parts.join(', ')}`;
};

const stopped: (typeof expected)[string] = [
  ['stop authenticationFailed', 'stop authenticationFailed', 'stop authenticationFailed'],
  undefined,
  undefined,
];

/** By family: visa, mastercard, other. Columns: policy authorize, policy stop, proof owed. */
const expected: Readonly<
  Record<
    string,
    readonly [authorize: readonly [string, string, string], stop: string | undefined, demanded: string | undefined]
  >
> = {
  Y: [['authorize eci 05 cavv, shift', 'authorize eci 02 cavv, shift', 'authorize eci 07 cavv'], undefined, undefined],
  A: [['authorize eci 06 cavv, shift', 'authorize eci 01 cavv, shift', 'authorize eci 07 cavv'], undefined, undefined],
  I: [
    ['authorize eci 07, exempt', 'authorize eci 00, exempt', 'authorize eci 07, exempt'],
    undefined,
    'stop authenticationRequired',
  ],
  N: [['stop authenticationFailed', 'stop authenticationFailed', 'stop authenticationFailed'], undefined, undefined],
  R: [['stop authenticationFailed', 'stop authenticationFailed', 'stop authenticationFailed'], undefined, undefined],
  U: [
    ['authorize eci 07', 'authorize eci 00', 'authorize eci 07'],
    'stop authenticationRequired',
    'stop authenticationRequired',
  ],
  C: [['challenge', 'challenge', 'challenge'], undefined, undefined],
  D: [
    ['authorize eci 07', 'authorize eci 00', 'authorize eci 07'],
    'stop authenticationRequired',
    'stop authenticationRequired',
  ],
  notEnrolled: [
    ['authorize no proof', 'authorize no proof', 'authorize no proof'],
    'stop authenticationRequired',
    'stop authenticationRequired',
  ],
  unavailable: [
    ['authorize no proof', 'authorize no proof', 'authorize no proof'],
    'stop authenticationRequired',
    'stop authenticationRequired',
  ],
  noResult: stopped,
  'unmet challenge': stopped,
  'unmet refusal': stopped,
  'unmet rejection': stopped,
  inconclusive: stopped,
};
const columns = { visa: 0, mastercard: 1, other: 2 } as const;

const cross = <A, B>(first: readonly A[], second: readonly B[]): readonly (readonly [A, B])[] =>
  first.flatMap((a) => second.map((b) => [a, b] as const));

test('every finding × brand × policy × demand', () => {
  let looked = 0;
  for (const [[name, finding], brand] of cross(Object.entries(findings), brands)) {
    const [byFamily, stop, demanded] = expected[name] ?? assert.fail(name);
    const authorize = byFamily[columns[eciFamilies[brand]]];
    for (const [policy, demand] of cross(policies, demands)) {
      const choice = name === 'notEnrolled' ? policy.whenNotEnrolled : policy.whenUnavailable;
      const usual = choice === 'stop' ? (stop ?? authorize) : authorize;
      const wanted = demand === 'none' ? usual : (demanded ?? usual);
      const decision = decide({ finding, brand, policy, demand });
      assert.equal(line(decision), wanted, `${name} ${brand} ${JSON.stringify(policy)} ${demand}`);
      looked++;
    }
  }
  assert.equal(looked, 15 * 10 * 4 * 3);
});

test('live, and nothing said: what could not be performed is not authorized', () => {
  const policy = defaultPolicies.live;
  const authorized = Object.entries(findings)
    .filter(([, finding]) => decide({ finding, brand: 'visa', policy, demand: 'none' }).kind === 'authorize')
    .map(([name]) => name);
  assert.deepEqual(authorized, ['Y', 'A', 'I', 'notEnrolled']);
});

const anyEci = [undefined, '00', '01', '02', '03', '04', '05', '06', '07', '99'];

test('the liability shifts only with a cavv, a status and a code that all say so', () => {
  let shifts = 0;
  for (const [[[name, base], brand], eci] of cross(cross(Object.entries(findings), brands), anyEci)) {
    const finding = base.kind === 'outcome' ? outcome(base.outcome.transStatus, eci) : base;
    const decision = decide({ finding, brand, policy: defaultPolicy, demand: 'none' });
    if (decision.kind !== 'authorize' || !decision.liabilityShift) continue;
    shifts++;
    assert.ok(name === 'Y' || name === 'A', name);
    assert.equal(decision.proof?.cavv, CAVV);
    const strengths = eciStrengths[eciFamilies[brand]];
    assert.match(strengths[decision.proof.eci] ?? '', name === 'A' ? /^attempt$/ : /^(full|attempt)$/);
    if (eci !== undefined) assert.match(strengths[eci] ?? '', /^(full|attempt)$/);
  }
  // Eight brands with codes of their own × Y and A × two good codes or none.
  assert.equal(shifts, 8 * 2 * 3);
});

/** brand, status, code given → code told, shift */
const readings: readonly (readonly [CardBrand, 'Y' | 'A' | 'I' | 'U', string | undefined, string, boolean])[] = [
  ['visa', 'Y', '05', '05', true],
  ['visa', 'Y', '06', '06', true],
  ['visa', 'Y', '07', '07', false],
  ['visa', 'Y', undefined, '05', true],
  // Mastercard's code on a Visa card says nothing.
  ['visa', 'Y', '02', '07', false],
  ['visa', 'A', '06', '06', true],
  // More than an attempt can't be had from an attempt.
  ['visa', 'A', '05', '06', true],
  ['visa', 'A', '07', '07', false],
  ['visa', 'I', '05', '07', false],
  ['visa', 'U', '06', '07', false],
  ['amex', 'Y', '05', '05', true],
  ['jcb', 'A', '06', '06', true],
  ['discover', 'Y', '05', '05', true],
  ['diners', 'Y', '05', '05', true],
  ['unionpay', 'Y', '05', '05', true],
  ['mastercard', 'Y', '02', '02', true],
  ['mastercard', 'Y', '01', '01', true],
  ['mastercard', 'Y', '00', '00', false],
  ['mastercard', 'Y', '04', '04', false],
  ['mastercard', 'Y', '06', '06', false],
  ['mastercard', 'Y', '07', '07', false],
  ['mastercard', 'Y', '05', '00', false],
  ['mastercard', 'A', '02', '01', true],
  ['mastercard', 'I', '06', '06', false],
  ['maestro', 'Y', '02', '02', true],
  ['mir', 'Y', '02', '07', false],
  ['unknown', 'Y', '05', '07', false],
  ['visa', 'Y', 'constructor', '07', false],
];

test('codes by scheme', () => {
  for (const [brand, status, given, eci, liabilityShift] of readings) {
    assert.deepEqual(readEci(brand, status, given), { eci, liabilityShift }, `${brand} ${status} ${given}`);
  }
});

test('a soft decline is stepped up exactly once, with the customer there, and not after a challenge', () => {
  const flags = [true, false];
  const facts = cross(cross(flags, flags), cross(['customer', 'merchant'] as const, [0, 1, 2]));
  for (const [[softDecline, wasChallenged], [initiatedBy, stepUpsBegun]] of facts) {
    const mayStepUp = softDecline && initiatedBy === 'customer' && stepUpsBegun === 0 && !wasChallenged;
    assert.equal(
      decideStepUp({ softDecline, initiatedBy, stepUpsBegun, wasChallenged }),
      mayStepUp ? 'stepUp' : 'final',
    );
  }
  assert.equal(preferenceOf('softDecline', defaultPolicy), 'mandated');
  assert.equal(preferenceOf('rejectedBefore', defaultPolicy), 'mandated');
  assert.equal(preferenceOf('none', { ...defaultPolicy, challenge: 'noChallenge' }), 'noChallenge');
});

const ids = { threeDsServerTransId: 's', acsTransId: 'a', dsTransId: 'd' };

test('what the directory answered, in findings', () => {
  assert.equal(findingOfVersioning({ kind: 'enrolled', version: '2.2.0', methodUrl: undefined }), undefined);
  assert.deepEqual(findingOfVersioning({ kind: 'notEnrolled', cause: 'noRange' }), { kind: 'notEnrolled' });
  assert.deepEqual(findingOfVersioning({ kind: 'notEnrolled', cause: 'noCommonVersion' }), { kind: 'unavailable' });
  assert.deepEqual(findingOfVersioning({ kind: 'notSent', cause: 'connectionRefused' }), { kind: 'unavailable' });
  assert.deepEqual(findingOfVersioning({ kind: 'unknown', cause: 'timeout' }), { kind: 'unavailable' });
  assert.deepEqual(findingOfAnswer({ kind: 'refused', errorCode: '203', fields: [] }), { kind: 'unavailable' });
  assert.deepEqual(findingOfAnswer({ kind: 'notSent', cause: 'connectionRefused' }), { kind: 'unavailable' });
  assert.deepEqual(findingOfAnswer({ kind: 'unmet', transStatus: 'C', cause: 'unusableAcsUrl' }), {
    kind: 'unmet',
    transStatus: 'C',
  });
  const answered = { kind: 'answered', version: '2.2.0', ...ids } as const;
  assert.deepEqual(findingOfAnswer({ ...answered, transStatus: 'C', acsUrl: 'https://acs.example/', creq: 'e30' }), {
    kind: 'challenge',
  });
  assert.deepEqual(findingOfAnswer({ ...answered, transStatus: 'D' }), {
    kind: 'decoupled',
    named: { version: '2.2.0', dsTransId: 'd' },
  });
  const found = findingOfAnswer({ ...answered, transStatus: 'Y', eci: '05', cavv: CAVV });
  assert.equal(
    line(decide({ finding: found, brand: 'visa', policy: defaultPolicy, demand: 'none' })),
    'authorize eci 05 cavv, shift',
  );
});

test('only a result ends a challenge; without one it is waited for, then lost', () => {
  const nothing: readonly ResultInquiryAnswer[] = [
    { kind: 'pending' },
    { kind: 'notFound' },
    { kind: 'notSent', cause: 'connectionRefused' },
    { kind: 'unknown', cause: 'timeout' },
  ];
  for (const answer of nothing) {
    assert.equal(findingOfInquiry(answer, false), 'wait');
    assert.deepEqual(findingOfInquiry(answer, true), { kind: 'noResult' });
  }
  const result = { ...ids, version: '2.2.0', abandonedBy: undefined, transStatus: 'Y', eci: '05', cavv: CAVV } as const;
  for (const isPastDeadline of [false, true]) {
    const found = findingOfInquiry({ kind: 'ended', result }, isPastDeadline);
    assert.ok(found !== 'wait' && found.kind === 'outcome');
    const unable = {
      ...ids,
      version: '2.2.0',
      abandonedBy: undefined,
      transStatus: 'U',
      eci: '07',
      reason: '01',
    } as const;
    assert.deepEqual(findingOfInquiry({ kind: 'ended', result: unable }, isPastDeadline), {
      kind: 'inconclusive',
      named: { version: '2.2.0', dsTransId: 'd' },
    });
  }
});

test('a result with any other id is another authentication’s', () => {
  assert.equal(matchResult(ids, { ...ids }), 'matches');
  assert.equal(matchResult(ids, { ...ids, threeDsServerTransId: 'x' }), 'otherServerTransId');
  assert.equal(matchResult(ids, { ...ids, acsTransId: 'x' }), 'otherAcsTransId');
  assert.equal(matchResult(ids, { ...ids, dsTransId: 'x' }), 'otherDsTransId');
});

const currency = (letters: string): Currency => parseCurrency(letters) ?? assert.fail(letters);

test('a proof is good for the card, the amount and the currency that it was made for', () => {
  const bound = {
    amount: { minor: 2_500n, currency: currency('EUR') },
    cardFingerprint: 'f',
    expiryMonth: 1,
    expiryYear: 2030,
  };
  assert.equal(findBindingMismatch(bound, { ...bound }), undefined);
  assert.equal(
    findBindingMismatch(bound, { ...bound, amount: { minor: 2_501n, currency: currency('EUR') } }),
    'amount',
  );
  assert.equal(
    findBindingMismatch(bound, { ...bound, amount: { minor: 2_500n, currency: currency('USD') } }),
    'currency',
  );
  assert.equal(findBindingMismatch(bound, { ...bound, cardFingerprint: 'g' }), 'card');
  assert.equal(findBindingMismatch(bound, { ...bound, expiryMonth: 2 }), 'card');
  assert.equal(findBindingMismatch(bound, { ...bound, expiryYear: 2031 }), 'card');
});
