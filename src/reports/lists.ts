/** The lists that can be exported: where their rows come from, and the columns of a table of them. */
import { presentEntry } from '../audit/present.ts';
import { findEntries } from '../audit/store.ts';
import type { Uuid } from '../base/id.ts';
import { presentPayment } from '../contract/payment.ts';
import { presentPaymentMethod } from '../contract/payment-method.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import { presentRefund } from '../contract/refund.ts';
import { presentSession } from '../contract/session.ts';
import { currentVersion, type WireObject } from '../contract/versions.ts';
import type { Query } from '../db/db.ts';
import { presentEvent } from '../events/present.ts';
import { findEvents } from '../events/store.ts';
import { findOperations } from '../flow/operation/store.ts';
import { findPaymentMethods } from '../flow/payment-method/store.ts';
import { findPayments } from '../flow/payment/store.ts';
import { findSessions } from '../flow/session/store.ts';
import { presentDelivery } from '../webhooks/present-delivery.ts';
import { searchDeliveries, type DeliveryPlace } from '../webhooks/search-deliveries.ts';

export const listNames = [
  'payments',
  'refunds',
  'sessions',
  'events',
  'deliveries',
  'payment-methods',
  'audit-log',
] as const;
export type ListName = (typeof listNames)[number];

/** What is asked of a list; `undefined`: any. Each list knows some of it. */
export type ListFilter = {
  readonly createdFrom: string | undefined;
  /** Exclusive. */
  readonly createdTo: string | undefined;
  /** Internal states. */
  readonly states: readonly string[] | undefined;
  readonly merchantReferenceId: string | undefined;
  readonly sessionId: Uuid<'session'> | undefined;
  readonly paymentId: string | undefined;
  readonly type: string | undefined;
  readonly endpointId: Uuid<'webhookEndpoint'> | undefined;
  readonly merchantCustomerId: string | undefined;
  readonly action: string | undefined;
  readonly subject: string | undefined;
};

export type ListDeps = { readonly query: Query; readonly urls: PaymentUrls };

/** Some rows, newest first. `next` undefined: that was all; a page can be empty although more follow. */
export type ListPage = { readonly rows: readonly WireObject[]; readonly next: unknown };

export type ReadPage = (before: unknown) => Promise<ListPage>;

type List = (deps: ListDeps, merchantId: Uuid<'merchant'>, filter: ListFilter) => ReadPage;

/** Small enough that other requests are answered between two pages. */
export const PAGE = 200;

/** Pages of rows whose id says where to go on. */
const byId =
  <Row extends { readonly id: string }>(
    read: (before: string | undefined) => Promise<readonly Row[]>,
    present: (row: Row) => WireObject,
  ): ReadPage =>
  async (before) => {
    const rows = await read(before as string | undefined);
    return { rows: rows.map(present), next: rows.length < PAGE ? undefined : rows.at(-1)?.id };
  };

const version = currentVersion;

export const lists: Readonly<Record<ListName, List>> = {
  payments: ({ query, urls }, merchantId, filter) =>
    byId(
      (before) => findPayments(query, merchantId, { ...filter, before, limit: PAGE }),
      (row) => presentPayment(row, { version, urls }),
    ),
  refunds: ({ query }, merchantId, filter) =>
    byId(
      (before) => findOperations(query, merchantId, 'refund', { ...filter, before, limit: PAGE }),
      (row) => presentRefund(row, { version }),
    ),
  sessions: ({ query, urls }, merchantId, filter) =>
    byId(
      (before) => findSessions(query, merchantId, { ...filter, before, limit: PAGE }),
      (row) => presentSession(row, { version, urls }),
    ),
  events: ({ query, urls }, merchantId, filter) =>
    byId(
      (before) => findEvents(query, merchantId, { ...filter, ...datesOf(filter), before, limit: PAGE }),
      (row) => presentEvent(row, { version, urls }),
    ),
  deliveries:
    ({ query }, merchantId, filter) =>
    async (before) => {
      const found = await searchDeliveries(query, merchantId, {
        ...datesOf(filter),
        limit: PAGE,
        before: before as DeliveryPlace | undefined,
        endpointId: filter.endpointId,
        eventId: undefined,
        type: filter.type,
        state: filter.states?.[0] as 'pending' | 'delivered' | 'abandoned' | undefined,
      });
      return { rows: found.rows.map(presentDelivery), next: found.next };
    },
  'payment-methods': ({ query }, merchantId, filter) =>
    byId(
      (before) => findPaymentMethods(query, merchantId, { ...filter, before, limit: PAGE }),
      (row) => presentPaymentMethod(row, { version }),
    ),
  'audit-log': ({ query }, merchantId, filter) =>
    byId(
      (before) => findEntries(query, merchantId, { ...filter, before, limit: PAGE, subjectId: filter.subject }),
      (row) => presentEntry(row),
    ),
};

const datesOf = ({ createdFrom, createdTo }: ListFilter) => ({
  createdFrom: createdFrom === undefined ? undefined : new Date(createdFrom),
  createdTo: createdTo === undefined ? undefined : new Date(createdTo),
});
