import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fieldsOfForm, isForeign, parseJson, parseUrl, readBody, readJournalPage } from '../shared/request.ts';
import { journalPage, messagePage, sendOverviewPage, wantsPage } from '../shared/pages.ts';
import { sendJson, sendProblem } from '../shared/respond.ts';
import { textOf } from './codes.ts';
import { exchange, type Host } from './exchange.ts';
import { describeFault } from './faults.ts';
import type { Entry } from './ledger.ts';
import { setNotifications } from './notify-at.ts';
import { NAME, overviewPage } from './page.ts';
import { settlementCsv, settlementReport } from './report.ts';
import { authorizationOf, statsOf } from './stats.ts';

export type RouteSettings = {
  /** `terminal:key` that merchants' gateways must show; undefined lets everyone in. */
  readonly credentials: string | undefined;
  /** Called after the answer to whoever switched a fault on or off has left. */
  readonly onFaultsChanged: () => void;
  /** Wires of other hosts, each by paths of its own. */
  readonly faces: readonly Face[];
};

/** Takes a request, and answers it; or leaves it, and says `false`. */
export type Face = (request: IncomingMessage, response: ServerResponse) => boolean;

type Call = {
  readonly host: Host;
  readonly settings: RouteSettings;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};
type Route = (call: Call) => void;

const MAX_BODY_BYTES = 16_384;

export const route = (
  host: Host,
  settings: RouteSettings,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  // The one path that is asked thousands of times a second goes first.
  if (request.url === '/v1/operations' && request.method === 'POST') {
    receiveOperation(host, settings, request, response);
    return;
  }
  if (settings.faces.some((face) => face(request, response))) return;
  const url = parseUrl(request.url);
  const path = url.pathname.startsWith('/control/faults/') ? '/control/faults/{id}' : url.pathname;
  const methods = routes[path];
  if (methods === undefined) {
    sendNotFound(request, response);
    return;
  }
  const act = methods[request.method ?? ''];
  if (act === undefined) {
    response.setHeader('allow', Object.keys(methods).join(', '));
    sendProblem(response, 405, 'This path does not take that method.');
    return;
  }
  if (path.startsWith('/control/') && request.method !== 'GET' && isForeign(request)) {
    sendProblem(response, 403, 'Nothing is switched by pages of other sites.');
    return;
  }
  act({ host, settings, request, response, url });
};

const sendNotFound = (request: IncomingMessage, response: ServerResponse): void => {
  if (wantsPage(request)) sendOverviewPage(response, messagePage(NAME, 'There is no page at this address.'), 404);
  else sendProblem(response, 404, 'Nothing lives at this path; the README lists the ones that do.');
};

const receiveOperation = (
  host: Host,
  settings: RouteSettings,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  if (!isAllowed(settings.credentials, request.headers.authorization)) {
    sendJson(response, 401, { responseCode: '58', text: textOf('58') });
    return;
  }
  void withBody(request, response, (text) => exchange(host, text, response));
};

const isAllowed = (credentials: string | undefined, header: string | undefined): boolean => {
  if (credentials === undefined) return true;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(`Basic ${Buffer.from(credentials).toString('base64')}`), digest(header ?? ''));
};

const withBody = async (
  request: IncomingMessage,
  response: ServerResponse,
  act: (text: string) => Promise<void> | void,
): Promise<void> => {
  const text = await readBody(request, MAX_BODY_BYTES);
  if (text !== undefined) await act(text);
  else if (!response.destroyed) sendProblem(response, 413, `A message has at most ${MAX_BODY_BYTES} bytes.`);
};

const showHealth: Route = ({ host, response }) => {
  if (host.journal.failure() === undefined) sendJson(response, 200, { status: 'ok', lastSeq: host.ledger.lastSeq });
  else sendProblem(response, 503, 'The journal cannot be written.');
};

const showPage: Route = ({ host, response }) => {
  sendOverviewPage(response, overviewPage(host));
};

const showReport: Route = ({ host, request, response, url }) => {
  const date = url.searchParams.get('date') ?? new Date(host.nowMs()).toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    sendProblem(response, 400, 'date is YYYY-MM-DD.');
    return;
  }
  const report = settlementReport(host.ledger.reports, date);
  const wantsCsv = url.searchParams.get('format') === 'csv' || request.headers.accept === 'text/csv';
  if (!wantsCsv) {
    sendJson(response, 200, report);
    return;
  }
  const name = `settlement-${date}.csv`;
  response
    .writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    })
    .end(settlementCsv(report));
};

const showJournal: Route = ({ host, request, response, url }) => {
  const wanted = readJournalPage(url.searchParams);
  if (typeof wanted === 'string') {
    sendProblem(response, 400, wanted);
    return;
  }
  readJournal(host, url.searchParams, wanted).then(
    (page) => {
      if (wantsPage(request))
        sendOverviewPage(response, journalPage({ ...page, simulator: NAME, query: url.searchParams }));
      else sendJson(response, 200, page);
    },
    () => {
      sendProblem(response, 503, 'The journal cannot be read.');
    },
  );
};

/** Straight from the file: what stands there is what would be left after a crash. */
const readJournal = async (
  host: Host,
  query: URLSearchParams,
  { after, limit }: { readonly after: number; readonly limit: number },
) => {
  const ref = query.get('ref');
  const wanted = {
    type: query.get('type'),
    event: query.get('event'),
    merchant: query.get('merchant'),
    order: query.get('order'),
  };
  const entries: Entry[] = [];
  for await (const entry of host.journal.read(after)) {
    if (ref !== null && ![entry.ref, entry.originalRef, entry.clientRef].includes(ref)) continue;
    if (wanted.type !== null && entry.type !== wanted.type) continue;
    if (wanted.event !== null && entry.event !== wanted.event) continue;
    if (wanted.merchant !== null && entry.merchant !== wanted.merchant) continue;
    if (wanted.order !== null && entry.order !== wanted.order) continue;
    if (entries.length === limit) return { entries, hasMore: true };
    entries.push(entry);
  }
  return { entries, hasMore: false };
};

const movingEvents = new Set<string>(['approved', 'incremented', 'captured', 'voided', 'refunded', 'reversed']);
const MOVEMENTS_AT_ONCE = 100;

/** What moved the books since a time, oldest first: for a gateway that compares them with its own. */
const showMovements: Route = ({ host, settings, request, response, url }) => {
  if (!isAllowed(settings.credentials, request.headers.authorization)) {
    sendJson(response, 401, { responseCode: '58', text: textOf('58') });
    return;
  }
  const sinceMs = Date.parse(url.searchParams.get('since') ?? '');
  const after = Number(url.searchParams.get('after') ?? '0');
  if (Number.isNaN(sinceMs) || !Number.isSafeInteger(after) || after < 0) {
    sendProblem(response, 400, 'since is a time (ISO 8601), after a number of the journal.');
    return;
  }
  readMovements(host, sinceMs, after).then(
    (page) => {
      sendJson(response, 200, page);
    },
    () => {
      sendProblem(response, 503, 'The journal cannot be read.');
    },
  );
};

const readMovements = async (host: Host, sinceMs: number, after: number) => {
  const movements: object[] = [];
  let last = after;
  for await (const entry of host.journal.read(after)) {
    if (!movingEvents.has(entry.event) || entry.undid === 'NOTHING' || Date.parse(entry.at) < sinceMs) continue;
    if (movements.length === MOVEMENTS_AT_ONCE) return { movements, next: String(last) };
    const { seq, at, event, type, ref, amount, currency, merchant, order } = entry;
    movements.push({ at, event, type, ref, amount, currency, merchant, order });
    last = seq;
  }
  return { movements };
};

const showStats: Route = ({ host, response, url }) => {
  const merchant = url.searchParams.get('merchant') ?? undefined;
  const order = url.searchParams.get('order') ?? undefined;
  sendJson(response, 200, statsOf(host, { merchant, order }));
};

const showAuthorization: Route = ({ host, response, url }) => {
  const found = authorizationOf(host, url.searchParams.get('ref') ?? '');
  if (found === undefined) sendProblem(response, 404, 'No approval under this reference.');
  else sendJson(response, 200, found);
};

const listFaults: Route = ({ host, response }) => {
  sendJson(response, 200, { faults: host.faults.list().map(describeFault) });
};

const addFault: Route = ({ host, settings, request, response }) => {
  void withBody(request, response, (text) => {
    const fault = host.faults.add(parseJson(text));
    if (typeof fault === 'string') {
      sendProblem(response, 400, fault);
      return;
    }
    response.on('finish', settings.onFaultsChanged);
    sendJson(response, 201, describeFault(fault));
  });
};

const clearFaults: Route = ({ host, settings, response }) => {
  host.faults.clear();
  settings.onFaultsChanged();
  sendJson(response, 200, { faults: [] });
};

const removeFault: Route = ({ host, settings, response, url }) => {
  const isRemoved = host.faults.remove(Number(url.pathname.slice('/control/faults/'.length)));
  settings.onFaultsChanged();
  if (isRemoved) sendJson(response, 200, {});
  else sendProblem(response, 404, 'No such fault is on.');
};

/** What the buttons of the page send. */
const submitForm: Route = ({ host, settings, request, response }) => {
  void withBody(request, response, (text) => {
    const form = new URLSearchParams(text);
    const action = form.get('action');
    const problem = action === 'add' ? addFromForm(host, form) : undefined;
    if (action === 'clear') host.faults.clear();
    if (action === 'remove') host.faults.remove(Number(form.get('id')));
    if (problem !== undefined) {
      sendProblem(response, 400, problem);
      return;
    }
    response.on('finish', settings.onFaultsChanged);
    response.writeHead(303, { location: '/', 'content-length': 0 }).end();
  });
};

const addFromForm = (host: Host, form: URLSearchParams): string | undefined => {
  const { text, whole } = fieldsOfForm(form);
  const type = text('type');
  const fault = host.faults.add({
    kind: text('kind'),
    ms: whole('ms'),
    count: whole('count'),
    code: text('code'),
    match: type === undefined ? {} : { type },
  });
  return typeof fault === 'string' ? fault : undefined;
};

const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/': { GET: showPage },
  '/healthz': { GET: showHealth },
  '/journal': { GET: showJournal },
  '/v1/movements': { GET: showMovements },
  '/report': { GET: showReport },
  '/authorization': { GET: showAuthorization },
  '/control/stats': { GET: showStats },
  '/control/faults': { GET: listFaults, POST: addFault, DELETE: clearFaults },
  '/control/faults/{id}': { DELETE: removeFault },
  '/control/form': { POST: submitForm },
  '/control/notifications': { PUT: setNotifications },
};
