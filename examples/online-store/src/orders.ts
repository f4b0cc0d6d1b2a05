import type { Session, TollgateEvent } from '@tollgate/sdk';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';

export type Order = {
  readonly id: string;
  /** The browser that ordered; there are no accounts. */
  readonly guest: string;
  readonly productId: string;
  readonly amount: number;
  readonly currency: string;
  readonly locale: string;
  readonly createdAt: number;
};

/** What the shop knows of a payment session. An order gets another one when the customer tries again. */
export type KnownSession = {
  readonly id: string;
  readonly orderId: string;
  readonly attempt: number;
  readonly status: Session['status'];
  readonly sequence: number;
  readonly paymentUrl: string | null;
  readonly expirationReason: string | null;
  /** What a verified return said; it is quicker than the webhook but does not decide. */
  readonly returnedStatus: string | null;
  readonly returnedAt: number | null;
  /** How `status` became known. */
  readonly heardBy: HeardBy;
};

export type HeardBy = 'answer' | 'webhook' | 'question';

export type ReceivedEvent = {
  readonly id: string;
  readonly sessionId: string;
  readonly type: string;
  readonly sequence: number;
  readonly body: string;
  readonly signature: string;
  readonly arrivedAt: number;
  readonly deliveries: number;
  readonly outcome: 'new' | 'old news';
};

export type OrderStatus = 'open' | 'waiting' | 'paid' | 'failed';

/** The order's state is read off its sessions; nothing else is stored that could contradict them. */
export const statusOf = (sessions: readonly KnownSession[]): OrderStatus => {
  if (sessions.some((session) => session.status === 'completed')) return 'paid';
  const last = sessions.at(-1);
  if (last?.returnedStatus === 'completed') return 'waiting';
  return last?.status === 'expired' || last?.returnedStatus === 'expired' ? 'failed' : 'open';
};

export type Orders = ReturnType<typeof openOrders>;

export const openOrders = (path: string) => {
  const db = openDatabase(path);
  return {
    placeOrder: (order: Order) => placeOrder(db, order),
    findOrder: (id: string) => findOrder(db, id),
    ordersOf: (guest: string) => ordersOf(db, guest),
    sessionsOf: (orderId: string) => sessionsOf(db, orderId),
    eventsOf: (orderId: string) => eventsOf(db, orderId),
    recordSession: (session: Session, heardBy: HeardBy) => recordSession(db, session, heardBy),
    recordEvent: (event: TollgateEvent, session: Session, delivery: Delivery) =>
      recordEvent(db, event, session, delivery),
    recordReturn: (sessionId: string, status: string, returnedAt: number) =>
      recordReturn(db, sessionId, status, returnedAt),
    takeSilentSessions: (limits: SilenceLimits) => takeSilentSessions(db, limits),
    isAlive: () => db.one<{ ok: number }>('select 1 as ok')?.ok === 1,
    close: db.close,
  };
};

/** Asking twice for the same order (a double click) makes one. */
const placeOrder = (db: Database, order: Order): Order => {
  db.change(
    `insert into orders (id, guest, productId, amount, currency, locale, createdAt) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do nothing`,
    order.id,
    order.guest,
    order.productId,
    order.amount,
    order.currency,
    order.locale,
    order.createdAt,
  );
  return findOrder(db, order.id) ?? order;
};

const findOrder = (db: Database, id: string) => db.one<Order>('select * from orders where id = ?', id);

const ordersOf = (db: Database, guest: string) =>
  db.many<Order>('select * from orders where guest = ? order by createdAt desc limit 50', guest);

const sessionsOf = (db: Database, orderId: string) =>
  db.many<KnownSession>('select * from sessions where orderId = ? order by attempt', orderId);

const eventsOf = (db: Database, orderId: string) =>
  db.many<ReceivedEvent>(
    `select events.* from events join sessions on sessions.id = sessionId
     where  orderId = ? order by arrivedAt, events.id limit 100`,
    orderId,
  );

/**
 * Takes over what the gateway says about a session. Webhooks can arrive late or in another order, so only a larger
 * sequence is news, and an end is never undone. False: old news, or a session of no order of ours.
 */
const recordSession = (db: Database, session: Session, heardBy: HeardBy): boolean => {
  if (findOrder(db, session.merchantReferenceId) === undefined) return false;
  const changed = db.change(
    `insert into sessions (id, orderId, attempt, status, sequence, paymentUrl, expirationReason, expiresAt, heardBy)
     values (?1, ?2, (select count(*) + 1 from sessions where orderId = ?2), ?3, ?4, ?5, ?6, ?7, ?8)
     on conflict (id) do update
     set    status = excluded.status, sequence = excluded.sequence, paymentUrl = excluded.paymentUrl,
            expirationReason = excluded.expirationReason, expiresAt = excluded.expiresAt, heardBy = excluded.heardBy
     where  excluded.sequence > sessions.sequence and sessions.status = 'open'`,
    session.id,
    session.merchantReferenceId,
    session.status,
    session.sequence,
    session.paymentUrl ?? null,
    session.expirationReason ?? null,
    Date.parse(session.expiresAt),
    heardBy,
  );
  return changed > 0;
};

export type Delivery = { readonly body: string; readonly signature: string; readonly arrivedAt: number };

/** Event and effect are stored together or not at all. A second delivery of an event only counts up. */
const recordEvent = (
  db: Database,
  event: TollgateEvent,
  session: Session,
  delivery: Delivery,
): 'new' | 'old news' | 'duplicate' | 'not ours' =>
  db.inTransaction(() => {
    if (findOrder(db, session.merchantReferenceId) === undefined) return 'not ours';
    if (db.change('update events set deliveries = deliveries + 1 where id = ?', event.id) > 0) return 'duplicate';
    const outcome = recordSession(db, session, 'webhook') ? 'new' : 'old news';
    db.change(
      `insert into events (id, sessionId, type, sequence, body, signature, arrivedAt, deliveries, outcome)
       values (?, ?, ?, ?, ?, ?, ?, 1, ?)`,
      event.id,
      session.id,
      event.type,
      event.sequence,
      delivery.body,
      delivery.signature,
      delivery.arrivedAt,
      outcome,
    );
    return outcome;
  });

const recordReturn = (db: Database, sessionId: string, status: string, returnedAt: number): void => {
  db.change(
    'update sessions set returnedStatus = ?, returnedAt = coalesce(returnedAt, ?) where id = ?',
    status,
    returnedAt,
    sessionId,
  );
};

type SilenceLimits = {
  readonly now: number;
  readonly silentSince: number;
  readonly askedBefore: number;
  readonly forgetBefore: number;
};

/** Sessions that should have been heard of by now; marks them as asked about. */
const takeSilentSessions = (db: Database, limits: SilenceLimits) =>
  db.many<{ readonly id: string; readonly orderId: string }>(
    `update sessions set askedAt = ?1
     where  id in (select id from sessions
                   where  status = 'open' and (returnedAt < ?2 or expiresAt < ?2)
                   and    expiresAt > ?3 and coalesce(askedAt, 0) < ?4
                   order  by expiresAt limit 20)
     returning id, orderId`,
    limits.now,
    limits.silentSince,
    limits.forgetBefore,
    limits.askedBefore,
  );
