import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { systemClock, type Clock } from '../base/clock.ts';
import { createDatabaseTime } from '../db/database-time.ts';
import { newSessionId, openStage, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

const HOUR_MS = 3_600_000;

/** A machine whose clock on the wall somebody sets. */
const createWrongClock = () => {
  const wrong = { byMs: 0 };
  const clock: Clock = { ...systemClock, nowMs: () => Date.now() + wrong.byMs };
  return { clock, wrong };
};

describe('clocks that are wrong', () => {
  for (const [what, byMs] of [
    ['back', -HOUR_MS],
    ['ahead', HOUR_MS],
  ] as const) {
    test(`put ${what} an hour after a failure: the retry is sent when it is due`, async () => {
      const { clock, wrong } = createWrongClock();
      const shop = await stage.openShop(() => (shop.heard.length === 0 ? 500 : 200));
      await stage.addEndpoint(shop.url);
      await stage.tell(newSessionId(), 1);
      stage.startDeliverer({ clock });
      await until('it failed', async () => (await stage.attemptCount()) === 1);
      wrong.byMs = byMs;
      await stage.retryNow();
      await until('it is taken', () => shop.taken().length === 1, 30_000);
      await until('it is written', async () => (await stage.pendingCount()) === 0);
      const [attempt] = await stage.sql<{ is_near: boolean }>(
        `select bool_and(abs(extract(epoch from started_at - now())) < 600) as is_near from delivery_attempts`,
      );
      assert.ok(attempt?.is_near, 'the log has the time of the database');
    });

    test(`an hour ${what} from the start: signed with the time of the database, and warned about`, async () => {
      const { clock, wrong } = createWrongClock();
      wrong.byMs = byMs;
      const lines: (readonly [string, number | undefined])[] = [];
      const log = (fields: { readonly durationMs?: number }, message: string) => {
        lines.push([message, fields.durationMs]);
      };
      const time = createDatabaseTime({ query: stage.db.query, clock, log: { info: log, warn: log } });
      const shop = await stage.openShop();
      await stage.addEndpoint(shop.url);
      await stage.tell(newSessionId(), 1);
      stage.startDeliverer({ clock, time });
      await until('it is taken', () => shop.taken().length === 1);
      const [database] = await stage.sql<{ seconds: number }>('select extract(epoch from now())::float8 as seconds');
      const headers = shop.taken()[0]?.headers ?? {};
      for (const signedAt of [
        Number(headers['webhook-timestamp']),
        Number(/t=(\d+)/.exec(headers['x-signature'] ?? '')?.[1]),
      ])
        assert.ok(Math.abs(signedAt - (database?.seconds ?? 0)) < 300, `signed as of ${signedAt}`);
      assert.equal(lines.length, 1);
      assert.match(lines[0]?.[0] ?? '', /clock differs from the database's/);
      assert.ok(Math.abs((lines[0]?.[1] ?? 0) - byMs) < 60_000);
      assert.ok(Math.abs((time.skewMs() ?? 0) - byMs) < 60_000);
    });
  }
});
