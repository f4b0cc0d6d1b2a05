/** The release before this one and this one on one database: beside each other under load, forward, and back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTollgate, type FollowedEvent } from '@tollgate/sdk';
import { formatId } from '../../src/base/id.ts';
import type { GatewayProcess } from '../support/gateway.ts';
import { waitFor } from '../support/wait-for.ts';
import { runSql } from '../support/postgres.ts';
import type { Load } from './load.ts';
import { BEFORE_THE_FIRST_TAG, findPrevious } from './previous.ts';
import { setStage, untilDoneMore, type Stage } from './stage.ts';

const CUSTOMERS = 8;
/** Sent again by the load, which sees it when that does not help. */
const BUSY = 503;

const previous = await findPrevious();
const isMissing = 'missing' in previous;
const skip = isMissing && `The release before this one can't be had: ${previous.missing}.`;
let stage: Stage;

before(async () => {
  if (!isMissing) stage = await setStage();
});
after(() => (isMissing ? undefined : stage.close()));

/**
 * What cannot be otherwise, and is said in the changelog: an older release does not know the ids of stored cards that
 * this one gives.
 */
const KNOWN: Readonly<Record<string, RegExp>> = {
  [BEFORE_THE_FIRST_TAG]: /^kept-.*There is no payment method with this id/,
};

test(`${previous.ref} and this release, side by side, forward and back: no error, no double`, { skip }, async () => {
  assert.ok('folder' in previous);
  const older = await stage.start(previous.folder);
  stage.balancer.lead({ api: [older.url], pages: [older.url] });
  const load = await stage.load(CUSTOMERS, previous.folder, KNOWN[previous.ref]);
  await untilDoneMore(load, 2);

  // It migrates while the older one is paid.
  const newer = await stage.start();
  await untilDoneMore(load, 1);
  const feed = follow(newer, load);
  // Pages first, as the changelog asks: an older release does not know the addresses that a newer one gives out.
  stage.balancer.lead({ api: [older.url, newer.url], pages: [newer.url] });
  await untilDoneMore(load, 4);

  stage.balancer.lead({ api: [newer.url], pages: [newer.url] });
  await stage.balancer.untilLeft(older.url);
  assert.equal(await older.stop(), 0);
  await feed.untilItHasAll();
  await untilDoneMore(load, 2);

  await goBack(load, newer);
  await load.end();
  assert.deepEqual(load.errors, []);
  assert.deepEqual(
    stage.balancer.passed.filter(({ status }) => status >= 500 && status !== BUSY),
    [],
  );
  await compareBooks(load);
  assert.equal(older.log() + newer.log(), '');
});

/** Reads the feed at the newer gateway while the older one writes events that it does not queue. */
const follow = ({ url }: GatewayProcess, { apiKey }: Load) => {
  const ending = new AbortController();
  const seen: FollowedEvent[] = [];
  const following = (async () => {
    const { events } = createTollgate({ apiKey, baseUrl: url });
    for await (const event of events.follow({ after: 'start', signal: ending.signal })) seen.push(event);
  })();
  return {
    untilItHasAll: async (): Promise<void> => {
      const { url: databaseUrl } = stage.database;
      const told = await runSql<{ id: string }>(databaseUrl, 'select id from events');
      // The minute passes after which it is looked for what nobody queued.
      await runSql(databaseUrl, `update event_feeds set swept_at = swept_at - interval '61 seconds'`);
      await waitFor(
        'every event is in the feed',
        () => Promise.resolve(told.every(({ id }) => seen.some((event) => event.id === formatId('event', id)))),
        120_000,
      );
      ending.abort();
      await following;
      assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length, 'one came twice');
    },
  };
};

const goBack = async (load: Load, newer: GatewayProcess): Promise<void> => {
  assert.ok('folder' in previous);
  if (previous.ref === BEFORE_THE_FIRST_TAG) {
    // It ran on no database but its own. It says so and touches nothing; releases since then come back.
    await assert.rejects(stage.start(previous.folder), /ended with 1 before it was ready/);
    return;
  }
  const again = await stage.start(previous.folder);
  stage.balancer.lead({ api: [again.url, newer.url], pages: [newer.url] });
  await untilDoneMore(load, 2);
  stage.balancer.lead({ api: [again.url], pages: [again.url] });
  await stage.balancer.untilLeft(newer.url);
  assert.equal(await newer.stop(), 0);
  await untilDoneMore(load, 2);
  assert.equal(again.log(), '');
};

/** Each story was approved as often as it says, nobody paid twice, and every event was heard. */
const compareBooks = async (load: Load): Promise<void> => {
  const { acquirer, database, sink } = stage;
  assert.deepEqual((await acquirer.stats({})).ordersWithSeveralApprovals, []);
  const orders = new Set((await acquirer.journal({ event: 'approved' })).map(({ order }) => order));
  assert.deepEqual([...orders].sort(), [...load.approvals].sort());
  await waitFor(
    'every event is heard',
    async () => {
      const [told] = await runSql<{ n: number }>(database.url, 'select count(*)::int as n from events');
      return new Set(sink.received.map(({ event }) => event.id)).size === told?.n;
    },
    120_000,
  );
};
