/**
 * Cards with numbers and codes of their own are paid with; then everything that the gateway wrote or sent is searched
 * for them.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import { createPool } from '../../src/db/pool.ts';
import { createVault } from '../../src/vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from '../../src/vault/key-encryption-key.ts';
import { getPage, payByForm, submitCard } from '../support/customer.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import { withCheckDigit } from '../support/pans.ts';
import { dumpRows } from '../support/rows.ts';
import { aCard } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: MortalWorld;
let acme: TestMerchant;

before(async () => {
  world = await createMortalWorld({ TOLLGATE_LOG_LEVEL: 'debug' });
  acme = await world.addMerchant();
});
after(() => world.close());

/** A number of no test card that passes its check digit. */
const panOf = (n: number): string => withCheckDigit(`453201${String(7_351_846 + n * 7_919).padStart(9, '0')}`);

const grouped = (pan: string, separator: string): string => pan.replace(/(\d{4})(?=\d)/g, `$1${separator}`);

/** Every form in which a number may hide in a text. Base64 hides it at three places of a group of three bytes. */
const formsOf = (pan: string): readonly string[] => [
  pan,
  grouped(pan, ' '),
  grouped(pan, '-'),
  grouped(pan, '+'),
  grouped(pan, '%20'),
  Buffer.from(pan).toString('hex'),
  Buffer.from(pan, 'utf16le').toString('hex'),
  Buffer.from(pan, 'utf16le').toString('latin1'),
  ...[0, 1, 2].map((shift) => Buffer.from(pan.slice(shift)).toString('base64').slice(0, 16)),
  [...pan].reverse().join(''),
];

const findAny = (text: string, pans: readonly string[]): string | undefined =>
  pans.flatMap(formsOf).find((form) => text.includes(form));

test('the scanner finds what is planted', () => {
  for (const form of formsOf(panOf(1))) assert.ok(findAny(`xx ${form} yy`, [panOf(0), panOf(1)]), form);
  assert.equal(findAny('453201 and 000735', [panOf(0)]), undefined);
});

test('no number and no code in logs, tables, webhooks or answers', async () => {
  const pans = Array.from({ length: 24 }, (_, n) => panOf(n));
  const answers: string[] = [];
  await Promise.all(
    pans.map(async (pan, n) => {
      const session = await acme.shop.createSession({ merchantReferenceId: `scan-${n % 12}` });
      const card = {
        ...aCard,
        pan: n % 3 === 0 ? grouped(pan, ' ') : pan,
        cvc: '847',
        cardholderName: 'Zelda Quixotic',
      };
      if (n % 4 === 1) answers.push((await payByForm(session.paymentUrl, { ...card, expiry: '13/39' })).page.html);
      if (n % 4 === 2) await world.acquirer.setFault({ kind: 'decline', match: { pan }, count: 1 });
      if (n % 4 === 3) await world.acquirer.setFault({ kind: 'cutAfter', match: { pan }, count: 1 });
      const { page } = await payByForm(session.paymentUrl, card);
      answers.push(page.html, [...page.headers].join());
      const direct = await acme.shop.call('POST', '/payments', {
        body: {
          amount: 100,
          currency: 'EUR',
          paymentMethod: {
            card: {
              number: n % 5 === 0 ? pan.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) : pan,
              expiryMonth: 12,
              expiryYear: 2039,
              cvc: '847',
            },
          },
        },
        headers: { 'Idempotency-Key': `scan-${n}` },
      });
      answers.push(direct.text);
      answers.push((await acme.shop.call('GET', '/events?limit=100')).text);
    }),
  );
  // The same where programs break: a broken body, a wrong address, a form that is no form.
  for (const pan of pans.slice(0, 6)) {
    answers.push(
      (await acme.shop.call('POST', '/payments', { rawBody: `{"paymentMethod":{"card":{"number":"${pan}"` })).text,
    );
    answers.push((await acme.shop.call('GET', `/sessions/${pan}`)).text);
    answers.push((await acme.shop.call('GET', `/sessions?cursor=${pan}&${pan}=1&merchantReferenceId=${pan}`)).text);
    answers.push(
      (await acme.shop.call('POST', '/sessions', { body: { amount: pan, [pan]: pan, metadata: { [pan]: pan } } })).text,
    );
    answers.push(
      await (await fetch(`${world.url}/${pan}?${pan}`, { headers: { 'X-Version': pan, 'X-Api-Key': pan } })).text(),
    );
    answers.push((await getPage(`${world.url}/pay/${pan}`)).html);
    const session = await acme.shop.createSession();
    answers.push(
      (await submitCard({ ...(await getPage(session.paymentUrl)), html: '' }, { pan, cvc: '847', formToken: pan }))
        .html,
    );
  }
  await waitFor(
    'nothing is in flight',
    async () => (await world.sql(`select id from attempts where state = 'sending'`)).length === 0,
  );
  await acme.sink.waitFor(({ event }) => event.type === 'session.completed');
  assert.equal(await world.stop(), 0);

  const log = world.log();
  assert.match(log, /"requestId":"req_|"attemptId":"/, 'the log says nothing, so it proves nothing');
  const webhooks = acme.sink.received.map(({ rawBody, headers }) => rawBody + JSON.stringify(headers)).join('\n');
  const places = { log, tables: await dumpRows(world.database.url), webhooks, answers: answers.join('\n') };
  for (const [place, text] of Object.entries(places)) {
    assert.ok(text.length > 100, `${place} is empty`);
    const found = findAny(text, pans);
    const at = found === undefined ? 0 : text.indexOf(found);
    assert.equal(found, undefined, `a card number in ${place}: ${text.slice(Math.max(0, at - 200), at + 60)}`);
    assert.doesNotMatch(text, /"?cvc"?\s*[:=]\s*"?847|"847"[,}]/, `a CVC in ${place}`);
    assert.equal(text.includes('Quixotic'), false, `a cardholder's name in ${place}`);
  }
});

/** What the vault has sealed: its bytes differ by chance alone, so it is opened to be compared. */
const openSealed = async (): Promise<(row: string) => Promise<string>> => {
  const db = createPool({ databaseUrl: world.database.url, maxConnections: 1, onConnectionError: () => undefined });
  const deps = { db, clock: systemClock, random: systemRandom, log: createLog('silent') };
  const kek = createLocalKeyEncryptionKey(deps, new Secret(Buffer.from('8'.repeat(64), 'hex')));
  const vault = createVault({ ...deps, keyEncryptionKeys: () => Promise.resolve([kek]) });
  after(() => db.close());
  return async (row) => {
    const { sealed, merchant_id, id, key_version, ...others } = JSON.parse(row) as Readonly<Record<string, string>>;
    const address = { merchantId: String(merchant_id), recordId: String(id) };
    const bytes = Buffer.from(String(sealed).slice(2), 'hex');
    const pan = await vault.openCard({ ...address, keyVersion: Number(key_version), sealed: bytes });
    assert.ok(pan !== 'unreadable');
    return JSON.stringify({ ...others, bytes: bytes.length, holds: pan.reveal() });
  };
};

/** The rows of one order by table: whatever a store has of it. */
const wheres = (order: string): Readonly<Record<string, string>> => {
  const payments = `(select p.id from payments p where p.merchant_reference_id = '${order}')`;
  return {
    sessions: `t.merchant_reference_id = '${order}'`,
    payments: `t.merchant_reference_id = '${order}'`,
    attempts: `t.payment_id in ${payments}`,
    authentications: `t.payment_id in ${payments}`,
    vault_cards: `t.id in (select id from attempts where payment_id in ${payments})`,
    payment_methods: `t.created_by_payment in ${payments}`,
    events: `t.object_id in ${payments} or t.subject_id in ${payments}`,
    idempotency_keys: `t.key = '${order}'`,
  };
};

test('while the bank asks, two payments that differ only in the CVC leave the same bytes in every store and the same log', async () => {
  if (world.log() !== '') await world.stop();
  await world.start();
  const opened = await openSealed();
  const order = 'asks';
  const storesAfter = async (cvc: string): Promise<string> => {
    const logBefore = world.log().length;
    const card = { ...aCard, pan: '5555555555555599', cvc };
    const session = await acme.shop.createSession({ merchantReferenceId: order });
    const page = await submitCard(await getPage(session.paymentUrl), card);
    assert.match(
      page.html,
      /name="threeDSSessionData" value="[\w-]{100,}"/,
      'the card does not travel with the customer',
    );
    const direct = await acme.shop.call('POST', '/payments', {
      body: {
        amount: 10_000,
        currency: 'EUR',
        merchantReferenceId: order,
        returnUrl: 'https://shop.example/back',
        paymentMethod: { card: { number: card.pan, expiryMonth: 12, expiryYear: 2039, cvc } },
      },
      headers: { 'Idempotency-Key': order },
    });
    assert.match(direct.text, /ticket=/);
    const rows = await Promise.all(
      Object.entries(wheres(order)).map(async ([table, where]) => {
        const found = await world.sql<{ row: string }>(
          `select to_jsonb(t)::text as row from ${table} t where ${where}`,
        );
        const read = await Promise.all(
          found.map(({ row }) => (table === 'vault_cards' ? opened(row) : Promise.resolve(row))),
        );
        return [table, ...read.map(masked).sort()];
      }),
    );
    const hashes = rows.flat().filter((row) => row.includes('request_hash'));
    assert.ok(
      hashes.length === 1 && /\\\\x02[0-9a-f]{64}/.test(hashes[0] ?? ''),
      'the hash of the request is not among them',
    );
    const log = masked(world.log().slice(logBefore))
      .split('\n')
      .filter((line) => !line.includes('"msg":"a request'))
      .sort();
    // The next run has the same order and the same key, so that nothing but the code is another.
    await world.sql(`delete from idempotency_keys where key = '${order}'`);
    await world.sql(`update sessions set merchant_reference_id = 'before' where merchant_reference_id = '${order}'`);
    await world.sql(`update payments set merchant_reference_id = 'before' where merchant_reference_id = '${order}'`);
    return JSON.stringify([rows, log], undefined, 1);
  };
  // What must differ: ids, times, and what is made of ids. No bytes are left out: hashes and fingerprints are compared
  // as they are.
  const masked = (text: string): string =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)/g, 'TIME')
      .replaceAll(/"creq": "([^"]*)"/g, (_, creq: string) => `"creq": ${creq.length}`)
      .replaceAll(/"(?:durationMs|pid|connectorId)":[\d.]+/g, 'N');
  assert.equal(await storesAfter('123'), await storesAfter('847'));
});

test('two payments that differ only in the CVC leave the same rows', async () => {
  const rowsAfter = async (cvc: string): Promise<string> => {
    const session = await acme.shop.createSession({ merchantReferenceId: 'same' });
    const { left } = await payByForm(session.paymentUrl, { ...aCard, cvc });
    assert.match(String(left), /status=completed/);
    const [row] = await world.sql<{ text: string }>(`
      select (select string_agg(to_jsonb(s)::text, ' ') from sessions s where s.id = p.session_id) || to_jsonb(p)::text
        || (select string_agg(to_jsonb(a)::text, ' ') from attempts a where a.payment_id = p.id)
        || (select string_agg(to_jsonb(e)::text, ' ' order by sequence) from events e
        where e.subject_id = p.session_id) as text
      from payments p join sessions s on s.id = p.session_id where s.merchant_reference_id = 'same'
      order by p.created_at desc limit 1`);
    // What must differ: ids, times, the acquirer's own numbers.
    return String(row?.text)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+\+00:00/g, 'TIME')
      .replaceAll(/"(acquirer_reference|approval_code|network_transaction_id)": "\d+"/g, '"$1": N');
  };
  assert.equal(await rowsAfter('123'), await rowsAfter('847'));
});
