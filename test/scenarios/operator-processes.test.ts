/** What whoever runs the gateway sees of its processes, its clock and its database, and how much all of them log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGateway } from '../../src/app.ts';
import { deskEnvironment, joinDesk, type DeskBrowser } from '../support/desk.ts';
import { configOf, createWorld, freePort, type World } from '../support/gateway.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let operator: DeskBrowser;

before(async () => {
  const environment = await deskEnvironment();
  world = await createWorld({ ...environment, TOLLGATE_METRICS_TOKEN: 'a-token-of-forty-letters-that-nobody-sees' });
  const { link } = await world.admin.inviteOperator({ email: 'ops@gateway.example' });
  operator = (await joinDesk(environment.url, link)).browser;
});
after(() => world.close());

const placeOf = ({ database, acquirer, threeDs }: World) => ({
  databaseUrl: database.url,
  acquirerUrl: acquirer.url,
  threeDsUrl: threeDs.url,
  environment: { TOLLGATE_ROLES: 'api' },
});

const pageWhen = (path: string, fits: RegExp): Promise<string> =>
  waitFor(`${path} with ${String(fits)}`, async () => {
    const { body } = await operator.get(path);
    return fits.test(body) && body;
  });

test('processes: version, newest migration, roles; their settings without secrets; and that one has stopped', async () => {
  const page = await pageWhen('/operator/processes', />serves</);
  assert.match(page, /<td>\d{4}-[a-z-]+<\/td>\s*<td>api, checkout, jobs, dashboard<\/td>\s*<td>silent<\/td>/);
  const path = /href="(\/operator\/processes\/[0-9a-f-]+)"/.exec(page)?.[1] ?? '';
  const settings = (await operator.get(path)).body;
  assert.match(settings, /TOLLGATE_METRICS_TOKEN<\/code><\/td><td>given, not shown/);
  for (const secret of ['7'.repeat(64), '8'.repeat(64), 'a-token-of-forty']) assert.ok(!settings.includes(secret));
  await world.restart();
  const [stopped, serving] = await waitFor('both', async () => {
    const { body } = await operator.get('/operator/processes');
    const both = ['stopped', 'serves'].map((title) => body.split(`>${title}<`).length - 1);
    return (both[1] ?? 0) > 0 && both;
  });
  assert.deepEqual([stopped, serving], [1, 1]);
  // One that was killed says nothing more.
  await world.sql(`insert into gateway_processes values (gen_random_uuid(), 'cellar', 7, '0.0.9', '0001-begin', '{api}',
    'info', '{}', now() - interval '1 hour', now() - interval '3 minutes')`);
  assert.match((await operator.get('/operator/processes')).body, /cellar \(7\)[\s\S]*not seen for 3 min/);
  assert.match((await operator.get('/operator')).body, /not all are seen/);
  await world.sql(`delete from gateway_processes where host = 'cellar'`);
});

test('how much is logged: changed for all processes for some hours, and back, in the audit log of the operators', async () => {
  const from = '/operator/processes';
  const wrong = await operator.post(`${from}/log-level`, { level: 'error', hours: '99' }, { from });
  assert.equal(wrong.status, 422);
  const other = await startGateway(configOf({ ...placeOf(world), port: await freePort() }));
  const set = await operator.post(`${from}/log-level`, { level: 'error', hours: '2' }, { from });
  assert.equal(set.status, 303);
  assert.match((await operator.get(from)).body, /logs <b>error<\/b>, as ops@gateway\.example wished, until/);
  const levels = () =>
    world.sql<{ log_level: string }>(`select distinct log_level from gateway_processes where ended_at is null`);
  await waitFor('every process logs so', async () => {
    const found = await levels();
    return found.length === 1 && found[0]?.log_level === 'error';
  });
  // Its time is over.
  await world.sql(`update gateway_log_level set until = now()`);
  await waitFor('every process logs as it was started', async () => {
    const found = await levels();
    return found.length === 1 && found[0]?.log_level === 'silent';
  });
  await other.stop();
  const entries = await world.sql<{ after: { level: string | null }; actor_name: string }>(
    `select "after", actor_name from audit_entries where action = 'logLevel.changed'`,
  );
  assert.deepEqual(
    entries.map(({ after: now, actor_name: who }) => [now.level, who]),
    [['error', 'ops@gateway.example']],
  );
});

test('jobs: what ran when and for how long; one that fails says so, and one that no process does is late', async () => {
  const page = await pageWhen('/operator/jobs', /expire-sessions/);
  assert.match(page, /<code>reconcile-unknown<\/code><\/td>\s*<td><span class="state state-good">in order/);
  await world.sql(`insert into gateway_jobs values ('sweep-floors', 60000, gen_random_uuid(),
    now() - interval '1 hour', 12, 3, now() - interval '1 hour', 'Error: no broom')`);
  const late = (await operator.get('/operator/jobs')).body;
  assert.match(late, /sweep-floors<\/code><\/td>\s*<td><span class="state state-bad">late for 5[89] min/);
  assert.match(late, /no broom/);
  assert.match((await operator.get('/operator')).body, /<p>1 late<\/p>/);
  await world.sql(`delete from gateway_jobs where name = 'sweep-floors'`);
  // A job that cannot do its work any more, in the real clock.
  await world.sql('alter table authentications rename to authentications_gone');
  const failed = await pageWhen('/operator/jobs', /check-authentications<\/code><\/td>\s*<td>[^\n]*failed/);
  assert.match(failed, /authentications[^<]* does not exist/);
  await world.sql('alter table authentications_gone rename to authentications');
});

test('the database: size, connections, migrations, what is due and the largest tables', async () => {
  const { body } = await operator.get('/operator/database');
  assert.match(body, /<dt>Size<\/dt><dd>[\d.]+ [KMG]B/);
  assert.match(body, /<dt>Connections<\/dt><dd>\d+ of \d+, [1-9]\d* at work/);
  assert.match(body, /those of this release/);
  assert.match(body, /Webhook deliveries<\/td><td class="number">0</);
  assert.match(body, /<code>audit_entries<\/code>/);
});
