/**
 * This release on the database of one that does not exist yet: beside it and after it, until that takes away what this
 * one uses.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { migrate } from '../../src/db/migrate.ts';
import { runSql } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';
import { setStage, THIS_RELEASE, untilDoneMore, type Stage } from './stage.ts';

let stage: Stage;
let migrations: string;

before(async () => {
  stage = await setStage();
  migrations = mkdtempSync(join(tmpdir(), 'tollgate-future-'));
  cpSync(join(THIS_RELEASE, 'migrations'), migrations, { recursive: true });
});
after(async () => {
  rmSync(migrations, { recursive: true });
  await stage.close();
});

const migrateTo = (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(migrations, `${name}.sql`), sql);
  return migrate(stage.database.url, migrations);
};

/** The rule of legal moves with one more, as a release brings it that knows one more. */
const withOneMove = async (): Promise<string> => {
  const [row] = await runSql<{ definition: string }>(
    stage.database.url,
    `select pg_get_constraintdef(oid) as definition from pg_constraint
     where conname = 'payments_legal_moves' and conrelid = 'payments'::regclass`,
  );
  const definition =
    row?.definition.replace(`'none>processing'`, `'succeeded>disputed'::text, 'none>processing'`) ?? '';
  assert.match(definition, /succeeded>disputed/);
  return `alter table payments drop constraint payments_legal_moves;
    alter table payments add constraint payments_legal_moves ${definition}`;
};

test('a newer schema changes nothing for a gateway that runs, nor for one that starts', async () => {
  const first = await stage.start();
  stage.balancer.lead({ api: [first.url], pages: [first.url] });
  const load = await stage.load(4);
  await untilDoneMore(load, 1);
  const applied = await migrateTo({
    '9001-disputes': `${await withOneMove()};
      -- step
      alter table sessions add column channel text;
      -- step
      create table disputes (merchant_id uuid not null, id uuid not null, primary key (merchant_id, id))`,
  });
  assert.deepEqual(applied, ['9001-disputes']);
  await untilDoneMore(load, 2);

  const second = await stage.start();
  stage.balancer.lead({ api: [second.url], pages: [second.url] });
  await stage.balancer.untilLeft(first.url);
  assert.equal(await first.stop(), 0);
  await untilDoneMore(load, 2);
  await load.end();
  assert.deepEqual(load.errors, []);
  assert.equal(first.log() + second.log(), '');

  await migrateTo({ '9002-channel-instead': '-- What disputes replaced goes.\n-- contract: 9001-disputes\nselect 1' });
  await waitFor('it says that it must not get traffic any more', async () => {
    const answer = await fetch(`${second.url}/readyz`);
    const { checks } = (await answer.json()) as { readonly checks: { readonly database: string } };
    return answer.status === 503 && /belongs to a newer release.*9002-channel-instead/.test(checks.database);
  });
  await assert.rejects(stage.start(), /ended with 1 before it was ready/);
});
