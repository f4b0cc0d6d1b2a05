import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Uuid } from '../base/id.ts';
import { newSessionId, openStage, type Stage } from './stage.fixture.ts';
import { searchDeliveries, type DeliveryPlace, type DeliverySearch } from './search-deliveries.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

const everything: DeliverySearch = {
  limit: 100,
  before: undefined,
  endpointId: undefined,
  eventId: undefined,
  type: undefined,
  state: undefined,
  createdFrom: undefined,
  createdTo: undefined,
};

/** Every delivery that a walk from page to page finds, as `event endpoint`, and how many pages it took. */
const walk = async (search: Partial<DeliverySearch>): Promise<{ found: string[]; pages: number }> => {
  const found: string[] = [];
  let before: DeliveryPlace | undefined;
  for (let pages = 1; ; pages++) {
    assert.ok(pages < 100, 'the walk does not end');
    const page = await searchDeliveries(stage.db.query, stage.merchantId, { ...everything, ...search, before });
    found.push(...page.rows.map((row) => `${row.event_id} ${row.endpoint_id}`));
    if (page.next === undefined) return { found, pages };
    before = page.next;
  }
};

test('a rare delivery is found however many others there are, in pages that each look at little', async () => {
  const [busy, quiet] = [
    await stage.addEndpoint('http://localhost:1/busy'),
    await stage.addEndpoint('http://localhost:1/quiet'),
  ];
  const oldest = await stage.tell(newSessionId(), 1, 'session.expired');
  await stage.sql(
    `update deliveries set state = 'abandoned', next_attempt_at = null where event_id = $1 and endpoint_id = $2`,
    [oldest, quiet.id],
  );
  await stage.sql(
    `insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
     select merchant_id, ('ff' || substr(md5(n::text), 3))::uuid, 'session.created', md5(n::text)::uuid, 1,
       object, object_id, snapshot
     from events, generate_series(1, 1300) n`,
  );
  await stage.sql(
    `insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, delivered_at)
     select e.merchant_id, w.id, e.id, e.subject_id, 1, 'delivered', now() from events e join webhook_endpoints w
       on w.merchant_id = e.merchant_id and (w.id = $1 or e.id < 'ff100000-0000-0000-0000-000000000000')
     where e.type = 'session.created'`,
    [busy.id],
  );
  const rare = await walk({ state: 'abandoned' });
  assert.deepEqual(rare.found, [`${oldest} ${quiet.id}`]);
  assert.ok(rare.pages >= 3, `${rare.pages} pages looked at 1,300 deliveries`);
  assert.deepEqual(
    (await walk({ type: 'session.expired' })).found.sort(),
    [`${oldest} ${busy.id}`, `${oldest} ${quiet.id}`].sort(),
  );

  const rows = await stage.sql<{ place: string }>(
    `select event_id || ' ' || endpoint_id as place from deliveries order by event_id desc, endpoint_id desc`,
  );
  const inOrder = rows.map(({ place }) => place);
  for (const limit of [40, 100]) assert.deepEqual((await walk({ limit })).found, inOrder);
  assert.deepEqual(
    (await walk({ endpointId: quiet.id, limit: 3 })).found,
    inOrder.filter((place) => place.endsWith(quiet.id)),
  );
  assert.deepEqual(
    (await walk({ eventId: oldest as Uuid<'event'>, limit: 1 })).found,
    inOrder.filter((place) => place.startsWith(oldest)),
  );
});
