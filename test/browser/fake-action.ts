import { systemClock } from '../../src/base/clock.ts';
import { newUuid } from '../../src/base/id.ts';
import { systemRandom } from '../../src/base/random.ts';
import { parseCurrency } from '../../src/base/money.ts';
import { fakeUrls } from './fake-urls.ts';
import type { ActionInput, ActionResult, ActionView, CustomerAction } from '../../src/flow/page/customer-action.ts';
import { methodStepOf, type FakeBank } from './fake-checkout.ts';

export type FakePayment = {
  readonly token: string;
  readonly path: string;
  readonly view: () => ActionView;
  readonly set: (change: Partial<ActionView>) => ActionView;
  readonly answerAsBank: (answer: 'yes' | 'no') => void;
  /** What the flow was told when it began, and the tickets that went on with the payment. */
  readonly told: Pick<ActionInput, 'browser' | 'methodStep' | 'ticket'>[];
  readonly tickets: (string | undefined)[];
  /** Codes that were typed, each time that they were sent. */
  readonly codes: string[];
};

/** What passes through the bank and back for a code that was typed. */
export const TYPED = 'dHlwZWQ';

/** A code of three digits is one. */
const hear = ({ codes }: FakePayment, cvc: ActionInput['cvc']): ActionResult | undefined => {
  if (cvc === undefined) return undefined;
  codes.push(cvc.reveal());
  return cvc.reveal().length === 3 ? undefined : { kind: 'mistakes', mistakes: { cvc: 'invalid3' } };
};

/** Payments in memory that follow the rules of `flow/customer-action.ts`. */
export const createFakeAction = (returnUrl: string, bank: FakeBank | undefined, baseUrl: () => string) => {
  const payments = new Map<string, FakePayment & { readonly waiting: Set<() => void> }>();

  const start = (change: Partial<ActionView> = {}): FakePayment => {
    const currency = parseCurrency('EUR');
    if (currency === undefined) throw new Error('no euro');
    const chance = { clock: systemClock, random: systemRandom };
    const merchantId = newUuid<'merchant'>(chance);
    const paymentId = newUuid<'payment'>(chance);
    const over = { stage: 'over', challenge: undefined, returnUrl } as const;
    let view: ActionView = {
      merchantId,
      paymentId,
      merchantName: 'Blue Mountain Coffee',
      amount: { minor: 4_990n, currency },
      stage: 'waiting',
      challenge: undefined,
      returnUrl: undefined,
      ...change,
    };
    const waiting = new Set<() => void>();
    const set = (next: Partial<ActionView>): ActionView => {
      view = { ...view, ...next };
      for (const wake of waiting) wake();
      return view;
    };
    const path = fakeUrls.ofAction(merchantId, paymentId);
    const payment = {
      token: path.slice('/authenticate/'.length),
      path,
      view: () => view,
      set,
      told: [],
      tickets: [],
      codes: [],
      waiting,
      answerAsBank: (answer: 'yes' | 'no'): void => {
        set(answer === 'yes' ? { stage: 'cleared', challenge: undefined } : over);
      },
    };
    payments.set(paymentId, payment);
    return payment;
  };

  const action: CustomerAction = {
    view: async ({ paymentId }) => payments.get(paymentId)?.view(),
    begin: async ({ paymentId, browser, methodStep, ticket, cvc }) => {
      const payment = payments.get(paymentId);
      if (payment === undefined) return { kind: 'unknownPayment' };
      const mistakes = hear(payment, cvc);
      if (mistakes !== undefined) return mistakes;
      payment.told.push({ browser, methodStep, ticket });
      if (payment.view().stage === 'over') return { kind: 'over', returnUrl };
      if (methodStep.kind === 'possible' && bank?.methodUrl !== undefined)
        return methodStepOf(bank.methodUrl, baseUrl());
      if (bank === undefined) {
        payment.set({ stage: 'over', returnUrl });
        return { kind: 'over', returnUrl };
      }
      const challenge = await bank.challenge(payment);
      const view = payment.set({ stage: 'challenging', challenge });
      return { kind: 'challenge', view, challenge, ...(cvc !== undefined && { ticket: TYPED }) };
    },
    continuePayment: async ({ paymentId, ticket, cvc }) => {
      const payment = payments.get(paymentId);
      if (payment === undefined) return { kind: 'unknownPayment' };
      hear(payment, cvc);
      const view = payment.view();
      if (view.stage === 'challenging' && view.challenge !== undefined)
        return { kind: 'challenge', view, challenge: view.challenge };
      if (view.stage === 'processing') return { kind: 'processing', view };
      if (view.stage === 'cleared') payment.tickets.push(ticket);
      payment.set({ stage: 'over', returnUrl });
      return { kind: 'over', returnUrl };
    },
    abandon: async ({ paymentId }) => payments.get(paymentId)?.set({ stage: 'over', challenge: undefined, returnUrl }),
    waitForOutcome: async ({ paymentId }, timeoutMs) => {
      const payment = payments.get(paymentId);
      if (payment === undefined || !['challenging', 'processing'].includes(payment.view().stage))
        return payment?.view();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          payment.waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        timer.unref();
        payment.waiting.add(wake);
      });
      return payment.view();
    },
  };
  return { action, start };
};
