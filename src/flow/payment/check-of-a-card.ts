/** A payment of 0 checks a card; only some acquirers can. */
import type { Routing } from '../../acquirers/route.ts';
import type { Acquiring } from '../deps.ts';

/** The routes whose acquirer takes this amount, in the same order; `none`: none of them does. */
export const routesThatTake = async (
  { acquirers }: Acquiring,
  { merchantId, minor }: { readonly merchantId: string; readonly minor: bigint },
  routing: Routing,
): Promise<Routing> => {
  if (minor > 0n || routing.kind === 'none') return routing;
  const able = await Promise.all(
    routing.routes.map(async ({ accountId }) => (await acquirers.of(merchantId, accountId)).capabilities.zeroAmount),
  );
  const [first, ...others] = routing.routes.filter((_route, at) => able[at]);
  return first === undefined ? { kind: 'none', why: 'noneTakesIt' } : { kind: 'routes', routes: [first, ...others] };
};
