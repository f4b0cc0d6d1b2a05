import { hashOfStatement } from '../../src/db/known-statements.ts';
import { collectStatements } from './collect.ts';
import { exceptions } from './exceptions.ts';
import { judge } from './judge.ts';
import { tenantTables } from './tenant-tables.ts';

/** The list by which the gateway knows its statements. Only those that pass are in it: a breach ends with an error. */
export const listKnownStatements = async (): Promise<string> => {
  const tables = tenantTables();
  const known: Record<string, string> = {};
  for (const { name, text } of await collectStatements()) {
    const [breach] = judge(text, { tables, untied: exceptions[name]?.untied });
    if (breach !== undefined) throw new Error(`${name}: ${breach.why}; say merchant_id, see ADR 0028`);
    known[name] = hashOfStatement(text);
  }
  return `${JSON.stringify(known, null, 2)}\n`;
};
