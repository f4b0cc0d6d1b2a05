import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host, Reply } from '../../exchange.ts';
import type { FaultPlan } from '../../fault-kinds.ts';
import { deliver } from '../../respond.ts';
import { cutLine, sendErrorPage } from '../../../shared/respond.ts';
import type { Answer } from '../../wire.ts';
import type { Form } from './form.ts';
import type { Intent, State } from './state.ts';

/** One request, and the ways to answer it. */
export type Call = {
  readonly host: Host;
  readonly state: State;
  readonly method: string;
  readonly path: string;
  readonly form: Form;
  readonly expand: readonly string[];
  readonly events: readonly string[];
  /** The name that the client gave the request. */
  readonly key: string | undefined;
  readonly response: ServerResponse;
  /** Tells whoever listens. */
  readonly tell: (type: string, object: () => Record<string, unknown>) => void;
};

export const requestOf = (request: IncomingMessage, path: string, body: string): string =>
  createHash('sha256')
    .update(`${request.method ?? ''} ${path}\n${body}`)
    .digest('hex');

/** It has been answered, and there is nothing more to do. */
export type Answered = 'answered';

/** The object, kept under the request's key; a fault may still happen to it on the way. */
export const sendObject = (call: Call, object: Record<string, unknown>, plan?: FaultPlan): Answered => {
  keep(call, 200, object);
  call.state.save();
  const changed = changeObject(object, plan?.change);
  const headers = plan?.change === 'duplicate' ? { 'idempotent-replayed': 'true' } : {};
  deliver(call.response, { status: 200, body: JSON.stringify(changed), headers }, plan?.answer);
  return 'answered';
};

export type StripeError = {
  readonly type: 'card_error' | 'invalid_request_error' | 'idempotency_error' | 'api_error';
  readonly code?: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
  readonly payment_intent?: Record<string, unknown>;
};

export const sendError = (call: Call, status: number, error: StripeError, plan?: FaultPlan): Answered => {
  // What was not begun is not kept: the same request may come again.
  if (status === 400 || status === 402) keep(call, status, { error });
  else release(call);
  deliver(call.response, { status, body: JSON.stringify({ error }) }, plan?.answer);
  return 'answered';
};

const keep = ({ state, key }: Call, status: number, object: Record<string, unknown>): void => {
  const use = key === undefined ? undefined : state.keys.get(key);
  if (use !== undefined) use.answer = { status, body: JSON.stringify(object) };
};

const release = ({ state, key }: Call): void => {
  if (key !== undefined && state.keys.get(key)?.answer === undefined) state.keys.delete(key);
};

const changeObject = (object: Record<string, unknown>, change: FaultPlan['change']): Record<string, unknown> => {
  const amounts = ['amount', 'amount_received', 'amount_refunded'];
  switch (change) {
    case undefined:
    case 'duplicate':
      return object;
    case 'reference':
      return { ...object, id: `${String(object['id'])}0`, payment_intent: `${String(object['payment_intent'])}0` };
    case 'amount':
      return Object.fromEntries(
        Object.entries(object).map(([name, value]) =>
          amounts.includes(name) && typeof value === 'number' ? [name, value + 1] : [name, value],
        ),
      );
    case 'currency':
      return { ...object, currency: object['currency'] === 'usd' ? 'eur' : 'usd' };
  }
};

export const missing = (call: Call, what: string): Answered => {
  return sendError(call, 404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}.` });
};

export const refuse = (call: Call, code: string, message: string, intent?: Record<string, unknown>): Answered => {
  return sendError(call, 400, {
    type: 'invalid_request_error',
    code,
    message,
    ...(intent === undefined ? {} : { payment_intent: intent }),
  });
};

/** Another request holds the object. */
export const locked = (call: Call, plan?: FaultPlan): Answered => {
  const message = 'This object cannot be accessed right now.';
  return sendError(call, 429, { type: 'invalid_request_error', code: 'lock_timeout', message }, plan);
};

/** How an operation on the books comes back as an answer of Stripe's. */
export const replyOf = (call: Call, answer: (answer: Answer, plan: FaultPlan | undefined) => void): Reply => ({
  answer,
  spoil: (how) => {
    release(call);
    if (how === 'cut') cutLine(call.response);
    else sendErrorPage(call.response, 503);
  },
});

export const partiesOf = ({ id, metadata }: Intent): { readonly merchant: string; readonly order: string } => ({
  merchant: metadata['merchant_id'] ?? 'acct_simulated',
  order: metadata['order_id'] ?? id,
});
