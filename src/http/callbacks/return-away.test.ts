import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import Fastify from 'fastify';
import { createKeys } from '../../base/keys.ts';
import { Secret } from '../../base/secret.ts';
import { createThreeDsAddresses } from '../../flow/authentication/addresses.ts';
import { catalogs } from '../checkout/catalogs/index.ts';
import { createReturnPage } from '../checkout/return-page.ts';
import { registerThreeDsCallbacks, type ThreeDsCallbackDeps } from './routes.ts';

const SETTINGS = { mode: 'sandbox', publicUrl: 'http://localhost:8080' } as const;
const FORM = { cres: 'eyJ0IjoiPGI+In0', threeDSSessionData: '"><script>alert(1)</script>' };

/** A door whose every question to the database fails so; nothing behind the database is reached. */
const startWithout = async (t: TestContext, failure: Error) => {
  const app = Fastify();
  const addresses = createThreeDsAddresses({ keys: createKeys(new Secret(randomBytes(32))), ...SETTINGS });
  const deps: Readonly<Record<string, unknown>> = {
    ...SETTINGS,
    threeDsAddresses: addresses,
    threeDs: { parseChallengeResponse: () => ({ kind: 'malformed' }) },
    db: { query: () => Promise.reject(failure), transaction: () => Promise.reject(failure) },
    log: { error: () => undefined, warn: () => undefined, info: () => undefined },
    showReturn: createReturnPage(SETTINGS),
  };
  await registerThreeDsCallbacks(app, deps as unknown as ThreeDsCallbackDeps);
  t.after(() => app.close());
  const url = new URL(addresses.urlOf('return', { merchantId: randomUUID(), attemptId: randomUUID() })).pathname;
  return (language: string) =>
    app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
      payload: new URLSearchParams({ ...FORM, other: 'not ours' }).toString(),
    });
};

test('a return that meets no database gets a page that holds what the browser brought, in every language', async (t) => {
  const bring = await startWithout(
    t,
    Object.assign(new Error('the line was cut'), { code: '57P01', severity: 'FATAL' }),
  );
  for (const { language, bank, pages } of catalogs) {
    const { statusCode, headers, body } = await bring(language);
    assert.deepEqual([statusCode, headers['retry-after']], [503, '3'], language);
    assert.match(String(headers['content-type']), /^text\/html/);
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'self'; form-action 'self'$/);
    assert.ok(body.includes(`<h1>${pages.away.title}</h1>`) && body.includes(bank.returned), language);
    assert.match(body, /data-page="again"/);
    assert.match(body, /name="cres" value="eyJ0IjoiPGI\+In0"/);
    assert.match(body, /name="threeDSSessionData" value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/);
    assert.doesNotMatch(body, /not ours|57P01|the line was cut/);
  }
});

test('another failure of ours gives the same page, which waits for the customer and does not try by itself', async (t) => {
  const bring = await startWithout(t, new TypeError('a bug'));
  const { statusCode, headers, body } = await bring('en');
  assert.deepEqual([statusCode, headers['retry-after']], [500, undefined]);
  assert.match(body, /data-page="returned".*name="cres" value="eyJ0IjoiPGI\+In0".*Try again<\/button>/s);
  assert.doesNotMatch(body, /a bug/);
});
