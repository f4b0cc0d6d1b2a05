import { readFileSync } from 'node:fs';
import { UsageError, type Command, type Flag } from '../command.ts';
import { splitList } from '../split-list.ts';

const merchant: Flag = { about: "the merchant's id, mr_…", isRequired: true };
const optional = (about: string): Flag => ({ about, isRequired: false });

export const routeExplain: Command = {
  words: 'route explain',
  about: 'says which account a payment would go to, and why; nothing is paid',
  flags: {
    merchant,
    amount: { about: 'in minor units, such as 1000', isRequired: true },
    currency: { about: 'such as EUR', isRequired: true },
    'card-bin': { about: 'the first 6 to 8 digits of the card', isRequired: true },
    initiator: optional('customer (the default) or merchant'),
    metadata: optional('such as shop=berlin,kind=gift'),
  },
  run: (
    { withAdmin },
    { merchant: merchantId = '', amount = '', currency = '', 'card-bin': cardBin = '', initiator, metadata = '' },
  ) =>
    withAdmin(async (admin) => {
      if (!/^\d{1,12}$/.test(amount)) throw new UsageError('--amount must be a whole number of minor units.');
      if (!/^\d{6,8}$/.test(cardBin)) throw new UsageError('--card-bin must be 6 to 8 digits.');
      if (initiator !== undefined && initiator !== 'customer' && initiator !== 'merchant')
        throw new UsageError('--initiator must be customer or merchant.');
      const route = await admin.explainRoute({
        merchantId,
        payment: {
          amount: Number(amount),
          currency: currency.toUpperCase(),
          cardBin,
          initiator,
          metadata: pairsIn(metadata),
        },
      });
      return {
        json: route,
        lines: [
          route.summary,
          ...route.passedOver.map(({ rule, why }) => `  rule ${rule}: does not decide (${why})`),
          ...route.order.map(({ name, why, health, weight }, at) => {
            const share = weight === null ? '' : `, weight ${weight}`;
            return `  ${at + 1}. ${name}: ${why}${share}${health === 'closed' ? '' : `, ${health}`}`;
          }),
          ...route.leftOut.map(({ name, why }) => `  -  ${name}: ${why}`),
        ],
      };
    }),
};

export const routeList: Command = {
  words: 'route list',
  about: 'lists the rules of where payments go, in their order; with --json as `route set` takes them',
  flags: { merchant },
  run: ({ withAdmin }, { merchant: merchantId = '' }) =>
    withAdmin(async (admin) => {
      const list = await admin.listRules({ merchantId });
      return {
        json: list,
        lines: list.rules.length === 0 ? ['No rules: accounts are asked by their priority.'] : linesOf(list.rules),
      };
    }),
};

export const routeSet: Command = {
  words: 'route set',
  about: 'replaces all rules by those of a file, such as `route list --json` writes; try them with `route explain`',
  flags: { merchant, file: { about: 'JSON: a list of rules, or an object with it under `rules`', isRequired: true } },
  run: ({ withAdmin }, { merchant: merchantId = '', file = '' }) =>
    withAdmin(async (admin) => {
      const given = readJson(file);
      const rules = typeof given === 'object' && given !== null && 'rules' in given ? given.rules : given;
      const set = await admin.setRules({ merchantId, rules });
      return { json: { rules: set }, lines: set.length === 0 ? ['There are no rules now.'] : linesOf(set) };
    }),
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${path} can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const pairsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    splitList(text).map((pair) => {
      const [name = '', value] = pair.split('=');
      if (value === undefined) throw new UsageError('--metadata must be name=value pairs with commas between them.');
      return [name, value];
    }),
  );

type Shown = {
  readonly name: string;
  readonly enabled: boolean;
  readonly when: object;
  readonly accounts: readonly { readonly account: string; readonly weight: number }[];
};

const linesOf = (rules: readonly Shown[]): readonly string[] =>
  rules.flatMap(({ name, enabled, when, accounts }, at) => [
    `${at + 1}. ${name}${enabled ? '' : '  (off)'}  when ${JSON.stringify(when)}`,
    ...accounts.map(({ account, weight }) => `     ${account}  weight ${weight}`),
  ]);
