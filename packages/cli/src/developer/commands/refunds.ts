import type { Refund } from '../../sdk.ts';
import type { Result } from '../../tool/command.ts';
import type { Command } from '../deps.ts';
import { LIST_FLAGS, pageOf, showPage, wordAmong } from '../list.ts';
import { money, pretty } from '../show.ts';
import { amountOf } from './payments.ts';

const STATUSES = ['pending', 'succeeded', 'failed'] as const;

export const refundsCreate: Command = {
  words: 'refunds create',
  about: 'pays back what was captured, or a part of it',
  flags: {
    amount: { about: 'minor units; all that is left when left out', isRequired: false },
    reason: { about: 'for your own records', isRequired: false },
    'idempotency-key': { about: 'asked twice with the same, paid back once', isRequired: false },
  },
  operands: [{ name: 'payment', about: "the payment's id, py_…", isRequired: true }],
  examples: ['tollgate refunds create py_… --amount 250'],
  run: async ({ connect }, { payment = '', reason, ...given }) => {
    const amount = amountOf(given['amount']);
    const refund = await connect().refunds.create(
      { paymentId: payment, ...(amount !== undefined && { amount }), ...(reason !== undefined && { reason }) },
      { idempotencyKey: given['idempotency-key'] },
    );
    return shown(refund);
  },
};

export const refundsShow: Command = {
  words: 'refunds show',
  about: 'shows a refund',
  flags: {},
  operands: [{ name: 'refund', about: "the refund's id, rf_…", isRequired: true }],
  run: async ({ connect }, { refund = '' }) => shown(await connect().refunds.retrieve(refund)),
};

export const refundsList: Command = {
  words: 'refunds list',
  about: 'lists refunds, the newest first',
  flags: {
    ...LIST_FLAGS,
    status: { about: 'only those in this state', isRequired: false, oneOf: STATUSES },
    payment: { about: 'only those of this payment', isRequired: false },
  },
  run: ({ connect }, given) => {
    const status = wordAmong(STATUSES, given['status']);
    const { payment } = given;
    const query = {
      ...pageOf(given),
      ...(status !== undefined && { status }),
      ...(payment !== undefined && { paymentId: payment }),
    };
    return showPage(connect().refunds.list(query), rowOf);
  },
};

const rowOf = (refund: Refund): readonly string[] => [
  refund.created,
  refund.id,
  refund.status,
  money(refund.amount, refund.currency),
  refund.paymentId,
];

const shown = (refund: Refund): Result => ({ json: refund, lines: pretty(refund) });
