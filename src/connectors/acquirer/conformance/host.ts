import assert from 'node:assert/strict';
import { systemClock } from '../../../base/clock.ts';
import { newUuid } from '../../../base/id.ts';
import { parseCurrency, type Money } from '../../../base/money.ts';
import { systemRandom } from '../../../base/random.ts';
import type { Card } from '../../../card/card.ts';
import type {
  AcquirerConnector,
  Approval,
  AuthorizationHandle,
  AuthorizeRequest,
  DeclineReason,
  OperationReference,
} from '../contract.ts';

/** The acquirer's side of the suite. */
export type ConformanceHost = {
  readonly connect: (limits: { readonly answerTimeoutMs: number }) => AcquirerConnector;
  readonly approvedCard: () => Card;
  /** Undefined: the acquirer has no card that is declined for this. */
  readonly declinedCard: (reason: DeclineReason) => Card | undefined;
  /**
   * Plays a fault at the next message of this kind, once. Resolves with a way to wait until the host is itself again.
   */
  readonly inject: (fault: HostFault, on: Verb, ms?: number) => Promise<() => Promise<void>>;
  /** How many times the acquirer moved money under a reference, by its own books. */
  readonly effectsOf: (reference: OperationReference) => Promise<number>;
  readonly stop: () => Promise<void>;
};

export type Verb = 'authorize' | 'capture' | 'voidAuthorization' | 'refund' | 'reverse' | 'inquire';

export type HostFault =
  | 'refuseConnections'
  | 'cutBefore'
  | 'cutAfter'
  | 'errorPageBefore'
  | 'errorPageAfter'
  | 'truncated'
  | 'garbled'
  | 'answerTwice'
  | 'wrongReference'
  | 'wrongAmount'
  | 'wrongCurrency'
  | 'lateAnswer'
  | 'lateEffect'
  | 'inProgress'
  | 'notFoundFirst';

export type Subject = () => { readonly host: ConformanceHost; readonly connector: AcquirerConnector };

export const newReference = (): OperationReference => {
  const uuid: string = newUuid({ clock: systemClock, random: systemRandom });
  return uuid as OperationReference;
};

export const money = (minor: number, letters = 'EUR'): Money => {
  const currency = parseCurrency(letters);
  assert(currency !== undefined);
  return { minor: BigInt(minor), currency };
};

export const authorization = (host: ConformanceHost, fields: Partial<AuthorizeRequest> = {}): AuthorizeRequest => ({
  reference: newReference(),
  merchantId: 'mr_conformance',
  merchantReferenceId: 'order-1',
  amount: money(1_000),
  capture: false,
  card: host.approvedCard(),
  initiator: { by: 'customer', storesCard: false },
  authentication: undefined,
  isExempt: false,
  ...fields,
});

export type Approved = {
  readonly request: AuthorizeRequest;
  readonly approval: Approval;
  readonly handle: AuthorizationHandle;
};

/** An authorization that was approved, to go on from. */
export const approve = async (subject: Subject, fields: Partial<AuthorizeRequest> = {}): Promise<Approved> => {
  const { host, connector } = subject();
  const request = authorization(host, fields);
  const approval = await connector.authorize(request);
  assert(approval.kind === 'approved', `expected an approval, got ${JSON.stringify(approval, bigintAsText)}`);
  return { request, approval, handle: { reference: request.reference, acquirerReference: approval.acquirerReference } };
};

export const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** Each money-moving verb as a call that is ready to be sent, once or again, and the reference it goes by. */
export type PreparedCall = {
  readonly reference: OperationReference;
  readonly send: (
    connector: AcquirerConnector,
  ) => ReturnType<AcquirerConnector['authorize'] | AcquirerConnector['capture']>;
};

export const movingVerbs = ['authorize', 'capture', 'voidAuthorization', 'refund'] as const;
export type MovingVerb = (typeof movingVerbs)[number];

export const prepare = async (subject: Subject, verb: MovingVerb): Promise<PreparedCall> => {
  const reference = newReference();
  switch (verb) {
    case 'authorize': {
      const request = authorization(subject().host, { reference, capture: true });
      return { reference, send: (connector) => connector.authorize(request) };
    }
    case 'capture': {
      const { handle } = await approve(subject);
      return {
        reference,
        send: (connector) => connector.capture({ reference, authorization: handle, amount: money(1_000), final: true }),
      };
    }
    case 'voidAuthorization': {
      const { handle } = await approve(subject);
      return { reference, send: (connector) => connector.voidAuthorization({ reference, authorization: handle }) };
    }
    case 'refund': {
      const { handle } = await approve(subject, { capture: true });
      return {
        reference,
        send: (connector) => connector.refund({ reference, authorization: handle, amount: money(1_000) }),
      };
    }
  }
};
