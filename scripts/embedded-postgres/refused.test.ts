import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** For programs that a test writes. */
const MODULE = JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href);

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const hasNamespaces = isRoot && spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0;

type Limit = 'max_mnt_namespaces' | 'max_user_namespaces';
type Told = { readonly lines: readonly string[]; readonly answer?: string; readonly failure?: string };

const STARTED = `
  const { startEmbeddedPostgres } = await import(${MODULE});
  const { default: { Client } } = await import('pg');
  const lines = [];
  const tell = (told) => console.log(JSON.stringify({ lines, ...told }));
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: process.argv[1], onProgress: (line) => lines.push(line) });
    const client = new Client({ connectionString: postgres.databaseUrl });
    await client.connect();
    await client.query('create table if not exists starts (at timestamptz not null)');
    await client.query('insert into starts values (now())');
    const { rows } = await client.query('select count(*)::text as answer from starts');
    await client.end();
    await postgres.stop();
    tell(rows[0]);
  } catch (failure) {
    tell({ failure: failure.message });
  }`;

/** Root is still root in it, and what is counted here may not be made: as in a container, or on a hardened kernel. */
const LIMITED = `
  echo unshared; read -r mapped
  exec /bin/sh -c 'set -e; for limit in $1; do echo 0 >/proc/sys/user/$limit; done; shift; exec "$@"' limited "$@"`;

/** Starts PostgreSQL on the folder, counts the starts that its database remembers, and stops it. */
const startWithout = async (limits: readonly Limit[], dataDir: string): Promise<Told> => {
  const program = [process.execPath, '--input-type=module', '-e', STARTED, dataDir];
  const child = spawn('unshare', ['--user', '--', '/bin/sh', '-c', LIMITED, 'limited', limits.join(' '), ...program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child.stdout, 'data');
  for (const map of ['uid_map', 'gid_map']) writeFileSync(`/proc/${String(child.pid)}/${map}`, sameIds(map));
  child.stdin.end('mapped\n');
  await once(child, 'close');
  const answer = said.split('\n').find((line) => line.startsWith('{'));
  assert.ok(answer !== undefined, said);
  return JSON.parse(answer) as Told;
};

/** The folder of the data is a mount with flags of its own, as an administrator may have made it. */
const MOUNTED = `mount -t tmpfs -o size=600m,noatime,nosuid,nodev,noexec tmpfs "$1"; shift; exec "$@"`;

const startOnMount = (folder: string): Told => {
  const program = [process.execPath, '--input-type=module', '-e', STARTED, join(folder, 'data')];
  const { stdout } = spawnSync('unshare', ['--mount', '/bin/sh', '-e', '-c', MOUNTED, 'mounted', folder, ...program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout) as Told;
};

const sameIds = (map: string): string =>
  readFileSync(`/proc/self/${map}`, 'utf8').replaceAll(/^\s*(\d+)\s+\d+\s+(\d+)$/gm, '$1 $1 $2');

/** Whether a user without a name may pass through all of these folders. */
const isOpen = (path: string): boolean =>
  dirname(path) === path || ((statSync(path).mode & 0o001) !== 0 && isOpen(dirname(path)));

const skip = !hasNamespaces && 'for root on a Linux that has namespaces which can be forbidden';

describe('root starts PostgreSQL where the machine forbids to confine it', { skip }, () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tollgate-refused-')));
  chmodSync(scratch, 0o711);
  const open = join(scratch, 'open');
  const closed = join(scratch, 'closed', 'data');
  mkdirSync(dirname(closed), { mode: 0o700 });
  after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });
  const checkout = fileURLToPath(new URL('.', import.meta.url));
  const needsOpen = !isOpen(checkout) && 'the checkout is in a folder that only root may enter';

  test('without mount namespaces it runs as nobody, and says nothing', { skip: needsOpen }, async () => {
    const told = await startWithout(['max_mnt_namespaces'], open);
    assert.deepEqual(told, { lines: ['making a new database'], answer: '1' });
    assert.equal(statSync(join(open, 'postgres')).uid, 65_534);
  });

  test('without any namespaces it does the same', { skip: needsOpen }, async () => {
    const told = await startWithout(['max_mnt_namespaces', 'max_user_namespaces'], open);
    assert.deepEqual(told, { lines: [], answer: '2' });
  });

  test('the same folder is used confined as soon as the machine allows it', { skip: needsOpen }, async () => {
    assert.deepEqual(await startWithout([], open), { lines: [], answer: '3' });
    assert.equal(statSync(join(open, 'postgres')).uid, 0);
  });

  test('in a folder that only root may enter it starts too, and warns in one sentence', async () => {
    const told = await startWithout(['max_mnt_namespaces'], closed);
    assert.equal(told.answer, '1', told.failure);
    const [warning = '', making] = told.lines;
    assert.match(warning, /^WARNING: .* a superuser of its database can read files of root: start Tollgate as/);
    assert.equal(making, 'making a new database');
  });

  test('where that is forbidden, too, the sentence says what to do', async () => {
    const told = await startWithout(['max_mnt_namespaces', 'max_user_namespaces'], closed);
    assert.match(told.failure ?? '', /forbids user namespaces, .* start Tollgate as an ordinary user, or set DATABASE/);
    assert.deepEqual(await startWithout([], closed), { lines: [], answer: '2' });
  });

  test('on a disk from which nothing may be run it is confined like anywhere else', () => {
    // Where nobody else may enter there are two ways: confined, or with the warning.
    const disk = join(dirname(closed), 'disk');
    mkdirSync(disk);
    assert.deepEqual(startOnMount(disk), { lines: ['making a new database'], answer: '1' });
  });
});
