import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/base/clock.ts';
import { newUuid, type Uuid } from '../../src/base/id.ts';
import { systemRandom } from '../../src/base/random.ts';
import { parseCurrency } from '../../src/base/money.ts';
import type { DeclineReason } from '../../src/connectors/acquirer/contract.ts';
import { asPayer } from '../../src/flow/page/pay-result.ts';
import { hideFromOthers, standingOf } from '../../src/flow/session/standing.ts';
import { fakeUrls } from './fake-urls.ts';
import type { CardSummary } from '../../src/card/card.ts';
import type {
  Challenge,
  Checkout,
  CheckoutAddress,
  CheckoutView,
  ContinueInput,
  PayInput,
  PayMethod,
  PayResult,
  SavedCard,
} from '../../src/flow/page/checkout.ts';

/** What the fake bank does with a number; any other is approved. */
export const CARDS = {
  approved: '4444555511113333',
  insufficientFunds: '4000000000009995',
  notSent: '4000000000000119',
  processing: '4000000000000341',
  amex: '378282246310005',
  /** Its issuer asks the customer, when the gateway knows one (`bank`). */
  challenged: '4000000000003220',
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
  /** As its first visitor sees it. */
  readonly view: () => CheckoutView;
  readonly set: (change: Partial<CheckoutView>) => CheckoutView;
  /** The bank answers a payment that was `processing`. */
  readonly settle: (outcome: 'completed' | DeclineReason) => void;
  /** The issuer of a `challenged` card answers. */
  readonly answerAsBank: (answer: 'yes' | 'no') => void;
  /** What the flow was told beside the card, each time that a `challenged` one reached `pay`. */
  readonly told: Pick<PayInput, 'browser' | 'methodStep'>[];
  /** From now on the flow fails when it is asked for this session. */
  readonly breakDown: () => void;
};

const eur = parseCurrency('EUR');
if (eur === undefined) throw new Error('no euro');

const OPEN: Omit<CheckoutView, 'merchantId' | 'sessionId'> = {
  standing: 'first',
  state: 'open',
  authentication: undefined,
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
  heldMsLeft: undefined,
  offersToSave: false,
  savedCards: [],
};

/** A card that was saved before: `('visa', '41111111', '1111')`. */
export const savedCard = (brand: CardSummary['brand'], bin: string, last4: string, expiryMonth = 12): SavedCard => ({
  paymentMethodId: randomUUID() as Uuid<'paymentMethod'>,
  card: { brand, bin, last4, expiryMonth, expiryYear: 2030 },
});

/** A session, or a payment without one. */
export type Payable = Pick<FakeSession, 'token' | 'path' | 'answerAsBank'>;

/** The issuer of `challenged` cards, and where its ACS shows its page. */
export type FakeBank = {
  readonly methodUrl?: string | undefined;
  readonly challenge: (payable: Payable) => Challenge | Promise<Challenge>;
};

/** What passes through the bank and back for a page that can't keep the card. */
export const TICKET = 'c2VhbGVkLWNhcmQ';

type Shop = { readonly successUrl: string; readonly failureUrl: string };

type Session = FakeSession & {
  isBroken: boolean;
  firstVisitor: string | null;
  card: TypedCard | undefined;
  readonly waiting: Set<() => void>;
};

/**
 * Sessions in memory that follow the rules of `flow/checkout.ts`, so that the page is tested without a bank or a
 * database.
 */
export const createFakeCheckout = (shop: Shop, bank: FakeBank | undefined, baseUrl: () => string) => {
  const sessions = new Map<string, Session>();
  let held: Promise<undefined> | undefined;

  /** From now on the bank gives no answer, until what this gives is called. */
  const holdPayments = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    held = promise;
    return () => {
      held = undefined;
      resolve(undefined);
    };
  };

  const start = (change: Partial<CheckoutView> = {}): FakeSession => {
    const session = createSession(shop, change);
    sessions.set(session.view().sessionId, session);
    return session;
  };

  const pay = async (input: PayInput): Promise<PayResult> => {
    const session = sessions.get(input.sessionId);
    if (session === undefined) return { kind: 'unknownSession' };
    const view = seenBy(session, input);
    if (view.state === 'paying') return { kind: 'processing', view };
    if (view.state !== 'open') return { kind: 'over', view };
    if (input.attemptNumber !== view.attemptsBegun) return { kind: 'stale', view };
    const typed = readMethod(input.method, view);
    if (typed === undefined) return { kind: 'stale', view };
    if (typed.pan === CARDS.challenged && bank !== undefined)
      return askBank(session, input, { typed, bank, baseUrl: baseUrl() });
    session.set({ state: 'paying', attemptsBegun: view.attemptsBegun + 1, lastDecline: undefined });
    session.paid.push({ ...typed.paid, attemptNumber: input.attemptNumber });
    await held;
    const payer = asPayer(input, view.attemptsBegun + 1);
    return decide(session, typed, { shop, see: () => seenBy(session, payer) });
  };

  /** The same form as before, or one that was made since for the same attempt. */
  const continuePayment = async (input: ContinueInput): Promise<PayResult> => {
    const session = sessions.get(input.sessionId);
    if (session === undefined) return { kind: 'unknownSession' };
    const view = seenBy(session, input);
    if (view.state === 'completed' || view.state === 'expired') return { kind: 'over', view };
    if (view.authentication?.stage === 'challenging')
      return { kind: 'challenge', view, challenge: view.authentication.challenge, ticket: undefined };
    if (view.state === 'open')
      return view.lastDecline === undefined ? { kind: 'stale', view } : { kind: 'declined', view };
    if (view.authentication === undefined) return { kind: 'processing', view };
    if (![view.attemptsBegun, view.attemptsBegun - 1].includes(input.attemptNumber)) return { kind: 'stale', view };
    const typed = readMethod(input.method, view);
    if (typed === undefined) return { kind: 'stale', view };
    if (typed.pan !== session.card?.pan)
      return {
        kind: 'declined',
        view: session.set({ state: 'open', authentication: undefined, lastDecline: 'authenticationFailed' }),
      };
    session.paid.push({ ...typed.paid, attemptNumber: input.attemptNumber });
    session.set({ state: 'completed', authentication: undefined, returnUrl: shop.successUrl });
    return { kind: 'approved', returnUrl: shop.successUrl };
  };

  const checkout: Checkout = {
    view: async (address) => {
      const session = sessions.get(address.sessionId);
      if (session?.isBroken === true) throw new Error('the database is away');
      return session && seenBy(session, address);
    },
    pay,
    continuePayment,
    abandonAuthentication: async (address) => {
      const session = sessions.get(address.sessionId);
      if (session?.view().authentication !== undefined)
        session.set({ state: 'open', authentication: undefined, lastDecline: 'authenticationFailed' });
      return session && seenBy(session, address);
    },
    giveUp: async (address) => {
      const session = sessions.get(address.sessionId);
      if (session?.view().state !== 'open') return session && seenBy(session, address);
      session.set({ state: 'expired', expirationReason: 'customerCanceled', returnUrl: shop.failureUrl });
      return seenBy(session, asPayer(address, session.view().attemptsBegun));
    },
    removeSavedCard: async (address, paymentMethodId) => {
      const session = sessions.get(address.sessionId);
      if (session?.view().state === 'open' && seenBy(session, address).standing === 'first')
        session.set({
          savedCards: session.view().savedCards.filter((saved) => saved.paymentMethodId !== paymentMethodId),
        });
      return session && seenBy(session, address);
    },
    waitForOutcome: async (address, timeoutMs) => {
      const session = sessions.get(address.sessionId);
      const view = session?.view();
      if (session !== undefined && view?.state === 'paying' && view.authentication?.stage !== 'cleared')
        await untilChanged(session, timeoutMs);
      return session && seenBy(session, address);
    },
    waitForReturn: async (address, timeoutMs) => {
      const session = sessions.get(address.sessionId);
      if (session?.view().heldMsLeft !== undefined) await untilChanged(session, timeoutMs);
      return session && seenBy(session, address);
    },
  };
  return { checkout, start, holdPayments };
};

/**
 * As the flow shows it to a browser; one that opens the page becomes its first when there is none yet. A session that a
 * test starts as one that is over has not been opened by anybody, and takes a first visitor all the same.
 */
const seenBy = (session: Session, { visitor }: CheckoutAddress): CheckoutView => {
  session.firstVisitor ??= visitor?.offered ?? null;
  const view = session.view();
  const standing = standingOf(visitor, { firstVisitor: session.firstVisitor, attemptsBegun: view.attemptsBegun });
  return hideFromOthers({ ...view, standing });
};

const createSession = (shop: Shop, change: Partial<CheckoutView>): Session => {
  const chance = { clock: systemClock, random: systemRandom };
  const merchantId = newUuid<'merchant'>(chance);
  const sessionId = newUuid<'session'>(chance);
  let view: CheckoutView = {
    ...OPEN,
    merchantId,
    sessionId,
    ...change,
  };
  const waiting = new Set<() => void>();
  const set = (next: Partial<CheckoutView>): CheckoutView => {
    view = { ...view, ...next };
    for (const wake of waiting) wake();
    return view;
  };
  const decline = (lastDecline: DeclineReason): unknown =>
    set({ state: 'open', authentication: undefined, lastDecline, declinesLeft: view.declinesLeft - 1 });
  const path = fakeUrls.ofSession(merchantId, sessionId);
  const session: Session = {
    token: path.slice('/pay/'.length),
    path,
    paid: [],
    told: [],
    view: () => view,
    set,
    settle: (outcome) =>
      outcome === 'completed' ? set({ state: 'completed', returnUrl: shop.successUrl }) : decline(outcome),
    answerAsBank: (answer) =>
      answer === 'yes' ? set({ authentication: { stage: 'cleared' } }) : decline('authenticationFailed'),
    breakDown: () => {
      session.isBroken = true;
    },
    isBroken: false,
    firstVisitor: null,
    card: undefined,
    waiting,
  };
  return session;
};

const untilChanged = ({ waiting }: Session, timeoutMs: number): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiting.delete(wake);
      resolve(undefined);
    };
    const timer = setTimeout(wake, timeoutMs);
    timer.unref();
    waiting.add(wake);
  });

type Asking = { readonly typed: TypedCard; readonly bank: FakeBank; readonly baseUrl: string };

const askBank = async (session: Session, input: PayInput, { typed, bank, baseUrl }: Asking): Promise<PayResult> => {
  const { browser, methodStep } = input;
  session.told.push({ browser, methodStep });
  if (methodStep.kind === 'possible' && bank.methodUrl !== undefined) return methodStepOf(bank.methodUrl, baseUrl);
  session.card = typed;
  const { attemptsBegun } = session.set({
    state: 'paying',
    attemptsBegun: session.view().attemptsBegun + 1,
    lastDecline: undefined,
  });
  const challenge = await bank.challenge(session);
  const view = session.set({ authentication: { stage: 'challenging', challenge }, attemptsBegun });
  return { kind: 'challenge', view, challenge, ticket: TICKET };
};

export const methodStepOf = (methodUrl: string, baseUrl: string) => {
  const threeDsServerTransId = randomUUID();
  const data = { threeDSServerTransID: threeDsServerTransId, threeDSMethodNotificationURL: `${baseUrl}/3ds/method` };
  return {
    kind: 'methodStep',
    threeDsServerTransId,
    methodUrl,
    methodData: Buffer.from(JSON.stringify(data)).toString('base64url'),
  } as const;
};

const decide = (
  session: Session,
  { pan, cvc }: TypedCard,
  { shop, see }: { readonly shop: Shop; readonly see: () => CheckoutView },
): PayResult => {
  if (pan === CARDS.processing) return { kind: 'processing', view: see() };
  if (pan === CARDS.notSent) {
    session.set({ state: 'open' });
    return { kind: 'notSent', view: see() };
  }
  const declineReason = reasonFor(pan, cvc);
  if (declineReason === undefined) {
    session.set({ state: 'completed', returnUrl: shop.successUrl });
    return { kind: 'approved', returnUrl: shop.successUrl };
  }
  const declinesLeft = session.view().declinesLeft - 1;
  if (declinesLeft > 0) {
    session.set({ state: 'open', declinesLeft, lastDecline: declineReason });
    return { kind: 'declined', view: see() };
  }
  session.set({ state: 'expired', expirationReason: 'attemptsExhausted', declinesLeft, returnUrl: shop.failureUrl });
  return { kind: 'exhausted', declineReason, returnUrl: shop.failureUrl };
};

type TypedCard = {
  readonly pan: string;
  readonly cvc: string | undefined;
  readonly paid: Omit<PaidCard, 'attemptNumber'>;
};

/**
 * Undefined: a saved card that the session does not have. The number of a saved card is its first and last digits here.
 */
const readMethod = (method: PayMethod, { savedCards }: CheckoutView): TypedCard | undefined => {
  if (method.kind === 'newCard') {
    const { card, cardSummary, saves } = method;
    return {
      pan: card.pan.reveal(),
      cvc: card.cvc?.reveal(),
      paid: { last4: cardSummary.last4, name: card.cardholderName, ...(saves && { saves }) },
    };
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
