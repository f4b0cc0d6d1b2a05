import { defineLifecycle } from '../../base/lifecycle.ts';

/**
 * An operation: an increment, a capture, a void or a refund, asked of the acquirer about an authorization it approved.
 *
 * `sending` lasts until the acquirer has said yes or no. One that it never heard of is sent again under the same
 * reference, because the merchant asked for it and nobody took that back. What merchants hear depends on the kind, see
 * `store.ts`.
 */
export const operationLifecycle = defineLifecycle('operations', [
  ['none', 'send', 'sending', []],
  ['sending', 'succeed', 'succeeded', []],
  ['sending', 'fail', 'failed', []],
  // The acquirer said yes, and later that it did not last.
  ['succeeded', 'takeBack', 'failed', []],
]);
export type OperationKind = 'capture' | 'void' | 'refund' | 'increment';

/** The reason of a void that no merchant asked for: the authorization's time was over. */
export const LAPSED = 'lapsed';
