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
