import { randomBytes } from 'node:crypto';
import type { Card } from './cards.ts';
import { openMemory, type Memory } from './memory.ts';

/**
 * What Stripe knows besides the books: intents before they have a charge, keys and their answers, refunds on their way.
 * Intents and refunds are kept beside the journal; keys and cards are gone with the process.
 */
export type State = Memory & {
  /** Cards, by the name that they were given; in memory only. */
  readonly methods: Map<string, Method>;
  readonly keys: Map<string, KeyUse>;
  readonly endpoints: Endpoint[];
};

export type Intent = {
  readonly id: string;
  readonly createdMs: number;
  amount: number;
  readonly currency: string;
  readonly captureMethod: 'automatic' | 'manual';
  metadata: Readonly<Record<string, string>>;
  /** The charge that is or was authorized: its reference in the books. */
  chargeId: string | undefined;
  /** Of the moment in which the charge was made. */
  chargeMetadata: Readonly<Record<string, string>>;
  /** References in the books of captures and cancellations. */
  readonly operations: string[];
  card: Card | undefined;
  canMulticapture: boolean;
  canIncrement: boolean;
  needsAction: boolean;
  lastError: CardError | undefined;
  canceledAtMs: number | undefined;
  cancellationReason: string | undefined;
};

export type Method = {
  readonly pan: string;
  readonly month: number;
  readonly year: number;
  readonly cvc: string | undefined;
};

export type Refund = {
  readonly id: string;
  readonly intentId: string;
  readonly chargeId: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdMs: number;
  status: 'pending' | 'succeeded' | 'failed';
  failureReason: string | undefined;
};

export type CardError = { readonly code: string; readonly decline_code?: string };

/** Undefined answer: the first request under the key still runs. */
export type KeyUse = {
  readonly request: string;
  answer: { readonly status: number; readonly body: string } | undefined;
};

export type Endpoint = {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
};

export const createState = (file: string): State => ({
  ...openMemory(file),
  methods: new Map(),
  keys: new Map(),
  endpoints: [],
});

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
