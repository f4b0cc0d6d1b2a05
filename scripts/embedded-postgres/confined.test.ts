import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client, DatabaseError } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const hasNamespaces = isRoot && spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0;
const skip = !hasNamespaces && 'only root on a Linux that has namespaces confines it';

const superuserOf = (postgres: EmbeddedPostgres, dataDir: string): string => {
  const url = new URL(postgres.databaseUrl);
  url.username = 'postgres';
  url.password = readFileSync(join(dataDir, 'postgres', 'tollgate.password'), 'utf8').trim();
  url.pathname = '/postgres';
  return url.href;
};

describe('embedded PostgreSQL started by root reads and runs nothing of root', { skip }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'tollgate-confined-'));
  const home = mkdtempSync(join(homedir(), '.tollgate-confined-'));
  const secretFile = join(home, 'secret');
  const keyFile = join(scratch, 'vault.key');
  let postgres: EmbeddedPostgres;
  const clients: { readonly who: string; readonly client: Client }[] = [];

  before(async () => {
    for (const file of [secretFile, keyFile]) writeFileSync(file, 'of root alone', { mode: 0o600 });
    postgres = await startEmbeddedPostgres({ dataDir: scratch });
    for (const [who, url] of [
      ['the gateway', postgres.databaseUrl],
      ['the superuser', superuserOf(postgres, scratch)],
    ] as const) {
      const client = new Client({ connectionString: url });
      await client.connect();
      clients.push({ who, client });
    }
  });

  after(async () => {
    for (const { client } of clients) await client.end();
    await postgres.stop();
    for (const folder of [scratch, home]) rmSync(folder, { recursive: true, force: true });
  });

  const attacks: readonly (readonly [string, string])[] = [
    ['the passwords of the machine', `select pg_read_file('/etc/shadow')`],
    ['a file of mode 0600 in the home of root', `select pg_read_file('${secretFile}')`],
    ['a key of the gateway beside the cluster', `select pg_read_file('${keyFile}')`],
    ['another process', `select pg_read_file('/proc/1/environ')`],
    ['a file through copy', `create temp table read_one (line text); copy read_one from '/etc/shadow'`],
    ['a large object', `select lo_import('/etc/shadow')`],
    ['a program', `create temp table read_two (line text); copy read_two from program 'cat /etc/shadow'`],
    ['a program of nothing', `copy (select 1) to program 'true'`],
    ['a new file in the home of root', `copy (select 1) to '${join(home, 'written')}'`],
    ['the settings of the kernel', `select pg_read_file('/proc/sys/kernel/core_pattern')`],
    ['the devices of the machine', `select pg_stat_file('/dev/kmsg')`],
  ];
  for (const [what, statement] of attacks) {
    test(`${what} is out of reach for the gateway's role and for the superuser`, async () => {
      for (const { who, client } of clients) {
        await assert.rejects(client.query(statement), DatabaseError, who);
      }
    });
  }

  test('of what root has no list shows more than the way to the programs', async () => {
    for (const { who, client } of clients) {
      const listed = await client.query<{ name: string }>(`select pg_ls_dir('${homedir()}') as name`).then(
        ({ rows }) => rows.map(({ name }) => name),
        (): readonly string[] => [],
      );
      // A checkout in the home of root is on that way.
      assert.ok(listed.length <= 1 && !listed.includes(basename(home)), `${who}: ${listed.join(', ')}`);
    }
  });

  test('code written by the superuser cannot be loaded, and the folder of the programs cannot be written', async () => {
    const superuser = clients[1]?.client;
    assert.ok(superuser);
    const { rows } = await superuser.query<{ folder: string }>(
      `select setting as folder from pg_config where name = 'PKGLIBDIR'`,
    );
    const folder = rows[0]?.folder ?? '';
    const copied = join(scratch, 'postgres', 'mine.so');
    await superuser.query(`select lo_import($1, 4242)`, [join(folder, 'plpgsql.so')]);
    await superuser.query(`select lo_export(4242, $1)`, [copied]);
    await assert.rejects(superuser.query(`load '${copied}'`), /failed to map segment|not permitted/);
    const beside = join(folder, 'mine.so');
    try {
      await assert.rejects(superuser.query(`select lo_export(4242, $1)`, [beside]), /Read-only file system/);
    } finally {
      rmSync(beside, { force: true });
    }
  });

  test('what the superuser may do inside the cluster still works', async () => {
    const superuser = clients[1]?.client;
    assert.ok(superuser);
    const { rows } = await superuser.query<{ version: string }>(`select pg_read_file('PG_VERSION') as version`);
    assert.equal(rows[0]?.version.trim(), '18');
  });
});

describe('a cluster of which an operator put parts on another disk', { skip }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-moved-'));
  const disk = mkdtempSync(join(tmpdir(), 'tollgate-disk-'));
  const cluster = join(dataDir, 'postgres');
  after(() => {
    for (const folder of [dataDir, disk]) rmSync(folder, { recursive: true, force: true });
  });

  /** Gives a session of the superuser to `act`, and stops the server. */
  const asSuperuser = async (act: (client: Client) => Promise<void>): Promise<void> => {
    const postgres = await startEmbeddedPostgres({ dataDir });
    const client = new Client({ connectionString: superuserOf(postgres, dataDir) });
    try {
      await client.connect();
      await act(client);
    } finally {
      await client.end();
      await postgres.stop();
    }
  };
  const putElsewhere = (folder: string, link: string): void => {
    const target = join(disk, folder.split('/').at(-1) ?? '');
    cpSync(folder, target, { recursive: true });
    rmSync(folder, { recursive: true });
    rmSync(link, { recursive: true, force: true });
    symlinkSync(target, link);
  };

  test('finds its log of changes and its tablespaces again, and nothing behind a link to something else', async () => {
    let spaceId = '';
    await asSuperuser(async (client) => {
      mkdirSync(join(cluster, 'space'), { mode: 0o700 });
      await client.query(`create tablespace elsewhere location '${join(cluster, 'space')}'`);
      await client.query('create table kept tablespace elsewhere as select 42 as answer');
      const { rows } = await client.query<{ oid: string }>(
        `select oid::text from pg_tablespace where spcname = 'elsewhere'`,
      );
      spaceId = rows[0]?.oid ?? '';
    });
    putElsewhere(join(cluster, 'space'), join(cluster, 'pg_tblspc', spaceId));
    putElsewhere(join(cluster, 'pg_wal'), join(cluster, 'pg_wal'));
    const secret = join(disk, 'secret');
    mkdirSync(secret);
    writeFileSync(join(secret, 'file'), 'of root alone');
    symlinkSync(secret, join(cluster, 'pg_tblspc', '99999'));

    await asSuperuser(async (client) => {
      const { rows } = await client.query<{ answer: number }>('update kept set answer = 43 returning answer');
      assert.deepEqual(rows, [{ answer: 43 }]);
      await assert.rejects(client.query(`select pg_read_file('pg_tblspc/99999/file')`), /No such file/);
    });
    // The folder of the cluster itself may be such a link, too.
    renameSync(cluster, join(disk, 'postgres'));
    symlinkSync(join(disk, 'postgres'), cluster);
    await asSuperuser(async (client) => {
      const { rows } = await client.query<{ answer: number }>('select answer from kept');
      assert.deepEqual(rows, [{ answer: 43 }]);
    });
  });
});
