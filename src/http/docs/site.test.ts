import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import type { JsonObject } from '../api/openapi/components.ts';
import { toMarkdown } from './markdown.ts';
import { pagesOf } from './pages.ts';
import { registerDocs } from './routes.ts';
import { elementsOf, lineOf, readTree } from './tree.ts';

const document = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as JsonObject;

const serve = async (mode: 'sandbox' | 'live', publicUrl = 'http://localhost:8080'): Promise<FastifyInstance> => {
  const app = Fastify();
  await registerDocs(app, { openApi: () => document, publicUrl, mode, threeDsUrl: 'http://127.0.0.1:28383' });
  await app.ready();
  return app;
};

describe('an address that is none', () => {
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const app = serve('sandbox');

  test('is a page for a browser, and stays what it was for programs', async () => {
    for (const url of ['/nothing', '/nothing/at/all', '/docs/nothing', '/assets/x.js', '/favicon.ico', '/api20']) {
      const answer = await (await app).inject({ url, headers: browser });
      assert.equal(answer.statusCode, 404, url);
      assert.match(answer.body, /<h1>There is no such page/, url);
      assert.match(String(answer.headers['content-security-policy']), /^default-src 'none'/);
      assert.match(String(answer.headers['vary']), /Accept/);
    }
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }])
      assert.doesNotMatch((await (await app).inject({ url: '/nothing', headers })).body, /<h1>/);
    for (const url of ['/api2', '/api2/', '/api2/nothing', '/api2?x=1'])
      assert.doesNotMatch((await (await app).inject({ url, headers: browser })).body, /<h1>/, url);
    assert.doesNotMatch((await (await app).inject({ url: '/nothing', method: 'POST', headers: browser })).body, /<h1>/);
  });
});

describe('the same pages for programs', () => {
  const app = serve('sandbox', 'https://pay.example/gateway');
  const get = async (url: string) => (await app).inject(url);

  test('every page is there as Markdown: each heading, each piece of code letter by letter, no markup', async () => {
    for (const { slug } of pagesOf('sandbox')) {
      const page = readTree(
        (await get(slug === '' ? '/docs' : `/docs/${slug}`)).body
          .replace(/^[^]*<main/, '<main')
          .replace(/<\/main>[^]*/, '</main>'),
      );
      const answer = await get(`/docs/${slug === '' ? 'reference' : slug}.md`);
      assert.equal(answer.headers['content-type'], 'text/markdown; charset=utf-8');
      const markdown = answer.body;
      const words = markdown.replaceAll(/^\s*```[^]*?^\s*```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
      assert.doesNotMatch(words, /<\/?(?:[a-z]+[ >/]|h\d)|\[object|undefined/, slug);
      const squeezed = markdown.replaceAll(/\s+/g, ' ');
      const elements = elementsOf(page);
      for (const pre of elements.filter(({ name }) => name === 'pre'))
        assert.ok(squeezed.includes(lineOf(pre)), `${slug}: ${lineOf(pre).slice(0, 60)}`);
      for (const heading of elements.filter(({ name }) => name === 'h1' || name === 'h2'))
        if (lineOf(heading) !== 'On this page') assert.ok(markdown.includes(`# ${lineOf(heading)}\n`), lineOf(heading));
    }
  });

  test('links of the Markdown lead to Markdown, under the address that the gateway has', async () => {
    const { body } = await get('/docs/redirect-integration.md');
    assert.match(body, /\]\(https:\/\/pay\.example\/gateway\/docs\/webhooks\.md#verify\)/);
    const links = [...body.matchAll(/\]\(https:\/\/pay\.example\/gateway([^)#]*)/g)].map(([, path = '']) => path);
    assert.ok(links.length > 5);
    for (const path of links) assert.equal((await get(path)).statusCode, 200, path);
  });

  test('llms.txt names every page', async () => {
    const { body } = await get('/llms.txt');
    for (const { title, slug } of pagesOf('sandbox'))
      assert.ok(
        body.includes(`- [${title}](https://pay.example/gateway/docs/${slug === '' ? 'reference' : slug}.md): `),
        title,
      );
  });

  test('a table keeps its cells, a list its depth, a step its code', () => {
    const markdown = toMarkdown(
      readTree(
        '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>x | <code>y</code> 1 &lt; ' +
          '2</td></tr></tbody></table>' +
          '<ol class="steps"><li><h3>One</h3><figure class="code"><figcaption>T</figcaption><pre><code ' +
          'class="language-js">a\n  b</code></pre></figure></li></ol>' +
          '<dl><div><dt><code>id</code></dt><dd><p>It.</p><dl><div><dt>in</dt><dd>that</dd></div></dl></dd></div></dl>',
      ),
      (href) => href,
    );
    assert.equal(
      markdown,
      '| a |\n| --- |\n| x \\| `y` 1 \\< 2 |\n\n1. **One**\n\n   T:\n\n   ```js\n   a\n     b\n   ```\n\n- `id`: ' +
        'It.\n\n  - in: that\n',
    );
  });
});

describe('the search', () => {
  const app = serve('sandbox');
  const search = async (query: string) => (await app).inject(`/docs/search?q=${encodeURIComponent(query)}`);
  const first = async (query: string) =>
    /<ol class="found"><li><a href="([^"]+)"/.exec((await search(query)).body)?.[1];

  test('what people look for comes first', async () => {
    const wanted: readonly (readonly [query: string, href: RegExp])[] = [
      ['idempotency_mismatch', /^\/docs\/errors#idempotency_mismatch$/],
      ['session.completed', /^\/docs\/webhooks#session\.completed$/],
      ['verify webhook signature', /^\/docs\/webhooks#verify$/],
      ['create a refund', /^\/docs#createRefund$/],
      ['stripe', /^\/docs\/moving/],
      ['storedPaymentMethodId', /^\/docs(?:#createPayment|\/stored-cards|\/without-the-page)/],
      ['5555555555555599', /^\/docs\/(?:test-cards|three-d-secure#try)/],
      ['LIABILITYSHIFT', /^\/docs(?:\/three-d-secure|#)/],
    ];
    for (const [query, href] of wanted) assert.match((await first(query)) ?? '(nothing)', href, query);
  });

  test('every place that is found is there', async () => {
    for (const query of ['e', 'session', 'card', 'payment']) {
      for (const [, path = '', id = ''] of (await search(query)).body.matchAll(
        /<li><a href="([^"#]+)#?([^"]*)">[^<]*<\/a> <span class="found-on"/g,
      )) {
        const page = await (await app).inject(path);
        assert.equal(page.statusCode, 200, path);
        if (id !== '') assert.ok(page.body.includes(`id="${id}"`), `${path}#${id}`);
      }
    }
  });

  test('what was typed is shown as text, however long, odd or often it comes', async () => {
    const evil = await search('"><script>alert(1)</script>');
    assert.equal(evil.statusCode, 200);
    assert.doesNotMatch(evil.body, /<script>/);
    assert.match(evil.body, /value="&quot;&gt;&lt;script&gt;/);
    for (const query of ['', ' ', '(((', '[a-', '\\', '.*', 'a'.repeat(5_000), '\ud800', '支付', '--', '. - .'])
      assert.equal(
        (await (await app).inject({ url: '/docs/search', query: { q: query } })).statusCode,
        200,
        query.slice(0, 9),
      );
    for (const url of ['/docs/search', '/docs/search?q=a&q=b', '/docs/search?q=%', '/docs/search?q[]=x'])
      assert.equal((await (await app).inject(url)).statusCode, 200, url);
    assert.match((await search('xyzzyplugh')).body, /Nothing was found/);
  });
});

test('the simulator of 3-D Secure is named at the address where it is', async () => {
  const { body } = await (await serve('sandbox')).inject('/docs/three-d-secure.md');
  assert.match(body, /curl http:\/\/127\.0\.0\.1:28383\/control\/faults/);
  assert.doesNotMatch(body, /8083/);
});
