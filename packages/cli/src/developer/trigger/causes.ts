import type { Payment, Session, Tollgate, TollgateEventType } from '../../sdk.ts';
import { payOnPage } from './page.ts';

/** What a cause acts with. `session`: the one of `--session`, which has to be open. */
export type Stage = {
  readonly tollgate: Tollgate;
  readonly session: Session | undefined;
  readonly endpoint: string | undefined;
  readonly newName: () => string;
};

/** Ids of what was made or changed: the event is about one of them. */
type Touched = readonly string[];

export type Cause = {
  /** What is done, in a few words. */
  readonly about: string;
  /** May be caused with a session that is there already. */
  readonly takesSession?: true;
  readonly needsEndpoint?: true;
  readonly act: (stage: Stage) => Promise<Touched>;
};

/** Why an event cannot be caused from here, and what to do instead. */
export type Impossible = { readonly why: string };

export const CARDS = {
  approved: '4444555511113333',
  declined: '4000000000000515',
  challenge: '5555555555555599',
  refundDeclined: '4000000000008054',
  incrementDeclined: '4000000000008096',
} as const;

/** A shop's page where nobody comes: `.example` is reserved. */
const SHOP = 'https://shop.example';
const DECLINES_THAT_END = 5;

const newSession = ({ tollgate }: Stage, more: Partial<Parameters<Tollgate['sessions']['create']>[0]> = {}) =>
  tollgate.sessions.create({
    amount: 1_000,
    currency: 'EUR',
    successUrl: `${SHOP}/paid`,
    failureUrl: `${SHOP}/failed`,
    description: 'tollgate trigger',
    ...more,
  });

/** The session of `--session`, or a new one. */
const sessionOf = async (stage: Stage): Promise<Session> => stage.session ?? newSession(stage);

const payAt = async ({ tollgate }: Stage, session: Session, number: string): Promise<Touched> => {
  if (session.paymentUrl === undefined)
    throw new Error(`The session is ${session.status}: only an open one can be paid.`);
  await payOnPage(session.paymentUrl, { number });
  const { payment } = await tollgate.sessions.retrieve(session.id);
  return payment === undefined ? [session.id] : [session.id, payment];
};

const payDirectly = (
  { tollgate }: Stage,
  number: string,
  more: Partial<Parameters<Tollgate['payments']['create']>[0]> = {},
): Promise<Payment> =>
  tollgate.payments.create({
    amount: 1_000,
    currency: 'EUR',
    paymentMethod: { card: { number, expiryMonth: 12, expiryYear: 2039, cvc: '123' } },
    ...more,
  });

const pay: Cause = {
  about: 'a session, paid on its payment page with an approved card',
  takesSession: true,
  act: async (stage) => payAt(stage, await sessionOf(stage), CARDS.approved),
};

const refundOf = (number: string, about: string): Cause => ({
  about,
  act: async (stage) => {
    const payment = await payDirectly(stage, number);
    const refund = await stage.tollgate.refunds.create({ paymentId: payment.id });
    return [refund.id];
  },
});

const incrementOf = (number: string, about: string): Cause => ({
  about,
  act: async (stage) => {
    const { id } = await payDirectly(stage, number, { captureMethod: 'manual' });
    await stage.tollgate.payments.increment(id, { amount: 500 });
    return [id];
  },
});

const storeCard = async (stage: Stage): Promise<string> => {
  const customer = `customer-${stage.newName()}`;
  const session = await newSession(stage, {
    merchantCustomerId: customer,
    setupFutureUsage: { category: 'unscheduled' },
  });
  await payAt(stage, session, CARDS.approved);
  const { data } = await stage.tollgate.paymentMethods.list({ merchantCustomerId: customer });
  const [stored] = data;
  if (stored === undefined) throw new Error('The gateway stored no card for this customer.');
  return stored.id;
};

/** What causes each event of the catalog. Does not compile when one is missing. */
export const CAUSES: Readonly<Record<TollgateEventType, Cause | Impossible>> = {
  'session.created': { about: 'a new session', act: async (stage) => [(await newSession(stage)).id] },
  'session.completed': pay,
  'session.expired': {
    about: 'a session, ended before it was paid',
    takesSession: true,
    act: async (stage) => {
      const { id } = await stage.tollgate.sessions.expire((await sessionOf(stage)).id);
      return [id];
    },
  },
  'payment.created': pay,
  'payment.requiresAction': {
    about: 'a session, paid with a card whose bank asks for 3-D Secure',
    takesSession: true,
    act: async (stage) => {
      if (stage.session !== undefined) return payAt(stage, stage.session, CARDS.challenge);
      const { id } = await payDirectly(stage, CARDS.challenge, { returnUrl: `${SHOP}/returned` });
      return [id];
    },
  },
  'payment.requiresCapture': {
    about: 'a payment that is authorized only (captureMethod manual)',
    takesSession: true,
    act: async (stage) => {
      if (stage.session !== undefined) return payAt(stage, stage.session, CARDS.approved);
      return [(await payDirectly(stage, CARDS.approved, { captureMethod: 'manual' })).id];
    },
  },
  'payment.incremented': incrementOf(CARDS.approved, 'a payment that is authorized only, and then for more'),
  'payment.incrementFailed': incrementOf(CARDS.incrementDeclined, 'a payment whose bank refuses to authorize more'),
  'payment.funded': pay,
  'payment.captureFailed': {
    why: 'The acquirer takes a capture back days after it was completed, which the sandbox acquirer never does.',
  },
  'payment.succeeded': pay,
  'payment.blocked': {
    why:
      'The limits against card testing would have to be exhausted, and would then stop your own payments for up to ' +
      'an hour. Test cards hardly count against them, on purpose.',
  },
  'payment.failed': {
    about: `a session, whose ${String(DECLINES_THAT_END)} tries are declined`,
    takesSession: true,
    act: async (stage) => {
      const session = await sessionOf(stage);
      let touched: Touched = [session.id];
      for (let tries = 0; tries < DECLINES_THAT_END; tries++) {
        const now = await stage.tollgate.sessions.retrieve(session.id);
        if (now.paymentUrl === undefined) break;
        touched = await payAt(stage, now, CARDS.declined);
      }
      return touched;
    },
  },
  'payment.canceled': {
    about: 'a payment that is authorized only, then canceled',
    act: async (stage) => {
      const { id } = await payDirectly(stage, CARDS.approved, { captureMethod: 'manual' });
      await stage.tollgate.payments.cancel(id);
      return [id];
    },
  },
  'refund.created': refundOf(CARDS.approved, 'a payment, paid back'),
  'refund.succeeded': refundOf(CARDS.approved, 'a payment, paid back'),
  'refund.failed': refundOf(CARDS.refundDeclined, 'a payment whose bank refuses the refund'),
  'paymentMethod.created': {
    about: 'a session whose card is stored for a new customer',
    act: async (stage) => [await storeCard(stage)],
  },
  'paymentMethod.deleted': {
    about: 'a card, stored for a new customer, then deleted',
    act: async (stage) => {
      const id = await storeCard(stage);
      await stage.tollgate.paymentMethods.delete(id);
      return [id];
    },
  },
  'webhookEndpoint.test': {
    about: 'a test of the endpoint of --endpoint, which alone hears of it',
    needsEndpoint: true,
    act: async (stage) => {
      await stage.tollgate.webhookEndpoints.test(stage.endpoint ?? '');
      return [stage.endpoint ?? ''];
    },
  },
  'webhookEndpoint.disabled': {
    why: 'It takes an endpoint that answers 410: let yours do that once, and create something that it hears of.',
  },
  'webhookEndpoint.failing': { why: 'It takes an endpoint that has taken nothing for three days.' },
};
