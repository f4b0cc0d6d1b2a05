import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createAdmin } from '../../src/admin.ts';
import { startGateway, type Gateway } from '../../src/app.ts';
import { readSuperuserPassword, SUPERUSER } from '../../scripts/embedded-postgres/cluster.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/embedded-postgres/embedded-postgres.ts';
import { migrate } from '../../src/db/migrate.ts';
import { configOf } from '../support/gateway.ts';
import { freePort } from '../support/free-port.ts';
import { runSql } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Two real PostgreSQL servers, a primary and its streaming standby, and a gateway whose DATABASE_URL names both: the
 * primary goes, the standby is promoted.
 */

let folder: string;
let primary: EmbeddedPostgres;
let standby: EmbeddedPostgres;
let gateway: Gateway;
/** What to end, the last first, however far the beginning came. */
const ends: (() => Promise<unknown>)[] = [];
let apiKey: string;

const asSuperuser = (postgres: EmbeddedPostgres, dataDir: string): string => {
  const url = new URL(postgres.databaseUrl);
  url.username = SUPERUSER;
  url.password = readSuperuserPassword(join(dataDir, 'postgres'));
  url.pathname = '/postgres';
  return url.href;
};

/** The copy of a server that was stopped in order is a standby once it is told whom to follow. */
const makeStandby = async (from: string, to: string): Promise<EmbeddedPostgres> => {
  cpSync(join(from, 'postgres'), join(to, 'postgres'), { recursive: true });
  // Copying leaves the folder open to others, and then PostgreSQL does not start.
  chmodSync(join(to, 'postgres'), 0o700);
  primary = await startEmbeddedPostgres({ dataDir: from, tcp: true, durable: false });
  ends.push(primary.stop);
  const { port, username, password } = new URL(asSuperuser(primary, from));
  writeFileSync(join(to, 'postgres', 'standby.signal'), '');
  appendFileSync(
    join(to, 'postgres', 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${port} user=${username} password=${password}'\n`,
  );
  return startEmbeddedPostgres({ dataDir: to, tcp: true, durable: false });
};

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-failover-'));
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const first = await startEmbeddedPostgres({ dataDir: one, tcp: true, durable: false });
  await migrate(first.databaseUrl);
  await first.stop();
  standby = await makeStandby(one, two);
  ends.push(standby.stop);
  const servers = new URL(standby.databaseUrl);
  // The standby stands first, so that whoever takes the first server it reaches is found out.
  const databaseUrl = standby.databaseUrl.replace(servers.host, `${servers.host},${new URL(primary.databaseUrl).host}`);
  const config = configOf({
    databaseUrl: `${databaseUrl}?target_session_attrs=read-write`,
    acquirerUrl: 'http://127.0.0.1:9',
    threeDsUrl: 'http://127.0.0.1:9',
    port: await freePort(),
  });
  const admin = createAdmin(config);
  ({ apiKey } = await admin.createMerchant({ name: 'Acme' }));
  await admin.close();
  gateway = await startGateway(config);
  ends.push(gateway.stop);
});
after(async () => {
  for (const end of ends.toReversed()) await end();
  rmSync(folder, { recursive: true });
});

const createSession = (): Promise<Response> =>
  fetch(`${gateway.address}/api2/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Api-Key': apiKey },
    body: JSON.stringify({
      amount: 100,
      currency: 'EUR',
      successUrl: 'https://shop.example/yes',
      failureUrl: 'https://shop.example/no',
    }),
  });

const statusOf = async (answer: Promise<Response>): Promise<number> => {
  const response = await answer;
  await response.arrayBuffer();
  return response.status;
};

test('of two servers the one that takes writes is used, whichever comes first', async () => {
  assert.deepEqual(await runSql(standby.databaseUrl, 'select pg_is_in_recovery() as is_standby'), [
    { is_standby: true },
  ]);
  for (let i = 0; i < 5; i++) assert.equal(await statusOf(createSession()), 200);
});

test('while there is no primary whoever asks is told when to come again, and the gateway is not ready', async () => {
  await primary.stop();
  const answer = await createSession();
  assert.equal(answer.status, 503);
  assert.match(answer.headers.get('Retry-After') ?? '', /^\d+$/);
  assert.match(await answer.text(), /"unavailable"/);
  assert.equal(await statusOf(fetch(`${gateway.address}/readyz`)), 503);
});

test('a standby that was promoted is used, without a restart', async () => {
  await runSql(asSuperuser(standby, join(folder, 'two')), 'select pg_promote()');
  await waitFor('ready on the other server', async () => (await statusOf(fetch(`${gateway.address}/readyz`))) === 200);
  for (let i = 0; i < 5; i++) assert.equal(await statusOf(createSession()), 200);
  const [row] = await runSql<{ sessions: number }>(
    standby.databaseUrl,
    'select count(*)::int as sessions from sessions',
  );
  assert.equal(row?.sessions, 10);
});
