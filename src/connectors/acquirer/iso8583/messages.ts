import type {
  AuthorizeRequest,
  CaptureRequest,
  InquiryRequest,
  Initiator,
  OperationReference,
  RefundRequest,
  ReverseRequest,
  VoidRequest,
} from '../contract.ts';
import { numberOf } from '../../../base/currency-numbers.ts';
import type { Money } from '../../../base/money.ts';
import { IsoMessage } from './codec/message.ts';
import { writePrivate } from './codec/private-field.ts';
import type { Dialect, Template } from './dialects/dialect.ts';
import { readHandle, type Handle } from './handle.ts';
import { numbersOf, type Numbers } from './numbers.ts';

/** Who we are to the host, as the acquirer said in writing. */
export type Identity = {
  /** Field 41, 8 letters. */
  readonly terminalId: string;
  /** Field 42, 15 letters. */
  readonly cardAcceptorId: string;
  /** Field 32, where the host wants it. */
  readonly acquirerId: string | undefined;
  /** Field 18. */
  readonly merchantCategory: string | undefined;
};

export type Speaker = { readonly dialect: Dialect; readonly identity: Identity };

export const authorizeMessage = (speaker: Speaker, request: AuthorizeRequest): IsoMessage => {
  const { card, authentication, amount } = request;
  const { templates } = speaker.dialect;
  const template = amount.minor === 0n ? templates.check : request.capture ? templates.sale : templates.authorize;
  const numbers = numbersOf(request.reference);
  return build(speaker, template, {
    numbers,
    fields: {
      2: card.pan.reveal(),
      ...amountFields(amount),
      14: `${String(card.expiryYear).slice(-2)}${String(card.expiryMonth).padStart(2, '0')}`,
      37: numbers.rrn,
    },
    values: {
      reference: request.reference,
      merchantId: request.merchantId,
      merchantReferenceId: printable(request.merchantReferenceId),
      cvc: card.cvc?.reveal(),
      eci: authentication?.eci,
      cavv: authentication?.cavv,
      dsTransId: authentication?.dsTransId,
      threeDsVersion: authentication?.version,
      exemption: request.isExempt ? '1' : undefined,
      ...initiatorValues(request.initiator),
    },
  });
};

const mitCategories = { unscheduled: 'U', recurrent: 'R', installment: 'I' } as const;

const initiatorValues = (initiator: Initiator): Values =>
  initiator.by === 'customer'
    ? { initiator: 'C', storesCard: initiator.storesCard ? '1' : undefined }
    : {
        initiator: 'M',
        mitCategory: mitCategories[initiator.category],
        networkTransactionId: initiator.networkTransactionId,
      };

/** A completion: the host is told what of the authorization is taken. */
export const captureMessage = (speaker: Speaker, request: CaptureRequest): IsoMessage => {
  const handle = readHandle(request.authorization);
  return build(speaker, speaker.dialect.templates.capture, {
    numbers: numbersOf(request.reference),
    fields: { ...amountFields(request.amount), 37: handle.rrn, 38: handle.approvalCode },
    original: { reference: request.authorization.reference, mti: handle.mti },
    values: { reference: request.reference, finalCapture: request.final ? '1' : undefined },
  });
};

/** A void is a reversal that may be declined: of the whole amount that was authorized, under a reference of its own. */
export const voidMessage = (speaker: Speaker, request: VoidRequest): IsoMessage => {
  const handle = readHandle(request.authorization);
  return build(speaker, speaker.dialect.templates.void, {
    numbers: numbersOf(request.reference),
    fields: {
      ...(handle.amount === undefined ? {} : amountFields(handle.amount)),
      37: handle.rrn,
      38: handle.approvalCode,
    },
    original: { reference: request.authorization.reference, mti: handle.mti },
    values: { reference: request.reference },
  });
};

export const refundMessage = (speaker: Speaker, request: RefundRequest): IsoMessage => {
  const numbers = numbersOf(request.reference);
  const handle = readHandle(request.authorization);
  return build(speaker, speaker.dialect.templates.refund, {
    numbers,
    fields: { ...amountFields(request.amount), 37: numbers.rrn },
    original: { reference: request.authorization.reference, mti: handle.mti },
    values: { reference: request.reference },
  });
};

/** An advice: told again until the host acknowledges it. */
export const reverseMessage = (speaker: Speaker, request: ReverseRequest): IsoMessage => {
  const { templates } = speaker.dialect;
  const original = request.capture ? templates.sale : templates.authorize;
  return build(speaker, templates.reverse, {
    numbers: numbersOf(request.original, 'reverse'),
    fields: { ...amountFields(request.amount), 37: numbersOf(request.original).rrn },
    original: { reference: request.original, mti: original.mti },
    values: {},
  });
};

/**
 * A question has new numbers each time (`numbers`): the answer to an earlier one, should it come late, must not be
 * taken for the answer to this one.
 */
export const inquireMessage = (
  speaker: Speaker,
  template: Template,
  request: InquiryRequest,
  numbers: Pick<Numbers, 'stan' | 'at'>,
): IsoMessage =>
  build(speaker, template, {
    numbers,
    fields: { 37: numbersOf(request.original).rrn },
    values: { originalReference: request.original },
  });

export const networkMessage = (
  { dialect, identity }: Speaker,
  template: Template,
  { stan, at }: Pick<Numbers, 'stan' | 'at'>,
): IsoMessage =>
  new IsoMessage(
    template.mti,
    new Map([
      ...Object.entries(template.set).map(([number, value]) => [Number(number), value] as const),
      [7, at.slice(2)],
      [11, stan],
      ...(dialect.version === '1993' ? [[12, at] as const] : []),
      [41, identity.terminalId],
    ]),
  );

type Values = Parameters<typeof writePrivate>[1];
type Parts = {
  readonly numbers: Pick<Numbers, 'stan' | 'at'>;
  readonly fields: Readonly<Record<number, string | undefined>>;
  readonly original?: { readonly reference: OperationReference; readonly mti: Handle['mti'] };
  readonly values: Values;
};

const build = ({ dialect, identity }: Speaker, template: Template, parts: Parts): IsoMessage => {
  const { numbers, original, values } = parts;
  const privateText = writePrivate(dialect.private, {
    ...values,
    ...(original === undefined ? {} : { originalReference: original.reference }),
  });
  const fields: Readonly<Record<number, string | undefined>> = {
    ...template.set,
    ...parts.fields,
    ...timeFields(dialect, numbers.at),
    11: numbers.stan,
    18: identity.merchantCategory,
    32: identity.acquirerId,
    41: identity.terminalId,
    42: identity.cardAcceptorId,
    [dialect.private.field]: privateText,
    ...(original === undefined ? {} : originalFields({ dialect, identity }, original)),
  };
  const entries = Object.entries(fields).flatMap(([number, value]) =>
    value === undefined ? [] : [[Number(number), value] as const],
  );
  return new IsoMessage(template.mti, new Map(entries));
};

const timeFields = ({ version }: Dialect, at: string): Readonly<Record<number, string>> =>
  version === '1987' ? { 7: at.slice(2), 12: at.slice(6), 13: at.slice(2, 6) } : { 7: at.slice(2), 12: at };

/** Field 90 (1987) or 56 (1993): the type, STAN, moment and acquirer of the message that this one is about. */
const originalFields = (
  { dialect, identity }: Speaker,
  { reference, mti }: NonNullable<Parts['original']>,
): Readonly<Record<number, string>> => {
  const { stan, at } = numbersOf(reference);
  const acquirer = identity.acquirerId ?? '';
  const type = mti ?? dialect.templates.authorize.mti;
  return dialect.version === '1987'
    ? { 90: type + stan + at.slice(2) + acquirer.padStart(11, '0') + '0'.repeat(11) }
    : { 56: type + stan + at + String(acquirer.length).padStart(2, '0') + acquirer };
};

const amountFields = ({ minor, currency }: Money): Readonly<Record<number, string>> => ({
  4: String(minor).padStart(12, '0'),
  49: numberOf(currency),
});

/** Field 4 has 12 digits. */
export const MAX_MINOR = 999_999_999_999n;

/** What a host can read of a merchant's text. */
const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 99);
