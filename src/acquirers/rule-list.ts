/** The rules of a merchant: one list, changed as a whole, because a rule means what those before it leave to it. */
import type { Actor, AuditDeps } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, parseId, type Uuid } from '../base/id.ts';
import { Problem, type FieldError } from '../base/problem.ts';
import type { Db, Query } from '../db/db.ts';
import type { Rule } from './rules.ts';
import { findAccounts, type AccountRow } from './store.ts';

export type RuleList = {
  readonly rules: readonly Rule[];
  /** 0: there was never one. */
  readonly version: number;
};

/** Accounts by their public ids. */
export type GivenRule = Omit<Rule, 'accounts'> & {
  readonly accounts: readonly { readonly account: string; readonly weight: number }[];
};

export type RuleDeps = AuditDeps & { readonly db: Db; readonly isLive: boolean };

/**
 * Throws a `Problem` that names every wrong field, and one for a list that somebody changed since `version` was read:
 * two people who change it at once do not undo one another's work.
 */
export const replaceRules = async (
  deps: RuleDeps,
  { merchantId, actor }: { readonly merchantId: Uuid<'merchant'>; readonly actor: Actor },
  { rules: given, version }: { readonly rules: readonly GivenRule[]; readonly version: number | undefined },
): Promise<RuleList> => {
  const accounts = await findAccounts(deps.db.query, merchantId);
  const fields = mistakesIn(
    given,
    accounts.filter((account) => account.live_mode === deps.isLive),
  );
  if (fields.length > 0)
    throw new Problem('invalid_fields', fields.map(({ message }) => message).join(' '), { fields });
  const rules = given.map(stored);
  return deps.db.transaction(async (query) => {
    const before = await lockRules(query, merchantId);
    if (version !== undefined && version !== before.version) throw changedMeanwhile(before.version);
    const after = await writeRules(query, merchantId, rules);
    await writeAudit(deps, query, {
      merchantId,
      actor,
      acts: [
        {
          action: 'acquirerRules.changed',
          subject: { kind: 'merchant', id: formatId('merchant', merchantId) },
          before: { rules: before.rules.map(shownRule) },
          after: { rules: rules.map(shownRule) },
        },
      ],
    });
    return after;
  });
};

/** As they are shown and given: accounts by their public ids; jsonb keeps keys by length, so the order is made here. */
export const shownRule = ({ accounts, enabled, name, when }: Rule): GivenRule => ({
  accounts: accounts.map(({ accountId, weight }) => ({ account: formatId('acquirerAccount', accountId), weight })),
  enabled,
  name,
  when: inOrder({ ...when, ...(when.metadata && { metadata: inOrder(when.metadata) }) }),
});

const inOrder = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))) as T;

const stored = ({ accounts, ...rule }: GivenRule): Rule => ({
  ...rule,
  accounts: accounts.map(({ account, weight }) => ({ accountId: parseId('acquirerAccount', account) ?? '', weight })),
});

const changedMeanwhile = (version: number): Problem =>
  new Problem(
    'conflict',
    `The rules were changed meanwhile: their version is ${version}. Read them again, and make the change there.`,
  );

/** What no schema says. */
const mistakesIn = (rules: readonly GivenRule[], accounts: readonly AccountRow[]): readonly FieldError[] => {
  const known = new Set(accounts.map(({ id }) => formatId('acquirerAccount', id)));
  return rules.flatMap((rule, place) => [
    ...mistakesInName(rules, place),
    ...mistakesInConditions(rule, `/rules/${place}/when`),
    ...mistakesInAccounts(rule, `/rules/${place}/accounts`, known),
  ]);
};

const mistakesInName = (rules: readonly GivenRule[], place: number): readonly FieldError[] => {
  const name = rules[place]?.name.toLowerCase() ?? '';
  const pointer = `/rules/${place}/name`;
  if (RESERVED.has(name))
    return [{ pointer, code: 'reserved', message: `No rule is called ${name}: that is said where no rule fits.` }];
  return rules.findIndex((rule) => rule.name.toLowerCase() === name) < place
    ? [{ pointer, code: 'duplicate', message: `Two rules are called ${rules[place]?.name ?? ''}.` }]
    : [];
};

const RESERVED: ReadonlySet<string> = new Set(['priority', 'sandbox']);

const mistakesInConditions = ({ name, when }: GivenRule, place: string): readonly FieldError[] => {
  const { amountFrom, amountTo, currencies, cardBins = [] } = when;
  const errors: FieldError[] = [];
  if ((amountFrom !== undefined || amountTo !== undefined) && currencies === undefined)
    errors.push({
      pointer: `${place}/currencies`,
      code: 'required',
      message: `${name} asks for an amount, so it must say of which currencies: 1000 may be much or little.`,
    });
  if (amountFrom !== undefined && amountTo !== undefined && amountTo < amountFrom)
    errors.push({
      pointer: `${place}/amountTo`,
      code: 'order',
      message: `amountTo of ${name} must not be below amountFrom.`,
    });
  for (const [at, range] of cardBins.entries())
    if (!isRange(range))
      errors.push({
        pointer: `${place}/cardBins/${at}`,
        code: 'order',
        message: `${range} of ${name} must be two numbers of as many digits, the lower one first.`,
      });
  return errors;
};

const isRange = (range: string): boolean => {
  const [from = '', to = from] = range.split('-');
  return from.length === to.length && from <= to;
};

const mistakesInAccounts = (
  { name, accounts }: GivenRule,
  place: string,
  known: ReadonlySet<string>,
): readonly FieldError[] => [
  ...accounts.flatMap(({ account }, at): readonly FieldError[] => {
    const pointer = `${place}/${at}/account`;
    if (!known.has(account))
      return [{ pointer, code: 'unknown', message: `${name} names ${account}, which is no account of this merchant.` }];
    return accounts.findIndex((one) => one.account === account) < at
      ? [{ pointer, code: 'duplicate', message: `${name} names ${account} twice.` }]
      : [];
  }),
  ...(accounts.some(({ weight }) => weight > 0)
    ? []
    : [{ pointer: place, code: 'weight', message: `One account of ${name} must have a weight above 0.` }]),
];

const NO_RULES: RuleList = { rules: [], version: 0 };

export const findRules = async (query: Query, merchantId: string): Promise<RuleList> => {
  const [row] = await query<RuleList>(
    {
      name: 'find-acquirer-rules',
      text: 'select r.rules, r.version from acquirer_rules r where r.merchant_id = $1',
    },
    [merchantId],
  );
  return row ?? NO_RULES;
};

/** As they are now, and as they stay until the transaction ends; also where there were none. */
const lockRules = async (query: Query, merchantId: string): Promise<RuleList> => {
  await query(
    {
      name: 'begin-acquirer-rules',
      text: `
        insert into acquirer_rules (merchant_id, rules, version) values ($1, '[]', 0)
        on conflict (merchant_id) do nothing`,
    },
    [merchantId],
  );
  const [row] = await query<RuleList>(
    {
      name: 'lock-acquirer-rules',
      text: 'select r.rules, r.version from acquirer_rules r where r.merchant_id = $1 for update',
    },
    [merchantId],
  );
  return row ?? NO_RULES;
};

const writeRules = async (query: Query, merchantId: string, rules: readonly Rule[]): Promise<RuleList> => {
  const [row] = await query<RuleList>(
    {
      name: 'replace-acquirer-rules',
      text: `
        update acquirer_rules r
        set rules = $2, version = r.version + 1, changed_at = now()
        where r.merchant_id = $1
        returning r.rules, r.version`,
    },
    [merchantId, JSON.stringify(rules)],
  );
  if (row === undefined) throw new Error('the rules were locked and are gone');
  return row;
};
