import type { FastifyInstance } from 'fastify';
import type { CardTokens } from '../vault/card-token.ts';
import { clientAddress } from './kernel/client-address.ts';
import { OF_EVERY_ANSWER } from './kernel/problems.ts';
import type { RateLimit } from './kernel/rate-limit.ts';

type Deps = { readonly cardTokens: Pick<CardTokens, 'publicKey'>; readonly perAddress: RateLimit };

/**
 * The key that apps encrypt cards to, at the address where the contract's libraries for apps look for it. It is for
 * everybody.
 */
export const registerTokenKeys = (app: FastifyInstance, { cardTokens, perAddress }: Deps): void => {
  app.get('/payment/se/keys.do', async (request, reply) => {
    perAddress.take(clientAddress(request).network);
    const { pem, expiresAtMs } = await cardTokens.publicKey();
    return reply
      .headers({ ...OF_EVERY_ANSWER, 'Access-Control-Allow-Origin': '*' })
      .send({ keys: [{ keyValue: pem, protocolVersion: 'RSA', keyExpiration: expiresAtMs }] });
  });
};
