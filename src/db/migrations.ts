import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** One file of `migrations/`. */
export type Migration = {
  readonly name: string;
  /** Run one after the other, each in a transaction of its own. */
  readonly steps: readonly string[];
  /**
   * Of one that takes away what older programs use: the migration that brought what is used instead. A program that
   * does not have that one must not run any more. Undefined: older programs do not mind.
   */
  readonly contract: string | undefined;
};

/** The migrations that this program knows, in order: `0001-…`, … */
export const migrationNames = async (folder = MIGRATIONS): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();

/**
 * Two lines of comment mean something. `-- contract: <name>` among the first ones says which migration a program must
 * have to run after this one. `-- step` begins another transaction: a migration that locks one table and then another
 * could wait for a gateway that waits for it.
 */
export const readMigration = async (name: string, folder = MIGRATIONS): Promise<Migration> => {
  const sql = await readFile(`${folder}/${name}.sql`, 'utf8');
  return { name, steps: sql.split(/^-- step$/m), contract: /^-- contract: (\S+)$/m.exec(sql)?.[1] };
};
