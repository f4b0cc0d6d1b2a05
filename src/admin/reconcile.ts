import { formatId } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import { createSandboxAcquirer } from '../connectors/acquirer/registry.ts';
import type { AcquirerConnector, Movement } from '../connectors/acquirer/contract.ts';
import type { Query } from '../db/db.ts';
import { existingMerchant, type AdminDeps } from './deps.ts';

export type Difference = {
  readonly kind: 'onlyAtAcquirer' | 'onlyInBooks' | 'differentAmount' | 'differentState';
  readonly reference: string;
  readonly merchantId: string;
  readonly paymentId?: string;
  readonly merchantReferenceId?: string;
  /** What each side says, such as `sold 4200 EUR`; `nothing`. */
  readonly acquirer: string;
  readonly books: string;
  readonly toDo: string;
};
export type Comparison = { readonly compared: number; readonly differences: readonly Difference[] };

export type ReconcileAdmin = {
  /**
   * Compares what moved money since a time with the acquirer's list. Changes nothing. Throws ConfigError when it can't.
   */
  readonly reconcile: (wish: { readonly since: Date; readonly merchantId?: string }) => Promise<Comparison>;
};

/** What the acquirer did within this time before `since` is asked for too, so that two clocks need not agree. */
const SLACK_MS = 300_000;

export const adminOfReconcile = (deps: AdminDeps & { readonly acquirerUrl: string | undefined }): ReconcileAdmin => ({
  reconcile: async ({ since, merchantId }) => {
    if (merchantId !== undefined) await existingMerchant(deps.db.query, merchantId);
    if (deps.acquirerUrl === undefined)
      throw new ConfigError('TOLLGATE_ACQUIRER_URL is not set: there is no acquirer of the settings to compare with.');
    const acquirer = createSandboxAcquirer({ url: deps.acquirerUrl });
    try {
      const all = await readAll(acquirer, new Date(since.getTime() - SLACK_MS));
      const theirs = new Map(all.map((movement) => [movement.reference, movement]));
      const books = await readBooks(deps.db.query, since, [...theirs.keys()]);
      return compare({ since, merchantId, theirs, books });
    } finally {
      await acquirer.close();
    }
  },
});

const readAll = async (acquirer: AcquirerConnector, since: Date): Promise<readonly Movement[]> => {
  if (acquirer.list === undefined) throw new ConfigError(`The connector ${acquirer.name} has no list to compare with.`);
  const movements: Movement[] = [];
  let after: string | undefined;
  do {
    const answer = await acquirer.list({ since, after });
    if (answer.kind !== 'page') throw new ConfigError(`The acquirer gave no list: ${answer.cause}.`);
    movements.push(...answer.movements);
    after = answer.next;
  } while (after !== undefined);
  return movements;
};

type Booked = {
  readonly merchant_id: string;
  readonly id: string;
  readonly payment_id: string;
  readonly kind: 'authorized' | 'sold' | 'incremented' | 'captured' | 'voided' | 'refunded';
  readonly state: string;
  readonly amount: string;
  readonly currency: string;
};

/** Read after the acquirer's list: whatever stands there was written down here before. */
const readBooks = async (query: Query, since: Date, references: readonly string[]): Promise<readonly Booked[]> =>
  query<Booked>(
    {
      name: 'read-books-to-compare',
      text: `
        select merchant_id, id, payment_id, case when capture then 'sold' else 'authorized' end as kind, state,
          amount::text as amount, currency
        from attempts
        where sent_at >= $1 or id = any($2::uuid[])
        union all
        select merchant_id, id, payment_id,
          case kind when 'capture' then 'captured' when 'void' then 'voided' when 'increment' then 'incremented'
            else 'refunded' end as kind, state,
          amount::text as amount, currency
        from operations
        where sent_at >= $1 or id = any($2::uuid[])`,
    },
    [since, references.filter((reference) => UUID.test(reference))],
  );
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Sides = {
  readonly since: Date;
  readonly merchantId: string | undefined;
  readonly theirs: ReadonlyMap<string, Movement>;
  readonly books: readonly Booked[];
};

const compare = ({ since, merchantId, theirs, books }: Sides): Comparison => {
  const ours = books.filter((row) => merchantId === undefined || formatId('merchant', row.merchant_id) === merchantId);
  const known = new Set(books.map(({ id }) => id));
  const lost = [...theirs.values()].filter(
    ({ reference, kind, at, merchantId: whose }) =>
      !known.has(reference) &&
      kind !== 'reversed' &&
      at >= since &&
      (merchantId === undefined || publicIdOf(whose) === merchantId),
  );
  const differences = ours.flatMap((row) => differenceOf(row, theirs.get(row.id)) ?? []);
  return { compared: ours.length + lost.length, differences: [...lost.map(lostOf), ...differences] };
};

/** The acquirer knows a merchant by what the gateway sent: the bare id. */
const publicIdOf = (merchant: string): string => (UUID.test(merchant) ? formatId('merchant', merchant) : merchant);

const lostOf = (movement: Movement): Difference => ({
  kind: 'onlyAtAcquirer',
  reference: movement.reference,
  merchantId: publicIdOf(movement.merchantId),
  merchantReferenceId: movement.merchantReferenceId,
  acquirer: describe(movement),
  books: 'nothing',
  toDo: 'The row was lost. Let the shop repeat its request under the same key, or have the acquirer undo it.',
});

/** The gateway settles these by itself. */
const underWay = new Set(['sending', 'reversing']);
const done = new Set(['approved', 'succeeded']);

const differenceOf = (row: Booked, movement: Movement | undefined): Difference | undefined => {
  const theirs = movement === undefined || movement.kind === 'reversed' ? undefined : movement;
  if (underWay.has(row.state) || (!done.has(row.state) && theirs === undefined)) return undefined;
  const about = {
    reference: row.id,
    merchantId: formatId('merchant', row.merchant_id),
    paymentId: formatId('payment', row.payment_id),
    acquirer: movement === undefined ? 'nothing' : describe(movement),
    books: `${row.kind} ${row.amount} ${row.currency}, ${row.state}`,
  };
  if (movement === undefined)
    return { ...about, kind: 'onlyInBooks', toDo: 'Ask the acquirer before goods leave: no money will come by this.' };
  if (!done.has(row.state) || theirs?.kind !== row.kind)
    return {
      ...about,
      kind: 'differentState',
      toDo: 'Ask the acquirer which holds; money may have moved unknown to the shop.',
    };
  const { amount } = theirs;
  if (amount === undefined || (amount.minor === BigInt(row.amount) && amount.currency === row.currency))
    return undefined;
  if (row.kind === 'voided') return undefined;
  return {
    ...about,
    kind: 'differentAmount',
    toDo: 'Settle by the amount of the acquirer, and look for who changed the row.',
  };
};

const describe = ({ kind, amount }: Movement): string =>
  amount === undefined ? kind : `${kind} ${amount.minor} ${amount.currency}`;
