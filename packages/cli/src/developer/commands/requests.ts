import type { ListedRequest } from '../../sdk.ts';
import type { Operand } from '../../tool/command.ts';
import type { Command } from '../deps.ts';
import { LIST_FLAGS, pageOf, showPage } from '../list.ts';
import { oneLine, pretty } from '../show.ts';

const REQUEST: Operand = {
  name: 'request',
  about: 'rq_…, or the API-Request-Id of an answer, req_…',
  isRequired: true,
};

export const requestsList: Command = {
  words: 'requests list',
  about: 'lists what your servers asked the API, and how it was answered',
  flags: {
    ...LIST_FLAGS,
    path: { about: 'only those whose path begins so, such as /sessions', isRequired: false },
    status: { about: 'only those with this status, such as 404, or 4xx', isRequired: false },
    'request-id': { about: 'only the one with this API-Request-Id', isRequired: false },
  },
  examples: ['tollgate requests list --status 4xx', 'tollgate requests list --path /sessions --limit 5'],
  run: ({ connect }, { path, status, 'request-id': requestId, ...given }) => {
    const query = {
      ...pageOf(given),
      ...(path !== undefined && { path }),
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
    };
    return showPage(connect().requestLog.list(query), rowOf);
  },
};

const rowOf = (one: ListedRequest): readonly string[] => [
  one.created,
  String(one.status),
  one.method,
  `${String(one.durationMs)} ms`,
  one.problem ?? (one.idempotentReplayed ? 'replayed' : '–'),
  one.requestId,
  oneLine(one.path, 120),
];

export const requestsShow: Command = {
  words: 'requests show',
  about: 'shows a request with what was sent and answered, without card data and secrets',
  flags: {},
  operands: [REQUEST],
  run: async ({ connect }, { request: id = '' }) => {
    const row = await connect().requestLog.retrieve(id);
    return {
      json: row,
      lines: pretty({ ...row, requestBody: readJson(row.requestBody), responseBody: readJson(row.responseBody) }),
    };
  },
};

/** A body as JSON; as text where it was cut. */
const readJson = (text: string | null): unknown => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return text;
  }
};
