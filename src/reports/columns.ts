import { parseCurrency, toDecimal } from '../base/money.ts';
import type { WireObject } from '../contract/versions.ts';
import { csvLine, type Cell } from './csv.ts';
import type { ListName } from './lists.ts';

/**
 * A column of a table. `money` becomes two: the decimal of the currency (`10.99`), and the minor units that the API
 * speaks of (`1099`). The head of a `time` says its zone.
 */
type Column = { readonly path: string; readonly kind: 'text' | 'number' | 'time' | 'money' };

const text = (...paths: readonly string[]): readonly Column[] => paths.map((path) => ({ path, kind: 'text' }));
const number = (path: string): Column => ({ path, kind: 'number' });
const time = (path: string): Column => ({ path, kind: 'time' });
const money = (path: string): Column => ({ path, kind: 'money' });

const columns: Readonly<Record<ListName, readonly Column[]>> = {
  payments: [
    ...text('id'),
    time('created'),
    ...text('status', 'merchantReferenceId'),
    money('amount'),
    money('amountCaptured'),
    money('amountRefunded'),
    ...text('currency', 'captureMethod'),
    ...text('paymentMethod.card.brand', 'paymentMethod.card.bin', 'paymentMethod.card.last4'),
    ...text('lastError.code', 'lastError.declineReason', 'threeDs.status', 'session'),
  ],
  refunds: [
    ...text('id'),
    time('created'),
    ...text('status', 'paymentId'),
    money('amount'),
    ...text('currency', 'reason', 'failureReason'),
  ],
  sessions: [
    ...text('id'),
    time('created'),
    time('expiresAt'),
    ...text('status', 'paymentStatus', 'expirationReason', 'merchantReferenceId'),
    money('amount'),
    ...text('currency', 'customerDetails.email', 'customerDetails.fullName', 'merchantCustomerId', 'description'),
    ...text('payment'),
  ],
  events: [
    ...text('id'),
    time('created'),
    ...text('type'),
    number('sequence'),
    ...text('data.object.id', 'data.object.status', 'data.object.merchantReferenceId'),
    money('data.object.amount'),
    ...text('data.object.currency'),
  ],
  deliveries: [
    ...text('event', 'eventType', 'webhookEndpoint', 'url', 'status'),
    time('created'),
    time('delivered'),
    time('nextAttempt'),
    number('attemptCount'),
  ],
  'payment-methods': [
    ...text('id'),
    time('created'),
    ...text('status', 'merchantCustomerId', 'category', 'card.brand', 'card.bin', 'card.last4'),
  ],
  'audit-log': [
    ...text('id'),
    time('created'),
    number('number'),
    ...text('action', 'actor.type', 'actor.id', 'actor.name', 'address', 'subject.type', 'subject.id', 'reason'),
    ...text('requestId', 'before', 'after'),
  ],
};

export const headOf = (list: ListName): string =>
  csvLine(
    columns[list].flatMap(({ path, kind }) => {
      const name = path.replace(/^data\.object\./, 'object.').replace(/^paymentMethod\.card\./, 'card.');
      if (kind === 'time') return [`${name} (UTC)`];
      return kind === 'money' ? [name, `${name}Minor`] : [name];
    }),
  );

export const lineOf = (list: ListName, row: WireObject): string =>
  csvLine(columns[list].flatMap((column) => cellsOf(row, column)));

const cellsOf = (row: WireObject, { path, kind }: Column): readonly Cell[] => {
  const value = valueAt(row, path);
  if (kind === 'money') return moneyOf(value, valueAt(row, path.replace(/[^.]*$/, 'currency')));
  if (value === null || value === undefined) return [undefined];
  if (typeof value === 'number') return [value];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
};

const moneyOf = (minor: unknown, letters: unknown): readonly Cell[] => {
  const currency = typeof letters === 'string' ? parseCurrency(letters) : undefined;
  if (typeof minor !== 'number' || currency === undefined) return [undefined, undefined];
  return [{ decimal: toDecimal({ minor: BigInt(minor), currency }) }, minor];
};

const valueAt = (row: WireObject, path: string): unknown => {
  let value: unknown = row;
  for (const name of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return value;
};
