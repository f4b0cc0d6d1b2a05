import { LRUCache } from 'lru-cache';
import { hmacSha256, type Keys } from '../base/keys.ts';
import type { Clock } from '../base/clock.ts';
import type { Uuid } from '../base/id.ts';
import type { Db } from '../db/db.ts';
import { mayComeFrom, type KeyLimits } from './key-limits.ts';
import { mayBeKey, modeOfKey, type KeyMode } from './key-text.ts';
import { findKeyByHash, noteKeyUse, type KeyInUse } from './key-store.ts';

/** Who is calling. */
export type Caller = {
  readonly merchantId: Uuid<'merchant'>;
  readonly apiKeyId: Uuid<'apiKey'>;
  /** What the merchant wants to become of request fields that nobody knows. */
  readonly unknownFields?: 'refuse' | 'ignore';
  readonly sessions?: SessionSettings;
};

/** What the merchant has set for every session of its own. */
export type SessionSettings = {
  /** Origins and app schemes that customers may be sent back to; empty: anywhere. */
  readonly returnOrigins: readonly string[];
  /** A merchantReferenceId that is paid gets no second session. */
  readonly orderGuard: boolean;
  /** How long a session lives whose request does not say it. */
  readonly minutes: number;
};

/** What the caller's key may do, and how it is called. */
export type Grant = {
  readonly name: string;
  readonly limits: KeyLimits;
  readonly mayComeFrom: (address: string) => boolean;
  /** An operator has suspended the merchant. */
  readonly isSuspended: boolean;
};

export type Authentication =
  | { readonly kind: 'known'; readonly caller: Caller; readonly grant: Grant }
  /** `otherMode`: it says of itself that it belongs to a gateway of the other mode. */
  | { readonly kind: 'unknown'; readonly otherMode: KeyMode | undefined }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'expired' };

export type Authenticator = {
  readonly find: (apiKey: string) => Promise<Authentication>;
  /** After a key was deleted: this process does not let it in once more. */
  readonly forget: (apiKeyId: string) => void;
};

export type AuthenticatorDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly mode: KeyMode;
  /** Work that no request waits for. */
  readonly inBackground: (work: Promise<unknown>) => void;
};

/**
 * Looks a key up by its keyed hash. Equal time for any key: what is compared is a hash the caller can't steer.
 * Answers are remembered for a few seconds, so a key that was deleted by another process is dead within `REMEMBER_MS`.
 */
export const createAuthenticator = (deps: AuthenticatorDeps): Authenticator => {
  type Remembered = { readonly id: string; readonly answer: Authentication; readonly untilMs: number };
  const remembered = new LRUCache<string, Remembered>({ max: REMEMBER_MOST });
  // A look-up that began before a key was deleted may answer after; what it saw is not remembered.
  let forgotten = 0;
  return {
    find: async (apiKey) => {
      if (!mayBeKey(apiKey)) return { kind: 'unknown', otherMode: undefined };
      const hash = hashApiKey(deps.keys, apiKey);
      const name = hash.toString('latin1');
      const known = remembered.get(name);
      if (known !== undefined && known.untilMs > deps.clock.monotonicMs()) return known.answer;
      const forgottenBefore = forgotten;
      const askedAtMs = deps.clock.monotonicMs();
      const row = await findKeyByHash(deps.db.query, hash);
      if (row === undefined) return { kind: 'unknown', otherMode: otherModeOf(apiKey, deps.mode) };
      const answer = answerOf(row);
      // Should it fail, the next look-up finds it not noted, and tries again.
      if (answer.kind === 'known' && row.is_use_unnoted)
        deps.inBackground(noteKeyUse(deps.db.query, answer.caller).catch(() => undefined));
      if (forgotten !== forgottenBefore) return answer;
      // Only keys that exist are remembered, so guessing can't fill the memory.
      const forMs = Math.min(REMEMBER_MS, row.ms_left !== null && row.ms_left > 0 ? row.ms_left : REMEMBER_MS);
      remembered.set(name, { id: row.id, answer, untilMs: askedAtMs + forMs });
      return answer;
    },
    forget: (apiKeyId) => {
      forgotten++;
      for (const [name, { id }] of remembered) if (id === apiKeyId) remembered.delete(name);
    },
  };
};

export const hashApiKey = (keys: Keys, apiKey: string): Buffer =>
  hmacSha256(keys.deriveKeyObject('api-key-hash'), apiKey);

const REMEMBER_MS = 3_000;
const REMEMBER_MOST = 10_000;

const otherModeOf = (apiKey: string, mode: KeyMode): KeyMode | undefined => {
  const said = modeOfKey(apiKey);
  return said === mode ? undefined : said;
};

const answerOf = (row: KeyInUse): Authentication => {
  if (row.deleted_at !== null) return { kind: 'deleted' };
  if (row.ms_left !== null && row.ms_left <= 0) return { kind: 'expired' };
  const limits = limitsOf(row);
  return {
    kind: 'known',
    caller: {
      merchantId: row.merchant_id as Uuid<'merchant'>,
      apiKeyId: row.id as Uuid<'apiKey'>,
      unknownFields: row.unknown_fields,
      sessions: {
        returnOrigins: row.return_origins,
        orderGuard: row.order_guard,
        minutes: row.session_minutes,
      },
    },
    grant: { name: row.name, limits, mayComeFrom: mayComeFrom(limits), isSuspended: row.is_suspended },
  };
};

/** Keys made before keys had limits have none. */
export const limitsOf = (row: {
  readonly scopes: readonly string[] | null;
  readonly expires_at: string | null;
  readonly allowed_addresses: readonly string[] | null;
}): KeyLimits => ({
  scopes: row.scopes ?? ['*'],
  expiresAtMs: row.expires_at === null ? undefined : Date.parse(row.expires_at),
  allowedAddresses: row.allowed_addresses ?? undefined,
});
