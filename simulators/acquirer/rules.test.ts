import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardKeyOf, cardRows, amountRowFor } from './cards.ts';
import { applyEntry, createLedger, type Entry, type Ledger } from './ledger.ts';
import { settlementCsv, settlementReport } from './report.ts';
import { inquire, isLuhnValid, settle } from './rules.ts';
import type { FollowUp, Purchase } from './wire.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const DAY_MS = 86_400_000;

const purchase = (fields: Partial<Purchase> = {}): Purchase => ({
  type: 'AUTH',
  ref: 'a1',
  amount: 1_000,
  currency: '978',
  merchant: 'm1',
  order: '4000',
  pan: '4444555511113333',
  expiry: '3012',
  cvv: '123',
  initiator: 'CIT',
  storeCredential: false,
  mitCategory: undefined,
  originalNetworkTransactionId: undefined,
  threeDs: undefined,
  exemption: false,
  ...fields,
});
const followUp = (type: FollowUp['type'], ref: string, amount?: number, fields: Partial<FollowUp> = {}): FollowUp => ({
  type,
  ref,
  originalRef: 'a1',
  originalRrn: undefined,
  amount,
  currency: amount === undefined ? undefined : '978',
  final: false,
  ...fields,
});

/** A host whose entries are kept, so that its books can be rebuilt from them. */
const createHost = () => {
  const ledger = createLedger();
  const entries: Entry[] = [];
  const act = (operation: Parameters<typeof settle>[1], nowMs = NOON, declineCode?: string) => {
    const fingerprint = JSON.stringify({ ...operation, cvv: undefined });
    const outcome = settle(ledger, operation, { nowMs, fingerprint, declineCode, fault: undefined });
    entries.push(outcome.entry);
    return outcome.answer;
  };
  return { ledger, entries, act };
};

const inspectable = (ledger: Ledger) => ({
  postings: [...ledger.postings.values()],
  authorizations: [...ledger.authorizations.values()],
  blocked: [...ledger.blocked],
  reports: [...ledger.reports.values()],
  events: Object.fromEntries(ledger.events),
  lastSeq: ledger.lastSeq,
});

test('the books rebuilt from the journal are the books', () => {
  const { ledger, entries, act } = createHost();
  act(purchase());
  act(purchase());
  act(purchase({ amount: 5 }));
  act(followUp('CAPTURE', 'c1', 400));
  act(followUp('CAPTURE', 'c2', 700));
  act(followUp('REFUND', 'r1', 300));
  act({ type: 'REVERSAL', originalRef: 'r1' });
  act({ type: 'REVERSAL', originalRef: 'never-seen' });
  act(purchase({ ref: 'never-seen' }));
  act(purchase({ ref: 's1', type: 'SALE', currency: '392' }));
  act({ type: 'REVERSAL', originalRef: 's1' });
  act(purchase({ ref: 'v1' }));
  act(followUp('VOID', 'v2', undefined, { originalRef: 'v1' }));
  act(purchase({ ref: 'd1' }), NOON, '51');

  const rebuilt = createLedger();
  for (const entry of entries) applyEntry(rebuilt, JSON.parse(JSON.stringify(entry)) as Entry);
  assert.deepEqual(inspectable(rebuilt), inspectable(ledger));
  assert.deepEqual(
    entries.map(({ event }) => event),
    [
      'approved',
      'repeated',
      'conflicted',
      'captured',
      'declined',
      'refunded',
      'reversed',
      'reversed',
      'declined',
      'approved',
      'reversed',
      'approved',
      'voided',
      'declined',
    ],
  );
});

test('a void after a capture releases the rest, and what was captured can be refunded', () => {
  const { ledger, entries, act } = createHost();
  act(purchase());
  act(followUp('CAPTURE', 'c1', 400));
  assert.equal(act(followUp('VOID', 'v1')).responseCode, '00');
  assert.deepEqual([entries.at(-1)?.event, entries.at(-1)?.amount], ['voided', 600]);
  assert.equal(act(followUp('CAPTURE', 'c2', 1)).responseCode, '12');
  assert.equal(act(followUp('VOID', 'v2')).responseCode, '12');
  assert.equal(act(followUp('REFUND', 'r1', 400)).responseCode, '00');
  const { captured, refunded, state } = ledger.authorizations.get('a1') ?? {};
  assert.deepEqual([captured, refunded, state], [400, 400, 'closed']);
});

test('the journal knows bin and last4, never the number or the CVV', () => {
  const { entries, act } = createHost();
  const { ref, pan } = purchase();
  act(purchase({ cvv: '737' }));
  const line = JSON.stringify({ ...entries[0], fingerprint: '' });
  assert(line.includes(ref) && line.includes('444455') && line.includes('3333'));
  assert(!line.includes(pan) && !line.includes('737'));
});

test('an authorization lapses after seven days, unless something was captured', () => {
  const { ledger, act } = createHost();
  act(purchase());
  act(purchase({ ref: 'a2' }));
  act(followUp('CAPTURE', 'c1', 400, { originalRef: 'a2' }));
  const inquiry = (originalRef: string, nowMs: number) =>
    inquire(ledger, { type: 'INQUIRY', originalRef }, nowMs).state;
  assert.equal(inquiry('a1', NOON + 7 * DAY_MS - 1), 'APPROVED');
  assert.equal(inquiry('a1', NOON + 7 * DAY_MS), 'EXPIRED');
  assert.equal(inquiry('a2', NOON + 8 * DAY_MS), 'APPROVED');
  assert.equal(act(followUp('CAPTURE', 'c2', 100), NOON + 7 * DAY_MS).responseCode, '12');
  assert.equal(act(followUp('VOID', 'v1'), NOON + 7 * DAY_MS).responseCode, '12');
});

const declines: readonly (readonly [story: string, fields: Partial<Purchase>, code: string])[] = [
  ['a number that fails Luhn', { pan: '4444555511113334' }, '14'],
  ['a sale of nothing', { type: 'SALE', amount: 0 }, '13'],
  ['a card of last month', { expiry: '2512' }, '54'],
  ['a CVV of nines', { cvv: '999' }, 'N7'],
  ['a CVV of four zeroes', { cvv: '0000' }, 'N7'],
];
for (const [story, fields, code] of declines) {
  test(`${story} is declined with ${code}`, () => {
    assert.equal(createHost().act(purchase(fields)).responseCode, code);
  });
}

test('an authorization of nothing checks the card', () => {
  assert.equal(createHost().act(purchase({ amount: 0 })).responseCode, '00');
  assert.equal(createHost().act(purchase({ amount: 0, cvv: '999' })).responseCode, 'N7');
});

test('a card is good until the end of its month', () => {
  assert.equal(createHost().act(purchase({ expiry: '2601' })).responseCode, '00');
});

test('a second try without the CVV is the same message; another amount, card or order is not', () => {
  const { act } = createHost();
  act(purchase());
  assert.equal(act(purchase({ cvv: undefined })).duplicate, true);
  for (const fields of [{ amount: 999 }, { pan: '4242424242424242' }, { order: '4001' }]) {
    assert.equal(act(purchase(fields)).responseCode, '94');
  }
});

test('an authorization with captures is not reversed, its captures are', () => {
  const { ledger, act } = createHost();
  act(purchase());
  act(followUp('CAPTURE', 'c1', 1_000, { final: true }));
  assert.equal(act({ type: 'REVERSAL', originalRef: 'a1' }).responseCode, '12');
  assert.equal(act({ type: 'REVERSAL', originalRef: 'c1' }).responseCode, '00');
  assert.equal(ledger.authorizations.get('a1')?.captured, 0);
  assert.equal(act({ type: 'REVERSAL', originalRef: 'a1' }).responseCode, '00');
});

test('a capture that was refunded from is not reversed', () => {
  const { act } = createHost();
  act(purchase({ type: 'SALE' }));
  act(followUp('REFUND', 'r1', 1));
  assert.equal(act({ type: 'REVERSAL', originalRef: 'a1' }).responseCode, '12');
});

test('an rrn that is not that of the authorization finds nothing', () => {
  const { act } = createHost();
  const { rrn } = act(purchase());
  assert.equal(act(followUp('CAPTURE', 'c1', 1, { originalRrn: '000000000099' })).responseCode, '25');
  assert.equal(act(followUp('CAPTURE', 'c2', 1, { originalRrn: rrn })).responseCode, '00');
});

test('network ids and reference numbers are unique', () => {
  const { act } = createHost();
  const answers = Array.from({ length: 500 }, (_, i) => act(purchase({ ref: `x${i}` })));
  assert.equal(new Set(answers.map(({ rrn }) => rrn)).size, 500);
  assert.equal(new Set(answers.map(({ networkTransactionId }) => networkTransactionId)).size, 500);
});

test('the settlement report sums up a day by merchant and currency, net of reversals', () => {
  const { ledger, act } = createHost();
  act(purchase({ type: 'SALE', ref: 's1', amount: 1_000 }));
  act(purchase({ type: 'SALE', ref: 's2', amount: 500, merchant: 'm2' }));
  act(purchase({ type: 'SALE', ref: 's3', amount: 70, currency: '392' }));
  act(purchase({ type: 'SALE', ref: 's4', amount: 99 }));
  act({ type: 'REVERSAL', originalRef: 's4' });
  act(followUp('REFUND', 'r1', 300, { originalRef: 's1' }));
  act(purchase({ type: 'SALE', ref: 'tomorrow' }), NOON + DAY_MS);
  const report = settlementReport(ledger.reports, '2026-01-15');
  const sums = report.totals.map(({ currency, capturedAmount, refundedAmount, netAmount, reversedCount }) => ({
    currency,
    capturedAmount,
    refundedAmount,
    netAmount,
    reversedCount,
  }));
  assert.deepEqual(sums, [
    { currency: '392', capturedAmount: '70', refundedAmount: '0', netAmount: '70', reversedCount: 0 },
    { currency: '978', capturedAmount: '1500', refundedAmount: '300', netAmount: '1200', reversedCount: 1 },
  ]);
  assert.equal(report.rows.length, 3);
  const csv = settlementCsv(report).split('\r\n');
  assert.equal(csv.length, 1 + 3 + 2 + 1);
  assert.equal(csv[5], '2026-01-15,*,978,3,1500,3,1500,1,300,1,1200');
});

test('every card of the table passes Luhn and is told apart by bin and last4', () => {
  for (const { pan } of cardRows) assert(isLuhnValid(pan), pan);
  assert.equal(new Set(cardRows.map(({ pan }) => cardKeyOf(pan))).size, cardRows.length);
});

test('amounts choose declines and faults, neighbours do not', () => {
  assert.deepEqual(amountRowFor(9_999_051), { kind: 'decline', code: '51' });
  assert.equal(amountRowFor(9_999_102)?.kind, 'cutAfter');
  for (const amount of [0, 51, 9_998_999, 9_999_000, 9_999_100, 9_999_199, 9_999_200])
    assert.equal(amountRowFor(amount), undefined);
});
