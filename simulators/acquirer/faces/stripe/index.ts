import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseUrl, readBody } from '../../../shared/request.ts';
import type { Host } from '../../exchange.ts';
import { createNotifier } from '../../notify.ts';
import type { Face } from '../../routes.ts';
import { confirmIntent, createMethod } from './confirm.ts';
import { tellEndpoints } from './events.ts';
import { missing, refuse, requestOf, sendError, sendObject, type Call } from './exchange.ts';
import { listIn, parseForm, unknownName } from './form.ts';
import {
  cancelIntent,
  captureIntent,
  createIntent,
  incrementIntent,
  showIntent,
  updateIntent,
  withIntent,
} from './intents.ts';
import { deliver } from '../../respond.ts';
import { intentObject, listObject, refundObject } from './objects.ts';
import { createRefund } from './refunds.ts';
import { createState, newId, type State } from './state.ts';

export type StripeFaceSettings = {
  /** Undefined: any key of the test mode. */
  readonly secretKey?: string;
  /** An endpoint that is there from the start. */
  readonly notifications?: { readonly url: string; readonly secret: string };
  /** How long a refund is on its way, where its card says so. Default 3 s. */
  readonly refundMs?: number;
};

/**
 * Stripe's API, as far as a gateway with cards of its own uses it. `file`: where what the books do not have is kept.
 */
export const createStripeFace = (host: Host, settings: StripeFaceSettings, file: string): Face => {
  const state = createState(file);
  const notify = createNotifier(host.faults, host.stopping);
  if (settings.notifications !== undefined) {
    state.endpoints.push({ id: newId('we'), ...settings.notifications, events: ['*'] });
  }
  const tell: Call['tell'] = (type, object) => {
    tellEndpoints({ host, state, notify }, type, object);
  };
  return (request, response) => {
    const url = parseUrl(request.url);
    if (!PATHS.test(url.pathname)) return false;
    void receive({ host, state, tell, settings, url }, request, response);
    return true;
  };
};

const PATHS = /^\/v1\/(payment_intents|payment_methods|refunds|charges|account|balance|webhook_endpoints)(\/|$)/;
const MAX_BODY_BYTES = 65_536;

type Desk = {
  readonly host: Host;
  readonly state: State;
  readonly tell: Call['tell'];
  readonly settings: StripeFaceSettings;
  readonly url: URL;
};

const receive = async (desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { host, state, tell, settings, url } = desk;
  const isPost = request.method === 'POST';
  const body = isPost ? await readBody(request, MAX_BODY_BYTES) : url.search.slice(1);
  if (body === undefined) return;
  const header = request.headers['idempotency-key'];
  const key = isPost && typeof header === 'string' ? header : undefined;
  const form = parseForm(body);
  const call: Call = {
    host,
    state,
    tell,
    method: request.method ?? '',
    path: url.pathname,
    form,
    expand: listIn(body, 'expand'),
    events: listIn(body, 'enabled_events'),
    key,
    response,
  };
  if (!isLetIn(settings, request.headers.authorization)) {
    const error = { type: 'invalid_request_error', message: 'Invalid API Key provided.' } as const;
    sendError({ ...call, key: undefined }, 401, error);
    return;
  }
  if (key !== undefined && isTaken(call, key, requestOf(request, url.pathname, body))) return;
  await route(call, settings);
  state.save();
};

const isLetIn = ({ secretKey }: StripeFaceSettings, header = ''): boolean =>
  secretKey === undefined ? /^Bearer (sk|rk)_test_\w+$/.test(header) : header === `Bearer ${secretKey}`;

/** Under a key that was used before the first answer is given again, whatever it was. */
const isTaken = (call: Call, key: string, request: string): boolean => {
  const use = call.state.keys.get(key);
  const keyless = { ...call, key: undefined };
  if (use === undefined) {
    call.state.keys.set(key, { request, answer: undefined });
    return false;
  }
  if (use.request !== request) {
    sendError(keyless, 400, { type: 'idempotency_error', message: 'The key was used with other parameters.' });
  } else if (use.answer === undefined) {
    const message = 'A request under this key is in progress.';
    sendError(keyless, 409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message });
  } else {
    const headers = { 'idempotent-replayed': 'true' };
    deliver(call.response, { ...use.answer, headers }, undefined);
  }
  return true;
};

const route = async (call: Call, settings: StripeFaceSettings): Promise<unknown> => {
  const [, , resource = '', id, verb] = call.path.split('/');
  const name = `${call.method} ${resource}${id === undefined ? '' : '/id'}${verb === undefined ? '' : `/${verb}`}`;
  const row = routes[name];
  if (row === undefined) return missing(call, 'address');
  const wrong = call.method === 'POST' ? unknownName(row.takes ?? '', call.form) : undefined;
  if (wrong !== undefined) return refuse(call, 'parameter_unknown', `Received unknown parameter: ${wrong}`);
  return row.act(call, id ?? '', settings);
};

type Row = {
  /** Whose names the form may have. */
  readonly takes?: string;
  readonly act: (call: Call, id: string, settings: StripeFaceSettings) => unknown;
};

const limitOf = ({ form }: Call): number => Math.min(Number(form.get('limit') ?? 10), 100);

const since = ({ form }: Call, createdMs: number): boolean =>
  Math.floor(createdMs / 1_000) >= Number(form.get('created[gte]') ?? 0);

const inList = (call: Call): readonly string[] => call.expand.map((path) => path.replace(/^data\./, ''));

const routes: Readonly<Record<string, Row>> = {
  'POST payment_intents': { takes: 'create', act: createIntent },
  'POST payment_methods': { takes: 'method', act: createMethod },
  'GET payment_intents': {
    act: (call) => {
      const intents = [...call.state.intents.values()].filter(({ createdMs }) => since(call, createdMs)).reverse();
      const objects = intents.map((intent) => intentObject(call, intent, inList(call)));
      return sendObject(call, listObject(objects, limitOf(call), call.form.get('starting_after')));
    },
  },
  'GET payment_intents/id': { act: (call, id) => withIntent(call, id, showIntent) },
  'POST payment_intents/id': { takes: 'update', act: (call, id) => withIntent(call, id, updateIntent) },
  'POST payment_intents/id/confirm': { takes: 'confirm', act: (call, id) => withIntent(call, id, confirmIntent) },
  'POST payment_intents/id/increment_authorization': {
    takes: 'increment_authorization',
    act: (call, id) => withIntent(call, id, incrementIntent),
  },
  'POST payment_intents/id/capture': { takes: 'capture', act: (call, id) => withIntent(call, id, captureIntent) },
  'POST payment_intents/id/cancel': { takes: 'cancel', act: (call, id) => withIntent(call, id, cancelIntent) },
  'POST refunds': { takes: 'refund', act: (call, _id, { refundMs = 3_000 }) => createRefund(call, refundMs) },
  'GET refunds': {
    act: (call) => {
      const of = call.form.get('payment_intent');
      const refunds = [...call.state.refunds.values()]
        .filter(({ intentId, createdMs }) => (of === undefined || intentId === of) && since(call, createdMs))
        .reverse();
      const objects = refunds.map((refund) => refundObject(call, refund, inList(call)));
      return sendObject(call, listObject(objects, limitOf(call), call.form.get('starting_after')));
    },
  },
  'GET refunds/id': {
    act: (call, id) => {
      const refund = call.state.refunds.get(id);
      if (refund === undefined) return missing(call, 'refund');
      return sendObject(call, refundObject(call, refund));
    },
  },
  'GET account': {
    act: (call) => {
      return sendObject(call, { id: 'acct_simulated', object: 'account', charges_enabled: true });
    },
  },
  'GET balance': {
    act: (call) => {
      return sendObject(call, { object: 'balance', available: [], pending: [], livemode: false });
    },
  },
  'POST webhook_endpoints': {
    takes: 'webhook_endpoint',
    act: (call) => {
      const url = call.form.get('url') ?? '';
      if (!URL.canParse(url)) return refuse(call, 'url_invalid', 'url is a web address.');
      const secret = `whsec_${randomBytes(16).toString('hex')}`;
      const endpoint = { id: newId('we'), url, secret, events: call.events };
      call.state.endpoints.push(endpoint);
      return sendObject(call, { object: 'webhook_endpoint', ...endpoint });
    },
  },
};
