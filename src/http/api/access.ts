import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../audit/entry.ts';
import { formatId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { Caller, Grant } from '../../merchants/authenticator.ts';
import { OPERATORS } from '../../members/roles.ts';
import { hasScope } from '../../merchants/key-limits.ts';
import { scopeOfRoute } from './route-scopes.ts';

/** Every route that is registered after it must say what a key needs for it. */
export const requireScopes = (api: FastifyInstance, basePath: string): void => {
  api.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) scopeOfRoute(method, route.url.slice(basePath.length));
  });
};

/** Throws when the caller's key may not do this, or not from this address, or the merchant is suspended. */
export const refuseWithoutAccess = (
  request: FastifyRequest,
  grant: Grant,
  { address, path, merchantId }: { readonly address: string; readonly path: string; readonly merchantId: string },
): void => {
  if (!grant.mayComeFrom(address)) {
    const message = `This API key may not be used from ${address}.`;
    throw new Problem('forbidden', `${message} Its allowedAddresses say from where.`, {
      fields: [{ pointer: 'header:X-Api-Key', code: 'address', message }],
    });
  }
  // Whatever its scopes say: a merchant's key sees nothing of the others, and one of operators takes no money.
  if (path.startsWith('/operator/') !== (merchantId === OPERATORS))
    throw new Problem(
      'forbidden',
      merchantId === OPERATORS
        ? 'This is a key of operators, for the paths below /operator. Use a key of the merchant.'
        : 'This is for the keys of those who run the gateway (`tollgate operator key create`).',
    );
  const [scope, whileSuspended] = scopeOfRoute(request.method, path);
  if (!hasScope(grant.limits, scope)) {
    const message = `This API key lacks the scope ${scope}.`;
    throw new Problem('forbidden', `${message} Use a key that has it, or create one.`, {
      fields: [{ pointer: 'header:X-Api-Key', code: 'scope', message }],
    });
  }
  if (grant.isSuspended && whileSuspended === 'refused') {
    throw new Problem(
      'merchant_suspended',
      'The merchant is suspended: nothing new can be paid or captured. Refunds, cancels and reading go on. Ask ' +
        'whoever operates this gateway.',
    );
  }
};

/** The caller, as the audit log names it. */
export const actorOf = (request: FastifyRequest, caller: Caller, grant: Grant, address: string): Actor => ({
  kind: 'apiKey',
  id: formatId('apiKey', caller.apiKeyId),
  name: grant.name,
  from: { address, requestId: request.id },
});
