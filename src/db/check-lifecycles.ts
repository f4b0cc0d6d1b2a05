import { legalPairs, type Lifecycle } from '../base/lifecycle.ts';
import type { Query } from './db.ts';

/**
 * Compares each lifecycle in the code with the check `<table>_legal_moves` in the database, and throws when they differ: a process
 * that believes in other moves than its database must not touch money.
 */
export const checkLifecycles = async (query: Query, lifecycles: readonly Lifecycle[]): Promise<void> => {
  for (const lifecycle of lifecycles) {
    const [row] = await query<{ definition: string }>(
      {
        name: 'find-legal-moves',
        text: 'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1 and conrelid = to_regclass($2)',
      },
      [`${lifecycle.table}_legal_moves`, lifecycle.table],
    );
    const inDatabase = [...(row?.definition ?? '').matchAll(/'(\w+>\w+)'/g)].map(([, pair]) => pair ?? '').sort();
    const inCode = legalPairs(lifecycle);
    if (inDatabase.join() !== inCode.join()) {
      throw new Error(
        `The lifecycle of ${lifecycle.table} differs between program and database: ${describeDifference(inCode, inDatabase)}. Run the program that belongs to this database, or migrate.`,
      );
    }
  }
};

const describeDifference = (inCode: readonly string[], inDatabase: readonly string[]): string => {
  const onlyIn = (these: readonly string[], those: readonly string[]) =>
    these.filter((pair) => !those.includes(pair)).join(', ') || 'nothing';
  return `only the program allows ${onlyIn(inCode, inDatabase)}; only the database allows ${onlyIn(inDatabase, inCode)}`;
};
