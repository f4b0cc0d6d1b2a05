import { setTimeout as sleep } from 'node:timers/promises';
import { messageFaults, type MessageFaultKind } from '../../../simulators/acquirer/fault-kinds.ts';
import { getPage, payByForm } from '../../support/customer.ts';
import { cardOf } from '../../support/payments.ts';
import { aCard, aSession, createShop, type Answer } from '../../support/shop.ts';
import type { TwoAccounts } from './world.ts';

export type Dice = (most: number) => number;
/** Lets the last ones finish or give up. */
export type Running = { readonly end: () => Promise<void> };

/**
 * Customers and a shop's server that buy, refund and capture without pause, at whichever gateway, and ask again until
 * they are answered.
 */
export const startTrade = ({ acme, gateways }: TwoAccounts, customers: number, roll: Dice): Running => {
  let isOver = false;
  const somewhere = (): string => gateways[roll(2) === 0 ? 0 : 1].url;
  const shops = new Map(
    gateways.map(({ url }) => [url, createShop({ gatewayUrl: url, apiKey: acme.apiKey })] as const),
  );
  const until = async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    while (!isOver) {
      const answer = await ask().catch(() => undefined);
      if (answer !== undefined) return answer;
      await sleep(50);
    }
    return undefined;
  };

  /** Once, whoever is asked and however often. Undefined: everything is over; null: the answer is no. */
  const ask = (path: string, key: string, body: object) =>
    until(async () => {
      const request = { body, headers: { 'Idempotency-Key': key } };
      const answer = await shops.get(somewhere())?.call<{ id: string; status: string }>('POST', path, request);
      return answer === undefined || isToBeAskedAgain(answer) ? undefined : answer.status === 200 ? answer.body : null;
    });

  const payOnPage = async (order: string, amount: number, cvc: string): Promise<string | undefined> => {
    const fields = { ...aSession, merchantReferenceId: order, amount };
    const session = (await ask('/sessions', order, fields)) as { id: string; paymentUrl: string } | null | undefined;
    if (session === undefined || session === null) return undefined;
    const { pathname } = new URL(session.paymentUrl);
    await until(async () => {
      await payByForm(somewhere() + pathname, { ...aCard, cvc }).catch(() => undefined);
      const page = await getPage(somewhere() + pathname);
      if (page.status !== 200) return undefined;
      return page.html.includes('name="pan"') && cvc !== DECLINED ? undefined : true;
    });
    return until(async () => {
      const shop = shops.get(somewhere());
      const { body, status } = (await shop?.call<{ payment?: string }>('GET', `/sessions/${session.id}`)) ?? {};
      return status === 200 ? (body?.payment ?? '') : undefined;
    });
  };

  const buy = async (customer: number): Promise<void> => {
    for (let purchase = 0; !isOver; purchase++) {
      const order = `trade-${customer}-${purchase}`;
      // So many that something is always under way, and no more than a laptop bears.
      await sleep(roll(200));
      const amount = 1_000 + customer * 1_000 + (purchase % 997);
      if (purchase % 4 === 2) {
        const payment = await ask('/payments', order, {
          amount,
          currency: 'EUR',
          captureMethod: 'manual',
          merchantReferenceId: order,
          paymentMethod: { card: cardOf() },
        });
        if (payment) await ask(`/payments/${payment.id}/capture`, `${order}-capture`, { amount: amount - 300 });
      } else {
        const paymentId = await payOnPage(order, amount, purchase % 4 === 0 ? DECLINED : '123');
        if (paymentId && purchase % 4 === 1) await ask('/refunds', `${order}-refund`, { paymentId, amount: 250 });
      }
    }
  };
  const buyers = Array.from({ length: customers }, (_, number) => buy(number));
  return {
    end: async () => {
      isOver = true;
      await Promise.all(buyers);
    },
  };
};

/** The code that the acquirer does not like. */
const DECLINED = '999';

/** In doubt, busy, or not there: the same request again, under the same key. */
const isToBeAskedAgain = ({ status, body, text }: Answer<{ readonly status?: string }>): boolean =>
  text.includes('idempotency_in_progress') || status === 429 || status >= 500 || body.status === 'processing';

/** Of the list, what this wire can do. */
const kinds = (Object.keys(messageFaults) as MessageFaultKind[]).filter(
  (kind) => !['noticeFirst', 'takenBack'].includes(kind),
);
const steps = ['SALE', 'AUTH', 'CAPTURE', 'REFUND', 'REVERSAL', 'INQUIRY'] as const;
const MOST_FAULTS = 6;

/** Both acquirers fail now and then, at every step, in every way that there is. */
export const startTrouble = ({ hosts }: Pick<TwoAccounts, 'hosts'>, roll: Dice): Running => {
  let isOver = false;
  const cause = async (): Promise<void> => {
    const host = hosts[roll(2) === 0 ? 0 : 1];
    if ((await pendingFaults(host.url)) >= MOST_FAULTS) return;
    if (roll(12) === 0) await host.setFault({ kind: 'refuseConnections', ms: 300, count: 1 });
    else {
      const kind = kinds[roll(kinds.length)] ?? 'cutAfter';
      const type = steps[roll(steps.length)] ?? 'SALE';
      // 96 and 91 are what another account is asked after.
      await host.setFault({ kind, code: roll(2) === 0 ? '96' : '91', ms: 400, match: { type }, count: 1 });
    }
  };
  const running = (async () => {
    while (!isOver) {
      await cause().catch(() => undefined);
      await sleep(60);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await running;
    },
  };
};

const pendingFaults = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/control/faults`)).text();
  return (JSON.parse(text) as { readonly faults: readonly unknown[] }).faults.length;
};

/**
 * What is in doubt is asked about now, and "not found" is believed after two seconds and not thirty: an acquirer that
 * was asked to reverse refuses what crawls in later, so this is as safe as it is quick.
 */
export const startHurrying = ({ sql }: Pick<TwoAccounts, 'sql'>): Running => {
  let isOver = false;
  const running = (async () => {
    while (!isOver) {
      await hurry(sql).catch(() => undefined);
      await sleep(250);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await running;
    },
  };
};

export const hurry = async (sql: TwoAccounts['sql']): Promise<void> => {
  for (const table of ['attempts', 'operations'])
    await sql(`
      update ${table} set sent_at = now() - interval '1 minute'
      where state = 'sending' and sent_at between now() - interval '30 seconds' and now() - interval '2 seconds'`);
  for (const table of ['attempts', 'operations'])
    await sql(`
      update ${table} set reconcile_at = now()
      where state in ('sending', 'reversing') and sent_at < now() - interval '30 seconds'
        and reconcile_at > now() + interval '1 second'`);
};
