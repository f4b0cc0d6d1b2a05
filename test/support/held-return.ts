/** Shops whose endpoints hold the way back, and customers without script who wait for it. */
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyReturn } from '@tollgate/sdk';
import { parseId, type IdKind } from '../../src/base/id.ts';
import { follow, getAgain, getPage, leadsTo, submitCard, type Page } from './customer.ts';
import type { TestMerchant, World } from './gateway.ts';
import { aCard } from './shop.ts';
import { waitFor } from './wait-for.ts';

/** A shop's endpoint that answers when the test says so. */
export type SlowEndpoint = {
  readonly id: string;
  readonly waiting: () => number;
  readonly answer: (status: number) => void;
  /** From now on it answers at once: a gateway that stops waits for the answers to its webhooks. */
  readonly end: () => void;
  readonly close: () => void;
};

export const addSlowEndpoint = async (
  { shop }: TestMerchant,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<SlowEndpoint> => {
  const open: ServerResponse[] = [];
  let isOver = false;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (isOver) response.writeHead(200).end();
      else open.push(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const made = await shop.call<{ id: string }>('POST', '/webhook-endpoints', {
    body: { url, events: ['session.completed'], holdsReturn: true, ...fields },
  });
  assert.equal(made.status, 200, made.text);
  const answer = (status: number): void => {
    for (const response of open.splice(0)) response.writeHead(status).end();
  };
  return {
    id: made.body.id,
    waiting: () => open.length,
    answer,
    end: () => {
      isOver = true;
      answer(200);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

export const LONG = { returnPolicy: { waitForWebhookMs: 10_000 } };
export const HELD_PAGE = /You are being taken back to/;

export const pay = async (paymentUrl: string, card = aCard) =>
  follow(await submitCard(await getPage(paymentUrl), card), new URL(paymentUrl).origin);

/** Pays, and gives the page on which the customer waits to be taken back. */
export const payUntilHeld = async (world: World, { shop }: TestMerchant, fields: Record<string, unknown> = LONG) => {
  const session = await shop.createSession(fields);
  const { page: held, left } = await pay(session.paymentUrl);
  assert.equal(left, undefined, 'nobody is sent to the shop before it has heard');
  assert.match(held.html, HELD_PAGE);
  // As if the machine were so much faster: what takes this long is not about the end of the ten seconds.
  if (fields === LONG) await holdFor(world, session.id, '1 hour');
  return { session, held };
};

/** Where the page leads a browser without script, at once, and where it waits. */
export const heldLeadsTo = (held: Page): string => {
  const [, next = ''] = /<noscript><meta http-equiv="refresh" content="0;url=([^"]+)"/.exec(held.html) ?? [];
  return new URL(next, held.url).href;
};

export const goOn = (held: Page): Promise<Page> => getAgain(held, heldLeadsTo(held));

/** What the signed return says about the webhook. */
export const saidIn = ({ apiKey }: TestMerchant, sessionId: string, url: string | undefined) =>
  verifyReturn(String(url), apiKey, { expectedSessionId: sessionId }).webhook;

/** What the session says about it. */
export const atReturnOf = async ({ shop }: TestMerchant, id: string) => (await shop.session(id))['webhookAtReturn'];

export const holdFor = (world: World, sessionId: string, time: string) =>
  world.sql(`update sessions set return_held_until = return_held_until + interval '${time}'
    where id = '${uuidOf('session', sessionId)}'`);

/** `waits`: until then nobody is let go without an answer. Null: nobody ever had to wait. */
export const holdOf = async (world: World, sessionId: string): Promise<boolean | null | undefined> => {
  const rows = await world.sql<{ waits: boolean | null }>(
    `select return_held_until > now() as waits from sessions where id = '${uuidOf('session', sessionId)}'`,
  );
  return rows[0]?.waits;
};

export const deliveriesOf = async ({ shop }: TestMerchant, endpoint: string): Promise<readonly string[]> => {
  const path = `/webhook-endpoints/${endpoint}/deliveries`;
  return (await shop.call<{ data: { status: string }[] }>('GET', path)).body.data.map(({ status }) => status);
};

export const changeEndpoint = (world: World, id: string, change: string) =>
  world.sql(`update webhook_endpoints set ${change} where id = '${uuidOf('webhookEndpoint', id)}'`);

export const toShop = async (held: Page): Promise<string | undefined> =>
  leadsTo((await goOn(held)).headers.get('refresh'));

export const untilWaiting = (endpoint: SlowEndpoint) =>
  waitFor('the webhook', () => Promise.resolve(endpoint.waiting() === 1));

export const untilTaken = (merchant: TestMerchant, { id }: SlowEndpoint) =>
  waitFor('it is taken', async () => (await deliveriesOf(merchant, id)).includes('delivered'));

/** The endpoints that a merchant has hold the way back from now on. */
export const markAll = async ({ shop }: TestMerchant) => {
  const { body } = await shop.call<{ data: { id: string }[] }>('GET', '/webhook-endpoints');
  for (const { id } of body.data) {
    const marked = await shop.call('PATCH', `/webhook-endpoints/${id}`, { body: { holdsReturn: true } });
    assert.equal(marked.body['holdsReturn'], true);
  }
};

const uuidOf = (kind: IdKind, id: string): string => String(parseId(kind, id));
