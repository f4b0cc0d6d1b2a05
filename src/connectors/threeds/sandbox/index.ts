import { systemClock, type Clock } from '../../../base/clock.ts';
import { createHttpClient, type HttpClient } from '../../../base/http-client.ts';
import { newUuid } from '../../../base/id.ts';
import { systemRandom, type Random } from '../../../base/random.ts';
import type {
  AuthenticateAnswer,
  AuthenticateRequest,
  AuthenticationIds,
  MethodDataRequest,
  ResultInquiryAnswer,
  ThreeDsConnector,
  VersioningAnswer,
  VersioningRequest,
} from '../contract.ts';
import { areqOf } from './areq.ts';
import { browserUrlOf, readARes, unusable } from './ares.ts';
import { unknown } from './causes.ts';
import { createDirectoryClient, type DirectoryClient, type DirectoryExchange } from './client.ts';
import { commonVersion, createRangeCache, findRange, parseRanges, type RangesAnswer } from './ranges.ts';
import { answerResultRequest, parseChallengeResponse, parseResultRequest, readResult } from './results.ts';
import { encodeMessage, parseFields, wireIds } from './wire.ts';

export type SandboxThreeDsOptions = {
  /** Where the directory server listens: `http://127.0.0.1:8083`. */
  readonly url: string;
  /** Browsers may be sent to plain http: in a sandbox only. Default no. */
  readonly allowHttpPages?: boolean;
  /** Default 2 s. */
  readonly connectTimeoutMs?: number;
  /** From the call to the whole answer, connecting included. Default 10 s. */
  readonly answerTimeoutMs?: number;
  /** How long the list of card ranges is used before it is asked for again. Default an hour. */
  readonly rangesFreshMs?: number;
  /** And how long when it can't be had. Default a day. */
  readonly rangesStaleMs?: number;
  /** For a debug log: every call, without card data. */
  readonly onExchange?: (exchange: DirectoryExchange) => void;
  readonly clock?: Clock;
  readonly random?: Random;
  /** The port of a simulation; whoever gives it closes it. */
  readonly http?: HttpClient;
};

/** A directory server with JSON over HTTP as EMVCo has it: the simulator, or whatever speaks as it does. */
export const createSandboxThreeDs = (options: SandboxThreeDsOptions): ThreeDsConnector => {
  const { connectTimeoutMs = 2_000, answerTimeoutMs = 10_000, clock = systemClock, random = systemRandom } = options;
  const http = options.http ?? createHttpClient({ connectTimeoutMs });
  const ask = createDirectoryClient({ clock, http, answerTimeoutMs, url: options.url, onExchange: options.onExchange });
  const browserSchemes = options.allowHttpPages === true ? ['https:', 'http:'] : ['https:'];
  const ranges = createRangeCache({
    clock,
    ask: () => askRanges(ask, newUuid({ clock, random })),
    freshMs: options.rangesFreshMs ?? 3_600_000,
    staleMs: options.rangesStaleMs ?? 86_400_000,
  });
  return {
    name: 'sandbox',
    capabilities: { resultInquiry: true },
    versioning: (request) => findVersion({ ranges, browserSchemes }, request),
    authenticate: (request) => authenticate({ ask, browserSchemes }, request),
    inquireResult: (ids) => inquireResult(ask, ids),
    methodData,
    parseResultRequest,
    answerResultRequest,
    parseChallengeResponse,
    close: async () => {
      if (options.http === undefined) await http.close(answerTimeoutMs);
    },
  };
};

const askRanges = async (ask: DirectoryClient, threeDsServerTransId: string): Promise<RangesAnswer> => {
  const reply = await ask('preq', {
    messageType: 'PReq',
    messageVersion: '2.2.0',
    threeDSServerTransID: threeDsServerTransId,
    threeDSServerRefNumber: 'TOLLGATE-3DS-SERVER',
  });
  if (reply.kind !== 'message') return reply;
  const ranges = parseRanges(reply.fields);
  if (ranges !== undefined) return { kind: 'ranges', ranges };
  return unknown(reply.fields['messageType'] === 'Erro' ? 'erro' : 'unreadableAnswer');
};

type VersionDeps = { readonly ranges: () => Promise<RangesAnswer>; readonly browserSchemes: readonly string[] };

const findVersion = async (deps: VersionDeps, { pan }: VersioningRequest): Promise<VersioningAnswer> => {
  const answer = await deps.ranges();
  if (answer.kind !== 'ranges') return answer;
  const range = findRange(answer.ranges, pan.reveal());
  if (range === undefined) return { kind: 'notEnrolled', cause: 'noRange' };
  const version = commonVersion(range);
  if (version === undefined) return { kind: 'notEnrolled', cause: 'noCommonVersion' };
  // A method page that browsers may not be sent to is none: the authentication goes on without it.
  const { methodUrl } = range;
  return {
    kind: 'enrolled',
    version,
    methodUrl: methodUrl === undefined ? undefined : browserUrlOf(methodUrl, deps.browserSchemes),
  };
};

type AuthenticateDeps = { readonly ask: DirectoryClient; readonly browserSchemes: readonly string[] };

const authenticate = async (deps: AuthenticateDeps, request: AuthenticateRequest): Promise<AuthenticateAnswer> => {
  const reply = await deps.ask('areq', areqOf(request));
  if (reply.kind !== 'message') return reply;
  if (reply.status !== 200) return unusable(reply.fields, 'serverError');
  return readARes(reply.fields, { request, browserSchemes: deps.browserSchemes });
};

const inquireResult = async (ask: DirectoryClient, ids: AuthenticationIds): Promise<ResultInquiryAnswer> => {
  const reply = await ask('result', wireIds(ids));
  if (reply.kind !== 'message') return reply;
  switch (reply.fields['result']) {
    case 'pending':
      return { kind: 'pending' };
    case 'notFound':
      return { kind: 'notFound' };
    case 'ended': {
      const read = readResult(parseFields(JSON.stringify(reply.fields['rreq'])));
      if (read.kind === 'malformed') return unknown(read.cause);
      return hasIds(read.result, ids) ? { kind: 'ended', result: read.result } : unknown('wrongReference');
    }
    default:
      return unknown('unreadableAnswer');
  }
};

const hasIds = (result: AuthenticationIds, ids: AuthenticationIds): boolean =>
  result.threeDsServerTransId === ids.threeDsServerTransId &&
  result.acsTransId === ids.acsTransId &&
  result.dsTransId === ids.dsTransId;

const methodData = ({ threeDsServerTransId, notificationUrl }: MethodDataRequest): string =>
  encodeMessage({ threeDSServerTransID: threeDsServerTransId, threeDSMethodNotificationURL: notificationUrl });
