/** Where a payment would go, and why: read anew, so that what was just changed is seen. Nothing is changed by it. */
import type { Clock } from '../base/clock.ts';
import type { CardBrand } from '../card/card.ts';
import { brandRulesOf } from '../card/brand.ts';
import type { Query } from '../db/db.ts';
import { formatId } from '../base/id.ts';
import type { Health } from './health.ts';
import { explainRoutes, type Explanation, type LeftOut, type PaymentFacts, type RoutingReason } from './route.ts';
import { findRules } from './rule-list.ts';
import { findAccounts } from './store.ts';

export type ImaginedPayment = {
  readonly amount: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
  /** The first digits of the card, 6 to 8. */
  readonly cardBin: string;
  /** Undefined: what the first digits say. */
  readonly brand?: CardBrand | undefined;
  readonly initiator?: 'customer' | 'merchant' | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

export type ExplainDeps = { readonly query: Query; readonly clock: Clock; readonly mode: 'sandbox' | 'live' };

export type ShownRoute = {
  readonly leftOut: readonly (ShownAccount & { readonly why: LeftOut })[];
  readonly order: readonly (ShownAccount & {
    readonly health: Health;
    readonly weight: number | null;
    readonly why: RoutingReason;
  })[];
  readonly passedOver: Explanation['passedOver'];
  readonly rule: string | null;
  /** For people. */
  readonly summary: string;
};

/** `account`: its public id. */
type ShownAccount = { readonly account: string; readonly connector: string; readonly name: string };

export const explainPayment = async (
  { query, clock, mode }: ExplainDeps,
  merchantId: string,
  payment: ImaginedPayment,
): Promise<ShownRoute> => {
  const [all, { rules }] = await Promise.all([findAccounts(query, merchantId), findRules(query, merchantId)]);
  const accounts = all.filter((account) => account.live_mode === (mode === 'live'));
  if (accounts.length === 0) return { leftOut: [], order: [], passedOver: [], rule: null, summary: NO_ACCOUNT[mode] };
  return shown(explainRoutes({ accounts, rules, nowMs: clock.nowMs() }, factsOf(payment)));
};

const factsOf = ({ amount, currency, cardBin, brand, initiator, metadata }: ImaginedPayment): PaymentFacts => ({
  amount,
  currency,
  card: { bin: cardBin, brand: brand ?? brandRulesOf(cardBin).brand },
  initiator: initiator ?? 'customer',
  metadata: metadata ?? {},
  key: undefined,
});

const shown = (explanation: Explanation): ShownRoute => ({
  leftOut: explanation.leftOut.map(({ account: { id, connector, name }, why }) => ({
    account: formatId('acquirerAccount', id),
    connector,
    name,
    why,
  })),
  order: explanation.order.map(({ account: { id, connector, name }, health, note, weight }) => ({
    account: formatId('acquirerAccount', id),
    connector,
    health,
    name,
    weight,
    why: note.why ?? 'first',
  })),
  passedOver: explanation.passedOver,
  rule: explanation.rule,
  summary: summaryOf(explanation),
});

const NO_ACCOUNT = {
  sandbox: 'The merchant has no acquirer account: its payments go to the sandbox acquirer.',
  live: 'The merchant has no acquirer account: nobody takes its payments.',
} as const;

const summaryOf = ({ rule, order }: Explanation): string => {
  const [first, ...others] = order.map(({ account }) => account.name);
  const why = rule === null ? 'No rule fits, so the priority decides' : `The rule ${rule} fits`;
  if (first === undefined) return `${why}: nobody takes such a payment, and it is refused.`;
  const next = others.length === 0 ? '' : `, then ${others.join(', ')}`;
  return `${why}: it goes to ${first}${next}.`;
};
