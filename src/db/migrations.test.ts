/** Every migration leaves the release before it able to run, or says that it does not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'libpg-query';
import { migrationNames, readMigration } from './migrations.ts';

type Node = { readonly [kind: string]: Readonly<Record<string, unknown>> };
type Part = { readonly subtype?: string; readonly def?: Node };

const statementsOf = async (sql: string): Promise<readonly Node[]> =>
  ((await parse(sql)) as unknown as { readonly stmts?: readonly { readonly stmt: Node }[] }).stmts?.map(
    ({ stmt }) => stmt,
  ) ?? [];

/** What a statement takes away from a program that was written before it; nothing is nothing. */
const takenAway = async (sql: string): Promise<readonly string[]> =>
  (await statementsOf(sql)).flatMap((statement) =>
    Object.entries(statement).flatMap(([kind, node]) => {
      if (kind === 'RenameStmt') return ['renames'];
      if (kind === 'DropStmt') return node['removeType'] === 'OBJECT_INDEX' ? [] : ['drops'];
      return kind === 'AlterTableStmt' ? (node['cmds'] as readonly Node[]).flatMap(partOf) : [];
    }),
  );

const partOf = ({ AlterTableCmd: part }: Node): readonly string[] => {
  const { subtype = '', def } = part as Part;
  if (subtype === 'AT_AddColumn') return isDemanded(def) ? ['demands a column'] : [];
  return CONTRACTS[subtype] === undefined ? [] : [CONTRACTS[subtype]];
};

const CONTRACTS: Readonly<Record<string, string>> = {
  AT_DropColumn: 'drops a column',
  AT_AlterColumnType: 'changes a type',
  AT_SetNotNull: 'demands a column',
};

/** An older program's `insert` does not name it. */
const isDemanded = (def: Node | undefined): boolean => {
  const constraints = (def?.['ColumnDef']?.['constraints'] ?? []) as readonly { Constraint: { contype: string } }[];
  const has = (kind: string): boolean => constraints.some(({ Constraint }) => Constraint.contype === kind);
  return has('CONSTR_NOTNULL') && !has('CONSTR_DEFAULT');
};

/**
 * The locks that a step takes on tables that gateways use meanwhile, in their order. Two in one transaction, or a
 * stronger one after a weaker one, and a payment and the migration can wait for each other.
 */
const locksOf = async (steps: readonly string[]): Promise<readonly (readonly string[])[]> => {
  const statements = await Promise.all(steps.map(statementsOf));
  const isNew = new Set(statements.flat().map((one) => tableOf(one['CreateStmt'])));
  return statements.map((step) => {
    const locks = step.flatMap((one) =>
      LOCKING.flatMap((kind) => {
        const table = tableOf(one[kind]);
        return table === undefined || isNew.has(table) ? [] : [`${kind} ${table}`];
      }),
    );
    return [...new Set(locks)];
  });
};

const LOCKING = ['AlterTableStmt', 'IndexStmt', 'UpdateStmt', 'DeleteStmt', 'InsertStmt'];
const tableOf = (node: Node[string] | undefined): string | undefined =>
  (node?.['relation'] as { readonly relname?: string } | undefined)?.relname;

/** After the strongest lock of a table a weaker one of the same table is no second one. */
const isSafe = (locks: readonly string[]): boolean =>
  locks.length <= 1 ||
  (new Set(locks.map((lock) => lock.split(' ')[1])).size === 1 && locks[0]?.startsWith('Alter') === true);

describe('each migration', async () => {
  const names = await migrationNames();
  for (const name of names)
    test(name, async () => {
      const { steps, contract } = await readMigration(name);
      const taken = (await Promise.all(steps.map(takenAway))).flat();
      for (const locks of await locksOf(steps))
        assert.ok(
          name < '0005' || isSafe(locks),
          `one table a step, so divide them with \`-- step\`: ${locks.join(', ')}`,
        );
      if (contract === undefined)
        assert.deepEqual(taken, [], 'say which migration a program must have: -- contract: <name>');
      else assert.ok(names.slice(0, names.indexOf(name)).includes(contract), `${contract} does not come before`);
    });
});

test('what takes away is seen', async () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'alter table t drop column c': ['drops a column'],
    'alter table t rename column c to d': ['renames'],
    'alter table t rename to u': ['renames'],
    'drop table t': ['drops'],
    'drop index i': [],
    'alter table t alter column c type bigint': ['changes a type'],
    'alter table t alter column c set not null': ['demands a column'],
    'alter table t add column c int not null': ['demands a column'],
    'alter table t add column c int not null default 0': [],
    'alter table t add column c int; create table u (c int not null)': [],
  };
  for (const [sql, expected] of Object.entries(cases)) assert.deepEqual(await takenAway(sql), expected, sql);
});

test('what two sides could wait for is seen', async () => {
  const isSafeStep = async (...steps: readonly string[]) => (await locksOf(steps)).every(isSafe);
  assert.equal(await isSafeStep('alter table t add c int; alter table u add c int'), false);
  assert.equal(await isSafeStep('alter table t add c int', 'alter table u add c int'), true);
  assert.equal(await isSafeStep('create index i on t (c); alter table t add c int'), false);
  assert.equal(await isSafeStep('alter table t add c int; create index i on t (c)'), true);
  assert.equal(await isSafeStep('update t set c = 1; create index i on t (c)'), false);
  assert.equal(await isSafeStep('alter table t add c int; create table u (c int); create index i on u (c)'), true);
});
