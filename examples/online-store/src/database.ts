import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { schema } from './schema.ts';

export type Database = {
  readonly one: <T>(sql: string, ...values: readonly SQLInputValue[]) => T | undefined;
  readonly many: <T>(sql: string, ...values: readonly SQLInputValue[]) => readonly T[];
  /** How many rows were changed. */
  readonly change: (sql: string, ...values: readonly SQLInputValue[]) => number;
  /** All of what `act` does, or nothing of it. */
  readonly inTransaction: <T>(act: () => T) => T;
  readonly close: () => void;
};

export const openDatabase = (path: string): Database => {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const sqlite = new DatabaseSync(path, { timeout: 5_000 });
  // FULL: what was acknowledged to the gateway is on the disk, so an answered webhook is never forgotten.
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  sqlite.exec(schema);
  // node:sqlite gives untyped rows; the caller names the type whose fields are the columns it selects.
  const many = <T>(sql: string, ...values: readonly SQLInputValue[]) =>
    sqlite.prepare(sql).all(...values) as unknown as readonly T[];
  return {
    one: <T>(sql: string, ...values: readonly SQLInputValue[]) => many<T>(sql, ...values)[0],
    many,
    change: (sql, ...values) => Number(sqlite.prepare(sql).run(...values).changes),
    inTransaction: (act) => {
      sqlite.exec('begin immediate');
      try {
        const result = act();
        sqlite.exec('commit');
        return result;
      } catch (error) {
        sqlite.exec('rollback');
        throw error;
      }
    },
    close: () => {
      sqlite.close();
    },
  };
};
