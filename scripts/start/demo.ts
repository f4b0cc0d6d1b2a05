import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a first start makes and every later one finds again: enough to call the API and to check a webhook. */
export type Demo = {
  readonly gateway: string;
  readonly api: string;
  readonly store: string;
  readonly acquirer: string;
  readonly merchantId: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
};

/** The part of `src/admin.ts` that the demo needs. */
export type DemoAdmin = {
  readonly createMerchant: (input: { name: string }) => Promise<{ merchantId: string; apiKey: string }>;
  readonly createWebhookEndpoint: (input: {
    merchantId: string;
    url: string;
    events: readonly string[];
  }) => Promise<{ id: string; secret: string }>;
  readonly hasMerchant: (merchantId: string) => Promise<boolean>;
};

export type DemoUrls = Pick<Demo, 'gateway' | 'api' | 'store' | 'acquirer'>;

const MERCHANT_NAME = 'Demo store';
/**
 * Where the online store hears, and what: the reference's two, with which a shop always learns the end of a session.
 */
const WEBHOOK_PATH = '/webhooks/tollgate';
const EVENTS = ['session.completed', 'session.expired'] as const;

/**
 * Reuses the merchant of the last start, if this database knows it: another DATABASE_URL or a deleted data folder gets
 * a new one. A store that moved to another port gets a new endpoint, because its old address no longer answers.
 */
export const prepareDemo = async (
  { admin, dataDir }: { readonly admin: DemoAdmin; readonly dataDir: string },
  urls: DemoUrls,
): Promise<{ readonly demo: Demo; readonly isNew: boolean }> => {
  const known = readDemo(dataDir);
  const isKnown = known !== undefined && (await admin.hasMerchant(known.merchantId));
  if (isKnown && known.store === urls.store) return { demo: { ...known, ...urls }, isNew: false };

  const { merchantId, apiKey } = isKnown ? known : await admin.createMerchant({ name: MERCHANT_NAME });
  const endpoint = await admin.createWebhookEndpoint({
    merchantId,
    url: `${urls.store}${WEBHOOK_PATH}`,
    events: EVENTS,
  });
  return { demo: { ...urls, merchantId, apiKey, webhookSecret: endpoint.secret }, isNew: !isKnown };
};

/** Written beside and renamed, so that a reader sees the old one or the new one and never half of it. */
export const writeDemo = (dataDir: string, demo: Demo): void => {
  const file = demoFile(dataDir);
  const beside = `${file}.${randomUUID()}`;
  writeFileSync(beside, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
};

/** A file that is missing, damaged or from an older release is no memory: a new merchant is made. */
const readDemo = (dataDir: string): Demo | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(demoFile(dataDir), 'utf8'));
    return isDemo(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const KEYS = ['gateway', 'api', 'store', 'acquirer', 'merchantId', 'apiKey', 'webhookSecret'] as const;

const isDemo = (value: unknown): value is Demo =>
  typeof value === 'object' &&
  value !== null &&
  KEYS.every((key) => key in value && typeof Reflect.get(value, key) === 'string');

const demoFile = (dataDir: string): string => join(dataDir, 'demo.json');
