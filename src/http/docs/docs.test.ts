import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { createTollgate, verifyReturn, verifyWebhook } from '@tollgate/sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Fastify, { type FastifyInstance } from 'fastify';
import { problems } from '../../base/problem.ts';
import { catalog } from '../../events/catalog.ts';
import type { JsonObject } from '../api/openapi/components.ts';
import { exampleOf } from '../api/openapi/example.ts';
import { examplesOf, sdkCalls } from './examples.ts';
import { retrySchedule } from './guides/retry-schedule.ts';
import { returnVerification, webhookVerification } from './guides/verification-code.ts';
import type { CodeBlock } from './parts.ts';
import { highlight } from './highlight.ts';
import { readApiModel } from './openapi-model.ts';
import { pagesOf } from './pages.ts';
import { registerDocs } from './routes.ts';
import { createSamples, SAMPLE_API_KEY, SAMPLE_SECRET } from './samples.ts';

const publicUrl = 'http://localhost:8080';
const document = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as JsonObject;
const model = readApiModel(document);
const operations = model.groups.flatMap((group) => group.operations);
const samples = createSamples(publicUrl);

const serve = async (mode: 'sandbox' | 'live', url = publicUrl): Promise<FastifyInstance> => {
  const app = Fastify();
  await registerDocs(app, { openApi: () => document, publicUrl: url, mode, threeDsUrl: 'http://127.0.0.1:28383' });
  await app.ready();
  return app;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object of the document but its examples, with the JSON pointer to it. */
const eachSchema = (value: unknown, see: (schema: Record<string, unknown>, pointer: string) => void, at = ''): void => {
  if (Array.isArray(value))
    value.forEach((entry, i) => {
      eachSchema(entry, see, `${at}/${i}`);
    });
  if (!isRecord(value)) return;
  see(value, at);
  for (const [key, entry] of Object.entries(value)) {
    if (key !== 'example') eachSchema(entry, see, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
};

/** The same part of every operation. */
const pick = (paths: unknown, part: string): readonly unknown[] =>
  Object.values(paths as Record<string, Record<string, Record<string, unknown>>>).flatMap((methods) =>
    Object.values(methods).map((operation) => operation[part]),
  );

const { schemas } = document['components'] as { schemas: Record<string, Record<string, unknown>> };

/** What a stranger may send as X-Signature. */
const GARBAGE = ['', 'v1', '=', ',,,', 't=', 't=x,v1=00', 't=NaN,v1', `t=${'9'.repeat(5_000)},v1=00`, 't=1,v1=\u0661'];

describe('the pages', () => {
  let app: FastifyInstance;
  const pages = new Map<string, string>();
  before(async () => {
    app = await serve('sandbox');
    for (const { slug } of pagesOf('sandbox')) {
      const url = slug === '' ? '/docs' : `/docs/${slug}`;
      pages.set(url, (await app.inject(url)).body);
    }
  });

  test('every link leads to a page, and every fragment to something on it', async () => {
    for (const [url, body] of pages) {
      for (const [, href = ''] of body.matchAll(/href="([^"]*)"/g)) {
        if (/^(data|https?):/.test(href)) continue;
        const target = new URL(href, `${publicUrl}${url}`);
        const page = pages.get(target.pathname) ?? (await app.inject(target.pathname)).body;
        const answer = await app.inject(target.pathname);
        assert.equal(answer.statusCode, 200, `${url} links to ${href}`);
        if (target.hash !== '')
          assert.match(page, new RegExp(`id="${target.hash.slice(1)}"`), `${url} links to ${href}`);
      }
    }
  });

  test('no id is there twice, and every page has one main heading', () => {
    for (const [url, body] of pages) {
      const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      assert.deepEqual(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        [],
        url,
      );
      assert.equal(body.match(/<h1>/g)?.length, 1, url);
    }
  });

  test('the policy forbids everything but our own files, whose hashes are in the page', async () => {
    const answer = await app.inject('/docs');
    assert.match(
      String(answer.headers['content-security-policy']),
      /^default-src 'none'; style-src 'self'; script-src 'self'; /,
    );
    assert.equal(answer.body.match(/integrity="sha384-/g)?.length, 2);
    assert.doesNotMatch(answer.body, /\sstyle="|\son\w+="|<script>/);
  });

  test('the reference has every operation with an example, and every problem has its place', () => {
    for (const { id } of operations) assert.match(pages.get('/docs') ?? '', new RegExp(`<h2 id="${id}">`));
    for (const code of Object.keys(problems)) assert.match(pages.get('/docs/errors') ?? '', new RegExp(`id="${code}"`));
  });

  test('who has a page is not sent it again; what is packed is smaller', async () => {
    const first = await app.inject({ url: '/docs', headers: { 'accept-encoding': 'gzip, br' } });
    assert.equal(first.headers['content-encoding'], 'br');
    assert.ok(first.rawPayload.length < (pages.get('/docs')?.length ?? 0) / 3);
    const again = await app.inject({ url: '/docs', headers: { 'if-none-match': String(first.headers['etag']) } });
    assert.equal(again.statusCode, 304);
    assert.equal(again.body, '');
  });

  test('an unknown page says so as a page', async () => {
    const answer = await app.inject('/docs/nothing');
    assert.equal(answer.statusCode, 404);
    assert.match(answer.body, /There is no such page/);
  });
});

describe('the addresses', () => {
  test('the OpenAPI document names this gateway as its server', async () => {
    const answer = await (await serve('live', 'https://pay.example/gateway')).inject('/api2/openapi.json');
    assert.deepEqual(answer.json<{ servers: unknown }>().servers, [{ url: 'https://pay.example/gateway/api2' }]);
    assert.ok(answer.headers['etag']);
  });

  test('behind a path, links keep the path', async () => {
    const { body } = await (await serve('live', 'https://pay.example/gateway')).inject('/docs');
    assert.match(body, /href="\/gateway\/docs\/webhooks"/);
    assert.doesNotMatch(body, /(?:href|src)="\/(?!gateway\/)/);
  });

  test('the sandbox shows test cards and leads from / to the documentation; live has neither', async () => {
    const [sandbox, live] = [await serve('sandbox'), await serve('live', 'https://pay.example')];
    assert.equal((await sandbox.inject('/')).headers.location, '/docs');
    assert.equal((await live.inject('/')).statusCode, 404);
    const cards = await sandbox.inject('/test-cards');
    assert.match(cards.body, /4444555511113333/);
    assert.equal(
      (await sandbox.inject({ url: '/test-cards', headers: { accept: 'text/html,*/*' } })).headers.location,
      '/docs/test-cards',
    );
    assert.equal((await sandbox.inject('/docs/test-cards')).statusCode, 200);
    for (const url of ['/test-cards', '/docs/test-cards']) assert.equal((await live.inject(url)).statusCode, 404);
    assert.doesNotMatch((await live.inject('/docs/redirect-integration')).body, /test-cards|demo\.json/);
  });
});

describe('the OpenAPI document', () => {
  type Described = { operationId: string; summary: string; tags: string[]; requestBody?: { required: boolean } };
  type Documented = {
    tags: { name: string; description: string }[];
    paths: Record<string, Record<string, Described>>;
    webhooks: Record<string, { post: Described }>;
  };
  const { tags, paths, webhooks } = document as unknown as Documented;
  const byId = Object.values(paths).flatMap((methods) => Object.values(methods));
  const bodyOf = (id: string) => byId.find(({ operationId }) => operationId === id)?.requestBody?.required;

  test('names every operation once, and says what its groups are', () => {
    const all = [...byId, ...Object.values(webhooks).map(({ post }) => post)];
    assert.equal(new Set(all.map(({ operationId }) => operationId)).size, all.length);
    const described = new Set(tags.filter(({ description }) => description !== '').map(({ name }) => name));
    for (const {
      operationId,
      summary,
      tags: [tag = ''],
    } of all)
      assert.ok(summary !== '' && described.has(tag), operationId);
  });

  test('tells of every event, with the object that it carries', () => {
    assert.deepEqual(
      Object.keys(webhooks),
      catalog.map(([type]) => type),
    );
    assert.equal(webhooks['session.completed']?.post.operationId, 'onSessionCompleted');
    assert.match(JSON.stringify(webhooks['paymentMethod.created']), /"#\/components\/schemas\/PaymentMethodEvent"/);
    assert.deepEqual(schemas['PaymentMethodEventData']?.['properties'], {
      object: { $ref: '#/components/schemas/PaymentMethod' },
    });
  });

  test('gives every object a name and every field a sentence, so that generated programs can be read', () => {
    const nameless: string[] = [];
    const silent: string[] = [];
    eachSchema(document, (schema, pointer) => {
      if (isRecord(schema['properties']) && !/^\/components\/schemas\/\w+$/.test(pointer)) nameless.push(pointer);
      for (const [name, field] of Object.entries(isRecord(schema['properties']) ? schema['properties'] : {})) {
        if (isRecord(field) && field['$ref'] === undefined && field['description'] === undefined)
          silent.push(`${pointer}/${name}`);
      }
    });
    assert.deepEqual(nameless, []);
    assert.deepEqual(silent, []);
    for (const [name, schema] of Object.entries(schemas)) assert.equal(typeof schema['description'], 'string', name);
  });

  test('groups what is called and what is sent apart: generators make a class of each', () => {
    const tagsOf = (operations: readonly unknown[]) => new Set((operations as readonly (readonly string[])[]).flat());
    const called = tagsOf(pick(document['paths'], 'tags'));
    const sent = tagsOf(Object.values(webhooks).map(({ post }) => (post as { tags?: unknown }).tags));
    assert.deepEqual([...sent], ['Webhooks']);
    assert.ok(called.size > 5 && !called.has('Webhooks'));
  });

  test('lets answers grow: strict are requests alone', () => {
    const closed: string[] = [];
    const answers = { paths: pick(document['paths'], 'responses'), webhooks: document['webhooks'] };
    const reached = new Set<string>();
    const visit = (value: unknown): void => {
      eachSchema(value, (schema, pointer) => {
        if (schema['additionalProperties'] === false || schema['enum'] !== undefined) closed.push(pointer);
        const reference = schema['$ref'];
        const name = typeof reference === 'string' ? reference.split('/schemas/')[1] : undefined;
        if (name === undefined || reached.has(name)) return;
        reached.add(name);
        visit({ [name]: schemas[name] });
      });
    };
    visit(answers);
    assert.ok(reached.has('Session') && reached.has('SessionEvent') && reached.has('Problem'));
    assert.deepEqual(closed, []);
    const { code } = schemas['Problem']?.['properties'] as Record<string, Record<string, unknown>>;
    assert.deepEqual(code?.['x-extensible-enum'], Object.keys(problems));
    assert.equal(schemas['SessionCreate']?.['additionalProperties'], false);
  });

  test('says which numbers need 64 bits, and closes no yes or no', () => {
    const integers: string[] = [];
    eachSchema(document, (schema, pointer) => {
      const { type, maximum, format } = schema;
      if (type === 'integer' && format !== 'int64' && !(typeof maximum === 'number' && maximum < 2 ** 31))
        integers.push(pointer);
      assert.notEqual(typeof schema['const'], 'boolean', pointer);
    });
    // The one that waits before a retry is no amount.
    assert.deepEqual(integers, ['/components/headers/Retry-After/schema']);
    const amountOf = (name: string) => (schemas[name]?.['properties'] as Record<string, { format?: string }>)['amount'];
    for (const name of ['SessionCreate', 'Session', 'PaymentCreate', 'RefundCreate'])
      assert.equal(amountOf(name)?.format, 'int64', name);
  });

  test('shows an example of every answer', () => {
    eachSchema(document['paths'], (media, pointer) => {
      if (/\/content\/application~1(?:problem\+)?json$/.test(pointer) && pointer.includes('/responses/'))
        assert.notEqual(media['example'], undefined, pointer);
    });
  });

  test('asks for a body only where one is needed, and types every choice', () => {
    assert.deepEqual(
      ['createSession', 'capturePayment', 'rotateWebhookSecret', 'resendEvent', 'createRefund'].map(bodyOf),
      [true, false, false, false, true],
    );
    assert.doesNotMatch(JSON.stringify(document), /\{"enum":\["/);
  });
});

describe('the examples', () => {
  test('every example answer is what the schema of its operation promises', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    for (const { id, answer } of operations) {
      assert.ok(answer, id);
      const validate = ajv.compile(answer);
      assert.ok(validate(samples.answers[id] ?? exampleOf(answer)), `${id}: ${ajv.errorsText(validate.errors)}`);
    }
  });

  test('pasted one after the other, no two requests share an idempotency key', () => {
    const keys = operations.flatMap(
      (operation) => /Idempotency-Key: ([^"]+)/.exec(examplesOf(operation, publicUrl).curl)?.[1] ?? [],
    );
    assert.equal(new Set(keys).size, operations.filter(({ method }) => method === 'POST').length);
  });

  test('every call of the SDK that is named is there', () => {
    const tollgate: unknown = createTollgate({ apiKey: SAMPLE_API_KEY, baseUrl: publicUrl });
    for (const [id, call] of Object.entries(sdkCalls)) {
      const found = call
        .split('.')
        .reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), tollgate);
      assert.equal(typeof found, 'function', call);
      assert.ok(
        operations.some((operation) => operation.id === id),
        `${id} is no operation`,
      );
    }
  });

  test('the SDK takes the webhook and the return that the pages show', () => {
    const { body, timestamp, signature } = samples.delivery;
    const event = verifyWebhook(body, `t=${timestamp},v1=${signature}`, SAMPLE_SECRET, { now: timestamp * 1000 });
    assert.equal(event.type, 'session.completed');
    const { sessionId, status, sequence, t, sig } = samples.signedReturn;
    const query = new URLSearchParams({ sessionId, status, sequence: String(sequence), t: String(t), sig });
    assert.equal(
      verifyReturn(query, SAMPLE_API_KEY, { now: t * 1000, expectedSessionId: sessionId }).status,
      'completed',
    );
  });

  test('the code for Node.js without the SDK accepts a fresh signature and no other', () => {
    const code = webhookVerification.find(({ title }) => title === 'Node.js, without it')?.code ?? '';
    const check = (body: string, header: string): string => {
      const program =
        `${code}\nprocess.stdout.write(String(isGenuine(${JSON.stringify(body)}, ${JSON.stringify(header)}, ` +
        `'secret')));`;
      return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        timeout: 120_000,
      });
    };
    const t = Math.floor(Date.now() / 1000);
    const v1 = createHmac('sha256', 'secret').update(`{}.${t}`).digest('hex');
    assert.equal(check('{}', `t=${t},v1=00,v1=${v1}`), 'true');
    assert.equal(check('{ }', `t=${t},v1=${v1}`), 'false');
    for (const garbage of GARBAGE) assert.equal(check('{}', garbage), 'false', garbage.slice(0, 20));
    assert.equal(
      check(
        '{}',
        `t=${t - 301},v1=${createHmac('sha256', 'secret')
          .update(`{}.${t - 301}`)
          .digest('hex')}`,
      ),
      'false',
    );
  });

  test('the code for Python accepts a fresh signature, and calls a stranger’s header false instead of failing', (t) => {
    if (spawnSync('python3', ['--version']).status !== 0) {
      t.diagnostic('python3 is not on this machine: its sample was not run');
      return;
    }
    const codeOf = (blocks: readonly CodeBlock[]) => blocks.find(({ title }) => title === 'Python')?.code ?? '';
    const now = Math.floor(Date.now() / 1000);
    const v1 = createHmac('sha256', 'secret').update(`{}.${now}`).digest('hex');
    const headers = [`t=${now},v1=00,v1=${v1}`, ...GARBAGE, `t=${now},v1=${v1.replace(/./g, '\u00e9')}`];
    const { sessionId, status, sequence, t: signedAt, sig } = samples.signedReturn;
    const query = { sessionId, status, sequence: String(sequence), t: String(signedAt), sig };
    const program = `${codeOf(webhookVerification)}
${codeOf(returnVerification)}
import json, sys
given = json.load(sys.stdin)
print([is_genuine(b"{}", header, "secret") for header in given["headers"] + [None]])
print([is_genuine_return(query, given["key"]) for query in given["queries"]])`;
    const output = execFileSync('python3', ['-c', program], {
      encoding: 'utf8',
      timeout: 120_000,
      input: JSON.stringify({ headers, key: SAMPLE_API_KEY, queries: [query, { ...query, sig: '\u00e9' }, {}] }),
    });
    const wrong = [...GARBAGE, '', ''].map(() => 'False').join(', ');
    assert.equal(output, `[True, ${wrong}]\n[True, False, False]\n`);
  });

  test('the retry schedule reads as it is computed', () => {
    const rows = retrySchedule();
    assert.deepEqual(rows.slice(0, 3), [
      { attempt: '1', wait: 'at once', since: '–' },
      { attempt: '2', wait: '5 s', since: '5 s' },
      { attempt: '3', wait: '30 s', since: '35 s' },
    ]);
    assert.match(rows.at(-1)?.attempt ?? '', /and later$/);
  });

  test('colours change no letter and let no markup through', () => {
    const code = `curl -H "X: <b>" 'a & b' # <script>`;
    const { markup } = highlight('shell', code);
    const text = markup
      .replaceAll(/<\/?span[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    assert.equal(text, code);
    assert.doesNotMatch(markup, /<script|<b>/);
  });
});
