import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { newUuid } from '../base/id.ts';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { EventRow } from '../contract/rows.ts';
import { createPaymentUrls } from '../contract/payment-url.ts';
import { currentVersion } from '../contract/versions.ts';
import { createSender } from './send.ts';
import { newSessionId, openShop, sessionRow, until } from './stage.fixture.ts';

test('many that never answer do not keep an event from another endpoint of the same host', async () => {
  const shop = await openShop((heard) => (heard.sequence === 1 ? 200 : undefined));
  const keys = createKeys(new Secret(Buffer.alloc(32, 7)));
  const sender = createSender({
    clock: systemClock,
    time: systemClock,
    random: systemRandom,
    urls: createPaymentUrls({ keys, publicUrl: 'http://localhost:1' }),
    rules: { mode: 'sandbox' },
  });
  const target = {
    url: shop.url,
    version: currentVersion,
    secrets: [{ key: new Secret('whsec_eA==') }],
    signingKeys: [],
    hasFaults: false,
  };
  let ended = 0;
  const stuck = Array.from({ length: 300 }, async () => {
    await sender.send(eventOf(2), target, { isSuspect: true });
    ended++;
  });
  try {
    await until('their connections are all in use', () => shop.heard.length >= 256);
    const result = await sender.send(eventOf(1), target, { isSuspect: false });
    assert.deepEqual([result?.outcome, ended], ['delivered', 0]);
  } finally {
    await Promise.all([sender.close(0), ...stuck]);
    await shop.close();
  }
});

const eventOf = (sequence: number): EventRow => {
  const sessionId = newSessionId();
  const merchantId = newSessionId();
  return {
    merchant_id: merchantId,
    id: newUuid<'event'>({ clock: systemClock, random: systemRandom }),
    type: 'session.created',
    subject_id: sessionId,
    sequence,
    object: 'session',
    object_id: sessionId,
    snapshot: sessionRow(merchantId, sessionId),
    created_at: '2026-03-28T08:26:37.123456+00:00',
  };
};
