/**
 * The database as the rest of the program sees it: named statements, and transactions that are never held over a
 * network call.
 */
export type Db = {
  readonly query: Query;
  /**
   * Runs `work` in one transaction on one connection; rolls back when it throws. Never call out of the house inside.
   */
  readonly transaction: <T>(work: (query: Transaction) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

export type Query = <Row>(statement: Statement, values?: readonly unknown[]) => Promise<Row[]>;

/**
 * The queries of one transaction. What locks rows first and judges them in the next statement asks for this type: with
 * the pool's own `query` the locks would be gone before the second statement begins.
 */
export type Transaction = Query & { readonly isTransaction: true };

/** SQL under a name: parsed and planned once per connection. The name must be unique in the program. */
export type Statement = { readonly name: string; readonly text: string };

/** SQLSTATE of an error that PostgreSQL reported, or undefined for anything else (a lost connection among them). */
export const sqlStateOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
};

export const UNIQUE_VIOLATION = '23505';

/**
 * The statement surely changed nothing and may run again by itself: data or integrity errors (22, 23) and lost races
 * (40: serialization, deadlock). A lost connection is not among them: the commit may have happened.
 */
export const isSurelyRolledBack = (error: unknown): boolean => /^(22|23|40)/.test(sqlStateOf(error) ?? '');
