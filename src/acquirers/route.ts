/**
 * Which of a merchant's accounts take a payment, in which order, and why. Decides from what it is given; reads nothing.
 * What a payment does and what `explain` shows are the same.
 */
import { healthOf, type Health } from './health.ts';
import { misfitOf, shareOut, type PaymentFacts, type Rule, type RuleConditions } from './rules.ts';
import type { KnownAccount } from './store.ts';

export type { PaymentFacts } from './rules.ts';

/** Why an account was chosen, for people: kept with the attempt. */
export type RoutingNote = {
  /** The name of the rule; `priority`: no rule said otherwise; `sandbox`: the acquirer of the gateway's settings. */
  readonly rule: string;
  readonly why?: RoutingReason;
};

/**
 * `first`: the first that takes it. `weight`: the share of this payment. `next`: those before it do not take it.
 * `outOfOrder`: those before it are out of order. `lastResort`: it is out of order itself, and nobody else takes it.
 * `trial`: it was out of order, and this payment tries it out. `failover`: the account before it had no answer for this
 * payment.
 */
export type RoutingReason = 'first' | 'weight' | 'next' | 'outOfOrder' | 'lastResort' | 'trial' | 'failover';

/** Where an attempt goes. */
export type Route = {
  /** Null: the sandbox acquirer of the gateway's settings. */
  readonly accountId: string | null;
  /** As the attempt names it for ever. */
  readonly connector: string;
  readonly note: RoutingNote;
  readonly health: Health;
};

export type Routing =
  | { readonly kind: 'routes'; readonly routes: readonly [Route, ...Route[]] }
  /**
   * `noAccount`: the merchant has none in this mode. `noneTakesIt`: none for this currency or brand, or all are off.
   */
  | { readonly kind: 'none'; readonly why: 'noAccount' | 'noneTakesIt' | 'nothingToPay' };

/** Why an account does not take a payment. `notInRule`: the rule that fits does not name it. */
export type LeftOut = 'off' | 'maintenance' | 'currency' | 'brand' | 'notInRule';

export type RouteMap = {
  readonly accounts: readonly KnownAccount[];
  readonly rules: readonly Rule[];
  readonly nowMs: number;
};

export type Explanation = {
  /** The first that fits; null: none does, and accounts are asked by their priority. */
  readonly rule: string | null;
  readonly passedOver: readonly { readonly rule: string; readonly why: 'off' | keyof RuleConditions }[];
  readonly order: readonly {
    readonly account: KnownAccount;
    readonly note: RoutingNote;
    readonly health: Health;
    /** Null: no rule fits. */
    readonly weight: number | null;
  }[];
  readonly leftOut: readonly { readonly account: KnownAccount; readonly why: LeftOut }[];
};

/** A rule is a promise about where payments go: an account that it does not name is not asked, whatever happens. */
export const explainRoutes = ({ accounts, rules, nowMs }: RouteMap, facts: PaymentFacts): Explanation => {
  const { rule, passedOver } = firstRule(rules, facts);
  const named = rule === undefined ? accounts : inOrder(accounts, rule, facts);
  const judged = named.map((account) => ({ account, why: whyNot(account, facts, nowMs) }));
  const taking = judged.flatMap(({ account, why }) => (why === undefined ? [account] : []));
  const first = named[0];
  const isShared = rule !== undefined && rule.accounts.filter(({ weight }) => weight > 0).length > 1;
  return {
    rule: rule?.name ?? null,
    passedOver,
    order: byHealth(taking, nowMs).map(({ account, health }, place) => ({
      account,
      health,
      weight: rule?.accounts.find(({ accountId }) => accountId === account.id)?.weight ?? null,
      note: {
        rule: rule?.name ?? 'priority',
        why: reasonOf({ account, health, place }, { first, firstTaking: taking[0], isShared }),
      },
    })),
    leftOut: [
      ...judged.flatMap(({ account, why }) => (why === undefined ? [] : [{ account, why }])),
      ...accounts.filter((one) => !named.includes(one)).map((account) => ({ account, why: 'notInRule' as const })),
    ],
  };
};

export const chooseRoutes = (map: RouteMap, facts: PaymentFacts): Routing => {
  const [first, ...others] = explainRoutes(map, facts).order.map(
    ({ account: { id, connector }, note, health }): Route => ({ accountId: id, connector, note, health }),
  );
  return first === undefined ? { kind: 'none', why: 'noneTakesIt' } : { kind: 'routes', routes: [first, ...others] };
};

const firstRule = (rules: readonly Rule[], facts: PaymentFacts) => {
  const passedOver: Explanation['passedOver'][number][] = [];
  for (const rule of rules) {
    const why = rule.enabled ? misfitOf(rule, facts) : 'off';
    if (why === undefined) return { rule, passedOver };
    passedOver.push({ rule: rule.name, why });
  }
  return { rule: undefined, passedOver };
};

const inOrder = (accounts: readonly KnownAccount[], rule: Rule, { key }: PaymentFacts): readonly KnownAccount[] =>
  shareOut(rule, key).flatMap(({ accountId }) => accounts.find(({ id }) => id === accountId) ?? []);

const whyNot = (account: KnownAccount, { currency, card }: PaymentFacts, nowMs: number): LeftOut | undefined => {
  const { enabled, currencies, brands, maintenance_from: from, maintenance_until: until } = account;
  if (!enabled) return 'off';
  if (from !== null && from.getTime() <= nowMs && nowMs < (until?.getTime() ?? 0)) return 'maintenance';
  if (currencies?.includes(currency) === false) return 'currency';
  return brands?.includes(card.brand) === false ? 'brand' : undefined;
};

/**
 * One that is out of order comes after those that are not, and is not left out: where nobody else takes the payment, a
 * try that may fail is better than a refusal that is certain, and it is how the account is found to be well again.
 */
const byHealth = (accounts: readonly KnownAccount[], nowMs: number) => {
  const all = accounts.map((account) => ({ account, health: healthOf(account, nowMs) }));
  return [...all.filter(({ health }) => health !== 'open'), ...all.filter(({ health }) => health === 'open')];
};

type Placed = { readonly account: KnownAccount; readonly health: Health; readonly place: number };
type About = {
  readonly first: KnownAccount | undefined;
  readonly firstTaking: KnownAccount | undefined;
  readonly isShared: boolean;
};

const reasonOf = ({ account, health, place }: Placed, { first, firstTaking, isShared }: About): RoutingReason => {
  if (place > 0) return 'next';
  if (health === 'halfOpen') return 'trial';
  if (health === 'open') return 'lastResort';
  if (account !== firstTaking) return 'outOfOrder';
  if (account !== first) return 'next';
  return isShared ? 'weight' : 'first';
};
