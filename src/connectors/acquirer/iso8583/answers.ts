import { currencyOf } from '../../../base/currency-numbers.ts';
import type { Approval, AuthorizeAnswer, InquiryAnswer, OperationAnswer, ReverseAnswer } from '../contract.ts';
import { unknown, type Cause } from './causes.ts';
import type { AdviceVerb } from './codes/code-row.ts';
import { codeRowOf, declineOf } from './codes/read-code.ts';
import { answerMtiOf, IsoMessage } from './codec/message.ts';
import { readPrivate, writePrivate, type PrivateValues } from './codec/private-field.ts';
import type { Dialect } from './dialects/dialect.ts';
import { writeHandle } from './handle.ts';
import { firstTypeOf } from './repeats.ts';
import type { ReadMessage } from './protocol.ts';

/** What was asked, and what came back on the same key. */
export type Exchange = { readonly dialect: Dialect; readonly sent: IsoMessage; readonly answer: ReadMessage };

export const authorizeAnswerOf = (exchange: Exchange): AuthorizeAnswer => {
  const read = readAnswer(exchange);
  if (read.kind === 'unknown') return read;
  const { row, code } = read;
  const isCheck = BigInt(exchange.sent.get(4) ?? '1') === 0n;
  if (row.means === 'approved' || (row.means === 'checked' && isCheck))
    return approvalOf(exchange, read.values, firstTypeOf(exchange.sent.mti));
  if (row.means === 'declined') return declineOf(row, code);
  return unknown(row.means === 'undecided' ? row.cause : 'unexpectedApproval');
};

/** `acquirerReference`: the operation's own number at the host. */
export const operationAnswerOf = (
  exchange: Exchange,
  verb: AdviceVerb | 'refund',
  acquirerReference: string,
): OperationAnswer => {
  const read = readAnswer(exchange);
  if (read.kind === 'unknown') return read;
  const { row, code } = read;
  if (row.means === 'declined') return declineOf(row, code);
  if (row.means === 'undecided') return unknown(row.cause);
  return isAcknowledged(row, verb) ? { kind: 'approved', acquirerReference } : unknown('unexpectedApproval');
};

export const reverseAnswerOf = (exchange: Exchange): ReverseAnswer => {
  const read = readAnswer(exchange);
  if (read.kind === 'unknown') return read;
  return isAcknowledged(read.row, 'reverse') ? { kind: 'reversed' } : unknown('reversalRefused');
};

const isAcknowledged = (row: ReturnType<typeof codeRowOf>, verb: AdviceVerb | 'refund'): boolean =>
  row.means === 'approved' || (row.means === 'acknowledged' && row.verbs.some((known) => known === verb));

/** `rrn`: of an operation that has no approval code, and is named by its own number. */
export const inquiryAnswerOf = (exchange: Exchange, rrn: string): InquiryAnswer => {
  const read = readAnswer(exchange);
  if (read.kind === 'unknown') return read;
  const { row, code, values } = read;
  switch (values.state) {
    case 'N':
      return { kind: 'notFound' };
    case 'P':
      return { kind: 'pending' };
    case 'R':
      return { kind: 'reversed' };
    case 'D':
      if (row.means === 'declined') return declineOf(row, code);
      return unknown(row.means === 'undecided' ? row.cause : 'unexpectedApproval');
    case 'A': {
      if (row.means !== 'approved') return unknown('unexpectedApproval');
      if (values.originalMti !== undefined) return approvalOf(exchange, values, values.originalMti);
      const amount = amountOf(exchange.answer.message);
      return amount === undefined
        ? unknown('missingField')
        : { kind: 'approved', acquirerReference: rrn, approvalCode: '', networkTransactionId: undefined, amount };
    }
    default:
      // The host does not answer such questions, or in words that no table has.
      return unknown('inquiryRefused');
  }
};

const approvalOf = ({ answer: { message } }: Exchange, values: PrivateValues, mti: string): Approval | NotProved => {
  const [rrn, approvalCode, amount] = [message.get(37), message.get(38), amountOf(message)];
  if (rrn === undefined || amount === undefined || approvalCode === undefined || approvalCode === '')
    return unknown('missingField');
  return {
    kind: 'approved',
    acquirerReference: writeHandle({ rrn, mti, amount, approvalCode }),
    approvalCode,
    networkTransactionId: values.networkTransactionId,
    amount,
  };
};
type NotProved = ReturnType<typeof unknown>;

const amountOf = (message: IsoMessage) => {
  const [minor, currency] = [message.get(4), currencyOf(message.get(49) ?? '')];
  return minor === undefined || currency === undefined ? undefined : { minor: BigInt(minor), currency };
};

type Read =
  | {
      readonly kind: 'read';
      readonly code: string;
      readonly row: ReturnType<typeof codeRowOf>;
      readonly values: PrivateValues;
    }
  | NotProved;

const readAnswer = (exchange: Exchange): Read => {
  const { dialect, answer } = exchange;
  const text = answer.message.get(dialect.private.field);
  const values = text === undefined ? {} : readPrivate(dialect.private, text);
  const code = answer.message.get(39);
  const cause = mismatchOf(exchange, values);
  if (cause !== undefined) return unknown(cause);
  if (values === undefined || code === undefined) return unknown('missingField');
  return { kind: 'read', code, row: codeRowOf(dialect, code), values };
};

/** An answer counts only when it is an answer to what we asked: signed, of its type, about our reference and amount. */
const mismatchOf = ({ sent, answer, dialect }: Exchange, values: PrivateValues | undefined): Cause | undefined => {
  const { message } = answer;
  if (!answer.isAuthentic) return 'wrongMac';
  if (message.mti !== answerMtiOf(sent.mti)) return 'wrongType';
  if (isOther(sent, message, 3)) return 'wrongType';
  if (message.get(37) !== sent.get(37)) return 'wrongReference';
  const asked = readPrivate(dialect.private, sent.get(dialect.private.field) ?? '');
  for (const tag of ['reference', 'originalReference'] as const) {
    const said = values?.[tag];
    if (said !== undefined && said !== asked?.[tag]) return 'wrongReference';
  }
  if (sent.get(4) === undefined) return undefined;
  if (isOther(sent, message, 4)) return 'wrongAmount';
  return isOther(sent, message, 49) ? 'wrongCurrency' : undefined;
};

/** A field that the host leaves out says nothing; one that it says must be as we said it. */
const isOther = (sent: IsoMessage, answer: IsoMessage, field: number): boolean =>
  answer.get(field) !== undefined && answer.get(field) !== sent.get(field);

/** What of a sent message its answer is judged by, which is nothing of a card: it may be kept for a late answer. */
export const withoutCard = (dialect: Dialect, sent: IsoMessage): IsoMessage => {
  const { field } = dialect.private;
  const asked = readPrivate(dialect.private, sent.get(field) ?? '');
  const { reference, originalReference } = asked ?? {};
  const text = writePrivate(dialect.private, {
    ...(reference === undefined ? {} : { reference }),
    ...(originalReference === undefined ? {} : { originalReference }),
  });
  const kept = [3, 4, 37, 49].flatMap((number) => {
    const value = sent.get(number);
    return value === undefined ? [] : [[number, value] as const];
  });
  return new IsoMessage(sent.mti, new Map([...kept, ...(text === undefined ? [] : [[field, text] as const])]));
};
