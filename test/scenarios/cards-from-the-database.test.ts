/**
 * A thief has the database and nothing else. He knows of each card what stands beside it (the first eight and the last
 * four digits, the expiry), what a request looks like, and this program; and he has a machine that tries all that is
 * left.
 */
import assert from 'node:assert/strict';
import { createHash, createHmac, hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { often } from '../support/length.ts';
import { withCheckDigit } from '../support/pans.ts';
import { dumpRows } from '../support/rows.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const bodyOf = (pan: string, cvc: string, order: string) => ({
  amount: 4_200,
  currency: 'EUR',
  merchantReferenceId: order,
  paymentMethod: { card: { number: pan, expiryMonth: 12, expiryYear: 2039, cvc } },
});

/** What a digest may be made of, as programs like ours have made them. */
const messagesOf = (pan: string, cvc: string, order: string, merchantId: string): readonly string[] => {
  const body = JSON.stringify(bodyOf(pan, cvc, order));
  return [
    body,
    `POST /api2/payments 2023-11-15\n${body}`,
    `${pan}${cvc}`,
    `${pan}|12|2039|${cvc}`,
    `${merchantId}/${pan}/${cvc}`,
  ];
};

/**
 * Everything in the dump that may be a digest, or a key: bytes of such lengths, in hex or in base64, also behind a byte
 * or two of a header.
 */
const digestsIn = (dump: string): ReadonlySet<string> => {
  const values = [
    ...[...dump.matchAll(/[0-9a-f]{32,}/g)].map(([hex]) => Buffer.from(hex, 'hex')),
    ...[...dump.matchAll(/[A-Za-z0-9+/_-]{22,}/g)].map(([text]) => Buffer.from(text, 'base64')),
  ];
  return new Set(
    values.flatMap((bytes) =>
      [0, 1, 2, 12, 28]
        .flatMap((from) => [16, 20, 32, 48, 64].map((length) => bytes.subarray(from, from + length)))
        .filter((part) => part.length >= 16)
        .map((part) => part.toString('hex')),
    ),
  );
};

const LENGTHS = [16, 20, 32] as const;

type Known = { readonly pan: string; readonly order: string; readonly merchantId: string };

/**
 * Numbers that begin and end like this one and have a right check digit: the hundred around it, or all thousand, by
 * which the attack takes longer and finds no more.
 */
const candidatesFor = ({ pan }: Known): readonly string[] => {
  const count = often({ usually: 1_000, long: 10_000 });
  const first = Number(pan.slice(8, 12)) - (Number(pan.slice(8, 12)) % count);
  return Array.from(
    { length: count },
    (_, n) => `${pan.slice(0, 8)}${String(first + n).padStart(4, '0')}${pan.slice(-4)}`,
  ).filter((candidate) => withCheckDigit(candidate.slice(0, -1)) === candidate);
};

/** Ten codes with each number, the right one among them; a thief has the patience for all thousand. */
const CODES = Array.from({ length: often({ usually: 10, long: 1_000 }) }, (_, n) =>
  String((840 + n) % 1_000).padStart(3, '0'),
);

/** All that is not known is tried. Gives what was found. */
const attack = (dump: string, known: Known): string | undefined => {
  const digests = digestsIn(dump);
  const keys = [...digests].filter((hex) => hex.length === 64).map((hex) => Buffer.from(hex, 'hex'));
  const isThere = (digest: string): boolean => LENGTHS.some((length) => digests.has(digest.slice(0, length * 2)));
  const tryNumber = (pan: string): string | undefined => {
    const messages = [pan, `${known.merchantId}/${pan}`, `${known.merchantId}${pan}`, JSON.stringify(pan)];
    if (messages.some((message) => ALGORITHMS.some((name) => isThere(createHash(name).update(message).digest('hex')))))
      return 'the number';
    // A key that lies beside what it keeps is no key.
    const byKey = keys.some((key) =>
      isThere(
        createHmac('sha256', key)
          .update(messages[1] ?? '')
          .digest('hex'),
      ),
    );
    if (byKey) return 'the number, by a key in the dump';
    const byCode = CODES.some((code) =>
      messagesOf(pan, code, known.order, known.merchantId).some((message) => isThere(hash('sha256', message, 'hex'))),
    );
    return byCode ? 'number and code' : undefined;
  };
  return candidatesFor(known)
    .map(tryNumber)
    .find((found) => found !== undefined);
};

const ALGORITHMS = ['sha256', 'sha1', 'md5', 'sha512'];

test('from a dump of the database no card can be computed, neither its number nor its code', async () => {
  const known = { pan: withCheckDigit('453201731846290'), order: 'dumped', merchantId: acme.merchantId };
  const answer = await acme.shop.call('POST', '/payments', {
    body: bodyOf(known.pan, '847', known.order),
    headers: { 'Idempotency-Key': 'dumped' },
  });
  assert.equal(answer.status, 200, answer.text);
  const stored = await acme.shop.call('POST', '/payments', {
    body: {
      ...bodyOf(known.pan, '847', 'kept'),
      merchantCustomerId: 'customer-1042',
      setupFutureUsage: { category: 'unscheduled' },
    },
    headers: { 'Idempotency-Key': 'kept' },
  });
  assert.equal(stored.status, 200, stored.text);
  const [merchant] = await world.sql<{ merchant_id: string }>(
    'select merchant_id from merchants where suspended_at is null',
  );
  const facts = { ...known, merchantId: merchant?.merchant_id ?? '' };
  const dump = await dumpRows(world.database.url);
  assert.match(dump, /dumped/, 'the key is not in the dump, so the attack proves nothing');
  assert.equal(attack(dump, facts), undefined);
  // The same attack on what a gateway used to write finds the card, so its silence above says something.
  const [, asWritten = ''] = messagesOf(known.pan, '847', known.order, facts.merchantId);
  assert.equal(attack(`${dump} \\x${hash('sha256', asWritten, 'hex')}`, facts), 'number and code');
  const fingerprint = createHmac('sha256', Buffer.alloc(32, 7))
    .update(`${facts.merchantId}/${known.pan}`)
    .digest('hex');
  assert.equal(
    attack(`${dump} \\x${'07'.repeat(32)} \\x${fingerprint}`, facts)?.startsWith('the number'),
    true,
    'a key in the dump is not tried',
  );
});

test('what an older version wrote is useless to the thief once migration 0008 has run', async () => {
  const [merchant] = await world.sql<{ merchant_id: string }>(
    'select merchant_id from merchants where suspended_at is null',
  );
  const known = { pan: withCheckDigit('453201731846291'), order: 'older', merchantId: merchant?.merchant_id ?? '' };
  const answer = await acme.shop.call('POST', '/payments', {
    body: bodyOf(known.pan, '847', known.order),
    headers: { 'Idempotency-Key': 'older' },
  });
  assert.equal(answer.status, 200, answer.text);
  const [, asWritten = ''] = messagesOf(known.pan, '847', known.order, known.merchantId);
  const plain = hash('sha256', asWritten, 'hex');
  await world.sql(`update idempotency_keys set request_hash = '\\x${plain}' where key = 'older'`);
  assert.equal(attack(await dumpRows(world.database.url), known), 'number and code');
  const migration = await readFile(new URL('../../migrations/0008-keyed-request-hashes.sql', import.meta.url), 'utf8');
  const [overwrite = ''] = /^update idempotency_keys[^;]+;/m.exec(migration) ?? [];
  await world.sql(overwrite);
  assert.equal(attack(await dumpRows(world.database.url), known), undefined);
});
