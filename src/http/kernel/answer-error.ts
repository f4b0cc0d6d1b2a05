import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../base/log.ts';
import { problems, Problem } from '../../base/problem.ts';
import { currentVersion } from '../../contract/versions.ts';
import { unavailableReasonOf } from '../../db/unavailable.ts';
import { routeOf } from './access-log.ts';
import { OF_EVERY_ANSWER, problemBody, PROBLEM_TYPE } from './problems.ts';

type Deps = { readonly log: Log; readonly publicUrl: string };

/** The one place where an error becomes an answer. Pages have their own, nearer to them. */
export const answerError = (deps: Deps, error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = problemOf(error, request.method);
  const { status } = problems[problem.code];
  // What was refused on purpose stands in the line of its request. A sender who went while he was sending is told of
  // elsewhere.
  if (status >= 500 && !(error instanceof Problem) && !request.raw.readableAborted)
    deps.log.error(
      { requestId: request.id, method: request.method, route: routeOf(request), error },
      'a request failed',
    );
  void reply
    .code(status)
    .headers(OF_EVERY_ANSWER)
    .header('API-Request-Id', request.id)
    .header('Content-Type', PROBLEM_TYPE);
  if (reply.getHeader('X-Version') === undefined) void reply.header('X-Version', currentVersion);
  // RFC 9110 wants it on every 401; clients of some languages cannot read the answer without.
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="tollgate"');
  if (problem.retryAfterSeconds !== undefined) void reply.header('Retry-After', problem.retryAfterSeconds);
  return reply.send(JSON.stringify(problemBody(problem, { publicUrl: deps.publicUrl, requestId: request.id })));
};

const problemOf = (error: Error, method: string): Problem => {
  if (error instanceof Problem) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    frameworkProblems[code]?.() ??
    (unavailableReasonOf(error) !== undefined
      ? new Problem('unavailable', READS.has(method) ? CANNOT_READ : OUTCOME_UNKNOWN, { retryAfterSeconds: 2 })
      : new Problem(
          'internal',
          'Something went wrong on our side. Try again with the same Idempotency-Key; if it stays, name the requestId.',
        ))
  );
};

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const CANNOT_READ = 'The gateway cannot answer now. Try again in a moment.';
/**
 * The line to the database may have been cut between a commit and its answer: nobody here can know what became of it.
 */
const OUTCOME_UNKNOWN =
  'The gateway cannot answer now, and it is not known whether this request was carried out. Repeat it with the ' +
  'same Idempotency-Key: it is carried out once, and you get its answer. Sent without a key, look first what ' +
  'became of it.';

/** What the HTTP framework refuses by itself, in our words. */
const frameworkProblems: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('body_too_large', 'The body may have at most 64 KB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem('unsupported_media_type', 'Send the body as JSON, with the header Content-Type: application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Problem('invalid_json', 'The body is not as long as Content-Length says.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem('invalid_json', 'The body is empty; JSON was announced.'),
  FST_ERR_BAD_URL: () => new Problem('not_found', 'The address is not valid.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Problem('not_found', 'There is no such thing.'),
};
