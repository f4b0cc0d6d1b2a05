import { maskNumbers } from '../../../card/mask-numbers.ts';
import type { WireRequest } from './wire.ts';

/**
 * What may be logged of a call: fields are named one by one, so that a new one stays out until somebody puts it here.
 */
export type LoggableRequest = {
  /** The path without the host's names in it: `payments/captures`. */
  readonly call: string;
  readonly reference?: string;
  readonly paymentReference?: string;
  readonly value?: number;
  readonly currency?: string;
  readonly bin?: string;
  readonly last4?: string;
};

export const scrubRequest = (call: string, request: WireRequest): LoggableRequest => ({
  call,
  ...('reference' in request ? { reference: maskNumbers(request.reference) } : {}),
  ...('paymentReference' in request ? { paymentReference: maskNumbers(request.paymentReference) } : {}),
  ...('amount' in request ? request.amount : {}),
  ...('paymentMethod' in request
    ? { bin: request.paymentMethod.number.slice(0, 6), last4: request.paymentMethod.number.slice(-4) }
    : {}),
});
