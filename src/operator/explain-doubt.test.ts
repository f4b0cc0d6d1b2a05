import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AcquirerCapabilities } from '../connectors/acquirer/contract.ts';
import { explainDoubt } from './explain-doubt.ts';
import type { InDoubt } from './stuck-store.ts';

const ATTEMPT: InDoubt = {
  kind: 'attempt',
  merchant_id: '',
  merchant_name: '',
  id: '',
  payment_id: '',
  what: 'authorization',
  state: 'sending',
  amount: 100,
  currency: 'EUR',
  account_id: null,
  account_name: null,
  was_sent: true,
  is_named: false,
  since: '',
  next_at: '',
  tries: 3,
  not_found_answers: 0,
};
const REFUND: InDoubt = { ...ATTEMPT, kind: 'operation', what: 'refund' };

const that = (inquiry: AcquirerCapabilities['inquiry']): AcquirerCapabilities => ({
  multipleCaptures: true,
  inquiry,
  repeatableMs: 0,
  zeroAmount: true,
  authorizationValidDays: 7,
  settleWindowMs: 60_000,
});

describe('what the gateway does next', () => {
  const table: readonly [string, Partial<InDoubt>, AcquirerCapabilities['inquiry'], RegExp][] = [
    ['asks about an authorization by its reference', ATTEMPT, 'byReference', /^It asks the acquirer under our ref/],
    ['asks about one that the acquirer has named', { ...ATTEMPT, is_named: true }, 'byHandle', /^It asks the acquirer/],
    ['ends one whose card was never sent', ATTEMPT, 'byHandle', /the card was never sent/],
    ['waits where nobody can be asked', ATTEMPT, 'none', /^It waits for a notification/],
    ['undoes what nobody can use', { ...ATTEMPT, state: 'reversing' }, 'none', /^It sends the reversal again/],
    ['asks about a refund', REFUND, 'byReference', /sent again under the same reference\.$/],
    ['sends a refund that never left', { ...REFUND, was_sent: false }, 'byReference', /^It sends it again/],
    ['sends a refund that has no name there', REFUND, 'byHandle', /^It sends it again/],
    ['asks about a refund that was taken', { ...REFUND, is_named: true }, 'byHandle', /^It asks the acquirer\./],
    ['sends a refund again without an inquiry', REFUND, 'none', /^It sends it again/],
    ['waits for a refund that was taken', { ...REFUND, is_named: true }, 'none', /^It waits for the notification/],
  ];
  for (const [what, doubt, inquiry, words] of table)
    test(what, () => {
      assert.match(explainDoubt({ ...ATTEMPT, ...doubt }, that(inquiry)).next, words);
    });

  test('nothing, without an account that opens; a person is told how to change that', () => {
    const { next, advice } = explainDoubt({ ...ATTEMPT, account_id: 'a' }, undefined);
    assert.match(next, /^Nothing, until/);
    assert.match(advice, /credentials that work/);
  });
});

test('what is known: whether it left, what came back, and how often', () => {
  const known = (doubt: Partial<InDoubt>) => explainDoubt({ ...ATTEMPT, ...doubt }, that('byReference')).knows;
  assert.match(known({}), /no answer came that proves anything\. Looked at again: 3\.$/);
  assert.match(known({ not_found_answers: 2 }), /not known there: 2\.$/);
  assert.match(known({ ...REFUND, was_sent: false }), /has not left the gateway/);
  assert.match(known({ ...REFUND, is_named: true }), /has taken it/);
  assert.match(known({ state: 'reversing' }), /being undone/);
});

test('people of the acquirer are asked when an hour of questions brought nothing', () => {
  const advice = (tries: number) => explainDoubt({ ...ATTEMPT, tries }, that('byReference')).advice;
  assert.match(advice(66), /^Nothing has to be done/);
  assert.match(advice(67), /^Ask the people of the acquirer/);
});
