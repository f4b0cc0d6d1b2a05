import type { Socket } from 'node:net';
import type { Log } from '../base/log.ts';
import { Problem, problems } from '../base/problem.ts';
import { newRequestId } from '../base/request-id.ts';
import { currentVersion } from '../contract/versions.ts';
import { OF_EVERY_ANSWER, problemBody, PROBLEM_TYPE } from './problems.ts';

/** What Node could not read as HTTP never becomes a request: its sender gets a problem like any other, and the line ends. */
export const answerClientError =
  (deps: { readonly log: Log; readonly publicUrl: string }) =>
  (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (!socket.writable) {
      socket.destroy(error);
      return;
    }
    const problem = problemOf(error.code ?? '');
    const requestId = newRequestId();
    const { status, title } = problems[problem.code];
    const body = JSON.stringify(problemBody(problem, { publicUrl: deps.publicUrl, requestId }));
    deps.log.info({ requestId, status }, 'what came was no request');
    socket.end(
      [
        `HTTP/1.1 ${status} ${title}`,
        `API-Request-Id: ${requestId}`,
        `X-Version: ${currentVersion}`,
        ...Object.entries(OF_EVERY_ANSWER).map(([name, value]) => `${name}: ${value}`),
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
