import { writeAudit } from '../audit/write.ts';
import { formatId, parseId } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import { currentVersion } from '../contract/versions.ts';
import { findSettingMistake, threeDsSettingNames, type ThreeDsSettingName } from '../flow/authentication/profile.ts';
import {
  findVelocityMistake,
  velocitySettingNames,
  velocitySettingsOf,
  type VelocitySettingName,
  type VelocitySettings,
} from '../flow/velocity/settings.ts';
import { changeMerchant, setMerchantSuspended } from '../merchants/change.ts';
import { createMerchant } from '../merchants/create.ts';
import { findMerchant, findMerchants, type MerchantRow } from '../merchants/store.ts';
import { createEndpoint } from '../webhooks/endpoints.ts';
import { checkName, existingMerchant, type AdminDeps } from './deps.ts';

export type MerchantShown = {
  readonly merchantId: string;
  readonly name: string;
  readonly created: string;
  readonly suspendedAt: string | null;
  readonly suspensionReason: string | null;
};

export type MerchantAdmin = {
  readonly createMerchant: (input: {
    readonly name: string;
  }) => Promise<{ readonly merchantId: string; readonly apiKey: string }>;
  /**
   * Changes what is given. `threeDs`: what the merchant wants where the schemes leave a choice, and how it is
   * introduced to issuers.
   */
  readonly updateMerchant: (input: {
    readonly merchantId: string;
    readonly name?: string;
    readonly threeDs?: Readonly<Partial<Record<ThreeDsSettingName, string>>>;
    /** Limits against card testing; `0` switches a rule off. */
    readonly velocity?: VelocitySettings;
    /** `refuse` or `ignore`. */
    readonly unknownFields?: string;
    /** 0 to 10000. */
    readonly waitForWebhookMs?: string;
  }) => Promise<{
    readonly merchantId: string;
    readonly name: string;
    readonly unknownFields: string;
    readonly waitForWebhookMs: number;
    readonly threeDs: Readonly<Record<string, unknown>>;
    /** Every limit as it is now. */
    readonly velocity: Readonly<Record<VelocitySettingName, number>>;
  }>;
  readonly listMerchants: () => Promise<readonly MerchantShown[]>;
  /** `reason` is for the merchant to read; it is in its audit log. False: it was suspended before. */
  readonly suspendMerchant: (input: { readonly merchantId: string; readonly reason: string }) => Promise<boolean>;
  /** False: it was not suspended. */
  readonly resumeMerchant: (input: { readonly merchantId: string }) => Promise<boolean>;
  readonly createWebhookEndpoint: (input: {
    readonly merchantId: string;
    readonly url: string;
    readonly events: readonly string[];
    /** Customers wait for its answer to `session.completed`. */
    readonly holdsReturn?: boolean;
  }) => Promise<{ readonly id: string; readonly secret: string }>;
  readonly hasMerchant: (merchantId: string) => Promise<boolean>;
};

export const adminOfMerchants = (deps: AdminDeps): MerchantAdmin => {
  const { db, actor } = deps;
  return {
    createMerchant: async ({ name }) => {
      const { merchantId, apiKey } = await createMerchant(deps, { name: checkName('--name', name), actor });
      return { merchantId: formatId('merchant', merchantId), apiKey: apiKey.reveal() };
    },
    updateMerchant: async ({ merchantId, name, threeDs = {}, velocity = {}, unknownFields, waitForWebhookMs }) => {
      const row = await changeMerchant(deps, {
        merchantId: await existingMerchant(db.query, merchantId),
        actor,
        change: {
          name: name === undefined ? undefined : checkName('--name', name),
          threeDs: checkThreeDs(threeDs),
          velocity: checkVelocity(velocity),
          unknownFields: checkUnknownFields(unknownFields),
          waitForWebhookMs: checkWait(waitForWebhookMs),
        },
      });
      return {
        merchantId,
        name: row?.name ?? '',
        threeDs: row?.three_ds ?? {},
        velocity: velocitySettingsOf(row?.velocity ?? {}),
        unknownFields: row?.unknown_fields ?? 'refuse',
        waitForWebhookMs: row?.wait_for_webhook_ms ?? 0,
      };
    },
    listMerchants: async () => (await allMerchants(deps)).map(shown),
    suspendMerchant: async ({ merchantId, reason }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const suspended = { reason: checkName('--reason', reason) };
      return (await setMerchantSuspended(deps, { merchantId: uuid, actor, suspended }))?.changed === true;
    },
    resumeMerchant: async ({ merchantId }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      return (await setMerchantSuspended(deps, { merchantId: uuid, actor, suspended: undefined }))?.changed === true;
    },
    createWebhookEndpoint: async ({ merchantId, url, events, holdsReturn = false }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const { row, secret } = await db.transaction(async (query) => {
        const made = await createEndpoint(
          { ...deps, db: { ...db, query }, rules: { mode: deps.mode } },
          { merchantId: uuid, url, events, holdsReturn, description: undefined, apiVersion: currentVersion },
        );
        const subject = { kind: 'webhookEndpoint' as const, id: formatId('webhookEndpoint', made.row.id) };
        const acts = [{ action: 'webhookEndpoint.created' as const, subject, after: { url, events, holdsReturn } }];
        await writeAudit(deps, query, { merchantId: uuid, actor, acts });
        return made;
      });
      return { id: formatId('webhookEndpoint', row.id), secret: secret.reveal() };
    },
    hasMerchant: async (merchantId) => {
      const uuid = parseId('merchant', merchantId);
      return uuid !== undefined && (await findMerchant(db.query, uuid)) !== undefined;
    },
  };
};

const checkUnknownFields = (value: string | undefined): 'refuse' | 'ignore' | undefined => {
  if (value === undefined || value === 'refuse' || value === 'ignore') return value;
  throw new ConfigError('--unknown-fields must be refuse or ignore.');
};

const checkWait = (value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  if (/^\d{1,5}$/.test(value) && Number(value) <= LONGEST_WAIT_MS) return Number(value);
  throw new ConfigError(`--wait-for-webhook-ms must be a whole number from 0 to ${LONGEST_WAIT_MS}.`);
};

const LONGEST_WAIT_MS = 10_000;

const allMerchants = async ({ db }: AdminDeps): Promise<readonly MerchantRow[]> => {
  const all: MerchantRow[] = [];
  for (;;) {
    const some = await findMerchants(db.query, { limit: AT_ONCE, after: all.at(-1)?.merchant_id });
    all.push(...some);
    if (some.length < AT_ONCE) return all;
  }
};

const AT_ONCE = 1_000;

const shown = (row: MerchantRow): MerchantShown => ({
  merchantId: formatId('merchant', row.merchant_id),
  name: row.name,
  created: row.created_at,
  suspendedAt: row.suspended_at,
  suspensionReason: row.suspension_reason,
});

const checkThreeDs = (
  settings: Readonly<Partial<Record<ThreeDsSettingName, string>>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    threeDsSettingNames.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      const mistake = findSettingMistake(name, value);
      if (mistake !== undefined) throw new ConfigError(`--${wordOf(name)} must be ${mistake}.`);
      return [[name, value]];
    }),
  );

const checkVelocity = (settings: VelocitySettings): Readonly<Record<string, string>> =>
  Object.fromEntries(
    velocitySettingNames.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      const mistake = findVelocityMistake(value);
      if (mistake !== undefined) throw new ConfigError(`--${wordOf(name)} must be ${mistake}.`);
      return [[name, value]];
    }),
  );

const wordOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
