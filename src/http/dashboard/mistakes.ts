import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problems, Problem } from '../../base/problem.ts';
import { unavailableReasonOf } from '../../db/unavailable.ts';
import { html } from '../kernel/html.ts';
import { loadDashboardAssets } from './assets.ts';
import { PAGE_HEADERS, sendPage } from './layout.ts';
import type { DashboardDeps, Site } from './site.ts';

/** What went wrong, as a page; what nobody foresaw is logged and says nothing of itself. */
export const createShowMistake = ({ mode, log }: Pick<DashboardDeps, 'mode' | 'log'>) => {
  const site: Site = { mode, assets: loadDashboardAssets() };
  return (error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = error instanceof Problem ? error : problemOf(error);
    if (problem.code === 'internal') log.error({ requestId: request.id, error }, 'a page failed');
    const body = html`<p>${problem.code === 'not_found' && request.is404 ? NOWHERE : problem.message}</p>
<p class="hint">Request ${request.id}</p>`;
    const { visit } = request;
    const title = titles[problem.code] ?? problems[problem.code].title;
    if (problem.retryAfterSeconds !== undefined) void reply.header('Retry-After', problem.retryAfterSeconds);
    const page = { title, body, status: problem.statusCode, ...(visit && { visit }) };
    return sendPage(reply.headers(PAGE_HEADERS), site, page);
  };
};

const NOWHERE = 'There is no such page. Look at the address.';

const titles: Readonly<Partial<Record<Problem['code'], string>>> = {
  not_found: 'Not found',
  forbidden: 'Not allowed',
};

const problemOf = (error: FastifyError): Problem => {
  if (unavailableReasonOf(error) !== undefined) return new Problem('unavailable', 'Try again in a moment.');
  if (error.statusCode === 413) return new Problem('body_too_large', 'This form is too long.');
  if (error.statusCode === 415) return new Problem('unsupported_media_type', 'Send a form.');
  if (error.statusCode === 400 || error.statusCode === 414) return new Problem('invalid_http', 'This cannot be read.');
  return new Problem('internal', 'Something went wrong on our side. Look what became of it before you repeat it.');
};
