import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeGateway } from '../../test/browser/fake-gateway.ts';
import { createSteps, readForm } from './customer.ts';
import { openLane } from './lane.ts';

test('the page that customers get can be read as its script reads it', async () => {
  const gateway = await createFakeGateway({
    successUrl: 'https://shop.example/thanks',
    failureUrl: 'https://shop.example/cart',
  });
  const session = gateway.start({ attemptsBegun: 2 });
  const { body } = await gateway.app.inject({ method: 'GET', url: session.path });
  const { token, attempt, keyId, key } = readForm(body);
  assert.ok(session.path.endsWith(token) && keyId.length > 0, `${token} ${keyId}`);
  assert.equal(attempt, '2');
  assert.equal(Buffer.from(key, 'base64url').length, 65, 'a point of P-256');
  await gateway.close();
});

test('a customer reads the page off the wire, packed as browsers ask for it', async () => {
  const gateway = await createFakeGateway({
    successUrl: 'https://shop.example/thanks',
    failureUrl: 'https://shop.example/cart',
  });
  const { hostname, port } = new URL(await gateway.listen());
  const target = { host: hostname, port: Number(port) };
  const lane = openLane(target);
  const steps = createSteps({
    kind: 'payment',
    gateway: target,
    sink: target,
    apiKey: 'k',
    sessionBody: '{}',
    card: 'plain',
    customers: 1,
    warmupSeconds: 0,
    seconds: 1,
    ratePerS: undefined,
  });
  const page = await steps.readPage(lane, { id: 'ps_1', path: gateway.start().path });
  assert.ok(readForm(page).token.length > 0);
  lane.close();
  await gateway.close();
});
