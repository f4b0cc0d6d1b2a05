import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * What the gateway counts. Labels are closed lists (routes, outcomes), never ids: a label's every value is kept for
 * ever. Only acquirer accounts have a label by their ids: there are a few for each merchant, and whoever operates the
 * gateway has to see them apart.
 */
export type Metrics = {
  readonly observeRequest: (request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }) => void;
  readonly observeAcquirerCall: (call: {
    readonly operation: string;
    readonly outcome: string;
    readonly durationMs: number;
    /** Undefined: the sandbox acquirer of the gateway's settings. */
    readonly account?: string;
  }) => void;
  readonly observeAcquirerHealth: (accountId: string, health: 'closed' | 'open' | 'halfOpen') => void;
  readonly observeThreeDsCall: (call: {
    readonly question: string;
    readonly outcome: string;
    readonly durationMs: number;
  }) => void;
  readonly observeDelivery: (delivery: { readonly outcome: string; readonly durationMs: number }) => void;
  readonly observeStopped: (stopped: { readonly rule: string; readonly step: string }) => void;
  readonly observeJob: (job: { readonly name: string; readonly found: number }) => void;
  /** Requests that the request log could not keep. */
  readonly observeLeftOut: (count: number) => void;
  readonly addGauge: (gauge: GaugeSource) => void;
  readonly contentType: string;
  readonly text: () => Promise<string>;
};

/** Something that is looked up when the metrics are asked for. No values: it is not known now, and left out. */
export type GaugeSource = {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly read: () => Promise<
    readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
  >;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

export const createMetrics = (gauges: { readonly inFlight: () => number }): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { requests, acquirer, threeDs, deliveries, jobs, stopped, leftOut } = createInstruments(registry);
  const { accountCalls, accountHealth } = createAccountInstruments(registry);
  new Gauge({
    registers: [registry],
    name: 'tollgate_payments_in_flight',
    help: 'Payments that wait for an acquirer in this process.',
    collect() {
      this.set(gauges.inFlight());
    },
  });
  return {
    observeRequest: ({ method, route, status, durationMs }) => {
      requests.labels(method, route, String(status)).observe(durationMs / 1000);
    },
    observeAcquirerCall: ({ operation, outcome, durationMs, account }) => {
      acquirer.labels(operation, outcome).observe(durationMs / 1000);
      if (account !== undefined) accountCalls.labels(account, operation, outcome).observe(durationMs / 1000);
    },
    observeAcquirerHealth: (accountId, health) => {
      accountHealth.labels(accountId).set(HEALTH_LEVELS[health]);
    },
    observeThreeDsCall: ({ question, outcome, durationMs }) => {
      threeDs.labels(question, outcome).observe(durationMs / 1000);
    },
    observeDelivery: ({ outcome, durationMs }) => {
      deliveries.labels(outcome).observe(durationMs / 1000);
    },
    observeStopped: ({ rule, step }) => {
      stopped.labels(rule, step).inc();
    },
    observeJob: ({ name, found }) => {
      jobs.labels(name).inc(found);
    },
    observeLeftOut: (count) => {
      leftOut.inc(count);
    },
    addGauge: (source) => {
      addGauge(registry, source);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};

const createInstruments = (registry: Registry) => {
  const shared = { registers: [registry] };
  const requests = new Histogram({
    ...shared,
    name: 'tollgate_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
  });
  const acquirer = new Histogram({
    ...shared,
    name: 'tollgate_acquirer_call_duration_seconds',
    help: 'Time an acquirer took to answer.',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
  });
  const threeDs = new Histogram({
    ...shared,
    name: 'tollgate_threeds_call_duration_seconds',
    help: 'Time the 3-D Secure directory server took to answer.',
    labelNames: ['question', 'outcome'],
    buckets: SECONDS,
  });
  const deliveries = new Histogram({
    ...shared,
    name: 'tollgate_webhook_attempt_duration_seconds',
    help: 'Time an endpoint took to answer.',
    labelNames: ['outcome'],
    buckets: SECONDS,
  });
  const jobs = new Counter({
    ...shared,
    name: 'tollgate_job_items_total',
    help: 'Things that the clock found to do.',
    labelNames: ['job'],
  });
  const stopped = new Counter({
    ...shared,
    name: 'tollgate_velocity_stopped_total',
    help: 'Tries to pay that met a step against card testing, by the rule that asked for it.',
    labelNames: ['rule', 'step'],
  });
  const leftOut = new Counter({
    ...shared,
    name: 'tollgate_request_log_left_out_total',
    help: 'Requests that the request log left out: too many at once, or the database did not take them.',
  });
  return { requests, acquirer, threeDs, deliveries, jobs, stopped, leftOut };
};

const HEALTH_LEVELS = { closed: 0, halfOpen: 1, open: 2 } as const;

/** By the account's id, as the database has it. The rate of approvals: approved of all `authorize`, by count. */
const createAccountInstruments = (registry: Registry) => ({
  accountCalls: new Histogram({
    registers: [registry],
    name: 'tollgate_acquirer_account_call_duration_seconds',
    help: 'Time an acquirer account took to answer; its counts are the calls by outcome.',
    labelNames: ['account', 'operation', 'outcome'],
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 25],
  }),
  accountHealth: new Gauge({
    registers: [registry],
    name: 'tollgate_acquirer_account_out_of_order',
    help: 'Of accounts that failed: 0 in order again, 1 is tried out, 2 out of order, as this process knows it.',
    labelNames: ['account'],
  }),
});

const addGauge = (registry: Registry, { name, help, labelNames, read }: GaugeSource): void => {
  new Gauge({
    registers: [registry],
    name,
    help,
    labelNames: [...labelNames],
    async collect() {
      const values = await read();
      this.reset();
      // Without labels, a reset value is 0; with them there is none.
      if (values.length === 0 && labelNames.length === 0) this.remove();
      for (const { labels, value } of values) this.set(labels, value);
    },
  });
};
