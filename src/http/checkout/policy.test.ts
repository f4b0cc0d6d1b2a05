import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { CARDS } from '../../../test/browser/fake-checkout.ts';
import { createFakeBrowser } from '../../../test/browser/fake-browser.ts';
import { createFakeGateway, type FakeGateway } from '../../../test/browser/fake-gateway.ts';
import { leadsTo } from '../../../test/support/customer.ts';
import { checkReturnAddress } from '../kernel/return-address.ts';

const CARD = { pan: CARDS.challenged, expiry: '12/39', cvc: '123', cardholderName: 'Ada Lovelace' };
const bank = { acsUrl: 'https://acs.bank.example/' };

let gateway: FakeGateway;
before(async () => {
  gateway = await createFakeGateway({ bank: { challenge: () => ({ acsUrl: bank.acsUrl, creq: 'eyJ9' }) } });
});
after(() => gateway.close());

const COMMON: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'base-uri': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
};
const PAGE = { ...COMMON, 'connect-src': "'self'", 'img-src': 'data:', 'frame-ancestors': "'none'" };
const BANKS = 'https: http:';

/** As a browser reads it: the first of a name counts, a comma begins another policy. */
const directivesOf = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const policy = String(headers['content-security-policy']);
  assert.doesNotMatch(policy, /,/);
  const parts = policy.split(';').map((part) => part.trim().split(/\s+/));
  assert.equal(new Set(parts.map(([name]) => name)).size, parts.length);
  return Object.fromEntries(parts.map(([name = '', ...sources]) => [name, sources.join(' ')]));
};

/** What breaks grammars, in every place of an address. */
const piece = fc.oneof(
  fc.constantFrom(';script-src-elem', "; script-src 'none'", ',', "'", '"', '\\', '\r\n', '\u2028', 'ü', '\u0000', '@'),
  fc.constantFrom('x', 'shop.example', '/', '?', '#', ':', '[::1]', '127.0.0.1', '%0d%0a', '<', '*', ' '),
  fc.string({ maxLength: 4 }),
);
const address = fc
  .tuple(
    fc.constantFrom('https', 'http', 'HTTPS', 'sdk', 'com.shop.app', 'sdk;x', 'javascript'),
    fc.array(piece, { minLength: 1, maxLength: 5 }),
  )
  .map(([scheme, pieces]) => `${scheme}://${pieces.join('')}`);

const browser = createFakeBrowser(() => gateway.app);
const { get } = browser;

const KNOWN_BREAKERS = ['https://x;script-src-elem/', "https://x;script-src-elem 'none'/", 'https://x,default-src/'];

test('whatever address a shop gives, the policies of its pages are the ones that we meant', async () => {
  const check = async (url: string): Promise<void> => {
    const open = await get(gateway.start().path);
    assert.deepEqual(directivesOf(open.headers), { ...PAGE, 'form-action': "'self'", 'frame-src': "'self'" });
    const paid = gateway.start({ state: 'completed', returnUrl: url });
    for (const path of [paid.path, `${paid.path}?wait`, gateway.startAction({ stage: 'over', returnUrl: url }).path]) {
      const { statusCode, headers, body } = await get(path);
      assert.equal(statusCode, 200);
      assert.deepEqual(directivesOf(headers), { ...PAGE, 'form-action': "'self'" });
      assert.match(headers['refresh']?.toString() ?? '0;url=', /^0;url=[\x21-\x7e]*$/);
      assert.equal(body.match(/<script/g)?.length, 1);
    }
  };
  for (const url of KNOWN_BREAKERS) await check(url);
  await fc.assert(fc.asyncProperty(address, check), { numRuns: 150 });
});

test('an address that is taken can be led to as it is', async () => {
  await fc.assert(
    fc.asyncProperty(address, async (url) => {
      fc.pre(checkReturnAddress(url, 'sandbox') === undefined);
      const { headers } = await get(`${gateway.start({ state: 'completed', returnUrl: url }).path}?wait`);
      assert.equal(new URL(leadsTo(headers['refresh']) ?? '').href, new URL(url).href);
      if (/^http/i.test(url)) assert.match(new URL(url).hostname, /^[a-z0-9.:[\]-]+$/);
    }),
    { numRuns: 150 },
  );
});

test('whatever address an issuer gives, the policies of the pages that lead to it are the ones that we meant', async () => {
  const check = async (acsUrl: string): Promise<void> => {
    bank.acsUrl = acsUrl;
    const session = gateway.start();
    const formToken = /name="formToken" value="([^"]+)"/.exec((await get(session.path)).body)?.[1] ?? '';
    const posted = await browser.send({
      method: 'POST',
      url: session.path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...CARD, formToken }).toString(),
    });
    const isWeb = URL.canParse(acsUrl) && /^https?:$/.test(new URL(acsUrl).protocol);
    assert.equal(posted.statusCode, isWeb ? 200 : 500);
    assert.deepEqual(directivesOf(posted.headers), { ...PAGE, 'form-action': isWeb ? `'self' ${BANKS}` : "'self'" });
    const frame = await get(`${session.path}/challenge`);
    assert.deepEqual(
      directivesOf(frame.headers),
      isWeb
        ? {
            ...COMMON,
            'frame-ancestors': "'self'",
            'form-action': BANKS,
            'frame-src': `'self' ${BANKS}`,
            'connect-src': BANKS,
          }
        : { ...PAGE, 'form-action': "'self'" },
    );
  };
  for (const url of [...KNOWN_BREAKERS, 'javascript://x/%0aalert(1)']) await check(url);
  await fc.assert(fc.asyncProperty(address, check), { numRuns: 150 });
});
