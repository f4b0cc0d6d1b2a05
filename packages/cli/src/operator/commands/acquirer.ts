import { readFileSync } from 'node:fs';
import type { AccountListed, AccountShown } from '../../../../../src/admin.ts';
import { UsageError, type Command, type Flag } from '../command.ts';
import { splitList } from '../split-list.ts';

const merchant: Flag = { about: "the merchant's id, mr_…", isRequired: true };
const account: Flag = { about: 'the name of the account, or its id, aa_…', isRequired: true };
const optional = (about: string): Flag => ({ about, isRequired: false });
const fields = optional(
  'what the connector needs, such as secretKey=@key.txt,webhookSecret=@hook.txt; @ reads a file, so that no secret ' +
    'is on the command line',
);
const routing = {
  priority: optional('the lowest is asked first, 0 to 1000; 100 when left out'),
  currencies: optional('only these, such as EUR,USD; any when left out'),
  brands: optional('only these cards, such as visa,mastercard; any when left out'),
};

export const acquirerAdd: Command = {
  words: 'acquirer add',
  about: "sets up where a merchant's payments go; the credentials are tried out before they are saved",
  flags: {
    merchant,
    name: { about: 'what you call the account', isRequired: true },
    connector: { about: 'the kind of acquirer; `tollgate acquirer kinds` lists them', isRequired: true },
    with: fields,
    ...routing,
  },
  run: ({ withAdmin }, { merchant: merchantId = '', name = '', connector = '', with: given = '', ...flags }) =>
    withAdmin(async (admin) => {
      const made = await admin.addAcquirer({
        merchantId,
        name,
        connector,
        fields: readPairs(given),
        ...routingOf(flags),
      });
      return {
        json: made,
        lines: [`The account works.`, ...linesOf(made), `Notifications  ${made.notificationUrl}`],
      };
    }),
};

export const acquirerKinds: Command = {
  words: 'acquirer kinds',
  about: 'lists the kinds of acquirers, and what an account with each of them needs',
  flags: {},
  run: ({ withAdmin }) =>
    withAdmin((admin) => {
      const kinds = admin.acquirerKinds();
      return Promise.resolve({
        json: { kinds },
        lines: kinds.flatMap(({ name, about, fields: needed }) => [
          `${name}: ${about}`,
          ...needed.map((field) => `  ${field.name.padEnd(20)}${field.about}${noteOf(field)}`),
        ]),
      });
    }),
};

export const acquirerList: Command = {
  words: 'acquirer list',
  about: "lists a merchant's acquirer accounts, in the order in which they are asked, and how each does",
  flags: { merchant },
  run: ({ withAdmin }, { merchant: merchantId = '' }) =>
    withAdmin(async (admin) => {
      const accounts = await admin.listAcquirers({ merchantId });
      return {
        json: { accounts },
        lines:
          accounts.length === 0
            ? ['The merchant has no acquirer account.']
            : accounts.flatMap((one) => [...linesOf(one), howItDoes(one)]),
      };
    }),
};

export const acquirerTest: Command = {
  words: 'acquirer test',
  about: 'tries an account out, by a call that changes nothing at the acquirer',
  flags: { merchant, account },
  run: ({ withAdmin }, { merchant: merchantId = '', account: name = '' }) =>
    withAdmin(async (admin) => {
      const trouble = await admin.testAcquirer({ merchantId, account: name });
      return {
        json: { works: trouble === undefined, detail: trouble ?? 'The acquirer let us in.' },
        lines: [trouble ?? 'The acquirer let us in.'],
        ...(trouble !== undefined && { exitCode: 1 }),
      };
    }),
};

const switching = (word: 'enable' | 'disable', about: string): Command => ({
  words: `acquirer ${word}`,
  about,
  flags: { merchant, account },
  run: ({ withAdmin }, { merchant: merchantId = '', account: name = '' }) =>
    withAdmin(async (admin) => {
      const change = { enabled: word === 'enable' };
      const changed = await admin.changeAcquirer({ merchantId, account: name, change });
      return { json: changed, lines: linesOf(changed) };
    }),
});

export const acquirerEnable = switching('enable', 'lets new payments go to an account again');
export const acquirerDisable = switching(
  'disable',
  'lets no new payment go to an account; what was authorized there is still captured and refunded there',
);

export const acquirerUpdate: Command = {
  words: 'acquirer update',
  about: 'changes the name of an account, its settings (tried out first), and which payments go there in which order',
  flags: {
    merchant,
    account,
    name: optional('another name'),
    with: optional('settings that change, such as host=10.0.0.8,port=8583; `name=` takes one away'),
    ...routing,
    'maintenance-from': optional('from when on nothing new goes there, such as 2027-01-31T01:00:00Z'),
    'maintenance-until': optional('and until when'),
  },
  run: (
    { withAdmin },
    {
      merchant: merchantId = '',
      account: of = '',
      name,
      with: given,
      'maintenance-from': from,
      'maintenance-until': until,
      ...flags
    },
  ) =>
    withAdmin(async (admin) => {
      const change = {
        ...(name !== undefined && { name }),
        ...(given !== undefined && { settings: readChanges(given) }),
        ...routingOf(flags),
        ...windowOf(from, until),
      };
      const changed = await admin.changeAcquirer({ merchantId, account: of, change });
      return { json: changed, lines: linesOf(changed) };
    }),
};

export const acquirerRotate: Command = {
  words: 'acquirer rotate',
  about: 'gives an account new credentials, tried out first; notifications signed with the old ones pass for a while',
  flags: {
    merchant,
    account,
    with: { about: fields.about, isRequired: true },
    'overlap-hours': optional('how long, 0 to 720; 24 when left out'),
  },
  run: (
    { withAdmin },
    { merchant: merchantId = '', account: name = '', with: given = '', 'overlap-hours': hours = '24' },
  ) =>
    withAdmin(async (admin) => {
      const changed = await admin.rotateAcquirer({
        merchantId,
        account: name,
        secrets: readPairs(given),
        overlapHours: wholeNumber('--overlap-hours', hours, 720),
      });
      return { json: changed, lines: ['The new credentials work.', ...linesOf(changed)] };
    }),
};

const noteOf = ({ isSecret, isRequired }: { readonly isSecret: boolean; readonly isRequired: boolean }): string =>
  `${isSecret ? ' (secret)' : ''}${isRequired ? '' : ' (may be left out)'}`;

/** `name=value,name=@file`. */
const readPairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    splitList(text).map((pair) => {
      const place = pair.indexOf('=');
      if (place < 1) throw new UsageError('--with must be name=value pairs with commas between them.');
      const value = pair.slice(place + 1);
      return [pair.slice(0, place), value.startsWith('@') ? contentOf(value.slice(1)) : value];
    }),
  );

const readChanges = (text: string): Readonly<Record<string, string | null>> =>
  Object.fromEntries(Object.entries(readPairs(text)).map(([name, value]) => [name, value === '' ? null : value]));

const contentOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new UsageError(`The file ${path} can't be read.`);
  }
};

const routingOf = ({ priority, currencies, brands }: Readonly<Record<string, string | undefined>>) => ({
  ...(priority !== undefined && { priority: wholeNumber('--priority', priority, 1_000) }),
  ...(currencies !== undefined && { currencies: splitList(currencies).map((one) => one.toUpperCase()) }),
  ...(brands !== undefined && { brands: splitList(brands) }),
});

const windowOf = (from: string | undefined, until: string | undefined) => {
  if (from === undefined && until === undefined) return {};
  const window = { from: new Date(from ?? ''), until: new Date(until ?? '') };
  if (!(window.until > window.from))
    throw new UsageError('--maintenance-from and --maintenance-until must both be times, the first before the second.');
  return { maintenance: window };
};

const wholeNumber = (flag: string, text: string, most: number): number => {
  if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`${flag} must be a whole number from 0 to ${most}.`);
};

const linesOf = (shown: AccountShown): readonly string[] => [
  `${shown.id}  ${shown.name}  ${shown.connector}${shown.enabled ? '' : '  (off)'}`,
  `  priority ${shown.priority}; ${orAny(shown.currencies, 'currency')}; ${orAny(shown.brands, 'card')}`,
];

const howItDoes = ({ health, maintenance, answered, approved }: AccountListed): string =>
  `  ${[
    healthWords[health],
    answered === 0 ? 'nothing answered in 24 h' : `${approved} of ${answered} approved in 24 h`,
    ...(maintenance === null ? [] : [`maintenance from ${maintenance.from} until ${maintenance.until}`]),
  ].join('; ')}`;

const healthWords = {
  closed: 'in order',
  open: 'out of order: others are asked first',
  halfOpen: 'was out of order: one payment at a time tries it out',
} as const;

const orAny = (names: readonly string[] | null, what: string): string => names?.join(', ') ?? `any ${what}`;
