/**
 * Which acquirer the demo's payments go to. All of them are one simulator, which speaks to each as that host does; the
 * demo merchant has an account for each that was ever chosen, and the one chosen now is on.
 */
import { createHmac } from 'node:crypto';
import type { AcquirerAdmin } from '../../src/admin/acquirers.ts';
import type { Config } from '../../src/config.ts';
import type { Demo } from './demo.ts';
import { LOCAL, nearestHost } from './ports.ts';
import { Sentence } from './sentence.ts';

export type AcquirerFace = 'sandbox' | 'stripe' | 'adyen' | 'iso8583';

type Row = {
  /** For people, in the banner and as the account's name. */
  readonly title: string;
  readonly cards: string | undefined;
  /** Settings and secrets of an account, by the names of its connector. */
  readonly fields: (at: Place) => Readonly<Record<string, string>>;
  /** What its notifications are signed with. */
  readonly signedWith?: (apiKey: string) => string;
};

type Place = { readonly config: Config; readonly apiKey: string };

const DIALECT = 'ascii-1987';
const MERCHANT_ACCOUNT = 'SlowPour';

const faces: Readonly<Record<AcquirerFace, Row>> = {
  sandbox: {
    title: "the sandbox's own host",
    cards: undefined,
    fields: ({ config }) => ({ url: config.acquirerUrl ?? simulatorUrl(config) }),
  },
  stripe: {
    title: "Stripe's API",
    cards: "Stripe's own work, too: 4000 0000 0000 9995 is declined, insufficientFunds",
    fields: ({ config, apiKey }) => ({
      url: simulatorUrl(config),
      secretKey: `sk_test_${secretOf(apiKey, 'stripe key').slice(0, 32)}`,
      webhookSecret: stripeSecret(apiKey),
      multicapture: 'on',
    }),
    signedWith: (apiKey) => stripeSecret(apiKey),
  },
  adyen: {
    title: "Adyen's Checkout API",
    cards: "Adyen's names decline, too: cardholder NOT_ENOUGH_BALANCE",
    fields: ({ config, apiKey }) => ({
      url: simulatorUrl(config),
      merchantAccount: MERCHANT_ACCOUNT,
      apiKey: adyenKey(apiKey),
      hmacKey: adyenSecret(apiKey),
      multipleCaptures: 'yes',
    }),
    signedWith: (apiKey) => adyenSecret(apiKey),
  },
  iso8583: {
    title: `ISO 8583 (${DIALECT})`,
    cards: undefined,
    fields: ({ config, apiKey }) => ({
      host: LOCAL,
      port: String(config.acquirerIso8583Port),
      tls: 'no',
      dialect: DIALECT,
      terminalId: 'SLOWPOUR',
      cardAcceptorId: 'SLOW-POUR',
      macKey: macKey(apiKey),
    }),
  },
};

const simulatorUrl = ({ acquirerPort }: Config): string => `http://${LOCAL}:${acquirerPort}`;

/**
 * Both sides know them from the demo's API key, so nothing more has to be kept: the gateway shows no secret of an
 * account again.
 */
const secretOf = (apiKey: string, use: string): string =>
  createHmac('sha256', apiKey).update(`simulated acquirer: ${use}`).digest('hex');
const stripeSecret = (apiKey: string): string => `whsec_${secretOf(apiKey, 'stripe events')}`;
const adyenKey = (apiKey: string): string => secretOf(apiKey, 'adyen key');
const adyenSecret = (apiKey: string): string => secretOf(apiKey, 'adyen notifications');
const macKey = (apiKey: string): string => secretOf(apiKey, 'iso8583 mac').slice(0, 32);

/** Of `npm start -- --acquirer …`. */
export const readFace = (given: string): AcquirerFace => {
  if (Object.hasOwn(faces, given)) return given as AcquirerFace;
  throw new Sentence(`--acquirer is "${given}"; it must be one of ${Object.keys(faces).join(', ')}.`);
};

export const faceNames = (): readonly string[] => Object.keys(faces);

/** As the banner says it. */
export const describeFace = (face: AcquirerFace): { readonly title: string; readonly cards: string | undefined } => ({
  title: `${faces[face].title}, simulated`,
  cards: faces[face].cards,
});

/**
 * What the simulator is told at its start: it speaks all of them, for payments that were made at another one before.
 */
export const faceSettings = (config: Config, { apiKey }: Pick<Demo, 'apiKey'>): Readonly<Record<string, string>> => ({
  TOLLGATE_ACQUIRER_STRIPE_KEY: faces.stripe.fields({ config, apiKey })['secretKey'] ?? '',
  TOLLGATE_ACQUIRER_ADYEN_KEY: adyenKey(apiKey),
  TOLLGATE_ACQUIRER_ADYEN_MERCHANT_ACCOUNT: MERCHANT_ACCOUNT,
  TOLLGATE_ACQUIRER_ADYEN_MULTIPLE_CAPTURES: 'yes',
  TOLLGATE_ACQUIRER_ISO8583_PORT: String(config.acquirerIso8583Port),
  TOLLGATE_ACQUIRER_ISO8583_DIALECT: DIALECT,
  TOLLGATE_ACQUIRER_ISO8583_MAC_KEY: macKey(apiKey),
});

type Account = Awaited<ReturnType<AcquirerAdmin['addAcquirer']>>;
type FaceAdmin = Pick<AcquirerAdmin, 'listAcquirers' | 'addAcquirer' | 'changeAcquirer'>;

/**
 * Makes the account of this face or finds it again, switches it on and the demo's others off, and tells the simulator
 * where notifications go. Accounts that somebody else made stay as they are. The simulator runs, the gateway need not.
 */
export const chooseFace = async (
  {
    admin,
    config,
    demo,
  }: { readonly admin: FaceAdmin; readonly config: Config; readonly demo: Pick<Demo, 'merchantId' | 'apiKey'> },
  face: AcquirerFace,
): Promise<void> => {
  const { merchantId, apiKey } = demo;
  const ours = (await admin.listAcquirers({ merchantId })).filter(isOurs);
  const name = nameOf(face, config);
  // Without an account payments go to the sandbox of the settings; with others that are off, they would go nowhere.
  const isWanted = face !== 'sandbox' || ours.length > 0;
  const known = ours.find((account) => account.name === name);
  const chosen =
    known ??
    (isWanted
      ? await admin.addAcquirer({ merchantId, name, connector: face, fields: faces[face].fields({ config, apiKey }) })
      : undefined);
  for (const { id, enabled } of ours)
    if (enabled !== (id === chosen?.id))
      await admin.changeAcquirer({ merchantId, account: id, change: { enabled: id === chosen?.id } });
  const telling = [...ours, ...(known === undefined && chosen !== undefined ? [chosen] : [])];
  for (const account of telling) await tellSimulator({ config, apiKey }, account);
};

/** A port that moved is another host: payments made at the old one are not known there. */
const nameOf = (face: AcquirerFace, config: Config): string => {
  const { url, host, port } = faces[face].fields({ config, apiKey: '' });
  return `${faces[face].title}, simulated at ${url === undefined ? `${host ?? ''}:${port ?? ''}` : new URL(url).host}`;
};

const isOurs = ({ name }: Account): boolean => /, simulated at [^ ]+$/.test(name);

/** Also accounts that are off: what was paid there is captured and refunded there, and told. */
const tellSimulator = async ({ config, apiKey }: Place, account: Account): Promise<void> => {
  const { connector: face, notificationUrl, settings } = account;
  const secret = face === 'stripe' || face === 'adyen' ? faces[face].signedWith?.(apiKey) : undefined;
  if (secret === undefined || settings['url'] !== simulatorUrl(config)) return;
  // Straight to the gateway: its public address may be that of a tunnel.
  const url = new URL(new URL(notificationUrl).pathname, `http://${nearestHost(config.host)}:${config.port}`).href;
  const answer = await fetch(`${simulatorUrl(config)}/control/notifications`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ face, url, secret }),
  });
  if (!answer.ok) throw new Error(`the acquirer simulator takes no notification address: ${await answer.text()}`);
};
