import { formatId } from '../base/id.ts';
import { wholeSeconds } from '../contract/session.ts';
import type { WireObject } from '../contract/versions.ts';

/** A webhook endpoint as it is stored, as `to_jsonb(row)` gives it, without its secrets. */
export type EndpointRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly events: readonly string[];
  readonly api_version: string;
  readonly enabled: boolean;
  readonly disabled_reason: 'merchant' | 'gone' | null;
  readonly old_secret_expires_at: string | null;
  /** Rows in events of an older gateway have none of the next four. */
  readonly secret_switches_at?: string | null;
  readonly signing_key_id?: string | null;
  readonly old_signing_key_id?: string | null;
  readonly old_signing_key_expires_at?: string | null;
  readonly consecutive_failures: number;
  readonly failing_since: string | null;
  readonly probe_at: string | null;
  readonly failing_told_at: string | null;
  readonly sequence: number;
  /** Absent in events from before customers waited for webhooks. */
  readonly holds_return?: boolean;
  readonly created_at: string;
};

/** The ed25519 keys that an endpoint's deliveries are signed with, newest first, and where they are published. */
export type PublishedKeys = {
  readonly keys: readonly { readonly kid: string; readonly publicKey: string; readonly expiresAt?: string }[];
  readonly url: string;
};

/**
 * An endpoint as the API shows it: `id` first, the other keys in alphabetical order. `secret` only when it was just
 * made; the public keys in answers and not in events, whose readers have them or ask.
 */
export const presentEndpoint = (row: EndpointRow, secret?: string, published?: PublishedKeys): WireObject => ({
  id: formatId('webhookEndpoint', row.id),
  apiVersion: row.api_version,
  consecutiveFailures: row.consecutive_failures,
  created: wholeSeconds(row.created_at),
  ...(row.description === null ? {} : { description: row.description }),
  ...(row.disabled_reason === null ? {} : { disabledReason: row.disabled_reason }),
  enabled: row.enabled,
  events: row.events,
  ...(row.failing_since === null ? {} : { failingSince: wholeSeconds(row.failing_since) }),
  health: healthOf(row),
  holdsReturn: row.holds_return ?? false,
  ...(row.old_secret_expires_at === null ? {} : { oldSecretExpiresAt: wholeSeconds(row.old_secret_expires_at) }),
  ...(secret === undefined ? {} : { secret }),
  ...(isSwitch(row) ? { secretSwitchesAt: wholeSeconds(row.old_secret_expires_at) } : {}),
  sequence: row.sequence,
  signatures: (row.signing_key_id ?? null) === null ? ['hmac'] : ['hmac', 'ed25519'],
  ...(published === undefined ? {} : { signingKeys: published.keys, signingKeysUrl: published.url }),
  url: row.url,
});

/**
 * The old secret signs alone until it ends. With another moment beside it, left by a gateway of the release before
 * that rotated since, both sign.
 */
export const isSwitch = (row: EndpointRow): row is EndpointRow & { readonly old_secret_expires_at: string } =>
  row.old_secret_expires_at !== null && row.secret_switches_at === row.old_secret_expires_at;

/** `failing`: nothing got through lately and one event is tried at a time. `unsteady`: some tries failed. */
const healthOf = (row: EndpointRow): 'disabled' | 'failing' | 'unsteady' | 'healthy' => {
  if (!row.enabled) return 'disabled';
  if (row.probe_at !== null) return 'failing';
  return row.consecutive_failures > 0 ? 'unsteady' : 'healthy';
};
