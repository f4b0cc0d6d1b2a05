import { explainPayment, type ImaginedPayment, type ShownRoute } from '../acquirers/explain.ts';
import { findRules, replaceRules, shownRule, type GivenRule } from '../acquirers/rule-list.ts';
import { Problem } from '../base/problem.ts';
import { ConfigError } from '../config.ts';
import { existingMerchant, type AdminDeps } from './deps.ts';

export type RouteAdmin = {
  readonly listRules: (input: {
    readonly merchantId: string;
  }) => Promise<{ readonly version: number; readonly rules: readonly GivenRule[] }>;
  /** The whole list, as JSON has it; whoever changed it meanwhile is overwritten only by the version that was read. */
  readonly setRules: (input: { readonly merchantId: string; readonly rules: unknown }) => Promise<readonly GivenRule[]>;
  /** Where a payment would go, and why. Nothing is paid. */
  readonly explainRoute: (input: {
    readonly merchantId: string;
    readonly payment: ImaginedPayment;
  }) => Promise<ShownRoute>;
};

export const adminOfRoutes = (deps: AdminDeps): RouteAdmin => {
  const { db, clock, mode, actor } = deps;
  return {
    listRules: async ({ merchantId }) => {
      const { version, rules } = await findRules(db.query, await existingMerchant(db.query, merchantId));
      return { version, rules: rules.map(shownRule) };
    },
    setRules: async ({ merchantId, rules }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const { version } = await findRules(db.query, uuid);
      try {
        const list = await replaceRules(
          { ...deps, isLive: mode === 'live' },
          { merchantId: uuid, actor },
          { version, rules: readRules(rules) },
        );
        return list.rules.map(shownRule);
      } catch (error) {
        if (error instanceof Problem) throw new ConfigError(error.message);
        throw error;
      }
    },
    explainRoute: async ({ merchantId, payment }) =>
      explainPayment({ query: db.query, clock, mode }, await existingMerchant(db.query, merchantId), payment),
  };
};

/** What `route list --json` gives under `rules`; what each field may hold is judged with the list. */
const readRules = (given: unknown): readonly GivenRule[] => {
  if (!Array.isArray(given)) throw new ConfigError('The rules must be a JSON list.');
  return given.map((rule: unknown, at) => {
    if (!isObject(rule)) throw wrong(at, 'must be an object');
    const { name, enabled = true, when = {}, accounts } = rule;
    if (typeof name !== 'string' || name === '') throw wrong(at, 'needs a name');
    if (typeof enabled !== 'boolean') throw wrong(at, 'has an enabled that is neither true nor false');
    if (!isObject(when)) throw wrong(at, 'has a when that is no object');
    if (!Array.isArray(accounts) || !accounts.every(isShare))
      throw wrong(at, 'needs accounts such as {"account": "aa_…", "weight": 1}');
    return { name, enabled, when: whenOf(at, when), accounts };
  });
};

const wrong = (at: number, what: string): ConfigError => new ConfigError(`Rule ${at + 1} ${what}.`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShare = (value: unknown): value is GivenRule['accounts'][number] =>
  isObject(value) &&
  typeof value['account'] === 'string' &&
  Number.isInteger(value['weight']) &&
  Number(value['weight']) >= 0 &&
  Number(value['weight']) <= 1_000;

const whenOf = (at: number, when: Readonly<Record<string, unknown>>): GivenRule['when'] => {
  for (const [name, value] of Object.entries(when)) {
    const fits = conditions[name];
    if (fits === undefined) throw wrong(at, `has a condition ${name}; there are ${Object.keys(conditions).join(', ')}`);
    if (!fits(value)) throw wrong(at, `has a ${name} that is not as \`route list --json\` shows it`);
  }
  return when;
};

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
const isAmount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const conditions: Readonly<Record<string, (value: unknown) => boolean>> = {
  currencies: isTexts,
  brands: isTexts,
  cardBins: isTexts,
  amountFrom: isAmount,
  amountTo: isAmount,
  initiator: (value) => value === 'customer' || value === 'merchant',
  metadata: (value) => isObject(value) && Object.values(value).every((one) => typeof one === 'string'),
};
