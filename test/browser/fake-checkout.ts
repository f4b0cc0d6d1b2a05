import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import type { Uuid } from '../../src/base/id.ts';
import { parseCurrency } from '../../src/base/money.ts';
import { Secret } from '../../src/base/secret.ts';
import type { DeclineReason } from '../../src/connectors/acquirer/contract.ts';
import { formatPaymentToken } from '../../src/contract/payment-url.ts';
import type { CardSummary } from '../../src/card/card.ts';
import type { Checkout, CheckoutView, PayInput, PayMethod, PayResult, SavedCard } from '../../src/flow/checkout.ts';
import { registerCheckout, type CheckoutDeps } from '../../src/http/checkout/routes.ts';
import { createTransit, type Transit } from '../../src/vault/transit.ts';

/** What the fake bank does with a number; any other is approved. */
export const CARDS = {
  approved: '4444555511113333',
  insufficientFunds: '4000000000009995',
  notSent: '4000000000000119',
  processing: '4000000000000341',
  amex: '378282246310005',
} as const;

/** `saves` and `savedCard` are there when they were said. */
export type PaidCard = {
  readonly last4: string;
  readonly name: string | undefined;
  readonly attemptNumber: number;
  readonly saves?: true;
  readonly savedCard?: { readonly paymentMethodId: Uuid<'paymentMethod'>; readonly cvc: string };
};

export type FakeSession = {
  readonly token: string;
  readonly path: string;
  /** Every card that reached `pay`, in order. */
  readonly paid: PaidCard[];
  readonly view: () => CheckoutView;
  readonly set: (change: Partial<CheckoutView>) => void;
  /** The bank answers a payment that was `processing`. */
  readonly settle: (outcome: 'completed' | DeclineReason) => void;
  /** From now on the flow fails when it is asked for this session. */
  readonly breakDown: () => void;
};

const eur = parseCurrency('EUR');
if (eur === undefined) throw new Error('no euro');

const OPEN: Omit<CheckoutView, 'merchantId' | 'sessionId' | 'returnTargets'> = {
  state: 'open',
  expirationReason: undefined,
  amount: { minor: 4_990n, currency: eur },
  merchantName: 'Blue Mountain Coffee',
  merchantReferenceId: '4000',
  description: 'Two bags of Sidamo, 500 g',
  locale: 'EN',
  localeGiven: true,
  msLeft: 19 * 60_000,
  attemptsBegun: 0,
  declinesLeft: 5,
  lastDecline: undefined,
  captureMethod: 'automatic',
  returnUrl: undefined,
  offersToSave: false,
  savedCards: [],
};

/** A card that was saved before: `('visa', '41111111', '1111')`. */
export const savedCard = (brand: CardSummary['brand'], bin: string, last4: string, expiryMonth = 12): SavedCard => ({
  paymentMethodId: randomUUID() as Uuid<'paymentMethod'>,
  card: { brand, bin, last4, expiryMonth, expiryYear: 2030 },
});

/** Sessions in memory that follow the rules of `flow/checkout.ts`, so that the page is tested without a bank or a database. */
export const createFakeCheckout = (shop: { readonly successUrl: string; readonly failureUrl: string }) => {
  const sessions = new Map<string, { view: CheckoutView; readonly paid: FakeSession['paid']; settled: Promise<void>; settle: () => void; isBroken: boolean }>();
  const slowness = { payMs: 0 };

  const start = (change: Partial<CheckoutView> = {}): FakeSession => {
    const merchantId = randomUUID() as Uuid<'merchant'>;
    const sessionId = randomUUID() as Uuid<'session'>;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const session = {
      view: { ...OPEN, returnTargets: [shop.successUrl, shop.failureUrl], merchantId, sessionId, ...change },
      paid: [] as FakeSession['paid'],
      settled: promise.then(() => undefined),
      settle: () => { resolve(undefined); },
      isBroken: false,
    };
    sessions.set(sessionId, session);
    const token = formatPaymentToken(merchantId, sessionId);
    const set = (next: Partial<CheckoutView>): void => { session.view = { ...session.view, ...next }; };
    return {
      token,
      path: `/pay/${token}`,
      paid: session.paid,
      view: () => session.view,
      set,
      settle: (outcome) => {
        set(outcome === 'completed' ? { state: 'completed', returnUrl: shop.successUrl } : { state: 'open', lastDecline: outcome, declinesLeft: session.view.declinesLeft - 1 });
        session.settle();
      },
      breakDown: () => { session.isBroken = true; },
    };
  };

  const pay = async (input: PayInput): Promise<PayResult> => {
    const session = sessions.get(input.sessionId);
    if (session === undefined) return { kind: 'unknownSession' };
    const set = (next: Partial<CheckoutView>): CheckoutView => (session.view = { ...session.view, ...next });
    const { view } = session;
    if (view.state === 'paying') return { kind: 'processing', view };
    if (view.state !== 'open') return { kind: 'over', view };
    if (input.attemptNumber !== view.attemptsBegun) return { kind: 'stale', view };
    const typed = readMethod(input.method, view);
    if (typed === undefined) return { kind: 'stale', view };
    session.paid.push({ ...typed.paid, attemptNumber: input.attemptNumber });
    set({ state: 'paying', attemptsBegun: view.attemptsBegun + 1, lastDecline: undefined });
    if (slowness.payMs > 0) await new Promise((resolve) => setTimeout(resolve, slowness.payMs));
    const { pan, cvc } = typed;
    if (pan === CARDS.processing) return { kind: 'processing', view: session.view };
    if (pan === CARDS.notSent) return { kind: 'notSent', view: set({ state: 'open' }) };
    const declineReason = reasonFor(pan, cvc);
    if (declineReason === undefined) {
      set({ state: 'completed', returnUrl: shop.successUrl });
      return { kind: 'approved', returnUrl: shop.successUrl };
    }
    const declinesLeft = view.declinesLeft - 1;
    if (declinesLeft > 0) return { kind: 'declined', view: set({ state: 'open', declinesLeft, lastDecline: declineReason }) };
    set({ state: 'expired', expirationReason: 'attemptsExhausted', declinesLeft, returnUrl: shop.failureUrl });
    return { kind: 'exhausted', declineReason, returnUrl: shop.failureUrl };
  };

  const checkout: Checkout = {
    view: async ({ sessionId }) => {
      const session = sessions.get(sessionId);
      if (session?.isBroken === true) throw new Error('the database is away');
      return session?.view;
    },
    pay,
    giveUp: async ({ sessionId }) => {
      const session = sessions.get(sessionId);
      if (session?.view.state === 'open') session.view = { ...session.view, state: 'expired', expirationReason: 'customerCanceled', returnUrl: shop.failureUrl };
      return session?.view;
    },
    removeSavedCard: async ({ sessionId }, paymentMethodId) => {
      const session = sessions.get(sessionId);
      if (session?.view.state === 'open') {
        session.view = { ...session.view, savedCards: session.view.savedCards.filter((saved) => saved.paymentMethodId !== paymentMethodId) };
      }
      return session?.view;
    },
    waitForOutcome: async ({ sessionId }, timeoutMs) => {
      const session = sessions.get(sessionId);
      if (session?.view.state === 'paying') {
        const limit = AbortSignal.timeout(timeoutMs);
        await Promise.race([session.settled, new Promise<void>((resolve) => { limit.addEventListener('abort', () => { resolve(); }); })]);
      }
      return session?.view;
    },
  };
  return { checkout, start, slowness };
};

type TypedCard = { readonly pan: string; readonly cvc: string | undefined; readonly paid: Omit<PaidCard, 'attemptNumber'> };

/** Undefined: a saved card that the session does not have. The number of a saved card is its first and last digits here. */
const readMethod = (method: PayMethod, { savedCards }: CheckoutView): TypedCard | undefined => {
  if (method.kind === 'newCard') {
    const { card, cardSummary, saves } = method;
    return { pan: card.pan.reveal(), cvc: card.cvc?.reveal(), paid: { last4: cardSummary.last4, name: card.cardholderName, ...(saves && { saves }) } };
  }
  const { paymentMethodId } = method;
  const saved = savedCards.find((one) => one.paymentMethodId === paymentMethodId);
  if (saved === undefined) return undefined;
  const { bin, last4 } = saved.card;
  const cvc = method.cvc.reveal();
  return { pan: bin + last4, cvc, paid: { last4, name: undefined, savedCard: { paymentMethodId, cvc } } };
};

const reasonFor = (pan: string, cvc: string | undefined): DeclineReason | undefined => {
  if (cvc === '000' || cvc === '999') return 'incorrectCvc';
  return pan === CARDS.insufficientFunds ? 'insufficientFunds' : undefined;
};

export type FakeGateway = Awaited<ReturnType<typeof createFakeGateway>>;

export type FakeGatewayOptions = {
  readonly successUrl?: string;
  readonly failureUrl?: string;
  readonly mode?: 'sandbox' | 'live';
  readonly publicUrl?: string;
  readonly clock?: Clock;
  readonly log?: CheckoutDeps['log'];
  /** Takes the place of the fake flow's functions. */
  readonly checkout?: Partial<Checkout>;
};

/** The payment page with a fake flow behind it; `listen` puts it on a port of its own. */
export const createFakeGateway = async (options: FakeGatewayOptions = {}) => {
  const { successUrl = 'https://shop.example/thanks?order=7&sessionId=ps_1', failureUrl = 'https://shop.example/cart' } = options;
  const fake = createFakeCheckout({ successUrl, failureUrl });
  const transit: Transit = await createTransit({ ikm: new Secret(Buffer.alloc(32, 7)) });
  const app: FastifyInstance = Fastify({ forceCloseConnections: true });
  await registerCheckout(app, {
    checkout: { ...fake.checkout, ...options.checkout },
    ...(options.log && { log: options.log }),
    transit,
    keys: { formToken: new Secret(Buffer.alloc(32, 9)) },
    clock: options.clock ?? systemClock,
    mode: options.mode ?? 'sandbox',
    publicUrl: options.publicUrl ?? 'http://localhost:8080',
  });
  const listen = async (): Promise<string> => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    return `http://localhost:${port}`;
  };
  return { ...fake, app, transit, listen, close: () => app.close() };
};
