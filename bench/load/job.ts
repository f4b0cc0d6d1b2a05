import type { LaneTarget } from './lane.ts';
import type { RequestSpec } from './request.ts';
import type { TallyResult } from './tally.ts';

/** What the bench asks of its load generator, which is a process of its own. */
export type Job = RepeatJob | PaymentJob;

export type RepeatJob = {
  readonly kind: 'repeat';
  readonly target: LaneTarget;
  readonly request: RequestSpec;
  /** The status that a right answer has. */
  readonly status: number;
  readonly connections: number;
  readonly warmupSeconds: number;
  readonly seconds: number;
  /** Requests a second, whatever the answers do; undefined: as fast as answers come. */
  readonly ratePerS: number | undefined;
};

export type PaymentJob = {
  readonly kind: 'payment';
  readonly gateway: LaneTarget;
  readonly sink: LaneTarget;
  readonly apiKey: string;
  /** What the shop's server posts. */
  readonly sessionBody: string;
  readonly card: 'sealed' | 'plain';
  /** Customers at the same time; with `ratePerS`, at most. */
  readonly customers: number;
  readonly warmupSeconds: number;
  readonly seconds: number;
  /** New customers a second; undefined: the next one comes when the shop has heard that the one before has paid. */
  readonly ratePerS: number | undefined;
};

export type PaymentResult = {
  /** From the shop's request to the shop's hearing of the payment by webhook. */
  readonly whole: TallyResult;
  readonly session: TallyResult;
  readonly page: TallyResult;
  readonly submit: TallyResult;
  /** From the answer to the customer to the webhook at the shop; 0 when the webhook was first. */
  readonly webhook: TallyResult;
  readonly paid: number;
  /** Paid, and no webhook came within the limit. */
  readonly missing: number;
};

export type JobAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly result: TallyResult | PaymentResult; readonly cpuMs: number }
  | { readonly kind: 'failed'; readonly message: string };
