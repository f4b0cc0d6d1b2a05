import type { IncomingMessage, ServerResponse } from 'node:http';
import { fieldsOfForm, isForeign, parseJson, parseUrl, readBody, readJournalPage } from '../shared/request.ts';
import { journalPage, messagePage, sendOverviewPage, wantsPage } from '../shared/pages.ts';
import { cutLine, sendJson, sendProblem } from '../shared/respond.ts';
import { actOnChallenge, receiveCReq, showChallenge } from './acs.ts';
import { answerAReq, answerInquiry, answerPReq } from './directory.ts';
import { describeFault } from './faults.ts';
import type { Host } from './host.ts';
import type { Entry } from './journal.ts';
import { isMethodVariant, showMethodPage } from './method.ts';
import { NAME, overviewPage } from './page.ts';

/** One request on its way: what every route needs. */
type Call = {
  readonly host: Host;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What the path holds after the part that chose the route. */
  readonly rest: string;
  /** Called after the answer to whoever switched a fault on or off has left. */
  readonly onFaultsChanged: () => void;
};
type Route = (call: Call) => Promise<void> | void;

export const route = (
  host: Host,
  onFaultsChanged: () => void,
  ...[request, response]: readonly [request: IncomingMessage, response: ServerResponse]
): void => {
  const url = parseUrl(request.url);
  const found = findRoute(url.pathname);
  if (found === undefined) {
    sendNotFound(request, response);
    return;
  }
  const act = found.methods[request.method === 'HEAD' ? 'GET' : (request.method ?? '')];
  if (act === undefined) {
    response.setHeader('allow', Object.keys(found.methods).join(', '));
    sendProblem(response, 405, 'This path does not take that method.');
    return;
  }
  if (url.pathname.startsWith('/control/') && request.method !== 'GET' && isForeign(request)) {
    sendProblem(response, 403, 'Faults are not switched by pages of other sites.');
    return;
  }
  const call = { host, request, response, url, rest: found.rest, onFaultsChanged };
  // The disk failed, or the host is stopping in the middle of a wait: what is not written down is not said.
  runRoute(act, call).catch(() => cutLine(response));
};

const sendNotFound = (request: IncomingMessage, response: ServerResponse): void => {
  if (wantsPage(request)) sendOverviewPage(response, messagePage(NAME, 'There is no page at this address.'), 404);
  else sendProblem(response, 404, 'Nothing lives at this path; the README lists the ones that do.');
};

const runRoute = async (act: Route, call: Call): Promise<void> => {
  await act(call);
};

const MAX_BODY_BYTES = 65_536;

const withBody =
  (act: (call: Call, body: string) => Promise<void> | void): Route =>
  async (call) => {
    const body = await readBody(call.request, MAX_BODY_BYTES);
    if (body !== undefined) await act(call, body);
    else if (!call.response.destroyed)
      sendProblem(call.response, 413, `A message has at most ${MAX_BODY_BYTES} bytes.`);
  };

const showHealth: Route = ({ host, response }) => {
  if (host.journal.failure() === undefined) sendJson(response, 200, { status: 'ok', lastSeq: host.journal.lastSeq() });
  else sendProblem(response, 503, 'The journal cannot be written.');
};

const JOURNAL_FILTERS = ['threeDSServerTransID', 'acsTransID', 'event', 'merchant', 'last4'] as const;

const showJournal: Route = async ({ host, request, response, url }) => {
  const wanted = readJournalPage(url.searchParams);
  if (typeof wanted === 'string') {
    sendProblem(response, 400, wanted);
    return;
  }
  const entries: Entry[] = [];
  let hasMore = false;
  // Straight from the file: what stands there is what would be left after a crash.
  for await (const entry of host.journal.read(wanted.after)) {
    const isWanted = JOURNAL_FILTERS.every((name) => {
      const value = url.searchParams.get(name);
      return value === null || value === entry[name];
    });
    if (!isWanted) continue;
    hasMore = entries.length === wanted.limit;
    if (hasMore) break;
    entries.push(entry);
  }
  if (wantsPage(request))
    sendOverviewPage(response, journalPage({ entries, hasMore, simulator: NAME, query: url.searchParams }));
  else sendJson(response, 200, { entries, hasMore });
};

const addFault = withBody(({ host, response, onFaultsChanged }, body) => {
  const fault = host.faults.add(parseJson(body));
  if (typeof fault === 'string') {
    sendProblem(response, 400, fault);
    return;
  }
  response.once('finish', onFaultsChanged);
  sendJson(response, 201, describeFault(fault));
});

const clearFaults: Route = ({ host, response }) => {
  host.faults.clear();
  sendJson(response, 200, { faults: [] });
};

const removeFault: Route = ({ host, response, rest }) => {
  if (host.faults.remove(Number(rest))) sendJson(response, 200, {});
  else sendProblem(response, 404, 'No such fault is on.');
};

/** What the buttons of the page send. */
const submitForm = withBody(({ host, response, onFaultsChanged }, body) => {
  const form = new URLSearchParams(body);
  const action = form.get('action');
  const added = action === 'add' ? host.faults.add(wishOf(form)) : undefined;
  if (typeof added === 'string') {
    sendProblem(response, 400, added);
    return;
  }
  if (action === 'clear') host.faults.clear();
  if (action === 'remove') host.faults.remove(Number(form.get('id')));
  if (added !== undefined) response.once('finish', onFaultsChanged);
  response.writeHead(303, { location: '/', 'content-length': 0 }).end();
});

const wishOf = (form: URLSearchParams) => {
  const { text, whole } = fieldsOfForm(form);
  return { kind: text('kind'), status: text('status'), ms: whole('ms'), count: whole('count') };
};

const askMethod = withBody(async ({ host, response, rest }, body) => {
  if (isMethodVariant(rest)) await showMethodPage(host, rest, new URLSearchParams(body), response);
  else sendProblem(response, 404, 'No method page lives here.');
});

type Methods = Readonly<Record<string, Route>>;

const routes: Readonly<Record<string, Methods>> = {
  '/': { GET: ({ host, response }) => sendOverviewPage(response, overviewPage(host)) },
  '/healthz': { GET: showHealth },
  '/journal': { GET: showJournal },
  '/ranges': { GET: ({ host, response }) => sendJson(response, 200, { cardRangeData: host.ranges() }) },
  '/ds/preq': { POST: withBody(({ host, response }, body) => answerPReq(host, body, response)) },
  '/ds/areq': { POST: withBody(({ host, response }, body) => answerAReq(host, body, response)) },
  '/ds/result': { POST: withBody(({ host, response }, body) => answerInquiry(host, body, response)) },
  '/acs/challenge': {
    POST: withBody(({ host, response }, body) => receiveCReq(host, new URLSearchParams(body), response)),
  },
  '/control/faults': {
    GET: ({ host, response }) => sendJson(response, 200, { faults: host.faults.list().map(describeFault) }),
    POST: addFault,
    DELETE: clearFaults,
  },
  '/control/form': { POST: submitForm },
};

/** Routes whose path goes on. */
const prefixes: Readonly<Record<string, Methods>> = {
  '/acs/challenge/': {
    GET: ({ host, response, rest }) => showChallenge(host, rest, response),
    POST: withBody(({ host, response, rest }, body) => actOnChallenge(host, rest, new URLSearchParams(body), response)),
  },
  '/acs/method/': { POST: askMethod },
  '/control/faults/': { DELETE: removeFault },
};

const findRoute = (path: string): { readonly methods: Methods; readonly rest: string } | undefined => {
  const exact = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (exact !== undefined) return { methods: exact, rest: '' };
  for (const [prefix, methods] of Object.entries(prefixes)) {
    if (path.startsWith(prefix) && path.length > prefix.length) return { methods, rest: path.slice(prefix.length) };
  }
  return undefined;
};
