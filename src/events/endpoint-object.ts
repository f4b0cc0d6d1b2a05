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
  readonly consecutive_failures: number;
  readonly failing_since: string | null;
  readonly probe_at: string | null;
  readonly failing_told_at: string | null;
  readonly sequence: number;
  readonly created_at: string;
};

/**
 * An endpoint as the API shows it: `id` first, the other keys in alphabetical order. `secret` only when it was just
 * made.
 */
export const presentEndpoint = (row: EndpointRow, secret?: string): WireObject => ({
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
  ...(row.old_secret_expires_at === null ? {} : { oldSecretExpiresAt: wholeSeconds(row.old_secret_expires_at) }),
  ...(secret === undefined ? {} : { secret }),
  sequence: row.sequence,
  url: row.url,
});

/** `failing`: nothing got through lately and one event is tried at a time. `unsteady`: some tries failed. */
const healthOf = (row: EndpointRow): 'disabled' | 'failing' | 'unsteady' | 'healthy' => {
  if (!row.enabled) return 'disabled';
  if (row.probe_at !== null) return 'failing';
  return row.consecutive_failures > 0 ? 'unsteady' : 'healthy';
};
