import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import {
  addAccount,
  listAccounts,
  rotateAccount,
  sentenceOf,
  testAccount,
  type AccountAddress,
  type AccountDeps,
} from '../../acquirers/accounts.ts';
import { changeAccount } from '../../acquirers/change-account.ts';
import type { Acquirers } from '../../acquirers/directory.ts';
import { healthOf, type Breaker } from '../../acquirers/health.ts';
import type { AccountRow } from '../../acquirers/store.ts';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { wholeSeconds } from '../../contract/session.ts';
import type { WireObject } from '../../contract/versions.ts';
import {
  accountChangeSchema,
  accountCreateSchema,
  accountIdParams,
  accountListSchema,
  accountRotateSchema,
  accountSchema,
  accountTestSchema,
} from './acquirer-account-schema.ts';
import { noFields } from './schema.ts';

type Deps = Omit<AccountDeps, 'isLive' | 'kinds'> & {
  readonly mode: 'sandbox' | 'live';
  readonly publicUrl: string;
  readonly connectorKinds: AccountDeps['kinds'];
  /** An account was changed: payments of this process know it from now on, others within some seconds. */
  readonly acquirers: Pick<Acquirers, 'forget'>;
};
export type WithId = { Params: { id: string } };

/** For whoever operates the gateway: a key must have these scopes by name, `*` is not enough. */
export const registerAcquirerAccounts = (app: FastifyInstance, deps: Deps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerChanging(app, deps);
  registerRotate(app, deps);
};

const tags = ['Acquirer accounts'];

const registerCreate = (app: FastifyInstance, deps: Deps): void => {
  app.post<{ Body: Static<typeof accountCreateSchema> }>(
    '/acquirer-accounts',
    {
      schema: {
        operationId: 'createAcquirerAccount',
        tags,
        summary: 'Set an acquirer account up',
        description:
          'From now on payments go there, when it takes their currency and card. The credentials are tried out by a ' +
          'call that changes nothing at the acquirer; if that fails, nothing is saved.',
        body: accountCreateSchema,
        response: { 200: accountSchema },
      },
    },
    async (request) => {
      const { caller, actor } = request.call;
      const row = await addAccount(accountsOf(deps), { merchantId: caller.merchantId, actor }, request.body);
      deps.acquirers.forget(caller.merchantId);
      return presentAccount(deps, row);
    },
  );
};

const registerReading = (app: FastifyInstance, deps: Deps): void => {
  app.get(
    '/acquirer-accounts',
    {
      schema: {
        operationId: 'listAcquirerAccounts',
        tags,
        summary: 'List acquirer accounts',
        description: 'All of them, in the order in which they are asked where no rule says otherwise.',
        response: { 200: accountListSchema },
      },
    },
    async (request) => ({
      data: (await listAccounts(accountsOf(deps), request.call.caller.merchantId)).map((row) =>
        presentAccount(deps, row, row),
      ),
      hasMore: false,
      nextCursor: null,
    }),
  );
  app.get<WithId>(
    '/acquirer-accounts/:id',
    {
      schema: {
        operationId: 'retrieveAcquirerAccount',
        tags,
        summary: 'Retrieve an acquirer account',
        description: 'With whether it answers. Credentials are never shown again.',
        params: accountIdParams,
        response: { 200: accountSchema },
      },
    },
    async (request) => {
      const { merchantId, id } = addressOf(request);
      const row = existing((await listAccounts(accountsOf(deps), merchantId)).find((one) => one.id === id));
      return presentAccount(deps, row, row);
    },
  );
};

const registerChanging = (app: FastifyInstance, deps: Deps): void => {
  app.patch<WithId & { Body: Static<typeof accountChangeSchema> }>(
    '/acquirer-accounts/:id',
    {
      schema: {
        operationId: 'updateAcquirerAccount',
        tags,
        summary: 'Change an acquirer account',
        description:
          'Its name, whether it takes new payments, which, in which order, and its settings, which are tried out ' +
          'first. What is left out stays. Settings that say whose books these are never change: payments made before ' +
          'would not be found any more. Credentials change by rotating them.',
        params: accountIdParams,
        body: accountChangeSchema,
        response: { 200: accountSchema },
      },
    },
    async (request) => {
      const { maintenance, ...change } = request.body;
      const row = await changeAccount(accountsOf(deps), addressOf(request), {
        ...change,
        ...(maintenance !== undefined && { maintenance: maintenance && windowOf(maintenance) }),
      });
      deps.acquirers.forget(request.call.caller.merchantId);
      return presentAccount(deps, existing(row));
    },
  );
};

const registerRotate = (app: FastifyInstance, deps: Deps): void => {
  app.post<WithId & { Body: Static<typeof accountRotateSchema> }>(
    '/acquirer-accounts/:id/rotate',
    {
      schema: {
        operationId: 'rotateAcquirerAccount',
        tags,
        summary: 'Give an acquirer account new credentials',
        description: 'They are tried out first. Notifications signed with those before are believed for a while.',
        params: accountIdParams,
        body: accountRotateSchema,
        response: { 200: accountSchema },
      },
    },
    async (request) => {
      const { secrets, overlapHours = 24 } = request.body;
      const row = await rotateAccount(accountsOf(deps), addressOf(request), { secrets, overlapHours });
      deps.acquirers.forget(request.call.caller.merchantId);
      return presentAccount(deps, existing(row));
    },
  );
  app.post<WithId & { Body: Static<typeof noFields> }>(
    '/acquirer-accounts/:id/test',
    {
      schema: {
        operationId: 'testAcquirerAccount',
        tags,
        summary: 'Try an acquirer account out',
        description: 'By a call that changes nothing at the acquirer.',
        params: accountIdParams,
        body: noFields,
        response: { 200: accountTestSchema },
      },
    },
    async (request) => {
      const answer = existing(await testAccount(accountsOf(deps), addressOf(request)));
      return answer.kind === 'works'
        ? { detail: 'The acquirer let us in.', works: true }
        : { detail: sentenceOf(answer), works: false };
    },
  );
};

const accountsOf = (deps: Deps): AccountDeps => ({
  ...deps,
  isLive: deps.mode === 'live',
  kinds: deps.connectorKinds,
});

/** `breaker`: not known, so not shown, where the account was just changed. */
const presentAccount = (
  { publicUrl, clock }: Pick<Deps, 'publicUrl' | 'clock'>,
  row: AccountRow,
  breaker?: Breaker,
): WireObject => ({
  id: formatId('acquirerAccount', row.id),
  brands: row.brands,
  connector: row.connector,
  created: wholeSeconds(row.created_at.toISOString()),
  currencies: row.currencies,
  enabled: row.enabled,
  ...(breaker && { health: presentHealth(breaker, clock.nowMs()) }),
  maintenance:
    row.maintenance_from === null || row.maintenance_until === null
      ? null
      : {
          from: wholeSeconds(row.maintenance_from.toISOString()),
          until: wholeSeconds(row.maintenance_until.toISOString()),
        },
  name: row.name,
  notificationUrl: `${publicUrl}/notifications/${row.connector}/${formatId('acquirerAccount', row.id)}`,
  priority: row.priority,
  settings: Object.fromEntries(Object.entries(row.settings).sort(([a], [b]) => (a < b ? -1 : 1))),
});

const presentHealth = (breaker: Breaker, nowMs: number) => ({
  failures: breaker.failures ?? 0,
  openUntil: breaker.open_until === null ? null : wholeSeconds(breaker.open_until.toISOString()),
  status: healthOf(breaker, nowMs),
});

const windowOf = ({ from, until }: { readonly from: string; readonly until: string }) => {
  const window = { from: new Date(from), until: new Date(until) };
  if (window.until > window.from) return window;
  const message = 'maintenance.until must be later than maintenance.from.';
  throw new Problem('invalid_fields', message, { fields: [{ pointer: '/maintenance/until', code: 'order', message }] });
};

export const addressOf = (request: FastifyRequest<WithId>): AccountAddress => {
  const accountId = parseId('acquirerAccount', request.params.id);
  if (accountId === undefined) throw noAccount();
  const { caller, actor } = request.call;
  return { merchantId: caller.merchantId, id: accountId, actor };
};

const existing = <T>(found: T | undefined): T => {
  if (found === undefined) throw noAccount();
  return found;
};

export const noAccount = (): Problem => new Problem('not_found', 'There is no acquirer account with this id.');
