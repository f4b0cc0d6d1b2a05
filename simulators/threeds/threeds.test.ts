import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { areq, ask, begin, press, startRequestor, until, type Requestor } from './customer.fixture.ts';
import type { Entry } from './journal.ts';
import { startThreeDs } from './threeds.ts';
import type { Fields } from './wire.ts';

let dataDir: string;
let requestor: Requestor;
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  requestor = await startRequestor();
});
after(async () => {
  await requestor.close();
  await rm(dataDir, { recursive: true, force: true });
});

const startIn = (folder: string) => startThreeDs({ port: 0, dataDir: join(dataDir, folder) });
const control = (url: string, wish: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}/control/faults`, { method: 'POST', body: JSON.stringify(wish), headers });
const journal = async (url: string): Promise<readonly Entry[]> =>
  ((await (await fetch(`${url}/journal`)).json()) as { entries: Entry[] }).entries;

test('faults are switched on, played, listed and removed', async () => {
  const { url, close } = await startIn('faults');
  const authenticate = (fields: Fields = {}) =>
    ask(`${url}/ds/areq`, areq(requestor, { acctNumber: '4111111111111111', ...fields }));

  assert.equal((await control(url, { kind: 'status', status: 'N', count: 1 })).status, 201);
  assert.equal((await authenticate())['transStatus'], 'N');
  assert.equal((await authenticate())['transStatus'], 'Y');

  await control(url, { kind: 'status', status: 'U', match: { amount: 777 } });
  await control(url, { kind: 'dsErro', errorCode: '405', match: { merchant: 'merchant-2', message: 'AReq' } });
  await control(url, { kind: 'aresNoEci', match: { pan: '4000001111111118' } });
  assert.equal((await authenticate())['transStatus'], 'Y');
  assert.equal((await authenticate({ purchaseAmount: '777' }))['transStatus'], 'U');
  assert.equal((await authenticate({ acquirerMerchantID: 'merchant-2' }))['errorCode'], '405');
  assert.equal((await authenticate({ acctNumber: '4000001111111118' }))['eci'], undefined);

  const { faults } = (await (await fetch(`${url}/control/faults`)).json()) as {
    faults: { id: number; match: { pan?: string } }[];
  };
  assert.equal(faults.length, 3);
  assert.equal(faults[2]?.match.pan, '400000…1118');
  assert.equal((await fetch(`${url}/control/faults/${faults[0]?.id ?? 0}`, { method: 'DELETE' })).status, 200);
  assert.equal((await authenticate({ purchaseAmount: '777' }))['transStatus'], 'Y');
  await fetch(`${url}/control/faults`, { method: 'DELETE' });
  assert.deepEqual(await (await fetch(`${url}/control/faults`)).json(), { faults: [] });
  await close();
});

test('wishes that make no sense are refused with a sentence', async () => {
  const { url, close } = await startIn('wishes');
  const wrong = [
    null,
    {},
    { kind: 'constructor' },
    { kind: 'status' },
    { kind: 'status', status: 'Z' },
    { kind: 'rreqLost', status: 'Y' },
    { kind: 'rreqLate', ms: -1 },
    { kind: 'rreqLate', count: 1.5 },
    { kind: 'dsErro', errorCode: '999' },
    { kind: 'rreqLate', match: { color: 'red' } },
    { kind: 'rreqLate', match: { amount: '1' } },
  ];
  for (const wish of wrong) {
    const response = await control(url, wish);
    assert.equal(response.status, 400, JSON.stringify(wish));
    assert.match(((await response.json()) as { text: string }).text, /\.$/);
  }
  // A page of another site could otherwise break the sandbox of whoever looks at it.
  assert.equal((await control(url, { kind: 'rreqLost' }, { 'sec-fetch-site': 'cross-site' })).status, 403);
  await close();
});

test('the pages and doors answer what they should', async () => {
  const { url, close } = await startIn('doors');
  await control(url, { kind: 'rreqLost' });
  await begin(url, requestor, { merchantName: '<script>alert(1)</script>' });
  const page = await (await fetch(url)).text();
  assert.match(page, /RReq: never sent/);
  assert.match(page, /challengeOpened/);
  assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { status: 'ok', lastSeq: 2 });
  assert.equal((await fetch(`${url}/nothing`)).status, 404);
  assert.equal((await fetch(`${url}/constructor`)).status, 404);
  const wrongMethod = await fetch(`${url}/ds/areq`);
  assert.deepEqual([wrongMethod.status, wrongMethod.headers.get('allow')], [405, 'POST']);
  assert.equal((await fetch(`${url}/ds/areq`, { method: 'POST', body: 'x'.repeat(70_000) })).status, 413);
  assert.equal((await fetch(`${url}/journal?limit=0`)).status, 400);
  const form = new URLSearchParams({ action: 'add', kind: 'status', status: 'R', count: '2', ms: '' });
  assert.equal((await fetch(`${url}/control/form`, { method: 'POST', body: form, redirect: 'manual' })).status, 303);
  assert.equal((await ask(`${url}/ds/areq`, areq(requestor)))['transStatus'], 'R');
  await close();
});

test('a merchant’s name is text on the challenge page', async () => {
  const { url, close } = await startIn('markup');
  const { page } = await begin(url, requestor, { merchantName: '<img src=x onerror=alert(1)>' });
  assert.ok(page.html.includes('&#60;img') && !page.html.includes('<img'));
  await close();
});

test('the journal holds no card number and no cavv, outlives the process, and drops half a line', async () => {
  const first = await startIn('journal');
  const ares = await ask(`${first.url}/ds/areq`, areq(requestor, { acctNumber: '4111111111111111' }));
  const { ares: challenged, page } = await begin(first.url, requestor);
  await press(page, 'success');
  await first.close();
  const path = join(dataDir, 'journal', 'threeds', 'journal.jsonl');
  const text = await readFile(path, 'utf8');
  const rreq = requestor.resultsOf(challenged).at(-1) ?? '';
  for (const secret of [
    '4111111111111111',
    '5555555555555599',
    String(ares['authenticationValue']),
    String((JSON.parse(rreq) as Fields)['authenticationValue']),
  ]) {
    assert.ok(secret.length >= 16 && !text.includes(secret));
  }
  await appendFile(path, '{"seq":8,"at":"20');
  const second = await startIn('journal');
  await ask(`${second.url}/ds/areq`, areq(requestor, { acctNumber: '4111111111111111' }));
  const entries = await journal(second.url);
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    entries.map((_, index) => index + 1),
  );
  assert.equal(entries.at(-1)?.event, 'authenticated');
  await second.close();
  await appendFile(path, '{"seq":99}\n');
  await assert.rejects(startIn('journal'), /damaged after line/);
});

test('the line is down for a while, and comes back', async () => {
  const { url, close } = await startIn('line');
  assert.equal((await control(url, { kind: 'refuseConnections', ms: 2_000 })).status, 201);
  await until(async () =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  await until(async () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  await close();
  await assert.rejects(fetch(`${url}/healthz`), TypeError);
});

test('as a process of its own: says where it listens, and stops when told', async () => {
  const child = spawn(process.execPath, [new URL('main.ts', import.meta.url).pathname], {
    env: { ...process.env, TOLLGATE_THREEDS_PORT: '0', TOLLGATE_DATA_DIR: join(dataDir, 'process') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const url = /http:\/\/\S+/.exec(line)?.[0] ?? '';
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
