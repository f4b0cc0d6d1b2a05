import type { Payment } from '../../sdk.ts';
import type { Operand, Result } from '../../tool/command.ts';
import { wholeNumber } from '../../tool/flags.ts';
import type { Command } from '../deps.ts';
import { LIST_FLAGS, pageOf, showPage, wordAmong } from '../list.ts';
import { money, pretty } from '../show.ts';

const PAYMENT: Operand = { name: 'payment', about: "the payment's id, py_…", isRequired: true };
const CAPTURE_METHODS = ['automatic', 'manual'] as const;
const STATUSES = [
  'requiresPaymentMethod',
  'requiresAction',
  'requiresCapture',
  'processing',
  'succeeded',
  'failed',
  'canceled',
] as const;

export const APPROVED_CARD = '4444555511113333';

export const paymentsCreate: Command = {
  words: 'payments create',
  about: 'pays directly with a test card, as a shop does that takes cards itself (sandbox only)',
  flags: {
    amount: { about: 'minor units; 1000 (10.00) when left out, 0 checks the card', isRequired: false },
    currency: { about: 'three letters; EUR when left out', isRequired: false },
    card: { about: `a test card's number; ${APPROVED_CARD} when left out`, isRequired: false },
    cvc: { about: '123 when left out; with 999 every test card is declined', isRequired: false },
    'capture-method': { about: 'automatic, or manual: authorized only', isRequired: false, oneOf: CAPTURE_METHODS },
    'return-url': { about: 'where the customer comes back to after 3-D Secure', isRequired: false },
    reference: { about: 'your order number (merchantReferenceId)', isRequired: false },
    'idempotency-key': { about: 'asked twice with the same, paid once', isRequired: false },
  },
  examples: [
    'tollgate payments create --capture-method manual',
    'tollgate payments create --card 4000000000000515   # declined: not enough money',
  ],
  run: async ({ connect, signIn }, given) => {
    refuseRealMoney(signIn().apiKey);
    const { reference, card = APPROVED_CARD, cvc = '123' } = given;
    const captureMethod = wordAmong(CAPTURE_METHODS, given['capture-method']);
    const returnUrl = given['return-url'];
    const payment = await connect().payments.create(
      {
        amount: wholeNumber('amount', given['amount'], { least: 0, most: 1e12, otherwise: 1_000 }),
        currency: given['currency'] ?? 'EUR',
        paymentMethod: { card: { number: card.replaceAll(' ', ''), cvc, expiryMonth: 12, expiryYear: 2039 } },
        ...(captureMethod !== undefined && { captureMethod }),
        ...(returnUrl !== undefined && { returnUrl }),
        ...(reference !== undefined && { merchantReferenceId: reference }),
      },
      { idempotencyKey: given['idempotency-key'] },
    );
    return shown(payment);
  },
};

/** A real card has no business in the history of a shell. */
export const refuseRealMoney = (apiKey: string): void => {
  if (apiKey.startsWith('tgl'))
    throw new Error('This key is for real money. Payments with test cards need a key of the sandbox (tgs…).');
};

export const paymentsList: Command = {
  words: 'payments list',
  about: 'lists payments, the newest first',
  flags: {
    ...LIST_FLAGS,
    status: { about: 'only those in this state', isRequired: false, oneOf: STATUSES },
    session: { about: 'only the one of this session', isRequired: false },
    reference: { about: 'only those of this order number', isRequired: false },
  },
  run: ({ connect }, given) => {
    const status = wordAmong(STATUSES, given['status']);
    const { session, reference } = given;
    const query = {
      ...pageOf(given),
      ...(status !== undefined && { status }),
      ...(session !== undefined && { session }),
      ...(reference !== undefined && { merchantReferenceId: reference }),
    };
    return showPage(connect().payments.list(query), rowOf);
  },
};

const rowOf = (payment: Payment): readonly string[] => [
  payment.created,
  payment.id,
  payment.status,
  money(payment.amount, payment.currency),
  payment.paymentMethod.card.last4,
  payment.merchantReferenceId,
];

export const paymentsShow: Command = {
  words: 'payments show',
  about: 'shows a payment',
  flags: {},
  operands: [PAYMENT],
  run: async ({ connect }, { payment = '' }) => shown(await connect().payments.retrieve(payment)),
};

export const paymentsCapture: Command = {
  words: 'payments capture',
  about: 'takes what was authorized, or a part of it',
  flags: {
    amount: { about: 'minor units; all that is left when left out', isRequired: false },
    'idempotency-key': { about: 'asked twice with the same, captured once', isRequired: false },
  },
  operands: [PAYMENT],
  run: async ({ connect }, { payment = '', ...given }) => {
    const amount = amountOf(given['amount']);
    return shown(
      await connect().payments.capture(payment, amount === undefined ? {} : { amount }, {
        idempotencyKey: given['idempotency-key'],
      }),
    );
  },
};

/** Undefined: left out. */
export const amountOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : wholeNumber('amount', text, { least: 1, most: 1e12, otherwise: 0 });

export const paymentsIncrement: Command = {
  words: 'payments increment',
  about: 'has more authorized, before the capture',
  flags: {
    amount: { about: 'minor units that are added', isRequired: true },
    'idempotency-key': { about: 'asked twice with the same, added once', isRequired: false },
  },
  operands: [PAYMENT],
  run: async ({ connect }, { payment = '', ...given }) => {
    const amount = wholeNumber('amount', given['amount'], { least: 1, most: 1e12, otherwise: 0 });
    const options = { idempotencyKey: given['idempotency-key'] };
    return shown(await connect().payments.increment(payment, { amount }, options));
  },
};

export const paymentsCancel: Command = {
  words: 'payments cancel',
  about: 'gives up a payment of which nothing was captured',
  flags: {},
  operands: [PAYMENT],
  run: async ({ connect }, { payment = '' }) => shown(await connect().payments.cancel(payment)),
};

const shown = (payment: Payment): Result => ({ json: payment, lines: pretty(payment) });
