import { randomUUID, timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson, parseUrl, readBody } from '../../../shared/request.ts';
import type { Host } from '../../exchange.ts';
import { createNotifier } from '../../notify.ts';
import { deliver } from '../../respond.ts';
import type { Face } from '../../routes.ts';
import { errorReply } from './answers.ts';
import { isFields, type WireError } from './messages.ts';
import { createNames } from './names.ts';
import { modify } from './modify.ts';
import type { NoticeSettings } from './notices.ts';
import type { AdyenCall, Desk } from './operate.ts';
import { pay } from './pay.ts';
import { cancelByReference, reverseByName } from './reverse.ts';

export type AdyenFaceSettings = NoticeSettings & {
  /** Undefined: whoever comes is let in. */
  readonly apiKey?: string | undefined;
  /** Undefined: any is ours. */
  readonly merchantAccount?: string | undefined;
  /** As long as it is not switched on, the first capture is the last, and the rest is released. */
  readonly multipleCaptures?: boolean | undefined;
};

const PATH = /^\/(?:checkout\/)?v71\/(payments|cancels|paymentMethods)(?:\/([A-Za-z0-9]+)\/([A-Za-z]+))?$/;
const MAX_BODY_BYTES = 16_384;

/** A part of Adyen's Checkout API over the books of the simulator. */
export const createAdyenFace = (host: Host, settings: AdyenFaceSettings): Face => {
  const desk: Desk = {
    host,
    settings,
    names: createNames(host.ledger),
    underWay: new Set(),
    notify: createNotifier(host.faults, host.stopping),
  };
  return (request, response) => {
    const { pathname } = parseUrl(request.url);
    const found = PATH.exec(pathname);
    if (found === null) return false;
    const [, first = '', payment, verb] = found;
    void receive(desk, { request, response, payment, verb: verb ?? first });
    return true;
  };
};

type Received = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly payment: string | undefined;
  readonly verb: string;
};

const receive = async (desk: Desk, { request, response, payment, verb }: Received): Promise<void> => {
  const text = await readBody(request, MAX_BODY_BYTES);
  if (response.destroyed) return;
  const body = parseJson(text ?? '');
  const mistake = mistakeIn(desk, request, body);
  const act = request.method === 'POST' ? verbs[`${payment === undefined ? '' : 'payments/'}${verb}`] : undefined;
  if (mistake !== undefined || act === undefined || !isFields(body)) {
    deliver(response, errorReply(mistake ?? NOT_FOUND), undefined);
    return;
  }
  const key = request.headers['idempotency-key']?.toString();
  if (key !== undefined) response.setHeader('idempotency-key', key);
  const reference = typeof body['reference'] === 'string' ? body['reference'] : '';
  // Without a key nothing is known again, so the same request counts twice.
  await act(desk, { body, response, payment, verb, reference, key, ref: key ?? randomUUID() });
};

const NOT_FOUND: WireError = { status: 404, errorCode: '000', message: 'Not found', errorType: 'validation' };

const mistakeIn = ({ settings }: Desk, request: IncomingMessage, body: unknown): WireError | undefined => {
  const { apiKey, merchantAccount } = settings;
  if (apiKey !== undefined && !isSame(apiKey, request.headers['x-api-key']?.toString() ?? ''))
    return { status: 401, errorCode: '000', message: 'HTTP Status Response - Unauthorized', errorType: 'security' };
  if (!isFields(body))
    return { status: 400, errorCode: '000', message: 'Unable to parse message', errorType: 'validation' };
  const isKnown = typeof body['merchantAccount'] === 'string' && body['merchantAccount'] !== '';
  if (!isKnown || (merchantAccount !== undefined && body['merchantAccount'] !== merchantAccount))
    return { status: 403, errorCode: '901', message: 'Invalid Merchant Account', errorType: 'security' };
  const key = request.headers['idempotency-key']?.toString();
  if (key !== undefined && (key === '' || key.length > 64))
    return { status: 422, errorCode: '130', message: 'Idempotency key is not valid', errorType: 'validation' };
  return undefined;
};

const isSame = (left: string, right: string): boolean => {
  const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digestOf(left), digestOf(right));
};

const listMethods = (_desk: Desk, { response }: AdyenCall): Promise<void> => {
  const paymentMethods = [{ brands: ['visa', 'mc', 'amex'], name: 'Cards', type: 'scheme' }];
  deliver(response, { status: 200, body: JSON.stringify({ paymentMethods }) }, undefined);
  return Promise.resolve();
};

const verbs: Readonly<Record<string, (desk: Desk, call: AdyenCall) => Promise<void>>> = {
  payments: pay,
  cancels: cancelByReference,
  paymentMethods: listMethods,
  'payments/captures': modify,
  'payments/amountUpdates': modify,
  'payments/cancels': modify,
  'payments/refunds': modify,
  'payments/reversals': reverseByName,
};
