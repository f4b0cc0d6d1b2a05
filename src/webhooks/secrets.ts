import { seal, unseal, type Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { SECRET_PREFIX } from './sign.ts';

/** `whsec_` and the base64 of 32 bytes: the form that Standard Webhooks libraries take as it is. */
export const newSecret = (random: Random): Secret =>
  new Secret(`${SECRET_PREFIX}${random.bytes(32).toString('base64')}`);

export type SecretOwner = { readonly merchantId: string; readonly endpointId: string };

export const sealSecret = (keys: Keys, owner: SecretOwner, secret: Secret): Buffer =>
  seal(keys.derive('webhook-secret-sealing'), contextOf(owner), Buffer.from(secret.reveal()));

/** Throws when the bytes were sealed for another endpoint or under another master key. */
export const unsealSecret = (keys: Keys, owner: SecretOwner, sealed: Buffer): Secret =>
  new Secret(unseal(keys.derive('webhook-secret-sealing'), contextOf(owner), sealed).toString());

const contextOf = ({ merchantId, endpointId }: SecretOwner): string => `${merchantId}/${endpointId}`;

/** A key and the moments between which it signs. */
export type Dated<Key> = {
  readonly key: Key;
  /** From this moment on; undefined: always. Milliseconds since the Unix epoch, by the database's clock. */
  readonly fromMs?: number | undefined;
  /** Until just before this moment. */
  readonly untilMs?: number | undefined;
};

/**
 * The keys that sign at a moment. It is the one that a signature carries, in whole seconds, and not that of the claim:
 * so what was claimed before a switch and leaves after it has the new signature, in every process, and a receiver can
 * tell by `t` which one to expect.
 */
export const keysAt = <Key>(keys: readonly Dated<Key>[], timestampS: number): readonly Key[] =>
  keys
    .filter(
      ({ fromMs = -Infinity, untilMs = Infinity }) => fromMs <= timestampS * 1_000 && timestampS * 1_000 < untilMs,
    )
    .map(({ key }) => key);

/** What stands in an endpoint's row about its secrets. */
export type SealedSecrets = {
  readonly secretSealed: Buffer;
  readonly oldSecretSealed: Buffer | null;
  readonly oldSecretExpiresAt: Date | null;
  readonly secretSwitchesAt: Date | null;
};

/** Newest first. */
export const datedSecrets = (sealed: SealedSecrets, open: (bytes: Buffer) => Secret): readonly Dated<Secret>[] => {
  const { secretSealed, oldSecretSealed, oldSecretExpiresAt } = sealed;
  if (oldSecretSealed === null || oldSecretExpiresAt === null) return [{ key: open(secretSealed) }];
  const untilMs = oldSecretExpiresAt.getTime();
  const switchesAtMs = sealed.secretSwitchesAt?.getTime();
  return [
    { key: open(secretSealed), fromMs: switchesAtMs === untilMs ? switchesAtMs : undefined },
    { key: open(oldSecretSealed), untilMs },
  ];
};
