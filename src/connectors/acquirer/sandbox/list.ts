import type { HttpClient } from '../../../base/http-client.ts';
import { currencyOf } from '../../../base/currency-numbers.ts';
import type { ListAnswer, ListRequest, Movement } from '../contract.ts';
import { unknown } from './causes.ts';
import { basicOf, type MerchantCredentials } from './client.ts';

type ListSettings = {
  readonly http: HttpClient;
  readonly url: string;
  readonly answerTimeoutMs: number;
  readonly merchantCredentials: MerchantCredentials | undefined;
};

/** A page has a hundred lines of some three hundred bytes. */
const MAX_ANSWER_BYTES = 131_072;

export const listMovements = async (settings: ListSettings, { since, after }: ListRequest): Promise<ListAnswer> => {
  const { merchantCredentials } = settings;
  const url = new URL('/v1/movements', settings.url);
  url.searchParams.set('since', since.toISOString());
  if (after !== undefined) url.searchParams.set('after', after);
  const answer = await settings.http.send({
    method: 'GET',
    url: url.href,
    headers: {
      accept: 'application/json',
      ...(merchantCredentials === undefined ? {} : { authorization: basicOf(merchantCredentials) }),
    },
    body: undefined,
    totalTimeoutMs: settings.answerTimeoutMs,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  if (answer.kind === 'notSent') return answer;
  if (answer.kind === 'noAnswer') return unknown(answer.cause);
  return answer.status === 200 ? readPage(answer.body.toString('utf8')) : unknown('serverError');
};

const readPage = (text: string): ListAnswer => {
  const page = objectOf(parse(text));
  if (page === undefined || !Array.isArray(page['movements'])) return unknown('unreadableAnswer');
  const movements: Movement[] = [];
  for (const line of page['movements']) {
    const movement = readMovement(objectOf(line) ?? {});
    // A list with a hole would say that the books agree.
    if (movement === undefined) return unknown('missingField');
    movements.push(movement);
  }
  const { next } = page;
  return { kind: 'page', movements, next: typeof next === 'string' ? next : undefined };
};

const kinds: Readonly<Record<string, Movement['kind']>> = {
  'approved AUTH': 'authorized',
  'approved SALE': 'sold',
  'incremented INCREMENT': 'incremented',
  'captured CAPTURE': 'captured',
  'voided VOID': 'voided',
  'refunded REFUND': 'refunded',
  'reversed REVERSAL': 'reversed',
};

const readMovement = (line: Fields): Movement | undefined => {
  const [event, type, reference, at] = [line['event'], line['type'], line['ref'], new Date(String(line['at']))];
  const kind = kinds[`${String(event)} ${String(type)}`];
  if (kind === undefined || typeof reference !== 'string' || Number.isNaN(at.getTime())) return undefined;
  const currency = currencyOf(String(line['currency']));
  const minor = line['amount'];
  const amount =
    currency !== undefined && typeof minor === 'number' && Number.isSafeInteger(minor)
      ? { minor: BigInt(minor), currency }
      : undefined;
  if (amount === undefined && kind !== 'voided') return undefined;
  const [merchantId, merchantReferenceId] = [textOf(line['merchant']), textOf(line['order'])];
  return { kind, reference, merchantId, merchantReferenceId, amount, at };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Fields = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
