import type { FastifyInstance } from 'fastify';
import type { Clock } from '../base/clock.ts';
import { parseId } from '../base/id.ts';
import type { Keys } from '../base/keys.ts';
import { Problem } from '../base/problem.ts';
import type { Db } from '../db/db.ts';
import { findEndpoint } from '../webhooks/endpoint-store.ts';
import { jwkSet, signingKeysPath } from '../webhooks/signing-keys.ts';
import { clientAddress } from './kernel/client-address.ts';
import { OF_EVERY_ANSWER } from './kernel/problems.ts';
import type { RateLimit } from './kernel/rate-limit.ts';

type Deps = {
  readonly db: Pick<Db, 'query'>;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly perAddress: RateLimit;
};

/**
 * The public ed25519 keys of a webhook endpoint, for everybody who was told its address. One that does not exist, was
 * deleted or has no keys is the same 404, so that nobody learns which ids there are.
 */
export const registerWebhookKeys = (app: FastifyInstance, { db, keys, clock, perAddress }: Deps): void => {
  app.get<{ Params: { merchant: string; endpoint: string } }>(
    signingKeysPath(':merchant', ':endpoint'),
    async (request, reply) => {
      perAddress.take(clientAddress(request).network);
      const merchantId = parseId('merchant', request.params.merchant);
      const id = parseId('webhookEndpoint', request.params.endpoint);
      if (merchantId === undefined || id === undefined) throw noKeys();
      const row = await findEndpoint(db.query, merchantId, id);
      const set = row === undefined ? undefined : jwkSet({ keys, nowMs: clock.nowMs() }, row);
      if (set === undefined) throw noKeys();
      return (
        reply
          .headers({
            ...OF_EVERY_ANSWER,
            'Access-Control-Allow-Origin': '*',
            'Cache-Control': `public, max-age=${CACHED_FOR_S}`,
            'Content-Type': 'application/jwk-set+json',
          })
          // Of text the server would say a charset, which this type has not.
          .send(Buffer.from(JSON.stringify(set)))
      );
    },
  );
};

/** Both keys sign while one takes the other's place, so an old set is good until its reader asks again. */
const CACHED_FOR_S = 300;

const noKeys = (): Problem => new Problem('not_found', 'There are no webhook keys at this address.');
