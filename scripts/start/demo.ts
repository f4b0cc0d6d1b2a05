import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AcquirerFace } from './acquirer-face.ts';

/** What a first start makes and every later one finds again: enough to call the API and to check a webhook. */
export type Demo = {
  readonly gateway: string;
  readonly api: string;
  readonly store: string;
  readonly acquirer: string;
  readonly threeds: string;
  /** What the acquirer simulator is to the gateway in this start. */
  readonly acquirerFace: AcquirerFace;
  /** The Personal area of this start; undefined: this process does not have it. */
  readonly dashboard?: string;
  /** Signs the demo owner in, once within a day. */
  readonly signInLink?: string;
  /** The same for the demo operator. */
  readonly operatorLink?: string;
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
    holdsReturn: boolean;
  }) => Promise<{ id: string; secret: string }>;
  readonly inviteMember: (input: { merchantId: string; email: string }) => Promise<{ link: string }>;
  readonly listMembers: (input: { merchantId: string }) => Promise<readonly { email: string }[]>;
  readonly createSignInLink: (input: { merchantId: string; email: string; hours: number }) => Promise<{ link: string }>;
  readonly inviteOperator: (input: { email: string }) => Promise<{ link: string }>;
  readonly listOperators: () => Promise<readonly { email: string }[]>;
  readonly createOperatorLink: (input: { email: string; hours: number }) => Promise<{ link: string }>;
  readonly hasMerchant: (merchantId: string) => Promise<boolean>;
};

export type DemoUrls = Pick<Demo, 'gateway' | 'api' | 'store' | 'acquirer' | 'threeds' | 'acquirerFace' | 'dashboard'>;

/** The online store's own name: the customer meets one shop, from the product to the payment page and back. */
const MERCHANT_NAME = 'Slow Pour';
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
  const isThere = known !== undefined && (await admin.hasMerchant(known.merchantId));
  if (isThere && known.store === urls.store) return { demo: { ...urls, ...secretsOf(known) }, isNew: false };

  const { merchantId, apiKey } = isThere ? known : await admin.createMerchant({ name: MERCHANT_NAME });
  const endpoint = await admin.createWebhookEndpoint({
    merchantId,
    url: `${urls.store}${WEBHOOK_PATH}`,
    events: EVENTS,
    // Customers who come back find their order paid.
    holdsReturn: true,
  });
  return { demo: { ...urls, merchantId, apiKey, webhookSecret: endpoint.secret }, isNew: !isThere };
};

const OWNER = 'owner@demo.example';
const OPERATOR = 'operator@demo.example';

/** The demo's people have no password: a link of each start signs each of them in, once within a day. */
export const linkDemoPeople = async (admin: DemoAdmin, demo: Demo): Promise<Demo> => {
  if (demo.dashboard === undefined) return demo;
  const { merchantId } = demo;
  const members = await admin.listMembers({ merchantId });
  if (!members.some(({ email }) => email === OWNER)) await admin.inviteMember({ merchantId, email: OWNER });
  const { link } = await admin.createSignInLink({ merchantId, email: OWNER, hours: 24 });
  const operators = await admin.listOperators();
  if (!operators.some(({ email }) => email === OPERATOR)) await admin.inviteOperator({ email: OPERATOR });
  const { link: operatorLink } = await admin.createOperatorLink({ email: OPERATOR, hours: 24 });
  return { ...demo, signInLink: link, operatorLink };
};

/** Written beside and renamed, so that a reader sees the old one or the new one and never half of it. */
export const writeDemo = (dataDir: string, demo: Demo): void => {
  const file = demoFile(dataDir);
  const beside = `${file}.${randomUUID()}`;
  writeFileSync(beside, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
};

/** What is kept from one start to the next; the addresses are those of this start. */
type Known = Pick<Demo, 'store' | 'merchantId' | 'apiKey' | 'webhookSecret'>;

const secretsOf = ({ merchantId, apiKey, webhookSecret }: Known): Omit<Known, 'store'> => ({
  merchantId,
  apiKey,
  webhookSecret,
});

/** A file that is missing or damaged is no memory: a new merchant is made. */
const readDemo = (dataDir: string): Known | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(demoFile(dataDir), 'utf8'));
    return isKnown(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const KEYS = ['store', 'merchantId', 'apiKey', 'webhookSecret'] as const;

const isKnown = (value: unknown): value is Known =>
  typeof value === 'object' &&
  value !== null &&
  KEYS.every((key) => key in value && typeof Reflect.get(value, key) === 'string');

const demoFile = (dataDir: string): string => join(dataDir, 'demo.json');
