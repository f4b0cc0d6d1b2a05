import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeGateway } from '../../test/browser/fake-gateway.ts';
import { readForm } from './customer.ts';

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
