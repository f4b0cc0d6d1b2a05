import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { newUuid } from '../../src/base/id.ts';
import { parseCurrency } from '../../src/base/money.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import type {
  AcquirerConnector,
  AuthorizeRequest,
  OperationReference,
} from '../../src/connectors/acquirer/contract.ts';
import { iso8583 } from '../../src/connectors/acquirer/iso8583/index.ts';
import { createHistogram } from '../load/histogram.ts';
import type { Bench, Row } from '../measure.ts';
import { startChild, waitForWord } from '../world/child.ts';

const DIALECTS = ['ascii-1987', 'bcd-1987', 'iso-1993'] as const;
const UNDER_WAY = 200;
/** What the project asks of one line. */
const AT_LEAST = 1_000;
/** Of nobody. */
const KEY = '000102030405060708090A0B0C0D0E0F';

/** Signed authorizations over one line to a host in another process, 200 under way at a time. */
export const measureIso8583 = async (bench: Bench): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const dialect of DIALECTS) rows.push(await measureDialect(bench, dialect));
  return rows;
};

const measureDialect = async (bench: Bench, dialect: string): Promise<Row> => {
  const program = { name: 'iso8583-host', file: 'bench/servers/iso8583-host.ts', args: [dialect, KEY] };
  const host = startChild(program, join(bench.options.parentDir, 'bench-logs'));
  const connector = connectorTo(dialect, await waitForWord(host));
  try {
    await load(connector, 2);
    const { count, times, seconds, errors } = await load(connector, bench.shortSeconds);
    const ratePerS = count / seconds;
    return {
      group: 'iso8583',
      what: `${dialect}, signed, one line, ${UNDER_WAY} under way`,
      ratePerS,
      p50Ms: times.percentile(0.5) / 1_000,
      p99Ms: times.percentile(0.99) / 1_000,
      errors,
      figures: [{ name: 'rate', value: ratePerS, unit: '/s', atLeast: AT_LEAST }],
    };
  } finally {
    await connector.close();
    await host.stop();
  }
};

const connectorTo = (dialect: string, port: number): AcquirerConnector =>
  iso8583.create({
    values: {
      host: '127.0.0.1',
      port: String(port),
      tls: 'no',
      dialect,
      terminalId: 'BENCH001',
      cardAcceptorId: 'BENCH0000000001',
    },
    secrets: { macKey: new Secret(KEY) },
    olderSecrets: {},
    limits: {},
  });

const load = async (connector: AcquirerConnector, seconds: number) => {
  const times = createHistogram();
  const startedMs = systemClock.monotonicMs();
  let errors = 0;
  const lane = async (): Promise<void> => {
    while (systemClock.monotonicMs() - startedMs < seconds * 1_000) {
      const askedMs = systemClock.monotonicMs();
      const answer = await connector.authorize(request());
      if (answer.kind === 'approved') times.record((systemClock.monotonicMs() - askedMs) * 1_000);
      else errors++;
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, lane));
  return { times, errors, count: times.count(), seconds: (systemClock.monotonicMs() - startedMs) / 1_000 };
};

const EUR = parseCurrency('EUR');

const request = (): AuthorizeRequest => {
  if (EUR === undefined) throw new Error('There is no euro.');
  const reference: string = newUuid({ clock: systemClock, random: systemRandom });
  return {
    reference: reference as OperationReference,
    merchantId: 'mr_bench',
    merchantReferenceId: 'order-1',
    amount: { minor: 1_000n, currency: EUR },
    capture: false,
    card: {
      pan: new Secret('4242424242424242'),
      cvc: new Secret('123'),
      expiryMonth: 12,
      expiryYear: 2040,
      cardholderName: undefined,
    },
    initiator: { by: 'customer', storesCard: false },
    authentication: undefined,
    isExempt: false,
    handle: undefined,
  };
};
