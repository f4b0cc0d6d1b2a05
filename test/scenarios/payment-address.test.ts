/** The address of a page is a secret of its own: who knows a session's or a payment's id does not get to its page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeBase58 } from '../../src/base/base58.ts';
import { parseId } from '../../src/base/id.ts';
import { follow, formFields, getPage, payByForm, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, createPayment } from '../support/payments.ts';
import { aCard } from '../support/shop.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

const uuidOf = (kind: 'merchant' | 'session' | 'payment', id: string): string => parseId(kind, id) ?? assert.fail(id);

/** As every address was once made: from two ids that stand in webhooks, logs and dashboards. */
const addressOfIds = (door: 'pay' | 'authenticate', uuid: string): string => {
  const ids = `${uuidOf('merchant', acme.merchantId)}${uuid}`.replaceAll('-', '');
  return `${world.gatewayUrl}/${door}/${encodeBase58(Buffer.from(ids, 'hex'))}`;
};

test('ids make no address of a session’s page, open or over', async () => {
  const session = await acme.shop.createSession({ description: 'Ring for Eve' });
  const guessed = addressOfIds('pay', uuidOf('session', session.id));
  assert.notEqual(guessed, session.paymentUrl);
  const { formToken = '' } = formFields((await getPage(session.paymentUrl)).html);
  const answersNothing = async (): Promise<void> => {
    const pages = [
      await getPage(guessed),
      await getPage(`${guessed}?wait`),
      await getPage(`${guessed}/challenge`),
      await getPage(`${guessed}/status`),
    ];
    for (const { status, html, headers, url } of pages) {
      assert.equal(status, 404, url);
      assert.doesNotMatch(`${html}${JSON.stringify([...headers])}`, /Ring for Eve|shop\.example|sig=/, url);
    }
    const { html } = await submitCard({ ...(await getPage(guessed)), html: '' }, aCard);
    assert.doesNotMatch(html, /Ring for Eve|shop\.example/);
  };
  await answersNothing();
  assert.equal((await acme.shop.session(session.id))['paymentUrl'], session.paymentUrl, 'told again, the same');
  const { left } = await payByForm(session.paymentUrl, aCard);
  assert.match(String(left), /sig=/);
  await answersNothing();
  assert.ok(formToken !== '');
});

test('a session of before keeps the address that was given out, until it ends', async () => {
  const session = await acme.shop.createSession();
  const uuid = uuidOf('session', session.id);
  await world.sql(`update sessions set has_secret_address = null where id = '${uuid}'`);
  const { left } = await payByForm(addressOfIds('pay', uuid), aCard);
  assert.match(String(left), /^https:\/\/shop\.example\/done/);
  assert.equal((await getPage(session.paymentUrl)).status, 200, 'and has the new one, too');
});

test('ids make no address of the page behind nextAction', async () => {
  const payment = await createPayment(acme.shop, {
    captureMethod: 'automatic',
    returnUrl: 'https://shop.example/back',
    paymentMethod: { card: { ...cardOf('5555555555555599'), cvc: '123' } },
  });
  const uuid = uuidOf('payment', payment.id);
  const guessed = addressOfIds('authenticate', uuid);
  for (const rest of ['', '/status', '/challenge']) assert.equal((await getPage(guessed + rest)).status, 404, rest);
  const { url } = payment['nextAction'] as { readonly url: string };
  assert.equal((await getPage(url)).status, 200);
  await world.sql(`update payments set has_secret_address = null where id = '${uuid}'`);
  const page = await getPage(guessed);
  assert.equal((await follow(page, world.gatewayUrl)).page.status, 200);
});
