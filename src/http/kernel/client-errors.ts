import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../../base/log.ts';
import { Problem, problems } from '../../base/problem.ts';
import { newRequestId } from '../../base/request-id.ts';
import { currentVersion } from '../../contract/versions.ts';
import { HSTS, OF_EVERY_ANSWER, problemBody, PROBLEM_TYPE } from './problems.ts';

type Deps = { readonly log: Log; readonly publicUrl: string; readonly mode: 'sandbox' | 'live' };
type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** The newest request of each connection: what Node could not read comes after it, or is the rest of it. */
const newest = new WeakMap<Duplex, Exchange>();

/** What Node would answer by itself, and with nothing in it, before there is a request for the framework. */
export const answerBeforeFramework = (server: Server, deps: Deps): void => {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    newest.set(request.socket, { request, response });
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    newest.set(request.socket, { request, response });
    end(deps, request.socket, new Problem('expectation_failed', 'Expect may say "100-continue", and nothing else.'));
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // Without a listener the client would see its connection reset.
    socket.on('error', () => socket.destroy());
    end(deps, socket, new Problem('method_not_allowed', 'CONNECT is not allowed: this is no proxy.'), [
      'Allow: GET, POST',
    ]);
  });
};

/**
 * What Node could not read as HTTP never becomes a request: its sender gets a problem like any other, and the line
 * ends.
 */
export const answerClientError =
  (deps: Deps) =>
  (error: Error & { readonly code?: string }, socket: Duplex): void => {
    if (!socket.writable) {
      socket.destroy(error);
      return;
    }
    const before = newest.get(socket);
    if (before === undefined || isOver(before)) end(deps, socket, problemOf(error.code ?? ''));
    else endAfter(deps, socket, before, problemOf(error.code ?? ''));
  };

const isOver = ({ request, response }: Exchange): boolean => request.complete && response.writableFinished;

/**
 * Each request has exactly one answer, in the order of the requests: what is wrong is said only when nothing else is or
 * was.
 */
const endAfter = (deps: Deps, socket: Duplex, { request, response }: Exchange, problem: Problem): void => {
  if (request.complete) {
    // The request is whole and its answer is on its way; the nonsense behind it ends the line.
    if (response.headersSent) response.once('close', () => socket.destroy());
    else response.setHeader('Connection', 'close');
    return;
  }
  // The rest of a request's body: it has an answer already, or its turn to be answered has not come.
  if (response.headersSent || response.socket === null) socket.destroy();
  else end(deps, socket, problem);
};

const end = (deps: Deps, socket: Duplex, problem: Problem, more: readonly string[] = []): void => {
  const requestId = newRequestId();
  const { status, title } = problems[problem.code];
  const body = JSON.stringify(problemBody(problem, { publicUrl: deps.publicUrl, requestId }));
  deps.log.info({ requestId, status }, 'a malformed HTTP request was refused');
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      `API-Request-Id: ${requestId}`,
      `X-Version: ${currentVersion}`,
      ...Object.entries({ ...OF_EVERY_ANSWER, ...(deps.mode === 'live' && HSTS) }).map(
        ([name, value]) => `${name}: ${value}`,
      ),
      ...more,
      `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};

const problemOf = (code: string): Problem => {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request_timeout', 'The request did not arrive in time. Send it again, in one go.');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers_too_large', 'Address and headers together may have at most 16 KB.');
    default:
      return new Problem('invalid_http', 'What came is not a valid HTTP request. Let an HTTP library write it.');
  }
};
