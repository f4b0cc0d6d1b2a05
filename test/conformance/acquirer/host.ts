import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import { newUuid } from '../../../src/base/id.ts';
import { parseCurrency, type Money } from '../../../src/base/money.ts';
import { systemRandom } from '../../../src/base/random.ts';
import type { Card } from '../../../src/card/card.ts';
import type {
  AcquirerConnector,
  Approval,
  AuthorizationHandle,
  AuthorizeAnswer,
  AuthorizeRequest,
  DeclineReason,
  InquiryRequest,
  NotificationDelivery,
  OperationAnswer,
  OperationKind,
  OperationReference,
  PrepareAnswer,
  PrepareRequest,
  ReverseRequest,
} from '../../../src/connectors/acquirer/contract.ts';

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
  /** Undefined: any amount. What it does not take has to be declined for its amount. */
  readonly takes?: (amount: Money) => boolean;
  /** What the messages of this host cannot say. The stories about it are left out, all others are told. */
  readonly without?: readonly Missing[];
  /** Only where the host sends something by itself. */
  readonly notifications?: NotificationHost;
  readonly stop: () => Promise<void>;
};

/**
 * `reversalOfNothing`: a reversal of what was declined or never came is refused, and does not keep it from coming.
 * `refusalAfterReversal`: a repeat has the first answer also after a reversal.
 */
export type Missing = 'currencyOfCaptures' | 'reversalOfRefunds' | 'reversalOfNothing' | 'refusalAfterReversal';

const missing: Readonly<Record<Missing, string>> = {
  currencyOfCaptures: 'captures of this acquirer name no currency',
  reversalOfRefunds: 'this acquirer takes no refund back',
  reversalOfNothing: 'this acquirer reverses approvals only',
  refusalAfterReversal: 'this acquirer repeats its first answer',
};

/** Leaves a story out where the messages of the host cannot tell it. */
export const isMissing = ({ without = [] }: ConformanceHost, what: Missing, context: TestContext): boolean => {
  if (!without.includes(what)) return false;
  context.skip(missing[what]);
  return true;
};

/** What the host sends by itself, and what others could send in its name. */
export type NotificationHost = {
  /** All that came at the door so far, as it came, the oldest first. */
  readonly sent: () => readonly NotificationDelivery[];
  /** What a stranger makes of one: another content under its signature, a signature of his own, none. */
  readonly forgeries: (delivery: NotificationDelivery) => readonly NotificationDelivery[];
  /** The same, signed too long ago. Undefined: the host signs no time. */
  readonly stale?: (delivery: NotificationDelivery) => NotificationDelivery;
  /** Signed as the host does, and nothing that it documents. */
  readonly unreadable: () => readonly NotificationDelivery[];
  /** Signed as the host does, and about another merchant or nothing that a payment is made of. */
  readonly foreign: () => readonly NotificationDelivery[];
  /** The next success of this verb does not last. Undefined: the host takes nothing back. */
  readonly takeBack?: (verb: 'capture' | 'refund') => Promise<void>;
};

/** `prepare` is asked for only where the connector has it. */
export type Verb =
  'prepare' | 'authorize' | 'increment' | 'capture' | 'voidAuthorization' | 'refund' | 'reverse' | 'inquire';

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

/** `connect` gives connectors whose accepted operations are waited for; `connectBare` those that the flow has. */
export type SubjectHost = ConformanceHost & { readonly connectBare: ConformanceHost['connect'] };
export type Subject = () => { readonly host: SubjectHost; readonly connector: AcquirerConnector };

export const newReference = (): OperationReference => {
  const uuid: string = newUuid({ clock: systemClock, random: systemRandom });
  return uuid as OperationReference;
};

export const money = (minor: number, letters = 'EUR'): Money => {
  const currency = parseCurrency(letters);
  assert(currency !== undefined);
  return { minor: BigInt(minor), currency };
};

export const authorization = (
  host: Pick<ConformanceHost, 'approvedCard'>,
  fields: Partial<AuthorizeRequest> = {},
): AuthorizeRequest => ({
  reference: newReference(),
  merchantId: 'mr_conformance',
  merchantReferenceId: 'order-1',
  amount: money(1_000),
  capture: false,
  card: host.approvedCard(),
  initiator: { by: 'customer', storesCard: false },
  authentication: undefined,
  isExempt: false,
  handle: undefined,
  ...fields,
});

/** Of an authorization, or of an operation on one. */
export const inquiryAbout = (
  original: OperationReference,
  of: Partial<Omit<InquiryRequest, 'original'>> = {},
): InquiryRequest => ({ original, kind: 'authorization', handle: undefined, authorization: undefined, ...of });

/** Of an authorization as `authorization` asks for it. */
export const reversalOf = (
  original: OperationReference,
  of: Partial<Omit<ReverseRequest, 'original'>> = {},
): ReverseRequest => ({ original, handle: undefined, amount: money(1_000), capture: false, ...of });

export type Approved = {
  readonly call: AuthorizationCall;
  readonly request: AuthorizeRequest;
  readonly approval: Approval;
  readonly handle: AuthorizationHandle;
};

/** An authorization that was approved, to go on from. */
export const approve = async (subject: Subject, fields: Partial<AuthorizeRequest> = {}): Promise<Approved> => {
  const { host, connector } = subject();
  const request = authorization(host, fields);
  const call = callOf(request);
  const approval = await call.send(connector);
  assert(approval.kind === 'approved', `expected an approval, got ${JSON.stringify(approval, bigintAsText)}`);
  const handle = { reference: request.reference, acquirerReference: approval.acquirerReference };
  return { call, request, approval, handle };
};

export const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** A verb with all that it needs, to be sent once or again, and the questions that can be asked about it. */
export type Call<Answer = AuthorizeAnswer | OperationAnswer> = {
  readonly reference: OperationReference;
  readonly send: (connector: AcquirerConnector) => Promise<Answer>;
  readonly inquiry: () => InquiryRequest;
};
export type AuthorizationCall = Call<AuthorizeAnswer> & {
  readonly prepare: (connector: AcquirerConnector) => Promise<PrepareAnswer | undefined>;
  readonly reversal: () => ReverseRequest;
};

/** As the flow does it: where the connector has `prepare`, the handle is asked for first, and kept for what follows. */
export const callOf = (request: AuthorizeRequest): AuthorizationCall => {
  let { handle } = request;
  let asking: Promise<PrepareAnswer> | undefined;
  const prepare = async (connector: AcquirerConnector): Promise<PrepareAnswer | undefined> => {
    if (connector.prepare === undefined || handle !== undefined) return undefined;
    asking ??= connector.prepare(withoutCard(request));
    const answer = await asking;
    asking = undefined;
    if (answer.kind === 'prepared') ({ handle } = answer);
    return answer;
  };
  return {
    reference: request.reference,
    prepare,
    send: async (connector) => {
      const answer = await prepare(connector);
      if (answer !== undefined && answer.kind !== 'prepared') return answer;
      return connector.authorize({ ...request, handle });
    },
    inquiry: () => inquiryAbout(request.reference, { handle }),
    reversal: () => {
      const { amount, capture } = request;
      return reversalOf(request.reference, { handle, amount, capture });
    },
  };
};

const withoutCard = (request: AuthorizeRequest): PrepareRequest => {
  const { reference, merchantId, amount, capture, initiator, merchantReferenceId } = request;
  return { reference, merchantId, amount, capture, initiator, merchantReferenceId };
};

/** Of what was `accepted`, the question goes by the name that the host gave it. */
export const operationCall = (
  kind: OperationKind,
  { handle }: Approved,
  send: (connector: AcquirerConnector, reference: OperationReference) => Promise<OperationAnswer>,
): Call<OperationAnswer> => {
  const reference = newReference();
  let accepted: string | undefined;
  return {
    reference,
    send: async (connector) => {
      const answer = await send(connector, reference);
      if (answer.kind === 'accepted') accepted = answer.acquirerReference;
      return answer;
    },
    inquiry: () => inquiryAbout(reference, { kind, handle: accepted, authorization: handle }),
  };
};

export const movingVerbs = ['authorize', 'capture', 'voidAuthorization', 'refund'] as const;
export type MovingVerb = (typeof movingVerbs)[number];

/** Each verb that moves money, on an authorization of its own. */
export const newCall = async (subject: Subject, verb: MovingVerb): Promise<Call> => {
  switch (verb) {
    case 'authorize':
      return callOf(authorization(subject().host, { capture: true }));
    case 'capture': {
      const approved = await approve(subject);
      const { handle } = approved;
      return operationCall('capture', approved, (connector, reference) =>
        connector.capture({ reference, authorization: handle, amount: money(1_000), final: true }),
      );
    }
    case 'voidAuthorization': {
      const approved = await approve(subject);
      const { handle } = approved;
      return operationCall('void', approved, (connector, reference) =>
        connector.voidAuthorization({ reference, authorization: handle }),
      );
    }
    case 'refund': {
      const approved = await approve(subject, { capture: true });
      const { handle } = approved;
      return operationCall('refund', approved, (connector, reference) =>
        connector.refund({ reference, authorization: handle, amount: money(1_000) }),
      );
    }
  }
};
