import { createHash } from 'node:crypto';
import type { Db, Query, Statement } from './db.ts';
import known from './known-statements.json' with { type: 'json' };

/** A statement that is not in the list; it was not sent. */
export class UnknownStatementError extends Error {}

export const hashOfStatement = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/**
 * A database that is sent only the statements in `known-statements.json`. Each of those was parsed when the list was
 * made, and ties every table of merchants that it touches to a merchant (ADR 0028). What is put together at run time,
 * by a mistake or by somebody's input, is in no list and never leaves the process.
 *
 * The first time a text is hashed; after that it costs a look into a map.
 */
export const onlyKnownStatements = (db: Db, list: Readonly<Record<string, string>> = known): Db => {
  const checked = new Map<string, string>();
  const check = ({ name, text }: Statement): void => {
    if (checked.get(name) === text) return;
    if (list[name] !== hashOfStatement(text) && !isAnalyze(name, text))
      throw new UnknownStatementError(
        `the statement ${name} is not in known-statements.json: run \`npm run generate\``,
      );
    checked.set(name, text);
  };
  const checkedQuery =
    (query: Query): Query =>
    async (statement, values) => {
      check(statement);
      return query(statement, values);
    };
  return {
    query: checkedQuery(db.query),
    transaction: (work) =>
      db.transaction((query) => work(Object.assign(checkedQuery(query), { isTransaction: true } as const))),
    close: db.close,
  };
};

/** Names a table as PostgreSQL's catalogue quotes it (`analyzeGrownTables`), and reads nobody's row. */
const isAnalyze = (name: string, text: string): boolean =>
  name === text && /^analyze (?:[a-z0-9_]+|"(?:[^"]|"")+")\.(?:[a-z0-9_]+|"(?:[^"]|"")+")$/.test(text);
