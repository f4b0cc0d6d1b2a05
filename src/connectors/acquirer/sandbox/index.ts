import { createHttpClient, type HttpClient } from '../../../base/http-client.ts';
import type { Money } from '../../../base/money.ts';
import type {
  AcquirerConnector,
  Approval,
  AuthorizeAnswer,
  AuthorizeRequest,
  InquiryAnswer,
  InquiryRequest,
  OperationAnswer,
  ReverseAnswer,
  ReverseRequest,
  TestAnswer,
} from '../contract.ts';
import type { ConnectorKind } from '../kind.ts';
import { unknown, type Cause } from './causes.ts';
import { listMovements } from './list.ts';
import { createSandboxClient, type MerchantCredentials, type SandboxClient, type SandboxExchange } from './client.ts';
import { currencyOf } from '../../../base/currency-numbers.ts';
import {
  APPROVED,
  captureOf,
  declineOf,
  IN_PROGRESS,
  incrementOf,
  NOT_FOUND,
  purchaseOf,
  refundOf,
  undecidedCause,
  voidOf,
} from './map.ts';
import type { WireAnswer, WireFollowUp, WirePurchase } from './wire.ts';

export type SandboxOptions = {
  /** Where the host listens: `http://127.0.0.1:8082`. */
  readonly url: string;
  /** Default 2 s. */
  readonly connectTimeoutMs?: number;
  /** From the call to the whole answer, connecting included. Default 25 s. */
  readonly answerTimeoutMs?: number;
  /** Longer than the host may keep a request before it acts on it. Default 30 s. */
  readonly settleWindowMs?: number;
  readonly merchantCredentials?: MerchantCredentials;
  /** For a debug log: every call, without card data. */
  readonly onExchange?: (exchange: SandboxExchange) => void;
  /** The port of a simulation; whoever gives it closes it. */
  readonly http?: HttpClient;
};

/** A bank's host with a JSON protocol of its own: the acquirer simulator, or whatever speaks as it does. */
export const createSandboxConnector = (options: SandboxOptions): AcquirerConnector => {
  const { connectTimeoutMs = 2_000, answerTimeoutMs = 25_000, settleWindowMs = 30_000 } = options;
  const http = options.http ?? createHttpClient({ connectTimeoutMs, maxConnectionsPerOrigin: 512 });
  const { url, merchantCredentials, onExchange } = options;
  const ask = createSandboxClient({ http, url, answerTimeoutMs, merchantCredentials, onExchange });
  return {
    name: 'sandbox',
    capabilities: {
      multipleCaptures: true,
      inquiry: 'byReference',
      repeatableMs: REFERENCES_KEPT_MS,
      zeroAmount: true,
      authorizationValidDays: 7,
      settleWindowMs,
    },
    authorize: (request) => authorize(ask, request),
    increment: (request) => operate(ask, incrementOf(request)),
    capture: (request) => operate(ask, captureOf(request)),
    voidAuthorization: (request) => operate(ask, voidOf(request)),
    refund: (request) => operate(ask, refundOf(request)),
    reverse: (request) => reverse(ask, request),
    inquire: (request) => inquire(ask, request),
    test: () => test(ask),
    list: (request) => listMovements({ http, url, answerTimeoutMs, merchantCredentials }, request),
    close: async () => {
      // Calls that still run are payments: they get the time that they were promised.
      if (options.http === undefined) await http.close(answerTimeoutMs);
    },
  };
};

const authorize = async (ask: SandboxClient, request: AuthorizeRequest): Promise<AuthorizeAnswer> => {
  const purchase = purchaseOf(request);
  const reply = await ask(purchase);
  if (reply.kind === 'refused') return declineOf(reply.code);
  if (reply.kind !== 'answer') return reply;
  const { answer } = reply;
  const cause = mismatchOf(purchase, answer) ?? undecidedCause(answer.responseCode);
  if (cause !== undefined) return unknown(cause);
  return answer.responseCode === APPROVED ? approvalOf(answer, request.amount) : declineOf(answer.responseCode);
};

const operate = async (ask: SandboxClient, followUp: WireFollowUp): Promise<OperationAnswer> => {
  const reply = await ask(followUp);
  if (reply.kind === 'refused') return declineOf(reply.code);
  if (reply.kind !== 'answer') return reply;
  const { answer } = reply;
  const cause = mismatchOf(followUp, answer) ?? undecidedCause(answer.responseCode);
  if (cause !== undefined) return unknown(cause);
  if (answer.responseCode !== APPROVED) return declineOf(answer.responseCode);
  return answer.rrn === undefined ? unknown('missingField') : { kind: 'approved', acquirerReference: answer.rrn };
};

const reverse = async (ask: SandboxClient, { original }: ReverseRequest): Promise<ReverseAnswer> => {
  const reply = await ask({ type: 'REVERSAL', originalRef: original });
  if (reply.kind === 'refused') return unknown('reversalRefused');
  if (reply.kind !== 'answer') return reply;
  const { answer } = reply;
  if (answer.type !== 'REVERSAL') return unknown('wrongType');
  if (answer.originalRef !== original) return unknown('wrongReference');
  return answer.responseCode === APPROVED ? { kind: 'reversed' } : unknown('reversalRefused');
};

/** Asks about a reference that nobody has: a host that lets us in says so. */
const test = async (ask: SandboxClient): Promise<TestAnswer> => {
  const reply = await ask({ type: 'INQUIRY', originalRef: NOBODYS_REFERENCE });
  if (reply.kind === 'refused') return { kind: 'refused', cause: 'credentialsRefused' };
  return reply.kind === 'answer' ? { kind: 'works' } : reply;
};

const NOBODYS_REFERENCE = '00000000-0000-0000-0000-000000000000';
/** The host knows a reference again for as long as it keeps its ledger. */
const REFERENCES_KEPT_MS = 24 * 60 * 60 * 1_000;

const inquire = async (ask: SandboxClient, { original }: InquiryRequest): Promise<InquiryAnswer> => {
  const reply = await ask({ type: 'INQUIRY', originalRef: original });
  if (reply.kind === 'refused') return unknown('inquiryRefused');
  if (reply.kind !== 'answer') return reply;
  const { answer } = reply;
  if (answer.type !== 'INQUIRY') return unknown('wrongType');
  if (answer.originalRef !== original) return unknown('wrongReference');
  return inquiryAnswerOf(answer);
};

/** State and code must tell the same story; where they do not, nothing is proved. */
const inquiryAnswerOf = (answer: WireAnswer): InquiryAnswer => {
  const { responseCode, state } = answer;
  switch (state) {
    case undefined:
      return responseCode === NOT_FOUND ? { kind: 'notFound' } : unknown('missingField');
    case 'IN_PROGRESS':
      return responseCode === IN_PROGRESS ? { kind: 'pending' } : unknown('inProgress');
    case 'REVERSED':
    case 'VOIDED':
    case 'EXPIRED':
      // However it came about, no approval is left that money could be taken by.
      return { kind: 'reversed' };
    case 'DECLINED': {
      if (responseCode === APPROVED) return unknown('unexpectedApproval');
      const cause = undecidedCause(responseCode);
      return cause === undefined ? declineOf(responseCode) : unknown(cause);
    }
    case 'APPROVED': {
      if (responseCode !== APPROVED) return unknown('unexpectedApproval');
      const currency = currencyOf(answer.currency ?? '');
      if (currency === undefined) return unknown('wrongCurrency');
      return answer.amount === undefined
        ? unknown('missingField')
        : approvalOf(answer, { minor: answer.amount, currency });
    }
  }
};

const approvalOf = (answer: WireAnswer, amount: Money): Approval | ReturnType<typeof unknown> => {
  const { rrn, authCode, networkTransactionId } = answer;
  if (rrn === undefined || authCode === undefined) return unknown('missingField');
  return { kind: 'approved', acquirerReference: rrn, approvalCode: authCode, networkTransactionId, amount };
};

/** An answer counts only when it is an answer to what we asked: same operation, reference, amount and currency. */
const mismatchOf = (sent: WirePurchase | WireFollowUp, answer: WireAnswer): Cause | undefined => {
  if (answer.type !== sent.type) return 'wrongType';
  if (answer.ref !== sent.ref) return 'wrongReference';
  if (sent.amount === undefined) return undefined;
  if (answer.amount !== BigInt(sent.amount)) return 'wrongAmount';
  return answer.currency === sent.currency ? undefined : 'wrongCurrency';
};

/** As an account: for a bank that speaks this protocol, and for tests of several acquirers at once. */
export const sandbox: ConnectorKind = {
  name: 'sandbox',
  about: 'The acquirer simulator, or a host that speaks as it does',
  fields: [
    {
      name: 'url',
      about: 'where the host listens',
      isSecret: false,
      isRequired: true,
      isFixed: true,
      pattern: /^https?:\/\/[^\s/?#]{1,240}$/,
      expected: 'is a web address without a path',
    },
    {
      name: 'terminal',
      about: 'the name that we sign in with; left out: the host lets everybody in',
      isSecret: false,
      isRequired: false,
      pattern: /^[\x21-\x39\x3b-\x7e]{1,64}$/,
      expected: 'has 1 to 64 printable letters and no colon',
    },
    {
      name: 'key',
      about: 'the key to that name',
      isSecret: true,
      isRequired: false,
      pattern: /^[\x21-\x7e]{1,200}$/,
      expected: 'has 1 to 200 printable letters',
    },
  ],
  create: ({ values, secrets, limits, http }) => {
    const { url, terminal } = values;
    if (url === undefined) throw new Error('an account of the sandbox has no url');
    const { key } = secrets;
    return createSandboxConnector({
      url,
      ...limits,
      ...(terminal !== undefined && key !== undefined && { merchantCredentials: { terminal, key } }),
      ...(http !== undefined && { http }),
    });
  },
};
