/** Where an attempt goes, as it is written down with it; or that nobody takes the payment. */
import type { Route, Routing } from '../../acquirers/route.ts';
import type { PaymentFacts, RoutingNote } from '../../acquirers/route.ts';
import type { Money } from '../../base/money.ts';
import type { Blocked } from '../screen.ts';

export type RouteColumns = {
  readonly connector: string;
  /** Null: the sandbox acquirer of the gateway's settings, or nobody. */
  readonly account_id: string | null;
  readonly routing: RoutingNote | null;
};

/** Undefined: the attempt is written down only to be ended. */
export const routeColumns = (route: Route | undefined): RouteColumns =>
  route === undefined
    ? { connector: 'none', account_id: null, routing: null }
    : { connector: route.connector, account_id: route.accountId, routing: route.note };

export const firstOf = (routing: Routing): Route | undefined =>
  routing.kind === 'routes' ? routing.routes[0] : undefined;

/** Nobody takes it: ends like an issuer's no. */
export const NOBODY_TAKES_IT: Blocked = { kind: 'stop', declineReason: 'notPermitted', summary: null };

export const factsOfMoney = ({ minor, currency }: Money): Pick<PaymentFacts, 'amount' | 'currency'> => ({
  amount: Number(minor),
  currency,
});
