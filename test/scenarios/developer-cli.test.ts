/** The command of a shop's developer against a whole gateway: what it triggers, and what it forwards. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { verifyWebhookSignature } from '../../packages/sdk/src/index.ts';
import { environmentOf, MAIN, tollgate, type Ran } from '../../packages/cli/src/developer/command.fixture.ts';
import { trigger } from '../../packages/cli/src/developer/commands/trigger.ts';
import { openDeps } from '../../packages/cli/src/developer/deps.ts';
import { EVENT_TYPES } from '../../packages/cli/src/developer/event-types.ts';
import { CAUSES } from '../../packages/cli/src/developer/trigger/causes.ts';
import { openTerminal } from '../../packages/cli/src/tool/terminal.ts';
import { createWorld, freePort, type TestMerchant, type World } from '../support/gateway.ts';
import { often } from '../support/length.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type Received, type WebhookSink } from '../support/webhook-sink.ts';

let world: World;
let acme: TestMerchant;
const listeners: ChildProcess[] = [];
const sinks: WebhookSink[] = [];
/** Closed with the world, whatever becomes of its test. */
const openSink = async (): Promise<WebhookSink> => {
  const sink = await startWebhookSink();
  sinks.push(sink);
  return sink;
};
const home = mkdtempSync(join(tmpdir(), 'tollgate-developer-'));

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(async () => {
  for (const child of listeners) child.kill('SIGKILL');
  await Promise.all(sinks.map((sink) => sink.close()));
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

const signedIn = () => ({ TOLLGATE_BASE_URL: world.gatewayUrl, TOLLGATE_API_KEY: acme.apiKey });
const run = (...words: readonly string[]): Promise<Ran> => tollgate(home, words, { env: signedIn() });
const json = async <T>(...words: readonly string[]): Promise<T> => {
  const { code, stdout, stderr } = await run(...words, '--json');
  assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as T;
};

describe('trigger', () => {
  test('every event of the catalog that it says it can cause happens, and is about what was made', async () => {
    type Triggered = { event: string; type: string; object: string; all: readonly { type: string }[] };
    const possible = EVENT_TYPES.filter((type) => !('why' in CAUSES[type]) && type !== 'webhookEndpoint.test');
    assert.equal(possible.length, 17);
    // In this process: seventeen programs would take as long to start as the rest takes together.
    const deps = openDeps({ ...openTerminal({ json: true }), environment: signedIn() }, {});
    for (const type of possible) {
      const { json: said } = await trigger.run(deps, { event: type });
      const triggered = said as Triggered;
      assert.equal(triggered.type, type);
      type Event = { type: string; data: { object: { id: string } } };
      const { body } = await acme.shop.call<Event>('GET', `/events/${triggered.event}`);
      assert.deepEqual([body.type, body.data.object.id], [type, triggered.object]);
    }
    const endpoint = (await json<{ data: readonly { id: string }[] }>('endpoints', 'list')).data[0]?.id ?? '';
    const tested = await json<Triggered>('trigger', 'webhookEndpoint.test', '--endpoint', endpoint);
    assert.equal(tested.object, endpoint);
    const blocked = await run('trigger', 'payment.blocked');
    assert.deepEqual(
      [blocked.code, /^payment\.blocked cannot be caused from here\. The limits/.test(blocked.stderr)],
      [1, true],
    );
  });

  test('takes a session that is there, and says why not when it is over', async () => {
    const { id } = await json<{ id: string }>('sessions', 'create', '--amount', '2500', '--reference', 'order-7');
    const { all } = await json<{ all: readonly { type: string }[] }>('trigger', 'session.completed', '--session', id);
    assert.deepEqual(
      all.map(({ type }) => type),
      ['payment.created', 'payment.funded', 'payment.succeeded', 'session.completed'],
    );
    const session = await json<{ status: string; payment: string; merchantReferenceId: string }>(
      'sessions',
      'show',
      id,
    );
    assert.deepEqual([session.status, session.merchantReferenceId], ['completed', 'order-7']);
    const refund = await json<{ status: string }>('refunds', 'create', session.payment, '--amount', '500');
    assert.equal(refund.status, 'succeeded');
    const again = await run('trigger', 'session.expired', '--session', id);
    assert.deepEqual([again.code, /^The session is completed/.test(again.stderr)], [1, true]);
    const refused = await run('sessions', 'create', '--currency', 'XXQ', '--success-url', 'nowhere');
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /^The body has 2 fields to correct:\n {2}currency .*\n {2}successUrl .*\nRequest id: req_[0-9a-f-]+\n$/,
    );
  });
});

test('endpoints: faults are seen in the log, a replay brings what was lost', async () => {
  const sink = await openSink();
  const { id } = await json<{ id: string }>('endpoints', 'create', '--url', sink.url, '--events', 'session.created');
  const faults = await json<object>(
    'endpoints',
    'set-faults',
    id,
    '--drop',
    '1',
    '--duplicate',
    '20%',
    '--delay',
    '5,2',
  );
  assert.deepEqual(faults, { delay: { ms: 5, next: 2 }, drop: { next: 1 }, duplicate: { percent: 20 } });
  assert.deepEqual(await json<object>('endpoints', 'clear-faults', id), {});
  const wrong = await run('endpoints', 'set-faults', id, '--drop', 'often');
  assert.deepEqual([wrong.code, wrong.stderr], [2, '--drop must be 3 (the next three), 20% (by chance) or all.\n']);

  const { object } = await json<{ object: string }>('trigger', 'session.created');
  await waitFor('it is taken', async () => about(sink, object).length === 1);
  const from = new Date(Date.now() - 60_000).toISOString();
  const words = ['events', 'replay', '--endpoint', id, '--from', from];
  const replay = await json<{ status: string; webhookEndpoint: string }>(...words);
  assert.deepEqual([replay.status, replay.webhookEndpoint], ['completed', id]);
  await waitFor('it comes again', async () => about(sink, object).length === 2);
  const { data } = await json<{ data: readonly { status: string; eventType: string }[] }>(
    ...['deliveries', 'list', '--endpoint', id, '--limit', '1'],
  );
  assert.equal(data[0]?.eventType, 'session.created');
  assert.match((await run('endpoints', 'replays', id)).stdout, /completed .*100 %/);
  const asked = await waitFor('a request in the log', async () => {
    const list = ['requests', 'list', '--path', '/sessions', '--status', '200', '--limit', '1'];
    return (await json<{ data: readonly { requestId: string }[] }>(...list)).data[0];
  });
  assert.match(
    (await run('requests', 'show', asked.requestId)).stdout,
    /"method": "POST",\n {2}"path": "\/api2\/sessions"/,
  );
  await run('endpoints', 'delete', id);
});

/** A `tollgate listen` in a process of its own, which has told that it is where it begins. */
const startListener = async (target: string, ...more: readonly string[]) => {
  const child = spawn(process.execPath, [MAIN, 'listen', '--forward-to', target, '--json', ...more], {
    env: environmentOf(home, signedIn()),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  listeners.push(child);
  const lines: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const told = () => lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  await waitFor('the listener is ready', async () => {
    assert.equal(child.exitCode, null, 'the listener ended');
    return lines.length > 0;
  });
  const end = async (signal: 'SIGINT' | 'SIGKILL') => {
    child.kill(signal);
    return ended;
  };
  return { told, secret: String(told()[0]?.['secret']), end };
};

const about = (sink: WebhookSink, session: string): readonly Received[] =>
  sink.received.filter(({ event }) => [event.data.object['id'], event.data.object['session']].includes(session));

describe('listen', () => {
  test('forwards what the gateway delivers: the same bytes, the same headers, signed by a secret that stays', async () => {
    const sink = await openSink();
    const first = await startListener(sink.url);
    const { object } = await json<{ object: string }>('trigger', 'session.completed');
    const theirs = await waitFor('the gateway has delivered', async () => {
      const own = about(acme.sink, object);
      return own.length === 5 && own;
    });
    await waitFor('all are forwarded', async () => about(sink, object).length === 5);
    const forwarded = about(sink, object);
    assert.deepEqual(
      forwarded.map(({ rawBody }) => rawBody),
      theirs.map(({ rawBody }) => rawBody),
    );
    for (const [at, { headers, rawBody }] of forwarded.entries()) {
      const name = (one: string) => !['host', 'connection', 'date'].includes(one);
      assert.deepEqual(
        Object.keys(headers).filter(name).sort(),
        Object.keys(theirs[at]?.headers ?? {})
          .filter(name)
          .sort(),
      );
      assert.equal(headers['x-version'], theirs[at]?.headers['x-version']);
      verifyWebhookSignature(rawBody, String(headers['x-signature']), first.secret);
      const { 'x-signature': _, ...standard } = headers;
      verifyWebhookSignature(rawBody, standard, first.secret);
    }
    assert.deepEqual(await first.end('SIGINT'), [0, null]);
    const [ready, ...rest] = first.told();
    assert.deepEqual([ready?.['ready'], rest.at(-1)], [true, { ended: true, taken: 5, setAside: 0, tries: 5 }]);

    const missed = await json<{ object: string }>('trigger', 'session.expired');
    const second = await startListener(sink.url);
    assert.equal(second.secret, first.secret);
    await waitFor('what happened meanwhile', async () => about(sink, missed.object).length === 2);
    assert.equal(about(sink, object).length, 5, 'what was answered before is not sent again');
    await second.end('SIGINT');
  });

  test('forwards what is sent again, whoever asked for it; not what was meant for one endpoint', async () => {
    const sink = await openSink();
    const listener = await startListener(sink.url, '--events', 'session.created');
    const { event, object } = await json<{ event: string; object: string }>('trigger', 'session.created');
    await waitFor('it is forwarded', async () => about(sink, object).length === 1);
    const endpoint = (await json<{ data: readonly { id: string }[] }>('endpoints', 'list')).data[0]?.id ?? '';
    await acme.shop.call('POST', `/events/${event}/resend`, { body: { webhookEndpoint: endpoint } });
    await run('events', 'resend', event);
    await waitFor('it comes again', async () => about(sink, object).length === 2);
    await listener.end('SIGKILL');
    await acme.shop.call('POST', `/events/${event}/resend`, { body: {} });
    const next = await startListener(sink.url, '--events', 'session.created');
    // The one before may come once more: it was killed at its answer.
    await waitFor('one that was asked for meanwhile', async () => about(sink, object).length >= 3);
    assert.equal(new Set(about(sink, object).map(({ headers }) => headers['webhook-id'])).size, 1);
    await next.end('SIGINT');
  });

  test('waits for a server that is not there yet, and tries again what it refused', async (t) => {
    const port = await freePort();
    const listener = await startListener(`http://127.0.0.1:${port}/hook`);
    const { object } = await json<{ object: string }>('trigger', 'session.created');
    await waitFor('it was tried', async () => listener.told().some(({ reason }) => reason === 'nothing listens there'));
    const answers = [500, 503, 204];
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(String(request.headers['webhook-id']));
      response.writeHead(answers.shift() ?? 204).end();
    }).listen(port, '127.0.0.1');
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    await waitFor('it is taken', async () => listener.told().some(({ outcome }) => outcome === 'taken'));
    assert.deepEqual([seen.length, new Set(seen).size, listener.told().at(-1)?.['object']], [3, 1, object]);
    await listener.end('SIGINT');
  });

  test('killed at any moment it loses nothing, and keeps the order of each session', async () => {
    const sink = await openSink();
    const kills = often({ usually: 5, long: 60 });
    const sessions: string[] = [];
    let isOver = false;
    /** Two events a session, as fast as they can be made. */
    const make = async (): Promise<void> => {
      while (!isOver) {
        const { id } = await acme.shop.createSession();
        await acme.shop.call('POST', `/sessions/${id}/expire`);
        sessions.push(id);
      }
    };
    let listener = await startListener(sink.url);
    const making = [make(), make()];
    try {
      for (let kill = 1; kill <= kills; kill++) {
        // At the moment of an answer, which is another one each time: before, while and after the place is written.
        const goal = sink.received.length + 1 + ((kill * 7) % 23);
        await waitFor('more has come', async () => sink.received.length >= goal);
        await listener.end('SIGKILL');
        listener = await startListener(sink.url);
      }
    } finally {
      isOver = true;
      await Promise.all(making);
    }
    /** What came about each session, the first time of each. */
    const heard = (): ReadonlyMap<string, readonly string[]> => {
      const bySession = new Map<string, string[]>();
      for (const { event } of sink.received) {
        const types = bySession.get(String(event.data.object['id'])) ?? [];
        if (!types.includes(event.type)) types.push(event.type);
        bySession.set(String(event.data.object['id']), types);
      }
      return bySession;
    };
    await waitFor('everything has come', async () => {
      const all = heard();
      return sessions.every((id) => all.get(id)?.includes('session.expired'));
    });
    await listener.end('SIGINT');
    const all = heard();
    for (const id of sessions) assert.deepEqual(all.get(id), ['session.created', 'session.expired'], id);
    const ids = new Set(sink.received.map(({ event }) => event.id));
    const repeated = sink.received.length - ids.size;
    assert.ok(ids.size >= sessions.length * 2);
    assert.ok(repeated <= kills * 256, `${repeated} repeated`);
    process.stdout.write(`# ${ids.size} events, ${kills} kills: none lost, ${repeated} came twice\n`);
    const folder = join(home, '.local/state/tollgate/listen');
    // Beside them may lie what a killed process had half written, under a name of its own.
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json')))
      JSON.parse(readFileSync(join(folder, name), 'utf8'));
  });
});
