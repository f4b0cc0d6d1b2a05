import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { withClient } from './postgres.ts';

/** A real PgBouncer before one database. */
export type Pooler = { readonly url: string; readonly isOld: boolean; readonly stop: () => Promise<void> };

export type PoolMode = 'transaction' | 'session';

const PROGRAMS = [process.env['TOLLGATE_PGBOUNCER'] ?? '', '/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', 'pgbouncer'];

/** Throws where there is no PgBouncer: what was not run was not shown. `npm test` installs it beside Chromium. */
const findProgram = (): { readonly program: string; readonly version: readonly [number, number] } => {
  for (const program of PROGRAMS.filter((one) => one !== '')) {
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    const version = /PgBouncer (\d+)\.(\d+)/.exec(stdout);
    if (status === 0 && version !== null) return { program, version: [Number(version[1]), Number(version[2])] };
  }
  throw new Error(
    'PgBouncer is not installed, so these tests could not run: `apt-get install pgbouncer`, or set ' +
      'TOLLGATE_PGBOUNCER to its program.',
  );
};

export const startPooler = async (databaseUrl: string, poolMode: PoolMode): Promise<Pooler> => {
  const { program, version } = findProgram();
  const behind = new Client({ connectionString: databaseUrl });
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-pgbouncer-'));
  const port = await freePort();
  const ini = join(folder, 'pgbouncer.ini');
  writeFileSync(
    ini,
    `[databases]
* = host=${behind.host} port=${behind.port} user=${behind.user ?? ''} password=${behind.password ?? ''}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${poolMode}
default_pool_size = 4
`,
    { mode: 0o600 },
  );
  // Like PostgreSQL it does not run as root.
  const asSomebody = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'] : [];
  const [first, ...words] = [...asSomebody, program, '-q', ini];
  const child = spawn(first ?? program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const url = new URL(`postgres://${behind.user ?? ''}:any@127.0.0.1:${port}/${behind.database ?? ''}`).href;
  await untilAnswering(url, () => child.exitCode !== null);
  return {
    url,
    isOld: version[0] === 1 && version[1] < 21,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const untilAnswering = async (url: string, hasEnded: () => boolean): Promise<void> => {
  for (const giveUpAtMs = performance.now() + 30_000; performance.now() < giveUpAtMs && !hasEnded();) {
    const isThere = await withClient(url, (client) => client.query('select 1')).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('PgBouncer did not start; its lines are above.');
};
