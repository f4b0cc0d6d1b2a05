import type { Answer, Operation, Purchase } from '../../wire.ts';
import { codeFor } from './codes.ts';
import { pick, type Fields, type Unpacked } from './pack.ts';
import type { Spec } from './spec.ts';

/** An operation in the host's own words, or why the message is none. */
export const operationOf = (spec: Spec, { mti, fields }: Unpacked): Operation | undefined => {
  const extra = readTags(fields[spec.privateField] ?? '');
  const [ref, originalRef] = [extra['RF'], extra['OR']];
  const kind = mti.slice(1, 3);
  const purpose = fields[3]?.slice(0, 2);
  if (kind === '42' && originalRef !== undefined) return { type: 'REVERSAL', originalRef };
  if (kind === '10' && purpose === '36' && originalRef !== undefined) return { type: 'INQUIRY', originalRef };
  if (ref === undefined) return undefined;
  if (kind === '40' && originalRef !== undefined) return { type: 'VOID', ref, originalRef, ...nothingElse };
  const amount = Number(fields[4]);
  const currency = fields[49];
  if (!Number.isSafeInteger(amount) || currency === undefined) return undefined;
  const later = { ref, originalRef: originalRef ?? '', originalRrn: undefined, amount, currency };
  if (kind === '22') return { type: 'CAPTURE', ...later, final: extra['FC'] === '1' };
  if (kind === '20' && purpose === '20') return { type: 'REFUND', ...later, final: false };
  if (kind !== '10' && kind !== '20') return undefined;
  return purchaseOf(kind === '20' ? 'SALE' : 'AUTH', { ref, amount, currency }, fields, extra);
};

const nothingElse = { originalRrn: undefined, amount: undefined, currency: undefined, final: false } as const;

type Tags = Readonly<Record<string, string>>;

const purchaseOf = (
  type: Purchase['type'],
  basics: Pick<Purchase, 'ref' | 'amount' | 'currency'>,
  fields: Fields,
  extra: Tags,
): Purchase | undefined => {
  const { 2: pan, 14: expiry } = fields;
  const [eci, dsTransId] = [extra['42'], extra['66']];
  if (pan === undefined || expiry === undefined) return undefined;
  return {
    type,
    ...basics,
    merchant: extra['MI'] ?? '',
    order: extra['MR'] ?? '',
    pan,
    expiry,
    cvv: extra['92'],
    initiator: extra['IN'] === 'M' ? 'MIT' : 'CIT',
    storeCredential: extra['SC'] === '1',
    mitCategory: mitCategories[extra['MC'] ?? ''],
    originalNetworkTransactionId: extra['63'],
    threeDs:
      eci === undefined || dsTransId === undefined
        ? undefined
        : { version: extra['67'] ?? '', eci, cavv: extra['43'], dsTransId },
    exemption: extra['EX'] === '1',
  };
};

const mitCategories: Readonly<Record<string, string>> = { U: 'UNSCHEDULED', R: 'RECURRENT', I: 'INSTALLMENT' };
const echoed = [3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49];

/** The fields of an answer: what was asked is said again, and what was decided. */
export const fieldsOf = (spec: Spec, asked: Fields, answer: Answer): Fields => {
  const code = codeFor(spec.year, answer.responseCode);
  const isAdvice = answer.type === 'REVERSAL' || answer.type === 'VOID' || answer.type === 'CAPTURE';
  const isYes = answer.responseCode === '00';
  const tags = {
    RF: answer.ref,
    OR: answer.ref === undefined ? answer.originalRef : undefined,
    '63': answer.networkTransactionId,
    ...(answer.type === 'INQUIRY' ? inquiryTags(spec, answer) : {}),
  };
  return {
    ...pick(asked, echoed),
    ...(answer.amount === undefined ? {} : { 4: String(answer.amount).padStart(12, '0') }),
    ...(answer.currency === undefined || answer.currency === '' ? {} : { 49: answer.currency }),
    ...(answer.authCode === undefined ? {} : { 38: answer.authCode }),
    39: isYes && isAdvice && spec.year === 1993 ? (answer.type === 'CAPTURE' ? '901' : '400') : code,
    [spec.privateField]: writeTags(tags),
  };
};

const inquiryTags = (spec: Spec, answer: Answer): Readonly<Record<string, string | undefined>> => {
  const version = spec.year === 1987 ? '0' : '1';
  const types: Readonly<Record<string, string>> = { AUTH: `${version}100`, SALE: `${version}200` };
  return { OM: types[answer.originalType ?? ''], ST: states[answer.state ?? 'NOT_FOUND'] };
};

const states: Readonly<Record<string, string>> = {
  APPROVED: 'A',
  DECLINED: 'D',
  REVERSED: 'R',
  VOIDED: 'R',
  EXPIRED: 'R',
  IN_PROGRESS: 'P',
  NOT_FOUND: 'N',
};

/** `RF036018f…`: two letters, three digits of length, the value. */
const readTags = (text: string): Tags => {
  const tags: Record<string, string> = {};
  for (let at = 0; at + 5 <= text.length;) {
    const length = Number(text.slice(at + 2, at + 5));
    if (!Number.isInteger(length)) break;
    tags[text.slice(at, at + 2)] = text.slice(at + 5, at + 5 + length);
    at += 5 + length;
  }
  return tags;
};

const writeTags = (tags: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(tags)
    .flatMap(([tag, value]) => (value === undefined ? [] : [tag + String(value.length).padStart(3, '0') + value]))
    .join('');
