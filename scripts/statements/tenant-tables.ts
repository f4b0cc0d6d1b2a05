import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { child, list, parse, text } from './tree.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** The tables that belong to merchants: every one that the migrations make with a column `merchant_id`. */
export const tenantTables = (): ReadonlySet<string> =>
  new Set(
    tablesMade()
      .filter(isOfMerchants)
      .map(({ name }) => name),
  );

export type Table = { readonly name: string; readonly columns: readonly string[] };

/** All tables that the migrations make, with the columns that they are made with. */
export const tablesMade = (): readonly Table[] =>
  readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .flatMap((file) => parse(readFileSync(`${MIGRATIONS}${file}`, 'utf8')))
    .flatMap((tree) => {
      const made = child(tree, 'CreateStmt');
      if (made === undefined) return [];
      const columns = list(made, 'tableElts').map((element) => text(child(element, 'ColumnDef'), 'colname'));
      return [{ name: text(child(made, 'relation'), 'relname'), columns }];
    });

const isOfMerchants = ({ columns }: Table): boolean => columns.includes('merchant_id');
