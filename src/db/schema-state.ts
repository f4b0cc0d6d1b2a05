import type { Query } from './db.ts';
import { MigrationError } from './migrate.ts';
import { migrationNames } from './migrations.ts';

/** What the database has been through, beside what this program knows. */
export type SchemaState = {
  /** Migrations that the program has and the database has not: it is older than the program needs. */
  readonly missing: readonly string[];
  /** What a newer program did; by itself no reason not to run. */
  readonly newer: readonly string[];
  /** Migrations of a newer program that took away what this one uses. */
  readonly contracted: readonly string[];
};

/** `known`: the migrations of this program. */
export const readSchemaState = async (query: Query, known?: readonly string[]): Promise<SchemaState> => {
  // As JSON, because the column is not there before the first migration that came with it.
  const rows = await query<{ name: string; contract: string | null }>({
    name: 'find-migrations',
    text: `select m.name, to_jsonb(m) ->> 'contract' as contract from schema_migrations m order by m.name`,
  });
  const names = known ?? (await migrationNames());
  const applied = new Set(rows.map(({ name }) => name));
  return {
    missing: names.filter((name) => !applied.has(name)),
    newer: rows.map(({ name }) => name).filter((name) => !names.includes(name) && !isStep(name)),
    contracted: rows.filter(({ contract }) => contract !== null && !names.includes(contract)).map(({ name }) => name),
  };
};

/** `0008-keyed-request-hashes step 1`: noted while a migration is under way. */
const isStep = (name: string): boolean => / step \d+$/.test(name);

/**
 * Throws `MigrationError` when this program can't work with the database: it is older than the program needs, or a
 * newer program took away what this one uses. A database that is newer and still has all that this program uses is as
 * good as its own.
 */
export const checkSchema = async (query: Query, known?: readonly string[]): Promise<void> => {
  const complaint = complainAbout(await readSchemaState(query, known));
  if (complaint !== undefined) throw new MigrationError(complaint);
};

/** Undefined: this program may run. */
export const complainAbout = ({ missing, contracted }: SchemaState): string | undefined => {
  if (contracted.length > 0)
    return (
      `The database belongs to a newer release, which took away what this one uses (${contracted.join(', ')}): ` +
      'run the newer release, or restore the database of before.'
    );
  if (missing.length > 0)
    return `The database is older than this release needs (${missing.join(', ')}): run \`tollgate migrate\`.`;
  return undefined;
};
