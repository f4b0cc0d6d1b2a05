import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { challengeFormIn, pageOf } from '../support/authentication.ts';
import { getAgain, getPage, leadsTo, submitCard, type Page } from '../support/customer.ts';
import { aCard, aSession } from '../support/shop.ts';
import { cardOf } from '../support/payments.ts';
import { completeChallenge, postFromBank } from '../support/threeds.ts';

type Body = Readonly<Record<string, unknown>> & { readonly id: string; readonly status: string };

/** Where the load goes, and with which key. */
export type Target = { readonly url: string; readonly apiKey: string };

export type Load = {
  readonly apiKey: string;
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
 * Shops and customers who do all that one can do, again and again. Every refusal is an error. A machine that is busy is
 * none: who is asked to wait or to send again does so, as browsers and careful shops do. `known`: what is no error
 * either, and begins anew with another order.
 */
export const startLoad = (target: Target, customers: number, known?: RegExp): Load => {
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
        const said = `${order}: ${error instanceof Error ? error.message : String(error)}`;
        if (known?.test(said) !== true) errors.push(said);
      }
    }
  };
  const lives = Array.from({ length: customers }, (_, customer) => live(customer));
  return {
    apiKey: target.apiKey,
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
  await payOnPage(scene, session);
  await expectStatus(scene, `/sessions/${session.id}`, 'completed');
};

const isDeclinedFirst = async (scene: Scene): Promise<void> => {
  const session = await call(scene, 'POST', '/sessions', { ...aSession, merchantReferenceId: scene.order });
  const url = String(session['paymentUrl']);
  const { left } = await follow(scene, await submit(await open(url), { ...aCard, cvc: '999' }));
  if (left !== undefined) throw new Error(`a declined card led to ${left}`);
  await payOnPage(scene, session);
  await expectStatus(scene, `/sessions/${session.id}`, 'completed');
};

const isAskedByTheBank = async (scene: Scene): Promise<void> => {
  for (let tries = 1; tries <= MOST_TRIES; tries++)
    if (await paysWhenAsked({ ...scene, order: `${scene.order}-${tries}` })) return;
  throw new Error('no bank ever asked');
};

/** Whether the bank asked: what it does not answer in time goes on without. */
const paysWhenAsked = async (scene: Scene): Promise<boolean> => {
  const session = await call(scene, 'POST', '/sessions', { ...aSession, merchantReferenceId: scene.order });
  let wasAsked = false;
  await payOnPage(scene, session, async (first) => {
    // A bank that takes long to say that it asks is waited for on a page.
    const { page } = await follow(scene, await submit(first, { ...aCard, pan: CHALLENGE_CARD }));
    if (!page.html.includes('name="creq"')) return page;
    const back = await pageOf(await postFromBank(await completeChallenge(challengeFormIn(page), 'success')));
    wasAsked = true;
    return { ...back, cookie: page.cookie };
  });
  await expectStatus(scene, `/sessions/${session.id}`, 'completed');
  return wasAsked;
};

const isCapturedAndRefunded = async (scene: Scene): Promise<void> => {
  const payment = await payDirectly(scene, { captureMethod: 'manual' });
  if (payment.status !== 'requiresCapture') throw new Error(`authorized, and is ${payment.status}`);
  const path = `/payments/${payment.id}`;
  await call(scene, 'POST', `${path}/capture`, { amount: 4_000 });
  await until(scene, path, ({ amountCaptured }) => amountCaptured === 4_000);
  await call(scene, 'POST', '/refunds', { paymentId: payment.id, amount: 1_000 });
  await until(scene, path, ({ amountRefunded }) => amountRefunded === 1_000);
  await call(scene, 'POST', `${path}/capture`, {});
  await until(scene, path, ({ status }) => status === 'succeeded');
  await call(scene, 'POST', '/refunds', { paymentId: payment.id });
  await until(scene, path, ({ amountRefunded }) => amountRefunded === 10_000);
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
  const charged = await pay(scene, {
    amount: 1_000,
    storedPaymentMethodId: method.id,
    merchantReferenceId: `${scene.order}-again`,
  });
  if (charged.status !== 'succeeded') throw new Error(`a kept card was charged, and is ${charged.status}`);
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

const payOnPage = async (
  scene: Scene,
  session: Body,
  payOn: (page: Page) => Promise<Page> = (page) => submit(page, aCard),
): Promise<void> => {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const page = await open(String(session['paymentUrl']));
    if (page.status !== 200) throw new Error(`the page answers ${page.status}`);
    const { left, page: read } = await follow(scene, await payOn(page));
    if (left !== undefined && !left.startsWith(aSession.successUrl)) throw new Error(`paid, and was led to ${left}`);
    if (left !== undefined) {
      scene.expectApproval(scene.order);
      return;
    }
    const { data } = await call(scene, 'GET', `/payments?session=${session.id}`);
    const last = (data as readonly Body[]).find((payment) => !wasNotSent(payment));
    if (last?.status === 'succeeded' && page.cookie === undefined) {
      // A release that gives no cookie made the page, and this one told the end of it: to a browser that it does not
      // know it says that it is paid, and shows no way to the shop.
      scene.expectApproval(scene.order);
      return;
    }
    // The bank has said yes, and the card did not travel by way of the page that waited for it: it is typed once more.
    const isToBeTypedAgain = last?.status === 'requiresAction' && read.html.includes('name="pan"');
    if (last !== undefined && !isToBeTypedAgain)
      throw new Error(`paid, and was shown a page: ${last.status} ${JSON.stringify(last['lastError'])}`);
  }
  throw new Error('the acquirer could never be reached');
};

/** The acquirer took no connection within 2 s: a busy machine. The customer is asked to pay again. */
const wasNotSent = ({ lastError }: Body): boolean =>
  (lastError as { readonly code?: string } | undefined)?.code === 'acquirerUnavailable';
const MOST_TRIES = 5;

/**
 * Where a page or a redirect of either release leads: out of the gateway (`left`), or to a page that is there to be
 * read. A payment that takes longer than a page waits has a page that looks again after some seconds. All of it in one
 * browser: another one than the payer's reads that it is paid, and has no way to the shop.
 */
const follow = async ({ url }: Scene, first: Page): Promise<{ readonly left?: string; readonly page: Page }> => {
  let page = first;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const looksAgain = LOOKS_AGAIN.exec(page.html)?.groups;
    const next = leadsTo(page.headers.get('refresh')) ?? page.headers.get('location') ?? looksAgain?.['path'] ?? null;
    if (next === null) return { page };
    const address = new URL(next, page.url).href;
    if (!address.startsWith(url)) return { left: address, page };
    if (looksAgain !== undefined) await sleep(Number(looksAgain['seconds']) * 1_000);
    page = await openAgain(page, address);
  }
  throw new Error('redirected in a circle');
};

/** As long as the page of a payment that is on its way has it: every 3 s for a minute, and the redirects before. */
const MOST_HOPS = 25;
/** At once (`0`) where the answer is held: the way back opens in seconds. */
const LOOKS_AGAIN = /<meta http-equiv="refresh" content="(?<seconds>\d+);url=(?<path>[^"]+)">/;

/** Of a gateway that is too busy: the request was not looked at, or not to its end, and is sent again. */
const BUSY = new Set([408, 429, 503]);
const MOST_SENDS = 10;

const untilNotBusy = async <Answer extends { readonly status: number }>(
  send: () => Promise<Answer>,
): Promise<Answer> => {
  for (let sends = 1; ; sends++) {
    const answer = await send();
    if (!BUSY.has(answer.status) || sends === MOST_SENDS) return answer;
    await sleep(1_000);
  }
};

const open = (url: string): Promise<Page> => untilNotBusy(() => getPage(url));
const openAgain = (page: Page, url: string): Promise<Page> => untilNotBusy(() => getAgain(page, url));
/** A form counts once, however often it is sent. */
const submit = (page: Page, card: typeof aCard): Promise<Page> => untilNotBusy(() => submitCard(page, card));

const payDirectly = (scene: Scene, fields: Fields): Promise<Body> =>
  pay(scene, { amount: 10_000, merchantReferenceId: scene.order, paymentMethod: { card: cardOf() }, ...fields });

type Fields = Readonly<Record<string, unknown>>;

const pay = async (scene: Scene, fields: Fields & { readonly merchantReferenceId: string }): Promise<Body> => {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const { id } = await call(scene, 'POST', '/payments', { currency: 'EUR', ...fields });
    const payment = await until(scene, `/payments/${id}`, isSettled);
    if (wasNotSent(payment)) continue;
    scene.expectApproval(fields.merchantReferenceId);
    return payment;
  }
  throw new Error('the acquirer could never be reached');
};

const isSettled = ({ status }: Body): boolean => status !== 'processing';

const expectStatus = async (scene: Scene, path: string, wanted: string): Promise<void> => {
  const { status } = await until(scene, path, isSettled);
  if (status !== wanted) throw new Error(`${path} is ${status}, not ${wanted}`);
};

/** An acquirer that a busy machine made slow is asked about until it has answered. */
const until = async (scene: Scene, path: string, isThere: (body: Body) => boolean): Promise<Body> => {
  for (let looks = 1; looks <= MOST_LOOKS; looks++) {
    const body = await call(scene, 'GET', path);
    if (isThere(body)) return body;
    await sleep(250);
  }
  throw new Error(`${path} does not become what the story says`);
};
const MOST_LOOKS = 240;

/** What writes has a key of its own, as a careful shop's request has. */
const call = async ({ url, apiKey }: Target, method: string, path: string, body?: unknown): Promise<Body> => {
  const headers = {
    'X-Api-Key': apiKey,
    ...(body !== undefined && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
  };
  const response = await untilNotBusy(() =>
    fetch(`${url}/api2${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Body;
};
