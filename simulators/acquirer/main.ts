import { runSimulator, type CommonSettings } from '../shared/main.ts';
import { startAcquirer, type Acquirer } from './acquirer.ts';
import type { Iso8583Settings } from './faces/iso8583/face.ts';
import { isSpecName, specs } from './faces/iso8583/spec.ts';

const usage = `Acquirer simulator: a bank's host on a laptop, with a journal of its own and faults on demand.

  node simulators/acquirer/main.ts

Settings (environment):
  TOLLGATE_ACQUIRER_PORT   port to listen on, 0 picks a free one   (8082)
  TOLLGATE_DATA_DIR        the journal is <dir>/acquirer/journal.jsonl   (.tollgate)
  HOST                     address to listen on   (127.0.0.1)
  TOLLGATE_ACQUIRER_KEY    terminal:key that callers must show   (none: everyone may call)

The same host in the words of others, all at once and over the same books:
  Stripe's API, at /v1/payment_intents and beside it
    TOLLGATE_ACQUIRER_STRIPE_KEY                the secret key   (any sk_test_… or rk_test_…)
  Adyen's Checkout API, at /v71
    TOLLGATE_ACQUIRER_ADYEN_KEY                 the API key   (any)
    TOLLGATE_ACQUIRER_ADYEN_MERCHANT_ACCOUNT    the merchant account   (any)
    TOLLGATE_ACQUIRER_ADYEN_MULTIPLE_CAPTURES   yes: a payment may be captured in parts   (no)
  ISO 8583, over TCP at a port of its own
    TOLLGATE_ACQUIRER_ISO8583_PORT              the port, 0 picks a free one   (none: not spoken)
    TOLLGATE_ACQUIRER_ISO8583_DIALECT           ${Object.keys(specs).join(', ')}   (ascii-1987)
    TOLLGATE_ACQUIRER_ISO8583_MAC_KEY           32 or 64 hex digits: every message is signed   (none: no MAC)
Where Stripe's and Adyen's notifications go is said while it runs, by PUT /control/notifications.

Open its address in a browser to see the last operations and to switch faults on.
SIGTERM or SIGINT stops it.
`;

const read = (name: string): string | undefined => {
  const value = process.env[`TOLLGATE_ACQUIRER_${name}`]?.trim();
  return value === '' ? undefined : value;
};

const readIso8583 = (): Iso8583Settings | undefined => {
  const given = read('ISO8583_PORT');
  if (given === undefined) return undefined;
  const [port, dialect, macKey] = [Number(given), read('ISO8583_DIALECT') ?? 'ascii-1987', read('ISO8583_MAC_KEY')];
  if (!/^\d{1,5}$/.test(given) || port > 65_535)
    throw new Error('TOLLGATE_ACQUIRER_ISO8583_PORT is a number from 0 to 65535.');
  if (!isSpecName(dialect))
    throw new Error(`TOLLGATE_ACQUIRER_ISO8583_DIALECT is one of ${Object.keys(specs).join(', ')}.`);
  if (macKey !== undefined && !/^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{64})$/.test(macKey))
    throw new Error('TOLLGATE_ACQUIRER_ISO8583_MAC_KEY has 32 or 64 hex digits.');
  return { port, dialect, macKey };
};

const start = async (settings: CommonSettings): Promise<Acquirer> => {
  const [iso8583, secretKey] = [readIso8583(), read('STRIPE_KEY')];
  try {
    return await startAcquirer({
      ...settings,
      credentials: process.env['TOLLGATE_ACQUIRER_KEY'],
      stripe: secretKey === undefined ? {} : { secretKey },
      adyen: {
        apiKey: read('ADYEN_KEY'),
        merchantAccount: read('ADYEN_MERCHANT_ACCOUNT'),
        multipleCaptures: read('ADYEN_MULTIPLE_CAPTURES') === 'yes',
      },
      ...(iso8583 !== undefined && { iso8583 }),
    });
  } catch (error) {
    const isOurs = error instanceof Error && 'port' in error && error.port === iso8583?.port;
    if (!isOurs || iso8583 === undefined || iso8583.port === settings.port) throw error;
    throw new Error('The port for ISO 8583 is in use: set TOLLGATE_ACQUIRER_ISO8583_PORT to another one.', {
      cause: error,
    });
  }
};

await runSimulator({
  name: 'acquirer simulator',
  usage,
  portSetting: 'TOLLGATE_ACQUIRER_PORT',
  defaultPort: 8082,
  start,
});
