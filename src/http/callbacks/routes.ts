import { asError } from '../../base/as-error.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressPaths } from '../../flow/authentication/addresses.ts';
import { receiveResult } from '../../flow/authentication/follow.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import { returnFromIssuer, type Returned } from '../../flow/page/return-from-issuer.ts';
import type { HttpReply } from '../../connectors/threeds/contract.ts';
import { unavailableReasonOf } from '../../db/unavailable.ts';
import { OF_EVERY_ANSWER } from '../kernel/problems.ts';
import type { ReturnPage } from '../checkout/return-page.ts';
import type { Visitors } from '../checkout/visitor.ts';

/**
 * What the 3-D Secure world sends us: results, server to server, and browsers that come back from an issuer. Both come
 * from strangers, without cookies; the address is what tells them from people who make things up.
 */
export const registerThreeDsCallbacks = async (app: FastifyInstance, deps: ThreeDsCallbackDeps): Promise<void> => {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // Whatever the sender calls it; what can't be read is answered by the one who knows the format.
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MOST_BYTES }, (_request, body, parsed) => {
      parsed(null, String(body));
    });
    scope.post<WithToken>(`${addressPaths.result}/:token`, (request, reply) => answerResult(deps, request, reply));
    scope.post<WithToken>(`${addressPaths.return}/:token`, (request, reply) => answerReturn(deps, request, reply));
    done();
  });
};

export type ThreeDsCallbackDeps = FlowDeps & {
  /** For a browser that comes back while nobody can hear it. */
  readonly showReturn: ReturnPage;
  readonly visitors: Visitors;
};

type WithToken = { Params: { token: string } };

/** An RReq and a CRes are some hundred bytes; the session data that comes back with a CRes has 1,024 at most. */
const MOST_BYTES = 32 * 1024;

const bodyOf = ({ body }: FastifyRequest): string => (typeof body === 'string' ? body : '');

/**
 * The RReq: what the directory server says is what happened. It is asked to send it again when we could not write it
 * down.
 */
const answerResult = async (
  deps: FlowDeps,
  request: FastifyRequest<WithToken>,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const parsed = deps.threeDs.parseResultRequest(bodyOf(request));
  if (parsed.kind === 'malformed') {
    deps.log.warn({ requestId: request.id, cause: parsed.cause }, 'a result of 3-D Secure cannot be read');
    return sendAs(reply, parsed.reply);
  }
  const { result } = parsed;
  const address = deps.threeDsAddresses.read('result', request.params.token);
  const verdict =
    address === undefined
      ? 'notRecognized'
      : await receiveResult(deps, address, result).catch((error: unknown) => {
          deps.log.error(
            {
              requestId: request.id,
              attemptId: address.attemptId,
              error: asError(error),
            },
            'a result of 3-D Secure could not be written down',
          );
          return 'unavailable' as const;
        });
  return sendAs(reply, deps.threeDs.answerResultRequest(result, verdict));
};

const sendAs = (reply: FastifyReply, { status, contentType, body }: HttpReply): FastifyReply =>
  reply.code(status).headers(OF_EVERY_ANSWER).header('content-type', contentType).send(body);

/** The CRes, brought by a form of the issuer's page: 303, so that a reload sends nothing again. */
const answerReturn = async (
  deps: ThreeDsCallbackDeps,
  request: FastifyRequest<WithToken>,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const address = deps.threeDsAddresses.read('return', request.params.token);
  const form = new URLSearchParams(bodyOf(request));
  let returned: Returned | undefined;
  try {
    returned = address && (await returnFromIssuer(deps, { ...address, ...readReturn(deps, form) }));
  } catch (error) {
    return answerFailedReturn(deps, { request, reply, form, error });
  }
  const isFramed = request.headers['sec-fetch-dest'] === 'iframe' || request.headers['sec-fetch-dest'] === 'frame';
  return reply
    .code(303)
    .headers({
      location: locationOf(deps, { returned, isFramed }),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send('');
};

type FailedReturn = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly form: URLSearchParams;
  readonly error: unknown;
};

/**
 * What the browser brought is lost with its page, so that page holds it and brings it again. Heard twice it changes
 * nothing.
 */
const answerFailedReturn = (
  { log, showReturn }: ThreeDsCallbackDeps,
  { request, reply, form, error }: FailedReturn,
): FastifyReply => {
  const known = asError(error);
  log.error({ requestId: request.id, error: known }, "a customer's return from the issuer could not be read");
  const fields = Object.fromEntries(
    RETURNED_FIELDS.flatMap((name) => {
      const value = form.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const { status, headers, html } = showReturn({
    fields,
    isSoon: unavailableReasonOf(error) !== undefined,
    acceptLanguage: request.headers['accept-language'],
  });
  return reply.code(status).headers(headers).send(html);
};

const RETURNED_FIELDS = ['cres', 'threeDSSessionData'] as const;

const readReturn = (deps: FlowDeps, form: URLSearchParams) => {
  const response = deps.threeDs.parseChallengeResponse(form.get('cres') ?? '');
  // An issuer's page without session data of ours sends none, or an empty one.
  const ticket = form.get('threeDSSessionData') ?? '';
  return { claims: response.kind === 'response' ? response : undefined, ticket: ticket === '' ? undefined : ticket };
};

/** In a frame the page around it goes on by itself; anywhere else this is the customer's way back to it. */
const locationOf = (
  { publicUrl, visitors }: ThreeDsCallbackDeps,
  { returned, isFramed }: { readonly returned: Returned | undefined; readonly isFramed: boolean },
): string => {
  if (isFramed || returned === undefined) return `${publicUrl}${RETURNED_PATH}`;
  const { pageUrl, payer } = returned;
  // A session's page ends in `?wait`, which takes the proof for its value.
  return payer === undefined ? pageUrl : `${pageUrl}=${visitors.provePayer(payer, payer.attemptsBegun)}`;
};

/** A calm page that may be shown in a frame of ours. */
const RETURNED_PATH = '/3ds/returned';
