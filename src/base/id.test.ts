import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase58, encodeBase58 } from './base58.ts';
import { formatId, idPrefixes, newUuid, newUuids, parseId, type IdKind } from './id.ts';
import { systemRandom } from './random.ts';

const kinds = Object.keys(idPrefixes) as readonly IdKind[];

test('the vector of the reference document', () => {
  assert.equal(
    formatId('session', 'b8dd201e-5da0-4655-bc31-c3470698c172'),
    'ps_2GRSj4LvzJK36nesSKyURHRdbCiztLZowGhHmmuXDe4LdQPk2igBHb',
  );
  assert.equal(
    formatId('paymentMethod', 'b089cf76-cb71-4907-89ee-29811f7a7b6c'),
    'pm_kF6D9zaGUjTGpFRojeb2VibyAX2TGCnikMsNdnp3XHb4opLEn',
  );
  assert.notEqual(parseId('session', 'ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP'), undefined);
});

test('an id goes there and back, has one length, and is of one kind', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(...kinds), fc.constantFrom(...kinds), (uuid, kind, other) => {
      const id = formatId(kind, uuid);
      const letters = kind === 'paymentMethod' ? '{49,50}' : '{54}';
      assert.match(id, new RegExp(`^[a-z]{2}_[1-9A-HJ-NP-Za-km-z]${letters}$`));
      assert.equal(parseId(kind, id), uuid);
      if (other !== kind) assert.equal(parseId(other, id), undefined);
    }),
  );
});

test('ids of payment methods that were given out with the prefix inside are still found', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const before = `pm_${encodeBase58(Buffer.from(`pm:${uuid}`))}`;
      assert.equal(parseId('paymentMethod', before), uuid);
      assert.equal(parseId('payment', before.replace('pm_', 'py_')), undefined);
      assert.equal(parseId('payment', formatId('paymentMethod', uuid).replace('pm_', 'py_')), undefined);
    }),
  );
});

test('whatever else is no id', () => {
  const id = formatId('session', randomUUID());
  for (const text of [
    '',
    'ps_',
    id.slice(0, -1),
    `${id}1`,
    `ps_1${id.slice(3)}`,
    id.toUpperCase(),
    id.replace('ps_', 'py_'),
    `${id}\u0000`,
    ` ${id}`,
    'ps_0OIl',
    `ps_${encodeBase58(Buffer.from('ps:not-a-uuid'))}`,
    `ps_${encodeBase58(Buffer.from(`ps:${randomUUID().toUpperCase()}`))}`,
  ]) {
    assert.equal(parseId('session', text), undefined, text);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
      assert.equal(parseId('session', text), undefined);
    }),
  );
});

test('base58 keeps every byte, leading zeroes too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      assert.deepEqual(decodeBase58(encodeBase58(bytes)), Buffer.from(bytes));
    }),
  );
  for (const [hex, text] of [
    ['', ''],
    ['00', '1'],
    ['000001', '112'],
    ['73696d706c792061206c6f6e6720737472696e67', '2cFupjhnEsSn59qHXstmK2ffpLv2'],
  ] as const) {
    assert.equal(encodeBase58(Buffer.from(hex, 'hex')), text);
  }
  for (const text of ['0', 'O', 'I', 'l', 'é', ' ']) assert.equal(decodeBase58(text), undefined);
});

test('new ids are UUIDv7: they grow with time and never repeat', () => {
  let nowMs = 1_700_000_000_000;
  const deps = {
    clock: { nowMs: () => nowMs, monotonicMs: () => 0, sleep: () => Promise.resolve() },
    random: systemRandom,
  };
  const first = newUuid(deps);
  nowMs += 1;
  const second = newUuid(deps);
  assert.match(first, /^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < second);
  const many = newUuids(deps, 1_000);
  assert.equal(new Set(many).size, 1_000);
  assert.deepEqual(many, [...many].sort());
});
