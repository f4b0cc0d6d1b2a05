import type { ListAnswer, ListRequest, Movement } from '../contract.ts';
import { fromWireAmount } from './amounts.ts';
import { unknown } from './causes.ts';
import type { StripeClient } from './client.ts';
import { given } from './form.ts';
import { CAPTURE_NOTE, INCREMENT_NOTE, REFERENCE, VOID_NOTE } from './map.ts';
import { isGivenUp } from './operate.ts';
import { fieldsOf, readIntent, readPage, readRefund, type Fields, type Intent, type Refund } from './wire.ts';

/**
 * Intents first, then refunds. Stripe lists the newest first, so a page is turned round here; pages follow one another
 * from now back to then.
 */
export const listMovements = async (ask: StripeClient, { since, after }: ListRequest): Promise<ListAnswer> => {
  const { kind, cursor } = positionOf(after);
  const { path, read, expand } = lists[kind];
  const reply = await ask({
    method: 'GET',
    path,
    form: [
      ['created[gte]', String(Math.floor(since.getTime() / 1_000))],
      ['limit', '100'],
      ...expand.map((name) => ['expand[]', name] as const),
      ...given('starting_after', cursor),
    ],
  });
  if (reply.kind === 'refused') return unknown(reply.why === 'rateLimit' ? 'rateLimited' : 'inquiryRefused');
  if (reply.kind !== 'object') return reply;
  const page = readPage(reply.fields, read);
  const last = fieldsOf((reply.fields['data'] as readonly unknown[] | undefined)?.at(-1))?.['id'];
  // A list with a hole would say that the books agree.
  if (page === undefined || (page.hasMore && typeof last !== 'string')) return unknown('unreadableAnswer');
  const next = page.hasMore ? `${kind}:${String(last)}` : kind === 'intents' ? 'refunds:' : undefined;
  return { kind: 'page', movements: page.items.flat().sort(byTime), next };
};

type Kind = 'intents' | 'refunds';

const positionOf = (after: string | undefined): { readonly kind: Kind; readonly cursor: string | undefined } => {
  const [kind, cursor] = (after ?? 'intents:').split(':');
  return { kind: kind === 'refunds' ? 'refunds' : 'intents', cursor: cursor === '' ? undefined : cursor };
};

const byTime = (one: Movement, other: Movement): number => one.at.getTime() - other.at.getTime();

/** Undefined: can't be read. Nothing: an intent that moved nothing, or one that is not ours. */
const readIntentMovements = (fields: Fields | undefined): readonly Movement[] | undefined => {
  const intent = readIntent(fields);
  if (intent === undefined) return undefined;
  const { charge, metadata } = intent;
  const reference = metadata[REFERENCE];
  if (reference === undefined || charge?.status !== 'succeeded') return [];
  const movement = (kind: Movement['kind'], name: string, minor: bigint | undefined): Movement | undefined => {
    const amount = minor === undefined ? undefined : fromWireAmount(minor, intent.currency);
    if (minor !== undefined && amount === undefined) return undefined;
    return { kind, reference: name, ...partiesIn(metadata), amount, at: new Date(charge.createdMs) };
  };
  const increments = notedAs(INCREMENT_NOTE, intent);
  const added = increments.reduce((sum, [, minor]) => sum + minor, 0n);
  const isSale = intent.captureMethod === 'automatic';
  return whole([
    movement(isSale ? 'sold' : 'authorized', reference, charge.amount - added),
    ...increments.map(([name, minor]) => movement('incremented', name, minor)),
    ...notedAs(CAPTURE_NOTE, intent).map(([name, minor]) => movement('captured', name, minor)),
    ...endOf(intent).map((name) => movement(name === undefined ? 'reversed' : 'voided', name ?? reference, undefined)),
  ]);
};

/** By whose void it ended; undefined: by a reversal, or by itself. */
const endOf = (intent: Intent): readonly (string | undefined)[] => {
  const name = Object.keys(intent.metadata).find((one) => VOID_NOTE.test(one));
  if (isGivenUp(intent) && name !== undefined) return [name.replace(VOID_NOTE, '')];
  return intent.status === 'canceled' ? [undefined] : [];
};

const notedAs = (note: RegExp, { metadata }: Intent): readonly (readonly [reference: string, minor: bigint])[] =>
  Object.entries(metadata).flatMap(([name, amount]) =>
    note.test(name) && /^\d{1,15}$/.test(amount) ? [[name.replace(note, ''), BigInt(amount)] as const] : [],
  );

const readRefundMovements = (fields: Fields | undefined): readonly Movement[] | undefined => {
  const refund = readRefund(fields);
  if (refund === undefined) return undefined;
  const reverses = refund.metadata['reverses'];
  const reference = reverses ?? refund.metadata[REFERENCE];
  if (reference === undefined || !countsAsRefunded(refund)) return [];
  const amount = fromWireAmount(refund.amount, refund.currency);
  if (amount === undefined) return undefined;
  const parties = partiesIn(readIntent(fieldsOf(fields?.['payment_intent']))?.metadata ?? {});
  const kind = reverses === undefined ? 'refunded' : 'reversed';
  return [{ kind, reference, ...parties, amount, at: new Date(refund.createdMs) }];
};

const countsAsRefunded = ({ status }: Refund): boolean => status === 'succeeded' || status === 'pending';

const partiesIn = (metadata: Readonly<Record<string, string>>) => ({
  merchantId: metadata['merchant_id'] ?? '',
  merchantReferenceId: metadata['order_id'] ?? '',
});

const whole = <T>(items: readonly (T | undefined)[]): readonly T[] | undefined => {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
};

const lists = {
  intents: {
    path: '/v1/payment_intents',
    read: readIntentMovements,
    expand: ['data.latest_charge'],
  },
  refunds: { path: '/v1/refunds', read: readRefundMovements, expand: ['data.payment_intent'] },
} as const;
