import { Type, type TSchema } from 'typebox';
import { logLevels } from '../../../base/log.ts';
import { healthNames } from '../../../acquirers/health.ts';
import { queueNames } from '../../../operator/database-store.ts';
import { MOST_HOURS } from '../../../operator/log-level.ts';
import { id, named, object, pageQuery, text, time } from '../schema.ts';

const count = (description: string) => Type.Integer({ description });
const seconds = (description: string) => Type.Number({ description });
const words = (description: string) => Type.String({ description });
const orNull = <S extends TSchema>(schema: S, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** All that there are, in an order of its own. */
const allOf = <S extends TSchema>(name: string, item: S, order: string) =>
  named(name, object({ data: Type.Array(item, { description: order }) }));

const pageOf = <S extends TSchema>(name: string, item: S, order: string) =>
  named(
    name,
    object({
      data: Type.Array(item, { description: order }),
      hasMore: Type.Boolean(),
      nextCursor: orNull(Type.String(), 'Send it as `cursor` to get what follows; null at the end.'),
    }),
  );

export const pageQuerySchema = Type.Object(pageQuery, { additionalProperties: false });

export const reasonSchema = named(
  'OperatorReason',
  object({
    reason: text('plainText', {
      maxLength: 100,
      description: 'Why, for the merchant to read in its audit log.',
      example: 'The acquirer is back',
    }),
  }),
);

const waiting = (description: string) =>
  object(
    { count: count('How many wait.'), oldestAgeMs: seconds('For how long the oldest has waited, in milliseconds.') },
    { description },
  );

export const overviewSchema = named(
  'OperatorOverview',
  object({
    accounts: count('Acquirer accounts that are switched on.'),
    accountsOutOfOrder: count('Of these, those that are asked last because they fail.'),
    alertsOpen: count('Alerts that are not over.'),
    endpoints: count('Webhook endpoints.'),
    endpointsFailing: count('Of these, those that do not take what they are sent.'),
    jobsLate: count('Jobs of the clock that have not run for a minute after their time.'),
    merchants: count('Merchants.'),
    merchantsSuspended: count('Of these, those that are suspended.'),
    processes: count('Processes that serve.'),
    processesLost: count('Processes that did not stop by themselves and are not seen.'),
    stuckPayments: count('Payments, captures and refunds without an outcome after a minute.'),
    stuckSince: orNull(time('Since when.'), 'Since when the oldest of them is open; null: there is none.'),
    webhooksWaiting: orNull(
      waiting('For endpoints that take them.'),
      'Webhooks for endpoints that take them; null: the queue could not be read.',
    ),
  }),
);

export const alertListSchema = allOf(
  'AlertList',
  named(
    'Alert',
    object({
      id: id('Unique id.', 'al_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
      began: time('When it was found to be wrong.'),
      ended: orNull(time('When it was over.'), 'When it was over; null: it is not.'),
      rule: words('The rule that found it.'),
      words: words('What is wrong, for people.'),
    }),
  ),
  'Those that are not over first, then the latest.',
);

const money = {
  amount: Type.Integer({ description: 'In the smallest unit of the currency.' }),
  currency: words('ISO 4217 letters.'),
};

export const stuckPaymentSchema = named(
  'StuckPayment',
  object({
    id: id('What has no outcome: an authorization (`at_…`), or what came after it (`cp_…`).', 'at_…'),
    account: orNull(Type.String(), 'Name of the acquirer account; null: the simulator of the sandbox.'),
    advice: words('What a person can do.'),
    amount: money.amount,
    currency: money.currency,
    knows: words('What the gateway knows.'),
    merchant: words('Id of the merchant (`mr_…`).'),
    next: words('What the gateway does next.'),
    nextAt: time('When it does that.'),
    payment: words('Id of the payment (`py_…`).'),
    reference: words('The name under which the acquirer knows it.'),
    since: time('Since when it is open.'),
    tries: count('How often it was looked at again.'),
    what: words('`authorization`, `increment`, `capture`, `void` or `refund`.'),
  }),
);
export const stuckListSchema = pageOf('StuckPaymentList', stuckPaymentSchema, 'The oldest first.');

export const askedSchema = named(
  'StuckPaymentAsked',
  object({
    id: words('What is asked about.'),
    outcome: Type.Enum(['asked', 'soon'], {
      description: '`asked`: the acquirer is asked within some seconds. `soon`: within half a minute anyway.',
    }),
  }),
);

const merchant = {
  id: id('Unique id of the merchant.', 'mr_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
  created: time('When the merchant was made.'),
  name: words('Its name, as customers and issuers read it.'),
  suspendedAt: orNull(time('Since when it is suspended.'), 'Since when it takes no new money; null: it does.'),
  suspensionReason: orNull(Type.String(), 'Why.'),
};
export const merchantSchema = named('Merchant', object(merchant));
export const merchantListSchema = pageOf('MerchantList', merchantSchema, 'In the order in which they were made.');
const { id: merchantId, ...restOfMerchant } = merchant;
export const newMerchantSchema = named(
  'NewMerchant',
  object({
    id: merchantId,
    apiKey: words('Its first API key, which may do everything. It is shown only now.'),
    ...restOfMerchant,
  }),
);
export const merchantCreateSchema = named(
  'MerchantCreate',
  object({
    name: text('plainText', {
      maxLength: 100,
      description: 'Its name, as customers and issuers read it.',
      example: 'Slow Pour',
    }),
  }),
);

export const healthSchema = named(
  'OperatorHealth',
  object({
    accounts: Type.Array(
      object({
        id: words('Id of the account (`aa_…`).'),
        connector: words('Its kind.'),
        enabled: Type.Boolean({ description: 'Whether new payments go there.' }),
        failures: count('Failures in a row.'),
        health: Type.Enum([...healthNames], { description: '`closed`: in order. `open`: asked last.' }),
        merchant: words('Id of the merchant (`mr_…`).'),
        name: words('Its name.'),
        withoutOutcome: count('Authorizations there without an outcome.'),
      }),
      { description: 'Acquirer accounts, those that fail first; 200 at most.' },
    ),
    endpoints: Type.Array(
      object({
        id: words('Id of the endpoint (`we_…`).'),
        enabled: Type.Boolean({ description: 'Whether it is sent anything.' }),
        failingSince: orNull(time('Since when it fails.'), 'Since when it fails; null: it said that it is gone.'),
        failures: count('Failures in a row.'),
        merchant: words('Id of the merchant (`mr_…`).'),
        waiting: count('Events that wait for it.'),
      }),
      { description: 'Webhook endpoints that fail, the one that fails longest first; 200 at most.' },
    ),
  }),
);

export const jobListSchema = allOf(
  'JobList',
  named(
    'Job',
    object({
      durationMs: seconds('How long the last run took.'),
      everyMs: count('How long it waits between two runs.'),
      failedAt: orNull(time('When it failed last.'), 'When it failed last; null: not since it is noted.'),
      failure: orNull(Type.String(), 'Why it failed.'),
      found: count('How much the last run found to do.'),
      isLate: Type.Boolean({ description: 'Whether it has not run for a minute after its time.' }),
      lastRunAt: time('When it ran last, in any process.'),
      name: words('The job.'),
      nextRunAt: time('When it is due.'),
    }),
  ),
  'Those that are late first, then by name.',
);

export const processListSchema = allOf(
  'ProcessList',
  named(
    'Process',
    object({
      endedAt: orNull(time('When it stopped by itself.'), 'When it stopped by itself; null: it did not.'),
      host: words('The machine.'),
      isServing: Type.Boolean({ description: 'Whether it was seen within the last seconds.' }),
      logLevel: words('How much it logs.'),
      migration: words('The newest migration that it knows.'),
      pid: count('Its number there.'),
      roles: Type.Array(Type.String(), { description: 'What it does.' }),
      seenAt: time('When it was seen last.'),
      startedAt: time('When it began.'),
      version: words('Its release.'),
    }),
  ),
  'Those that have not stopped first, then the latest.',
);

export const logLevelSchema = named(
  'LogLevel',
  object({
    level: orNull(Type.String(), 'How much every process logs; null: as each was started.'),
    until: orNull(time('Until when.'), 'Until when; null: as each was started.'),
  }),
);
export const logLevelSetSchema = named(
  'LogLevelSet',
  object({
    hours: Type.Integer({ minimum: 1, maximum: MOST_HOURS, description: 'For how long, 1 to 24.', example: 1 }),
    level: Type.Enum([...logLevels], { description: 'How much every process logs.', example: 'info' }),
  }),
);

export const databaseSchema = named(
  'OperatorDatabase',
  object({
    bytes: Type.Number({ description: 'Its size.' }),
    connections: count('Connections to it.'),
    connectionsActive: count('Of these, those at work.'),
    connectionsMost: count('How many it lets in.'),
    missingMigrations: Type.Array(Type.String(), { description: 'Migrations that this release needs.' }),
    newerMigrations: Type.Array(Type.String(), { description: 'Migrations of a newer release.' }),
    oldestTransactionSeconds: seconds('For how long the oldest transaction is open.'),
    queues: Type.Array(
      object({
        count: count('How many are due.'),
        name: Type.Enum([...queueNames], { description: 'What is due.' }),
        oldestSeconds: orNull(Type.Number(), 'For how long the oldest is due; null: none is, or nobody notes it.'),
      }),
      { description: 'What is due and not done yet.' },
    ),
    version: words('Of PostgreSQL.'),
  }),
);

export const merchantIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the merchant (`mr_…`).' }),
});
export const stuckIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of what has no outcome (`at_…` or `cp_…`).' }),
});
