import { problems, type Problem } from '../../base/problem.ts';

/** RFC 9457. `message` says the same as `detail`, for clients that look for it. */
export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly message: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  readonly requestId: string;
};

/**
 * What a merchant's server is answered is for it alone: it holds customers' names, and once in a while a new key or
 * secret.
 */
export const OF_EVERY_ANSWER = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // Opened in a browser it is text: it loads nothing, runs nothing, and lies in nobody's frame.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Where money is real: a browser that was here once never asks by plain http again, for a year. */
export const HSTS = { 'Strict-Transport-Security': 'max-age=31536000' } as const;

export const PROBLEM_TYPE = 'application/problem+json';

export const problemBody = (
  problem: Problem,
  context: { readonly publicUrl: string; readonly requestId: string },
): ProblemBody => {
  const { status, title } = problems[problem.code];
  return {
    type: `${context.publicUrl}/docs/errors#${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    message: problem.message,
    errors: problem.fields,
    requestId: context.requestId,
  };
};
