/**
 * SIGTERM: what is under way is finished, the process ends by itself, and what waits for the next start is not lost.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { beginChallenge } from '../support/authentication.ts';
import { getPage, submitCard } from '../support/customer.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { aCard } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: MortalWorld;
let acme: TestMerchant;

before(async () => {
  world = await createMortalWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const isClosed = () =>
  fetch(`${world.url}/healthz`).then(
    () => false,
    () => true,
  );

test('a payment in flight is answered, then the gateway ends with 0', async () => {
  await world.acquirer.setFault({ kind: 'lateAnswer', match: { order: 'polite' }, count: 1, ms: 7_000 });
  const session = await acme.shop.createSession({ merchantReferenceId: 'polite' });
  const page = await getPage(session.paymentUrl);
  const paying = submitCard(page, aCard);
  await waitFor(
    'the bank has it',
    async () => (await world.acquirer.journal({ order: 'polite', event: 'approved' })).length === 1,
  );
  const stopped = world.stop();
  await waitFor('no new connection is taken', isClosed);
  await world.acquirer.clearFaults();
  const { status, headers } = await paying;
  const code = await stopped;
  assert.equal(code, 0);
  assert.equal(status, 200);
  assert.match(String(headers.get('refresh')), /status=completed/);
  const rows = await world.sql(`select state from sessions where merchant_reference_id = 'polite'`);
  assert.deepEqual(rows, [{ state: 'completed' }]);
  await world.start();
});

test('while it stops, it takes no connection, and says on those it has that it is not ready', async () => {
  await world.acquirer.setFault({ kind: 'lateAnswer', match: { order: 'stopping' }, count: 1, ms: 7_000 });
  const page = await getPage((await acme.shop.createSession({ merchantReferenceId: 'stopping' })).paymentUrl);
  const paying = submitCard(page, aCard);
  await waitFor(
    'the bank has it',
    async () => (await world.acquirer.journal({ order: 'stopping', event: 'approved' })).length === 1,
  );
  const { port } = new URL(world.url);
  // A balancer's question of which the end has not come: its connection is in use, so it is not closed.
  const line = connect(Number(port), '127.0.0.1');
  const heard: string[] = [];
  line.setEncoding('utf8').on('data', (text: string) => heard.push(text));
  line.write('GET /readyz HTTP/1.1\r\nHost: gateway\r\n');
  await once(line, 'connect');
  // Sent after it on the same machine, and answered: the gateway has the beginning of the question, too.
  assert.equal((await fetch(`${world.url}/healthz`)).status, 200);
  const stopped = world.stop();
  await waitFor('no new connection is taken', isClosed);
  line.write('\r\n');
  await once(line, 'close');
  await world.acquirer.clearFaults();
  assert.match(heard.join(''), /^HTTP\/1\.1 503 /);
  assert.match(heard.join(''), /"checks":\{"database":"ok","shutdown":"stopping"\}/);
  assert.equal((await paying).status, 200);
  assert.equal(await stopped, 0);
  await world.start();
});

test('a page that follows a payment at the bank is answered as things stand, and the end does not wait for it', async () => {
  const { session } = await beginChallenge(acme, '5555555555555599');
  const following = fetch(`${session.paymentUrl}/status?wait`);
  // Sent after it on the same machine, and answered: the gateway has the other one, too.
  assert.equal((await fetch(`${session.paymentUrl}/status`)).status, 200);
  assert.equal(await world.stop(), 0);
  const answer = (await (await following).json()) as { readonly state: string; readonly authentication: string };
  assert.deepEqual([answer.state, answer.authentication], ['paying', 'challenging']);
  await world.start();
});

test('an endpoint that was down hears everything after it is back, in order, over a restart', async () => {
  acme.sink.behave('down');
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const session = await acme.shop.createSession();
    ids.push(session.id);
    await submitCard(await getPage(session.paymentUrl), aCard);
  }
  assert.equal(await world.stop(), 0);
  await world.start();
  acme.sink.behave(500);
  const late = await acme.shop.createSession();
  acme.sink.behave(200);
  for (const id of [...ids, late.id]) {
    await acme.sink.waitFor(
      ({ event }) =>
        event.type === (id === late.id ? 'session.created' : 'session.completed') && event.data.object['id'] === id,
      60_000,
    );
  }
  for (const id of ids) {
    const sequences = acme.sink.received
      .map(({ event }) => event)
      .filter(({ data: { object } }) => object['id'] === id || object['session'] === id)
      .map(({ sequence }) => sequence);
    assert.deepEqual([...new Set(sequences)], [1, 2, 3, 4, 5]);
  }
});
