import { systemClock } from '../../../src/base/clock.ts';
import { newUuid } from '../../../src/base/id.ts';
import { parseCurrency } from '../../../src/base/money.ts';
import { systemRandom } from '../../../src/base/random.ts';
import { Secret } from '../../../src/base/secret.ts';
import type { OperationReference } from '../../../src/connectors/acquirer/contract.ts';
import { fieldsOf, type Field } from '../../../src/connectors/acquirer/iso8583/codec/field.ts';
import { IsoMessage } from '../../../src/connectors/acquirer/iso8583/codec/message.ts';
import { readMessage } from '../../../src/connectors/acquirer/iso8583/codec/read.ts';
import { dialects } from '../../../src/connectors/acquirer/iso8583/dialects/index.ts';
import type { Dialect } from '../../../src/connectors/acquirer/iso8583/dialects/dialect.ts';
import * as messages from '../../../src/connectors/acquirer/iso8583/messages.ts';
import { repeatOf } from '../../../src/connectors/acquirer/iso8583/repeats.ts';
import { createProtocol } from '../../../src/connectors/acquirer/iso8583/protocol.ts';

/** A message as we say it, for a judge: what it says, and the bytes that we make of it. */
export type Case = { readonly mti: string; readonly fields: Readonly<Record<string, string>>; readonly hex: string };

/** A dialect as data, for a judge to make its own reading of it, and what we say in it. */
export type JudgedDialect = Pick<Dialect, 'name' | 'mti' | 'bitmap' | 'digits' | 'lengths' | 'bytes' | 'fields'> & {
  readonly cases: readonly Case[];
};

export const judgedDialects = (): readonly JudgedDialect[] =>
  dialects.map((dialect) => {
    const { name, mti, bitmap, digits, lengths, bytes, fields } = dialect;
    const cases = [...payments(dialect), ...singleFields(dialect)].map((message) => caseOf(dialect, message));
    return { name, mti, bitmap, digits, lengths, bytes, fields, cases };
  });

/** Whether bytes that a judge wrote say to us what the case says, and are the very bytes that we write. */
export const isSame = (dialectName: string, one: Case, hex: string): boolean => {
  const dialect = dialects.find(({ name }) => name === dialectName);
  if (dialect === undefined) return false;
  const reading = readMessage(dialect, Buffer.from(hex, 'hex'));
  if (reading.kind === 'unreadable') return false;
  const { message } = reading;
  const said = Object.fromEntries(message.numbers().map((number) => [String(number), message.get(number)]));
  return (
    hex.toUpperCase() === one.hex && message.mti === one.mti && JSON.stringify(said) === JSON.stringify(one.fields)
  );
};

const KEY = new Secret('000102030405060708090A0B0C0D0E0F');

/** As the line sends it, without what stands before a message: signed, so the MAC is judged as a field, too. */
const caseOf = (dialect: Dialect, message: IsoMessage): Case => {
  const protocol = createProtocol({ dialect, tpdu: '6000000000', macKeys: [KEY] });
  const [body] = protocol.createReader().push(protocol.write(message)) ?? [];
  const read = body === undefined ? undefined : protocol.read(body);
  if (body === undefined || read?.isAuthentic !== true) throw new Error(`We can't read our own ${message.mti}.`);
  const numbers = read.message.numbers();
  const fields = Object.fromEntries(numbers.map((number) => [String(number), read.message.get(number) ?? '']));
  return { mti: message.mti, fields, hex: body.toString('hex').toUpperCase() };
};

const payments = (dialect: Dialect): readonly IsoMessage[] => {
  const identity = {
    terminalId: 'TG000001',
    cardAcceptorId: 'TOLLGATE0000001',
    acquirerId: '12345',
    merchantCategory: '5999',
  };
  const speaker = { dialect, identity };
  const currency = parseCurrency('EUR');
  if (currency === undefined) throw new Error('There is no euro.');
  const amount = { minor: 1_099n, currency };
  const [reference, later] = [newReference(), newReference()];
  const authorization = { reference, acquirerReference: `ABCDEFGHIJKL/${dialect.templates.sale.mti}/1099/978/A1B2C3` };
  const common = { reference, merchantId: 'mr_1', merchantReferenceId: 'order 1', amount, handle: undefined };
  const card = { expiryMonth: 12, expiryYear: 2040, cardholderName: undefined };
  const authorize = (pan: string, capture: boolean) =>
    messages.authorizeMessage(speaker, {
      ...common,
      capture,
      card: { ...card, pan: new Secret(pan), cvc: new Secret('123') },
      initiator: { by: 'customer', storesCard: true },
      authentication: { version: '2.2.0', eci: '05', cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=', dsTransId: later },
      isExempt: false,
    });
  const reversal = { original: reference, handle: undefined, amount, capture: true };
  const numbers = { stan: '000042', at: '261128224500' };
  return [
    authorize('4242424242424242', false),
    // 15 digits: packed, it begins with half a byte of nothing.
    authorize('378282246310005', true),
    messages.captureMessage(speaker, { reference: later, authorization, amount, final: true }),
    messages.voidMessage(speaker, { reference: later, authorization }),
    messages.refundMessage(speaker, { reference: later, authorization, amount }),
    messages.reverseMessage(speaker, reversal),
    repeatOf(messages.reverseMessage(speaker, reversal)),
    ...(['signOn', 'echo', 'signOff'] as const).map((which) =>
      messages.networkMessage(speaker, dialect.templates[which], numbers),
    ),
  ];
};

const newReference = (): OperationReference => {
  const uuid: string = newUuid({ clock: systemClock, random: systemRandom });
  return uuid as OperationReference;
};

/** Each field that the dialect has, alone, with a short value and with the longest. */
const singleFields = (dialect: Dialect): readonly IsoMessage[] =>
  [...fieldsOf(dialect)]
    .filter(([number, field]) => number !== 64 && number !== 128 && isComparable(dialect, field))
    .flatMap(([number, field]) =>
      valuesOf(field).map((value) => new IsoMessage(dialect.templates.authorize.mti, new Map([[number, value]]))),
    );

/** Packed tracks, and bytes of varying length in letters, every library writes in its own way. */
const isComparable = (dialect: Dialect, { kind, prefixDigits }: Field): boolean =>
  !(kind === 'z' && dialect.digits === 'bcd') && !(kind === 'b' && prefixDigits > 0 && dialect.bytes === 'hex');

const valuesOf = ({ kind, length, prefixDigits }: Field): readonly string[] => {
  const letters = { n: '1234567890', an: 'Ab3', ans: 'A-1 /~', b: '0A9F', z: '4=1' }[kind];
  const longest = letters.repeat(length).slice(0, kind === 'b' ? 2 * length : length);
  const short = kind === 'b' ? '0A' : letters.slice(0, 1);
  const whole = kind === 'n' || kind === 'b' || kind === 'z';
  return prefixDigits === 0 && whole ? [longest] : [short, longest.replace(/ $/, 'x')];
};
