import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { WithLastResponse } from '../answer.ts';
import { resourcePath } from '../resource-path.ts';
import type {
  AlertList,
  JobList,
  LogLevel,
  LogLevelSet,
  Merchant,
  MerchantCreate,
  MerchantsQuery,
  NewMerchant,
  OperatorDatabase,
  OperatorHealth,
  OperatorOverview,
  OperatorReason,
  ProcessList,
  StuckPayment,
  StuckPaymentAsked,
  StuckPaymentsQuery,
} from '../types.ts';

/** For whoever runs the gateway: needs a key of operators (`tollgate operator key create`). */
export type Operator = {
  readonly overview: (options?: RequestOptions) => Promise<WithLastResponse<OperatorOverview>>;
  /** What is wrong with the installation, and what was. */
  readonly alerts: (options?: RequestOptions) => Promise<WithLastResponse<AlertList>>;
  readonly health: (options?: RequestOptions) => Promise<WithLastResponse<OperatorHealth>>;
  readonly jobs: (options?: RequestOptions) => Promise<WithLastResponse<JobList>>;
  readonly processes: (options?: RequestOptions) => Promise<WithLastResponse<ProcessList>>;
  readonly database: (options?: RequestOptions) => Promise<WithLastResponse<OperatorDatabase>>;
  /** Every process logs so within some seconds, for some hours. */
  readonly setLogLevel: (input: LogLevelSet, options?: RequestOptions) => Promise<WithLastResponse<LogLevel>>;
  readonly clearLogLevel: (options?: RequestOptions) => Promise<WithLastResponse<LogLevel>>;
  /** In the order in which they were made. */
  readonly merchants: (query?: MerchantsQuery, options?: RequestOptions) => List<Merchant>;
  readonly createMerchant: (input: MerchantCreate, options?: RequestOptions) => Promise<WithLastResponse<NewMerchant>>;
  /** The merchant reads the reason. */
  readonly suspendMerchant: (
    id: string,
    input: OperatorReason,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<Merchant>>;
  readonly resumeMerchant: (
    id: string,
    input: OperatorReason,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<Merchant>>;
  /** What has no outcome, the oldest first. */
  readonly stuckPayments: (query?: StuckPaymentsQuery, options?: RequestOptions) => List<StuckPayment>;
  readonly askAboutStuckPayment: (
    id: string,
    input: OperatorReason,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<StuckPaymentAsked>>;
};

export const createOperator = (send: Send): Operator => {
  const get =
    <T extends object>(path: string) =>
    (options?: RequestOptions) =>
      send<T>({ method: 'GET', path, options });
  const post =
    <T extends object>(resource: string, act: string) =>
    (id: string, input: OperatorReason, options?: RequestOptions) =>
      send<T>({ method: 'POST', path: `${resourcePath(resource, id)}/${act}`, body: input, options });
  return {
    overview: get('/operator/overview'),
    alerts: get('/operator/alerts'),
    health: get('/operator/health'),
    jobs: get('/operator/jobs'),
    processes: get('/operator/processes'),
    database: get('/operator/database'),
    setLogLevel: (input, options) =>
      send<LogLevel>({ method: 'PUT', path: '/operator/log-level', body: input, options }),
    clearLogLevel: (options) => send<LogLevel>({ method: 'DELETE', path: '/operator/log-level', options }),
    merchants: (query, options) => createList<Merchant>(send, { path: '/operator/merchants', query, options }),
    createMerchant: (input, options) =>
      send<NewMerchant>({ method: 'POST', path: '/operator/merchants', body: input, options }),
    suspendMerchant: post('/operator/merchants', 'suspend'),
    resumeMerchant: post('/operator/merchants', 'resume'),
    stuckPayments: (query, options) =>
      createList<StuckPayment>(send, { path: '/operator/stuck-payments', query, options }),
    askAboutStuckPayment: post('/operator/stuck-payments', 'ask'),
  };
};
