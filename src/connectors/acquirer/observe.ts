import type { Clock } from '../../base/clock.ts';
import type { AcquirerConnector } from './contract.ts';

/** One call to an acquirer, for metrics: closed lists only, no ids. */
export type AcquirerCall = {
  readonly operation: 'authorize' | 'increment' | 'capture' | 'voidAuthorization' | 'refund' | 'reverse' | 'inquire';
  /** The kind of the answer, or `bug` when the connector threw. */
  readonly outcome: string;
  readonly durationMs: number;
};

export type ObserveDeps = { readonly clock: Clock; readonly onCall: (call: AcquirerCall) => void };

/** The same connector, with every call told. */
export const observeConnector = (deps: ObserveDeps, connector: AcquirerConnector): AcquirerConnector => ({
  ...connector,
  authorize: observed(deps, 'authorize', connector.authorize),
  ...(connector.increment === undefined ? {} : { increment: observed(deps, 'increment', connector.increment) }),
  capture: observed(deps, 'capture', connector.capture),
  voidAuthorization: observed(deps, 'voidAuthorization', connector.voidAuthorization),
  refund: observed(deps, 'refund', connector.refund),
  reverse: observed(deps, 'reverse', connector.reverse),
  inquire: observed(deps, 'inquire', connector.inquire),
});

const observed =
  <Request, Answer extends { readonly kind: string }>(
    { clock, onCall }: ObserveDeps,
    operation: AcquirerCall['operation'],
    call: (request: Request) => Promise<Answer>,
  ) =>
  async (request: Request): Promise<Answer> => {
    const startedMs = clock.monotonicMs();
    let outcome = 'bug';
    try {
      const answer = await call(request);
      outcome = answer.kind;
      return answer;
    } finally {
      onCall({ operation, outcome, durationMs: clock.monotonicMs() - startedMs });
    }
  };
