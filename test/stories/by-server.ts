/** What a shop's server asks for. */
import assert from 'node:assert/strict';
import * as api from '../support/payments.ts';
import { fromMinor, refusal, toMinor, type Acts, type Stage } from './stage.ts';
import { paymentLine } from './payment-line.ts';

const create =
  (captureMethod: 'manual' | 'automatic') =>
  async (stage: Stage, [amount = '100.00', card]: readonly string[]): Promise<string> => {
    const answer = await stage.merchant.shop.call<api.PaymentBody>('POST', '/payments', {
      body: {
        amount: toMinor(amount),
        currency: 'EUR',
        captureMethod,
        merchantReferenceId: stage.order,
        paymentMethod: { card: api.cardOf(card) },
      },
    });
    stage.payment = answer.body.id;
    return refusal(answer) ?? paymentLine(answer.body);
  };

const paymentOf = (stage: Stage): string => stage.payment ?? assert.fail('this story has no payment yet');

export const byServer: Acts = {
  authorize: { about: 'authorize <amount> [<card>]: to be captured later', run: create('manual') },
  sale: { about: 'sale <amount> [<card>]: authorized and captured at once', run: create('automatic') },
  capture: {
    about: 'capture [<amount>] [final]: all there is, or a part, after which more may come unless it is the final one',
    run: async (stage, words) => {
      const [amount] = words.filter((word) => word !== 'final');
      const answer = await api.capture(stage.merchant.shop, paymentOf(stage), {
        ...(amount === undefined ? {} : { amount: toMinor(amount) }),
        ...(words.includes('final') ? { final: true } : {}),
      });
      return refusal(answer) ?? paymentLine(answer.body);
    },
  },
  increment: {
    about: 'increment <amount>: has more authorized',
    run: async (stage, [amount = '']) => {
      const answer = await api.increment(stage.merchant.shop, paymentOf(stage), toMinor(amount));
      return refusal(answer) ?? paymentLine(answer.body);
    },
  },
  cancel: {
    about: 'cancel: gives up what was not captured',
    run: async (stage) => {
      const answer = await api.cancel(stage.merchant.shop, paymentOf(stage));
      return refusal(answer) ?? paymentLine(answer.body);
    },
  },
  refund: {
    about: 'refund [<amount>]: a part, or the rest',
    run: async (stage, [amount]) => {
      const answer = await api.refund(
        stage.merchant.shop,
        paymentOf(stage),
        amount === undefined ? undefined : toMinor(amount),
      );
      const reason = answer.body['failureReason'];
      return (
        refusal(answer) ??
        [
          `${answer.body.status} ${fromMinor(answer.body.amount)}`,
          ...(typeof reason === 'string' ? [reason] : []),
        ].join('; ')
      );
    },
  },
  payment: {
    about: 'payment: how it stands',
    run: async (stage) => paymentLine(await api.paymentNow(stage.merchant.shop, paymentOf(stage))),
  },
};
