import type { WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type {
  AcquirerAccount,
  AcquirerAccountChange,
  AcquirerAccountCreate,
  AcquirerAccountList,
  AcquirerAccountRotate,
  AcquirerAccountTest,
  AcquirerNotification,
  AcquirerNotificationListQuery,
  AcquirerNotificationReplay,
  AcquirerNotificationsReplayed,
  AcquirerRoute,
  AcquirerRouteExplain,
  AcquirerRules,
  AcquirerRulesReplace,
} from '../types.ts';

/** For whoever operates the gateway: the key needs the scopes `acquirer-accounts:…` by name. */
export type AcquirerAccounts = {
  /** The credentials are tried out at the acquirer first; what does not work is not saved. */
  readonly create: (
    input: AcquirerAccountCreate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<AcquirerAccount>>;
  /** All of them, in the order in which they are asked where no rule says otherwise. */
  readonly list: (options?: RequestOptions) => Promise<WithLastResponse<AcquirerAccountList>>;
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<AcquirerAccount>>;
  readonly update: (
    id: string,
    input: AcquirerAccountChange,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<AcquirerAccount>>;
  /** New credentials; notifications signed with those before are believed for `overlapHours` (24 when left out). */
  readonly rotate: (
    id: string,
    input: AcquirerAccountRotate,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<AcquirerAccount>>;
  /** By a call that changes nothing at the acquirer. */
  readonly test: (id: string, options?: RequestOptions) => Promise<WithLastResponse<AcquirerAccountTest>>;
  /** What the acquirer has sent by itself, newest first. */
  readonly notifications: (
    id: string,
    query?: AcquirerNotificationListQuery,
    options?: RequestOptions,
  ) => List<AcquirerNotification>;
  /** Applies what is stored once more; what was applied before changes nothing again. */
  readonly replayNotifications: (
    id: string,
    input: AcquirerNotificationReplay,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<AcquirerNotificationsReplayed>>;
};

export const createAcquirerAccounts = (send: Send): AcquirerAccounts => ({
  create: (input, options) =>
    send<AcquirerAccount>({ method: 'POST', path: '/acquirer-accounts', body: input, options }),
  list: (options) => send<AcquirerAccountList>({ method: 'GET', path: '/acquirer-accounts', options }),
  retrieve: async (id, options) =>
    send<AcquirerAccount>({ method: 'GET', path: resourcePath('/acquirer-accounts', id), options }),
  update: async (id, input, options) =>
    send<AcquirerAccount>({ method: 'PATCH', path: resourcePath('/acquirer-accounts', id), body: input, options }),
  rotate: async (id, input, options) =>
    send<AcquirerAccount>({
      method: 'POST',
      path: resourcePath('/acquirer-accounts', id, '/rotate'),
      body: input,
      options,
    }),
  test: async (id, options) =>
    send<AcquirerAccountTest>({ method: 'POST', path: resourcePath('/acquirer-accounts', id, '/test'), options }),
  notifications: (id, query, options) =>
    createList<AcquirerNotification>(send, {
      path: resourcePath('/acquirer-accounts', id, '/notifications'),
      query,
      options,
    }),
  replayNotifications: async (id, input, options) =>
    send<AcquirerNotificationsReplayed>({
      method: 'POST',
      path: resourcePath('/acquirer-accounts', id, '/notifications/replay'),
      body: input,
      options,
    }),
});

/** Which account takes a payment. For whoever operates the gateway, too. */
export type AcquirerRuleBook = {
  readonly retrieve: (options?: RequestOptions) => Promise<WithLastResponse<AcquirerRules>>;
  /** The whole list at once. */
  readonly replace: (input: AcquirerRulesReplace, options?: RequestOptions) => Promise<WithLastResponse<AcquirerRules>>;
  /** Where a payment would go, and why; nobody is asked. */
  readonly explain: (input: AcquirerRouteExplain, options?: RequestOptions) => Promise<WithLastResponse<AcquirerRoute>>;
};

export const createAcquirerRules = (send: Send): AcquirerRuleBook => ({
  retrieve: (options) => send<AcquirerRules>({ method: 'GET', path: '/acquirer-rules', options }),
  replace: (input, options) => send<AcquirerRules>({ method: 'PUT', path: '/acquirer-rules', body: input, options }),
  explain: (input, options) =>
    send<AcquirerRoute>({ method: 'POST', path: '/acquirer-rules/explain', body: input, options }),
});
