import { parseArgs } from 'node:util';
import { formatId, type Uuid } from '../../src/base/id.ts';
import { createPool } from '../../src/db/pool.ts';
import { keysOf } from '../../src/http/dashboard/search-words.ts';
import { searchPayments } from '../../src/flow/payment/search.ts';
import { openStage } from '../../src/flow/waiting.fixture.ts';
import { withClient } from '../../test/support/postgres.ts';
import { measureFigures } from './figures.ts';
import { fillPayments } from './fill.ts';

/**
 * `node bench/searches/main.ts --payments 1000000`: fills a database with payments of eleven merchants, half of
 * them one merchant's, and measures the searches of the Personal area there; `--database` and `--merchant` name one
 * that is filled already. ADR 0049 has what came of it.
 */
const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    database: { type: 'string' },
    merchant: { type: 'string' },
  },
});
const PAYMENTS = Number(values.payments);
const ROUNDS = 200;

const any = (below: number): number => Math.floor(Math.random() * below);
const searches: Readonly<Record<string, () => string>> = {
  'the newest': () => '',
  reference: () => `order-${2 * any(PAYMENTS / 2)}`,
  'e-mail address': () => `customer${any(200_000)}@mail.example`,
  'last four digits': () => String(any(10_000)).padStart(4, '0'),
  'an amount that is rare': () => `${(100 + any(30_000)) / 100} EUR`,
  'an amount of every third payment': () => '19.90 EUR',
  'nothing is like it': () => 'nowhere',
  'a payment’s id': () => known[any(known.length)] ?? '',
};

/** In milliseconds, the shortest first. */
const timesOf = async (search: () => Promise<unknown>): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await search();
    times.push(performance.now() - began);
  }
  return times.sort((one, other) => one - other);
};

const at = (times: readonly number[], share: number): string => (times[Math.floor(ROUNDS * share)] ?? 0).toFixed(1);

/** A filled database, made here or named. */
const openFilled = async () => {
  if (values.database !== undefined && values.merchant !== undefined)
    return { url: values.database, merchantId: values.merchant, close: () => Promise.resolve() };
  const stage = await openStage();
  await withClient(stage.databaseUrl, (client) => fillPayments(client, stage.merchantId, PAYMENTS));
  return { url: stage.databaseUrl, merchantId: stage.merchantId, close: stage.close };
};

const filled = await openFilled();
const db = createPool({ databaseUrl: filled.url, maxConnections: 4, onConnectionError: () => undefined });
const { merchantId } = filled;
const known = (
  await db.query<{ id: string }>(
    { name: 'some-ids', text: 'select id from payments where merchant_id = $1 and random() < 0.001 limit 1000' },
    [merchantId],
  )
).map(({ id }) => formatId('payment', id));
try {
  const sizes = await db.query<{ name: string; size: string }>({
    name: 'measure-index-sizes',
    text: `select indexrelid::regclass::text as name, pg_size_pretty(pg_relation_size(indexrelid)) as size
           from pg_index where indrelid in ('payments'::regclass, 'sessions'::regclass) order by 1`,
  });
  for (const { name, size } of sizes) process.stdout.write(`${name}  ${size}\n`);
  const asked = { createdFrom: undefined, createdTo: undefined, before: undefined, limit: 50 };
  const days = await timesOf(() => {
    const createdFrom = new Date(Date.now() - any(90) * 86_400_000);
    const createdTo = new Date(createdFrom.getTime() + 86_400_000);
    return searchPayments(db.query, merchantId, {
      ...asked,
      createdFrom,
      createdTo,
      keys: undefined,
      states: undefined,
    });
  });
  process.stdout.write(`| a day | any | ${at(days, 0.5)} | ${at(days, 0.99)} |\n`);
  const states = { any: undefined, 'one that no payment is in': ['canceled' as const] };
  for (const [name, words] of Object.entries(searches))
    for (const [state, wanted] of Object.entries(states)) {
      const times = await timesOf(() =>
        searchPayments(db.query, merchantId, { ...asked, keys: keysOf(words()), states: wanted }),
      );
      process.stdout.write(`| ${name} | ${state} | ${at(times, 0.5)} | ${at(times, 0.99)} |\n`);
    }
  await measureFigures(db, merchantId as Uuid<'merchant'>);
} finally {
  await db.close();
  await filled.close();
}
