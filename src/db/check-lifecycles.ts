import { legalPairs, type Lifecycle } from '../base/lifecycle.ts';
import type { Query } from './db.ts';

/**
 * Compares each lifecycle in the code with the check `<table>_legal_moves` in the database, and throws when the program
 * knows a move that the database refuses: it would fail in the middle of a payment. A database that allows more is that
 * of a newer program, which may run beside this one.
 */
export const checkLifecycles = async (query: Query, lifecycles: readonly Lifecycle[]): Promise<void> => {
  for (const lifecycle of lifecycles) {
    const [row] = await query<{ definition: string }>(
      {
        name: 'find-legal-moves',
        text: `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1
          and conrelid = to_regclass($2)`,
      },
      [`${lifecycle.table}_legal_moves`, lifecycle.table],
    );
    const inDatabase = [...(row?.definition ?? '').matchAll(/'(\w+>\w+)'/g)].map(([, pair]) => pair);
    const onlyInProgram = legalPairs(lifecycle).filter((pair) => !inDatabase.includes(pair));
    if (onlyInProgram.length > 0) {
      throw new Error(
        `The lifecycle of ${lifecycle.table} differs between program and database: only the program allows ` +
          `${onlyInProgram.join(', ')}. Run the program that belongs to this database, or migrate.`,
      );
    }
  }
};
