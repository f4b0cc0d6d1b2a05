import type { Host } from './exchange.ts';
import type { Authorization } from './ledger.ts';

/** An approval that still holds or has taken the customer's money. */
export const isLive = (authorization: Authorization, nowMs: number): boolean => {
  if (authorization.state === 'reversed' || authorization.state === 'voided') return false;
  return authorization.captured > 0 || nowMs < authorization.expiresAtMs;
};

/**
 * Counts over the books. An `order` is the merchant's reference as the gateway passed it on: several live approvals
 * under one order are what a gateway must never cause.
 */
export const statsOf = (
  host: Host,
  filter: { readonly merchant: string | undefined; readonly order: string | undefined },
) => {
  const nowMs = host.nowMs();
  const liveByOrder = new Map<string, { merchant: string; order: string; refs: string[] }>();
  let approvals = 0;
  let liveApprovals = 0;
  for (const authorization of host.ledger.authorizations.values()) {
    const { merchant, order, ref } = authorization;
    if (filter.merchant !== undefined && filter.merchant !== merchant) continue;
    if (filter.order !== undefined && filter.order !== order) continue;
    approvals++;
    if (!isLive(authorization, nowMs)) continue;
    liveApprovals++;
    const key = `${merchant} ${order}`;
    const group = liveByOrder.get(key);
    if (group === undefined) liveByOrder.set(key, { merchant, order, refs: [ref] });
    else group.refs.push(ref);
  }
  return {
    messages: Object.fromEntries(host.counts),
    events: Object.fromEntries(host.ledger.events),
    approvals,
    unreversedApprovals: liveApprovals,
    ordersWithSeveralApprovals: [...liveByOrder.values()].filter((group) => group.refs.length > 1),
    lastSeq: host.ledger.lastSeq,
  };
};

/** The books of one authorization, in the host's numbers. */
export const authorizationOf = (host: Host, ref: string) => {
  const authorization = host.ledger.authorizations.get(ref);
  if (authorization === undefined) return undefined;
  const { type, amount, currency, captured, refunded, state, merchant, order } = authorization;
  return {
    ref,
    type,
    amount,
    currency,
    captured,
    refunded,
    state,
    merchant,
    order,
    isLive: isLive(authorization, host.nowMs()),
  };
};
