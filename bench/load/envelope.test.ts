import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../src/base/secret.ts';
import { createTransit } from '../../src/vault/transit.ts';
import { createSealer } from './envelope.ts';

test('the vault opens what the bench seals, and not under another use', async () => {
  const transit = createTransit({ ikm: new Secret(Buffer.alloc(32, 7)) });
  const { keyId, raw } = transit.publicKey;
  const sealed = createSealer(raw)(
    { pan: '4444555511113333', expiry: '12/40', cvc: '123', cardholderName: 'Ada Lovelace' },
    'token.0',
  );
  const opened = await transit.open({ keyId, sealed, aad: 'token.0' });
  assert.ok(opened !== 'unreadable');
  assert.equal(opened.pan.reveal(), '4444555511113333');
  assert.equal(await transit.open({ keyId, sealed, aad: 'token.1' }), 'unreadable');
});
