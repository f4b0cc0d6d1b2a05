/** Everything the shop is told from outside. */
export type Settings = {
  readonly host: string;
  readonly port: number;
  /** Where customers reach this shop; becomes the beginning of successUrl and failureUrl. */
  readonly storeUrl: string;
  readonly gatewayUrl: string;
  /** Where payment pages live, when that is another address than the API's. */
  readonly paymentPageUrl: string;
  readonly apiKey: string;
  readonly webhookSecrets: readonly string[];
  readonly databasePath: string;
  /** How long customers wait for the webhook before they come back; undefined: as long as the gateway says. */
  readonly waitForWebhookMs: number | undefined;
};

/** A setting that can't be used; the message is the one sentence that is shown. */
export class SettingsError extends Error {}

export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const port = readPort(environment['TOLLGATE_STORE_PORT'] ?? '8081');
  const gatewayUrl = readUrl('TOLLGATE_URL', environment['TOLLGATE_URL'] ?? 'http://localhost:8080');
  return {
    host: environment['HOST'] ?? '127.0.0.1',
    port,
    storeUrl: readUrl('STORE_URL', environment['STORE_URL'] ?? `http://localhost:${String(port)}`),
    gatewayUrl,
    paymentPageUrl: readUrl('TOLLGATE_PAYMENT_PAGE_URL', environment['TOLLGATE_PAYMENT_PAGE_URL'] ?? gatewayUrl),
    apiKey: required(environment, 'TOLLGATE_API_KEY'),
    // Two, separated by a comma, while the endpoint's secret is being rotated.
    webhookSecrets: required(environment, 'TOLLGATE_WEBHOOK_SECRET').split(','),
    databasePath: environment['STORE_DATABASE'] ?? '.tollgate/store.db',
    waitForWebhookMs: readWait(environment['STORE_WAIT_FOR_WEBHOOK_MS']?.trim() ?? ''),
  };
};

const required = (environment: Readonly<Record<string, string | undefined>>, name: string): string => {
  const value = environment[name]?.trim() ?? '';
  if (value === '') {
    throw new SettingsError(`${name} is not set; the gateway shows it when the key or the endpoint is created.`);
  }
  return value;
};

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new SettingsError(`TOLLGATE_STORE_PORT is "${text}"; it must be a port number.`);
  return port;
};

const readWait = (text: string): number | undefined => {
  if (text === '') return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 10_000) return Number(text);
  throw new SettingsError(`STORE_WAIT_FOR_WEBHOOK_MS is "${text}"; it must be a whole number from 0 to 10000.`);
};

const readUrl = (name: string, text: string): string => {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new SettingsError(`${name} is "${text}"; it must be an address that begins with http:// or https://.`);
  }
  return text.replace(/\/+$/, '');
};
