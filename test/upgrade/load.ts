import { randomUUID } from 'node:crypto';
import { challengeFormIn, pageOf } from '../support/authentication.ts';
import { getPage, leadsTo, submitCard, type Page } from '../support/customer.ts';
import { aCard, aSession } from '../support/shop.ts';
import { cardOf } from '../support/payments.ts';
import { completeChallenge, postFromBank } from '../support/threeds.ts';

type Body = Readonly<Record<string, unknown>> & { readonly id: string; readonly status: string };

/** Where the load goes, and with which key. */
export type Target = { readonly url: string; readonly apiKey: string };

export type Load = {
  /** Orders of which the story says that the bank approves them, once each. */
  readonly approvals: ReadonlySet<string>;
  /** How often each story came to its good end. */
  readonly done: ReadonlyMap<string, number>;
  /** What went otherwise than the story says, in a sentence. */
  readonly errors: readonly string[];
  /** Lets the stories that have begun come to their end. */
  readonly end: () => Promise<void>;
};

/**
 * Shops and customers who do all that one can do, again and again. Nothing is tried twice: every refusal is an error.
 */
export const startLoad = (target: Target, customers: number): Load => {
  const done = new Map<string, number>();
  const errors: string[] = [];
  const approvals = new Set<string>();
  let isOver = false;
  const live = async (customer: number): Promise<void> => {
    for (let turn = customer; !isOver; turn++) {
      const [name, story] = STORIES[turn % STORIES.length] ?? STORIES[0];
      const order = `${name}-${customer}-${turn}`;
      const scene = { ...target, order, expectApproval: (one: string) => approvals.add(one) };
      try {
        await story(scene);
        done.set(name, (done.get(name) ?? 0) + 1);
      } catch (error) {
        errors.push(`${order}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  const lives = Array.from({ length: customers }, (_, customer) => live(customer));
  return {
    approvals,
    done,
    errors,
    end: async () => {
      isOver = true;
      await Promise.all(lives);
    },
  };
};

type Scene = Target & { readonly order: string; readonly expectApproval: (order: string) => void };

const paysOnThePage = async (scene: Scene): Promise<void> => {
  const session = await call(scene, 'POST', '/sessions', { ...aSession, merchantReferenceId: scene.order });
  await payOnPage(scene, String(session['paymentUrl']));
  await expectStatus(scene, `/sessions/${session.id}`, 'completed');
};

const isDeclinedFirst = async (scene: Scene): Promise<void> => {
  const session = await call(scene, 'POST', '/sessions', { ...aSession, merchantReferenceId: scene.order });
  const url = String(session['paymentUrl']);
  const left = await follow(scene, await submitCard(await getPage(url), { ...aCard, cvc: '999' }));
  if (left !== undefined) throw new Error(`a declined card led to ${left}`);
  await payOnPage(scene, url);
  await expectStatus(scene, `/sessions/${session.id}`, 'completed');
};

const isAskedByTheBank = async (scene: Scene): Promise<void> => {
  const session = await call(scene, 'POST', '/sessions', { ...aSession, merchantReferenceId: scene.order });
  const page = await submitCard(await getPage(String(session['paymentUrl'])), { ...aCard, pan: CHALLENGE_CARD });
  const back = await postFromBank(await completeChallenge(challengeFormIn(page), 'success'));
  await follow(scene, await pageOf(back));
  scene.expectApproval(scene.order);
  await expectStatus(scene, `/sessions/${session.id}`, 'completed');
};

const isCapturedAndRefunded = async (scene: Scene): Promise<void> => {
  const payment = await payDirectly(scene, { captureMethod: 'manual' });
  if (payment.status !== 'requiresCapture') throw new Error(`authorized, and is ${payment.status}`);
  await call(scene, 'POST', `/payments/${payment.id}/capture`, { amount: 4_000 });
  await call(scene, 'POST', '/refunds', { paymentId: payment.id, amount: 1_000 });
  await call(scene, 'POST', `/payments/${payment.id}/capture`, {});
  await call(scene, 'POST', '/refunds', { paymentId: payment.id });
  const { amountRefunded, status } = await call(scene, 'GET', `/payments/${payment.id}`);
  if (amountRefunded !== 10_000 || status !== 'succeeded')
    throw new Error(`refunded ${String(amountRefunded)}, and is ${status}`);
};

const isCanceled = async (scene: Scene): Promise<void> => {
  const payment = await payDirectly(scene, { captureMethod: 'manual' });
  await call(scene, 'POST', `/payments/${payment.id}/cancel`, {});
  await expectStatus(scene, `/payments/${payment.id}`, 'canceled');
};

const isKeptAndCharged = async (scene: Scene): Promise<void> => {
  const merchantCustomerId = scene.order;
  await payDirectly(scene, { merchantCustomerId, setupFutureUsage: { category: 'unscheduled' } });
  const { data } = await call(scene, 'GET', `/payment-methods?merchantCustomerId=${merchantCustomerId}`);
  const [method] = data as readonly Body[];
  if (method === undefined) throw new Error('no card was kept');
  const charged = await call(scene, 'POST', '/payments', {
    amount: 1_000,
    currency: 'EUR',
    storedPaymentMethodId: method.id,
    merchantReferenceId: `${scene.order}-again`,
  });
  scene.expectApproval(`${scene.order}-again`);
  if (charged.status !== 'succeeded') throw new Error(`charged, and is ${charged.status}`);
};

const isExpired = async (scene: Scene): Promise<void> => {
  const session = await call(scene, 'POST', '/sessions', { ...aSession, merchantReferenceId: scene.order });
  await call(scene, 'POST', `/sessions/${session.id}/expire`, {});
  await expectStatus(scene, `/sessions/${session.id}`, 'expired');
};

type Story = readonly [name: string, act: (scene: Scene) => Promise<void>];

const STORIES: readonly [Story, ...Story[]] = [
  ['page', paysOnThePage],
  ['declined', isDeclinedFirst],
  ['bank', isAskedByTheBank],
  ['captured', isCapturedAndRefunded],
  ['canceled', isCanceled],
  ['kept', isKeptAndCharged],
  ['expired', isExpired],
];
export const STORY_NAMES: readonly string[] = STORIES.map(([name]) => name);

const CHALLENGE_CARD = '5555555555555599';

const payOnPage = async (scene: Scene, paymentUrl: string): Promise<void> => {
  const page = await getPage(paymentUrl);
  if (page.status !== 200) throw new Error(`the page answers ${page.status}`);
  const left = await follow(scene, await submitCard(page, aCard));
  if (left?.startsWith(aSession.successUrl) !== true) throw new Error(`paid, and was led to ${left ?? 'a page'}`);
  scene.expectApproval(scene.order);
};

/**
 * Where a page or a redirect of either release leads: out of the gateway, or undefined for a page that is there to be
 * read.
 */
const follow = async ({ url }: Scene, first: Page): Promise<string | undefined> => {
  let current = first;
  for (let hop = 0; hop < 5; hop++) {
    const next = leadsTo(current.headers.get('refresh')) ?? current.headers.get('location');
    if (next === null) return undefined;
    const address = new URL(next, current.url).href;
    if (!address.startsWith(url)) return address;
    current = await getPage(address);
  }
  throw new Error('redirected in a circle');
};

const payDirectly = async (scene: Scene, fields: Readonly<Record<string, unknown>>): Promise<Body> => {
  const payment = await call(scene, 'POST', '/payments', {
    amount: 10_000,
    currency: 'EUR',
    merchantReferenceId: scene.order,
    paymentMethod: { card: cardOf() },
    ...fields,
  });
  scene.expectApproval(scene.order);
  return payment;
};

const expectStatus = async (scene: Scene, path: string, wanted: string): Promise<void> => {
  const { status } = await call(scene, 'GET', path);
  if (status !== wanted) throw new Error(`${path} is ${status}, not ${wanted}`);
};

/** What writes has a key of its own, as a careful shop's request has. */
const call = async ({ url, apiKey }: Target, method: string, path: string, body?: unknown): Promise<Body> => {
  const response = await fetch(`${url}/api2${path}`, {
    method,
    headers: {
      'X-Api-Key': apiKey,
      ...(body !== undefined && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Body;
};
