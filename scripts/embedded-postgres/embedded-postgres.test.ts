import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { processIdentity } from './owner.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.ts';

/** For programs that a test writes. */
const MODULE = JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href);

const scratch = mkdtempSync(join(tmpdir(), 'tollgate-embedded-'));
after(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const query = async (databaseUrl: string, text: string): Promise<string> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(text);
    return String(rows[0]?.answer);
  } finally {
    await client.end();
  }
};

/** A process that ended but was not collected by its parent yet has no identity either. */
const isAlive = (pid: number): boolean => processIdentity(pid) !== undefined;

const waitUntil = async (holds: () => boolean): Promise<void> => {
  for (let round = 0; round < 3000 && !holds(); round += 1) await sleep(20);
  assert.ok(holds());
};

/** Whether the watcher of this folder's server still runs, by the command lines of all processes. */
const hasWatcher = (dataDir: string): boolean => {
  const commands =
    process.platform === 'linux'
      ? readdirSync('/proc').map((name) => (/^\d+$/.test(name) ? readIfThere(`/proc/${name}/cmdline`) : ''))
      : execFileSync('ps', ['-A', '-o', 'command='], { encoding: 'utf8' }).split('\n');
  return commands.some((command) => command.includes('tollgate-watcher') && command.includes(dataDir));
};

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** A process of its own that starts PostgreSQL, tells its pid and then only waits, to be killed. */
const spawnOwner = async (dataDir: string): Promise<{ pid: number; postgresPid: number; databaseUrl: string }> => {
  const code = `
    const { startEmbeddedPostgres } = await import(${MODULE});
    const postgres = await startEmbeddedPostgres({ dataDir: process.argv[1] });
    console.log(JSON.stringify({ postgresPid: postgres.pid, databaseUrl: postgres.databaseUrl }));
    await postgres.ended;`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    owner.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString('utf8'));
    });
    owner.once('exit', () => {
      reject(new Error('the owner ended before PostgreSQL was ready'));
    });
  });
  return { pid: owner.pid ?? -1, ...(JSON.parse(line) as { postgresPid: number; databaseUrl: string }) };
};

describe('embedded PostgreSQL', () => {
  const dataDir = join(scratch, 'main');

  test('starts, keeps what was committed, stops, starts again', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    assert.equal(await query(first.databaseUrl, `select current_setting('data_checksums') as answer`), 'on');
    assert.equal(await query(first.databaseUrl, `select current_setting('fsync') as answer`), 'on');
    assert.equal(await query(first.databaseUrl, `select current_setting('is_superuser') as answer`), 'off');
    await query(first.databaseUrl, 'create table kept as select 42 as answer');
    await first.stop();
    assert.equal(isAlive(first.pid), false);
    assert.equal(existsSync(join(dataDir, 'owner.lock')), false);

    const second = await startEmbeddedPostgres({ dataDir });
    assert.equal(await query(second.databaseUrl, 'select answer from kept'), '42');
    await second.stop();
    await second.stop();
  });

  test('keeps its password in a file that only its owner reads, and out of the log', () => {
    const file = join(dataDir, 'postgres', 'tollgate.password');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const log = readFileSync(join(dataDir, 'logs', 'postgres.log'), 'utf8');
    assert.equal(log.includes(readFileSync(file, 'utf8')), false);
    assert.equal(/password '/.test(log), false);
  });

  test('a second owner of the folder hears who has it, and the first one is not disturbed', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await assert.rejects(startEmbeddedPostgres({ dataDir }), (error: unknown) => {
      assert.ok(error instanceof EmbeddedPostgresError);
      assert.match(error.message, new RegExp(`Another Tollgate \\(process ${String(process.pid)}\\) already runs`));
      return true;
    });
    assert.equal(await query(first.databaseUrl, 'select answer from kept'), '42');
    await first.stop();
  });

  test('a killed server is noticed, and the next start recovers what was committed', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await query(first.databaseUrl, 'update kept set answer = 43');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await startEmbeddedPostgres({ dataDir });
    assert.equal(await query(second.databaseUrl, 'select answer from kept'), '43');
    await second.stop();
  });

  test('the server stops when its owner is killed', async () => {
    const owner = await spawnOwner(dataDir);
    await query(owner.databaseUrl, 'update kept set answer = 44');
    process.kill(owner.pid, 'SIGKILL');
    await waitUntil(() => !isAlive(owner.postgresPid));
    const second = await startEmbeddedPostgres({ dataDir });
    assert.equal(await query(second.databaseUrl, 'select answer from kept'), '44');
    await second.stop();
  });

  test('a server that outlived its owner and its watcher is stopped by the next start', async () => {
    const owner = await spawnOwner(dataDir);
    await waitUntil(() => hasWatcher(dataDir));
    // The watcher only stops the server that the lock file names, so hiding the name is as good as killing the watcher.
    const moved = join(dataDir, 'postgres', 'postmaster.pid');
    const pidFile = readFileSync(moved, 'utf8');
    writeFileSync(moved, `0\n${pidFile.split('\n').slice(1).join('\n')}`);
    process.kill(owner.pid, 'SIGKILL');
    await waitUntil(() => !hasWatcher(dataDir));
    assert.equal(isAlive(owner.postgresPid), true);
    writeFileSync(moved, pidFile);

    const lines: string[] = [];
    const next = await startEmbeddedPostgres({ dataDir, onProgress: (line) => lines.push(line) });
    assert.deepEqual(lines, ['stopped a PostgreSQL that was left running']);
    assert.equal(isAlive(owner.postgresPid), false);
    assert.equal(await query(next.databaseUrl, 'select answer from kept'), '44');
    await next.stop();
  });

  test('a lock file that names a living stranger does not block the start', async () => {
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${String(process.pid)}\n${dataDir}\n`);
    writeFileSync(join(dataDir, 'owner.lock'), `${String(process.pid)} 1`);
    const postgres = await startEmbeddedPostgres({ dataDir });
    assert.equal(await query(postgres.databaseUrl, 'select answer from kept'), '44');
    await postgres.stop();
  });

  test('a path too long for a socket, with a space in it, gets a port', async () => {
    const long = join(scratch, `a folder ${'x'.repeat(100)}`);
    const postgres = await startEmbeddedPostgres({ dataDir: long });
    assert.match(postgres.databaseUrl, /@127\.0\.0\.1:\d+\/tollgate$/);
    assert.equal(await query(postgres.databaseUrl, 'select 1 as answer'), '1');
    await postgres.stop();
  });

  test('a folder of another major version is named and left alone', async () => {
    const old = join(dataDir, 'postgres', 'PG_VERSION');
    writeFileSync(old, '16\n');
    await assert.rejects(startEmbeddedPostgres({ dataDir }), /was made by PostgreSQL 16 .* brings 18/);
    writeFileSync(old, '18\n');
  });

  test('a folder that cannot be made is named', async () => {
    await assert.rejects(startEmbeddedPostgres({ dataDir: '/dev/null/tollgate' }), /set TOLLGATE_DATA_DIR/);
  });

  test('something else in the place of the database is named and left alone', async () => {
    const strange = join(scratch, 'strange');
    mkdirSync(join(strange, 'postgres'), { recursive: true });
    writeFileSync(join(strange, 'postgres', 'mine'), 'kept');
    for (const missing of ['PG_VERSION', 'tollgate.password']) {
      await assert.rejects(startEmbeddedPostgres({ dataDir: strange }), (error: unknown) => {
        assert.ok(error instanceof EmbeddedPostgresError);
        assert.match(
          error.message,
          new RegExp(`strange/postgres is no database that Tollgate made, or a damaged one .*${missing}`),
        );
        return true;
      });
      writeFileSync(join(strange, 'postgres', missing), '18');
    }
    assert.equal(readFileSync(join(strange, 'postgres', 'mine'), 'utf8'), 'kept');
    assert.equal(existsSync(join(strange, 'owner.lock')), false);
  });
});
