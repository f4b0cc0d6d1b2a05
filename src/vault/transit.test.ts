import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { Secret } from '../base/secret.ts';
import { readCard, readCvc, wrapCardFields } from './card-fields.ts';
import { createTransit, TRANSIT_INFO, type Transit } from './transit.ts';

const FIELDS = { pan: '4111 1111 1111 1111', expiry: '12/30', cvc: '123', cardholderName: 'Ada Lovelace' };
const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

const sealFor = async (
  transit: Transit,
  plaintext: string,
  options: { readonly aad?: string; readonly info?: string } = {},
) => {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await suite.kem.deserializePublicKey(
    new Uint8Array(Buffer.from(transit.publicKey.raw, 'base64url')).buffer,
  );
  const info = bytes(options.info ?? TRANSIT_INFO);
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info },
    bytes(plaintext),
    bytes(options.aad ?? 'session.0'),
  );
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]).toString('base64url');
};

const transit = createTransit({ ikm: new Secret(Buffer.alloc(32, 1)) });
const { keyId } = transit.publicKey;

test('what the page seals, the vault opens', async () => {
  const opened = await transit.open({
    keyId,
    sealed: await sealFor(transit, JSON.stringify(FIELDS).padEnd(512)),
    aad: 'session.0',
  });
  assert.notEqual(opened, 'unreadable');
  if (opened === 'unreadable') return;
  assert.equal(opened.pan.reveal(), FIELDS.pan);
  assert.equal(opened.cvc.reveal(), FIELDS.cvc);
  assert.doesNotMatch(inspect(opened, { depth: 9 }) + JSON.stringify(opened), /4111|Ada/);
});

test('an envelope for another attempt, purpose or key, and no envelope at all, are unreadable', async () => {
  const other = createTransit({ ikm: new Secret(Buffer.alloc(32, 2)) });
  const good = await sealFor(transit, JSON.stringify(FIELDS));
  const changed = Buffer.from(good, 'base64url');
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  const rows: readonly (readonly [why: string, keyId: string, sealed: string, aad: string])[] = [
    ['another attempt', keyId, good, 'session.1'],
    ['another key', other.publicKey.keyId, good, 'session.0'],
    ['another key under our id', keyId, await sealFor(other, JSON.stringify(FIELDS)), 'session.0'],
    ['another purpose', keyId, await sealFor(transit, JSON.stringify(FIELDS), { info: 'other' }), 'session.0'],
    ['a changed byte', keyId, changed.toString('base64url'), 'session.0'],
    ['a point off the curve', keyId, Buffer.alloc(200, 4).toString('base64url'), 'session.0'],
    ['nothing', keyId, '', 'session.0'],
    ['no base64', keyId, '{}', 'session.0'],
    ['too much', keyId, good + 'A'.repeat(4096), 'session.0'],
    ['not JSON', keyId, await sealFor(transit, 'pan=4111'), 'session.0'],
    ['not an object', keyId, await sealFor(transit, '["4111"]'), 'session.0'],
  ];
  for (const [why, id, sealed, aad] of rows)
    assert.equal(await transit.open({ keyId: id, sealed, aad }), 'unreadable', why);
});

test('the same key material gives the same key, and too little of it is refused', async () => {
  const again = createTransit({ ikm: new Secret(Buffer.alloc(32, 1)) });
  assert.deepEqual(again.publicKey, transit.publicKey);
  assert.equal(Buffer.from(again.publicKey.raw, 'base64url').length, 65);
  assert.throws(() => createTransit({ ikm: new Secret(Buffer.alloc(31)) }), /at least 32 bytes/);
});

test('fields become a card and its summary', () => {
  const read = readCard(transit.acceptPlain({ ...FIELDS, pan: '٣٧٨٢ ٨٢٢٤٦٣ ١٠٠٠٥', cvc: '١٢٣٤', more: 1 }), NOW_MS);
  assert.equal(read.kind, 'card');
  if (read.kind !== 'card') return;
  assert.equal(read.card.pan.reveal(), '378282246310005');
  assert.equal(read.card.cvc?.reveal(), '1234');
  assert.deepEqual(read.cardSummary, {
    brand: 'amex',
    bin: '378282',
    last4: '0005',
    expiryMonth: 12,
    expiryYear: 2030,
  });
  const visa = readCard(wrapCardFields(FIELDS), NOW_MS);
  assert.equal(visa.kind === 'card' ? visa.cardSummary.bin : '', '41111111');
});

test('the CVC of a saved card is read by the length that its first digits ask for', async () => {
  const sealed = await sealFor(transit, JSON.stringify({ cvc: ' ٧٣٧ ' }).padEnd(512));
  const opened = await transit.open({ keyId, sealed, aad: 'session.0' });
  assert.notEqual(opened, 'unreadable');
  if (opened === 'unreadable') return;
  const read = readCvc(opened, '41111111');
  assert.equal(read.kind === 'cvc' && read.cvc.reveal(), '737');
  assert.doesNotMatch(inspect(read, { depth: 9 }) + JSON.stringify(read), /737/);
  const rows: readonly (readonly [cvc: string, bin: string, mistake: string | undefined])[] = [
    ['1234', '378282', undefined],
    ['123', '378282', 'invalid4'],
    ['1234', '41111111', 'invalid3'],
    ['12', '55555555', 'invalid3'],
    ['', '41111111', 'required'],
    ['12a', '41111111', 'invalid3'],
    ['123', '99999999', undefined],
    ['1234', '99999999', undefined],
  ];
  for (const [cvc, bin, mistake] of rows) {
    const answer = readCvc(wrapCardFields({ cvc }), bin);
    assert.equal(answer.kind === 'mistakes' ? answer.mistakes.cvc : undefined, mistake, `${cvc} for ${bin}`);
  }
});

test('all mistakes are told at once', () => {
  assert.deepEqual(readCard(wrapCardFields({}), NOW_MS), {
    kind: 'mistakes',
    mistakes: { pan: 'required', expiry: 'required', cvc: 'required', cardholderName: 'required' },
  });
  assert.deepEqual(
    readCard(wrapCardFields({ pan: '4111', expiry: '01/20', cvc: 12, cardholderName: FIELDS.pan }), NOW_MS),
    {
      kind: 'mistakes',
      mistakes: { pan: 'invalid', expiry: 'past', cvc: 'required', cardholderName: 'containsPan' },
    },
  );
});
