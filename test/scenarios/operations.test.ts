/** What an operator sees: is it alive, is it ready, what does it count, and how it takes a database that goes away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGateway, type Gateway } from '../../src/app.ts';
import { payByForm, getPage, submitCard } from '../support/customer.ts';
import { configOf, createWorld, freePort, type TestMerchant, type World } from '../support/gateway.ts';
import { openDatabaseLine, type LineProxy } from '../support/line-proxy.ts';
import { aCard, aSession, createShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let acme: TestMerchant;
/** A second gateway whose line to the database can be cut. */
let line: LineProxy;
let fragile: Gateway;
let fragileUrl: string;
let shop: Shop;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
  const { url: databaseUrl, ...databaseLine } = await openDatabaseLine(world.database.url);
  line = databaseLine;
  const port = await freePort();
  fragile = await startGateway(
    configOf({ databaseUrl, acquirerUrl: world.acquirer.url, threeDsUrl: world.threeDs.url, port }),
  );
  fragileUrl = `http://127.0.0.1:${port}`;
  shop = createShop({ gatewayUrl: fragileUrl, apiKey: acme.apiKey });
});
after(async () => {
  await fragile.stop();
  await line.close();
  await world.close();
});

const look = async (path: string, url = world.gatewayUrl) => {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

test('alive and ready', async () => {
  assert.deepEqual(JSON.parse((await look('/healthz')).text), { status: 'ok' });
  const ready = await look('/readyz');
  assert.equal(ready.status, 200);
  const { details, ...answer } = JSON.parse(ready.text) as { details: { webhooks: Record<string, unknown> } };
  assert.deepEqual(answer, { status: 'ok', checks: { database: 'ok', shutdown: 'ok' } });
  assert.deepEqual(Object.keys(details.webhooks), ['taking', 'failing']);
  assert.equal(ready.headers.get('cache-control'), 'no-store');
});

test('a 503 says what is known: the line was cut behind the commit, and the repeat with the key finds what was done', async () => {
  await shop.createSession();
  const sent = { body: { ...aSession, merchantReferenceId: 'cut' }, headers: { 'Idempotency-Key': 'cut-try-1' } };
  line.loseAnswers();
  const cut = await shop.call('POST', '/sessions', sent);
  assert.equal(cut.status, 503, cut.text);
  assert.doesNotMatch(cut.text, /nothing was changed/i);
  assert.match(String(cut.body['detail']), /not known whether .* same Idempotency-Key/);
  const made = await world.sql(`select id from sessions where merchant_reference_id = 'cut'`);
  assert.equal(made.length, 1, 'the test has not cut behind the commit');
  await line.cut();
  await line.mend();
  const again = await waitFor('the database is back', async () => {
    const answer = await shop.call('POST', '/sessions', sent);
    return answer.status !== 503 && answer;
  });
  assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true'], again.text);
  assert.equal((await world.sql(`select id from sessions where merchant_reference_id = 'cut'`)).length, 1);
});

test('with a token in front: load balancers hear yes or no, the rest is for whoever shows it', async () => {
  const port = await freePort();
  const token = 'operators-token-of-thirty-two-letters';
  const closed = await startGateway(
    configOf({
      databaseUrl: world.database.url,
      acquirerUrl: world.acquirer.url,
      threeDsUrl: world.threeDs.url,
      port,
      environment: { TOLLGATE_METRICS_TOKEN: token },
    }),
  );
  const ask = async (path: string, authorization?: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...(authorization !== undefined && { headers: { authorization } }),
    });
    return { status: response.status, text: await response.text() };
  };
  assert.deepEqual(JSON.parse((await ask('/readyz')).text), { status: 'ok' });
  assert.match((await ask('/readyz', `Bearer ${token}`)).text, /"database":"ok"/);
  for (const wrong of [undefined, 'Bearer ', `Bearer ${token}x`, `Basic ${token}`, token])
    assert.equal((await ask('/metrics', wrong)).status, 401, wrong);
  const metrics = await ask('/metrics', `Bearer ${token}`);
  assert.deepEqual([metrics.status, /process_resident_memory_bytes/.test(metrics.text)], [200, true]);
  assert.equal((await ask('/healthz')).status, 200);
  await closed.stop();
});

test('counted: requests by route, calls to the acquirer, deliveries, jobs, payments in flight; never an id', async () => {
  const session = await acme.shop.createSession();
  await payByForm(session.paymentUrl, aCard);
  await acme.sink.waitFor(({ event }) => event.type === 'session.completed');
  await acme.shop.call('GET', '/sessions/ps_nothing');
  const { text, headers } = await look('/metrics');
  assert.match(String(headers.get('content-type')), /^text\/plain/);
  for (const line of [
    /tollgate_http_request_duration_seconds_count\{method="POST",route="\/api2\/sessions",status="200"\} [1-9]/,
    /tollgate_http_request_duration_seconds_count\{method="GET",route="\/api2\/sessions\/:id",status="404"\} [1-9]/,
    /tollgate_http_request_duration_seconds_count\{method="POST",route="\/pay\/:token",status="200"\} [1-9]/,
    /tollgate_acquirer_call_duration_seconds_count\{operation="authorize",outcome="approved"\} [1-9]/,
    /tollgate_threeds_call_duration_seconds_count\{question="preq",outcome="PRes"\} [1-9]/,
    /tollgate_webhook_attempt_duration_seconds_count\{outcome="delivered"\} [1-9]/,
    /tollgate_job_items_total\{job="expire-sessions"\} \d/,
    /tollgate_payments_in_flight 0/,
    /tollgate_webhooks_pending\{endpoint="taking"\} \d/,
    /tollgate_webhooks_oldest_pending_seconds\{endpoint="failing"\} \d/,
    /tollgate_clock_skew_seconds -?\d/,
    /process_resident_memory_bytes \d/,
  ])
    assert.match(text, line);
  assert.doesNotMatch(text, /ps_|py_|[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('the database goes away: not ready, 503 that says when to come back, and everything works when it is back', async () => {
  const page = await getPage((await shop.createSession()).paymentUrl.replace(/^.*\/pay\//, `${fragileUrl}/pay/`));
  await line.cut();
  const down = await look('/readyz', fragileUrl);
  assert.equal(down.status, 503);
  const { details: _, ...said } = JSON.parse(down.text) as { readonly details: object };
  assert.deepEqual(said, { status: 'not ready', checks: { database: 'does not answer', shutdown: 'ok' } });
  assert.equal((await look('/healthz', fragileUrl)).status, 200);
  for (const call of [
    () => shop.call('POST', '/sessions', { body: aSession }),
    () => shop.call('GET', '/sessions'),
    () => shop.call('POST', '/sessions', { body: aSession, headers: { 'Idempotency-Key': 'down' } }),
  ]) {
    const { status, body, headers } = await call();
    assert.equal(status, 503, JSON.stringify(body));
    assert.equal(body['code'], 'unavailable');
    assert.ok(Number(headers.get('retry-after')) >= 1);
  }
  const paying = await submitCard(page, aCard);
  assert.ok(paying.status >= 500);
  assert.doesNotMatch(paying.html, /ECONNREFUSED|postgres|at .*\.ts:/);
  await line.mend();
  await waitFor('ready again', async () => (await look('/readyz', fragileUrl)).status === 200);
  const { status } = await shop.call('POST', '/sessions', { body: aSession, headers: { 'Idempotency-Key': 'down' } });
  assert.equal(status, 200);
  const { left } = await payByForm(page.url, aCard);
  assert.match(String(left), /status=completed/);
});

test('a database that only reads: not ready, reads answered, writes 503 that says when to come back, until it writes again', async () => {
  const name = new URL(world.database.url).pathname.slice(1);
  const renew = (isReadOnly: boolean) =>
    world.sql(`alter database ${name} set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`);
  // The connections that are open already do not notice: a failover ends them, and so does this.
  const cut = () =>
    world.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    );
  await renew(true);
  await cut();
  const notReady = await waitFor('not ready', async () => {
    const seen = await look('/readyz');
    return seen.status === 503 && seen.text.includes('read-only') ? seen : undefined;
  });
  assert.match(notReady.text, /"database":"the database is read-only"/);
  const written = await shop.call('POST', '/sessions', { body: aSession });
  assert.equal(written.status, 503, JSON.stringify(written.body));
  assert.equal(written.body['code'], 'unavailable');
  assert.ok(Number(written.headers.get('retry-after')) >= 1);
  assert.equal((await shop.call('GET', '/sessions')).status, 200);
  await runSql(
    world.database.url,
    `begin read write; alter database ${name} reset default_transaction_read_only; commit`,
  );
  // No connection is ended here: whoever was refused a write has given up its own.
  await waitFor('ready again', async () => (await look('/readyz')).status === 200);
  await waitFor('written again', async () => (await shop.call('POST', '/sessions', { body: aSession })).status === 200);
});

test('the database goes away between the bank’s approval and the commit: one approval, completed', async () => {
  await world.acquirer.setFault({ kind: 'lateAnswer', match: { order: 'cut' }, count: 1, ms: 6_000 });
  const session = await shop.createSession({ merchantReferenceId: 'cut' });
  const page = await getPage(session.paymentUrl.replace(/^.*\/pay\//, `${fragileUrl}/pay/`));
  const paying = submitCard(page, aCard);
  await waitFor(
    'the bank has it',
    async () => (await world.acquirer.journal({ order: 'cut', event: 'approved' })).length === 1,
  );
  await line.cut();
  await paying;
  await waitFor(
    'the other gateway finds out',
    async () => (await acme.shop.session(session.id)).status === 'completed',
  );
  await line.mend();
  assert.equal((await world.acquirer.unreversedApprovals({ order: 'cut' })).length, 1);
});

test('the acquirer cannot be reached: nothing was asked, and the customer may try again', async () => {
  const { id, paymentUrl } = await acme.shop.createSession({ merchantReferenceId: 'unreachable' });
  await world.acquirer.setFault({ kind: 'refuseConnections', ms: 6_000 });
  // The answer to the wish leaves before the line goes down.
  await waitFor('the line is down', () =>
    fetch(`${world.acquirer.url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  const { left, page } = await payByForm(paymentUrl, aCard);
  assert.equal(left, undefined);
  assert.match(page.html, /role="alert"/);
  assert.equal((await acme.shop.session(id)).status, 'open');
  await world.acquirer.untilUp();
  const again = await payByForm(paymentUrl, aCard);
  assert.match(String(again.left), /status=completed/);
  assert.equal((await world.acquirer.unreversedApprovals({ order: 'unreachable' })).length, 1);
});
