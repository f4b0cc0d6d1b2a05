import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { often } from '../../../../../test/support/length.ts';
import { dialects, findDialect } from '../dialects/index.ts';
import { privateTags, type Dialect } from '../dialects/dialect.ts';
import { fieldsOf, parseField, type Field } from './field.ts';
import { createFrameReader, frame, swapTpdu } from './frame.ts';
import { answerMtiOf, IsoMessage } from './message.ts';
import { readPrivate, writePrivate } from './private-field.ts';
import { readMessage } from './read.ts';
import { writeMessage } from './write.ts';

const named = (name: string): Dialect => {
  const dialect = findDialect(name);
  assert(dialect);
  return dialect;
};

const contents: Readonly<Record<Field['kind'], string>> = {
  n: '0123456789',
  an: 'ABCxyz019 ',
  ans: 'AZaz09 -/:~!',
  b: '0123456789ABCDEF',
  z: '0123456789=',
};

/** A value as it is written and read again: without spaces behind it where those are padding. */
const valueOf = ({ kind, length, prefixDigits }: Field): fc.Arbitrary<string> => {
  const size = kind === 'b' ? 2 * length : length;
  const isWhole = prefixDigits === 0 && kind !== 'an' && kind !== 'ans';
  return fc
    .array(fc.constantFrom(...contents[kind]), { minLength: isWhole ? size : 0, maxLength: Math.min(size, 60) })
    .map((letters) => letters.join(''))
    .map((text) => (kind === 'b' && text.length % 2 === 1 ? text.slice(1) : text))
    .map((text) => (isWhole ? text.padStart(size, '0') : text))
    .map((text) => (prefixDigits === 0 && !isWhole ? text.trimEnd() : text));
};

const messageOf = (dialect: Dialect): fc.Arbitrary<IsoMessage> => {
  const table = fieldsOf(dialect);
  return fc
    .subarray([...table.keys()])
    .chain((numbers) =>
      fc.tuple(
        fc.constantFrom('0100', '0210', '1420', '1804'),
        ...numbers.map((number) => {
          const field = table.get(number);
          assert(field);
          return valueOf(field).map((value) => [number, value] as const);
        }),
      ),
    )
    .map(([mti, ...fields]) => new IsoMessage(mti, new Map(fields)));
};

const contentOf = (message: IsoMessage) => [
  message.mti,
  ...message.numbers().map((number) => [number, message.get(number)]),
];

const RUNS = { numRuns: often({ usually: 200, long: 20_000 }) };

for (const dialect of dialects) {
  describe(`messages of ${dialect.name}`, () => {
    test('any message is read as it was written', () => {
      fc.assert(
        fc.property(messageOf(dialect), (message) => {
          const reading = readMessage(dialect, writeMessage(dialect, message));
          assert(reading.kind === 'message', JSON.stringify(reading));
          assert.deepEqual(contentOf(reading.message), contentOf(message));
        }),
        RUNS,
      );
    });

    test('any bytes are a message or unreadable, and nothing throws', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
          readMessage(dialect, Buffer.from(bytes));
        }),
        RUNS,
      );
    });

    test('a message with some bytes changed, missing or more is read to the letter, or unreadable', () => {
      const change = fc.record({ at: fc.nat(400), byte: fc.nat(255), cut: fc.nat(3), add: fc.nat(1) });
      fc.assert(
        fc.property(messageOf(dialect), fc.array(change, { minLength: 1, maxLength: 4 }), (message, changes) => {
          let bytes = writeMessage(dialect, message);
          for (const { at, byte, cut, add } of changes) {
            const place = at % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, place), Buffer.alloc(add, byte), bytes.subarray(place + cut)]);
          }
          const reading = readMessage(dialect, bytes);
          if (reading.kind === 'unreadable') return;
          // Whatever was understood can be said again, and is understood in the same way.
          const again = readMessage(dialect, writeMessage(dialect, reading.message));
          assert(again.kind === 'message');
          assert.deepEqual(contentOf(again.message), contentOf(reading.message));
        }),
        RUNS,
      );
    });

    test('a stream gives the same messages however it comes in pieces', () => {
      const tpdu = '6000030001';
      fc.assert(
        fc.property(
          fc.array(messageOf(dialect), { minLength: 1, maxLength: 4 }),
          fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
          (messages, sizes) => {
            const bodies = messages.map((message) => writeMessage(dialect, message));
            fc.pre(bodies.every(({ length }) => length <= dialect.maxBytes - 5));
            const stream = Buffer.concat(bodies.map((body) => frame(dialect, tpdu, body)));
            const reader = createFrameReader(dialect, tpdu);
            const found: Buffer[] = [];
            for (let at = 0, piece = 0; at < stream.length; piece++) {
              const size = sizes[piece % sizes.length] ?? 1;
              found.push(...(reader.push(stream.subarray(at, at + size)) ?? assert.fail('given up')));
              at += size;
            }
            assert.deepEqual(found, bodies);
            assert.equal(reader.isInside(), false);
          },
        ),
        { numRuns: often({ usually: 50, long: 2_000 }) },
      );
    });

    test('any stream of bytes gives messages, waits for more, or is given up', () => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (chunks) => {
          const reader = createFrameReader(dialect, '6000030001');
          for (const chunk of chunks) if (reader.push(Buffer.from(chunk)) === undefined) return;
        }),
        RUNS,
      );
    });

    test('every field can be read, and every tag is its own', () => {
      assert(fieldsOf(dialect).size > 50);
      assert.equal(new Set(privateTags.map((tag) => dialect.private.tags[tag])).size, privateTags.length);
      for (const tag of privateTags) assert.match(dialect.private.tags[tag], /^[A-Z0-9]{2}$/);
    });
  });
}

describe('as the documents write it', () => {
  const echo = new IsoMessage(
    '0800',
    new Map([
      [7, '1128224500'],
      [11, '000042'],
      [70, '301'],
    ]),
  );

  test('1987 in letters', () => {
    const dialect = named('ascii-1987');
    const body = '0800' + '8220000000000000' + '0400000000000000' + '1128224500' + '000042' + '301';
    assert.equal(writeMessage(dialect, echo).toString('latin1'), body);
    assert.equal(frame(dialect, '', Buffer.from(body)).toString('latin1'), `0055${body}`);
  });

  test('1987 packed, an odd number of digits with a zero before it', () => {
    const dialect = named('bcd-1987');
    const body = '0800' + '8220000000000000' + '0400000000000000' + '1128224500' + '000042' + '0301';
    assert.equal(writeMessage(dialect, echo).toString('hex'), body);
    assert.equal(frame(dialect, '6000030001', Buffer.from(body, 'hex')).toString('hex'), `00216000030001${body}`);
    const card = new IsoMessage(
      '0100',
      new Map([
        [2, '500000000000009'],
        [52, '0123456789ABCDEF'],
      ]),
    );
    assert.equal(
      writeMessage(dialect, card).toString('hex'),
      '0100' + '4000000000001000' + '15' + '0500000000000009' + '0123456789abcdef',
    );
  });

  test('1993 with a length that counts itself', () => {
    const dialect = named('iso-1993');
    const message = new IsoMessage('1804', new Map([[24, '831']]));
    const body = Buffer.concat([Buffer.from('1804'), Buffer.from('0000010000000000', 'hex'), Buffer.from('831')]);
    assert.deepEqual(writeMessage(dialect, message), body);
    assert.equal(frame(dialect, '', body).toString('hex').slice(0, 4), '0011');
  });

  test('answers have their own type, also those to repeats; a TPDU comes back swapped', () => {
    const pairs = [
      '0100 0110',
      '0220 0230',
      '0421 0430',
      '0401 0410',
      '0800 0810',
      '1420 1430',
      '1804 1814',
      '1805 1814',
    ];
    for (const pair of pairs) assert.equal(answerMtiOf(pair.slice(0, 4)), pair.slice(5));
    assert.equal(swapTpdu('6012345678'), '6056781234');
  });

  test('notations that are none are refused', () => {
    for (const notation of ['', 'n', 'n0', 'x4', 'n.4', 'n....4', 'n4 ', 'ans..1234'])
      assert.equal(parseField(notation), undefined, notation);
  });
});

const unreadables: readonly (readonly [story: string, bytes: string, cause: string])[] = [
  ['nothing', '', 'tooShort'],
  ['a type of letters', '08A0' + '0000000000000000', 'wrongType'],
  ['half a bitmap', '0800' + '82200000', 'tooShort'],
  ['a bitmap that is no hex', '0800' + '822000000000000G', 'wrongBitmap'],
  ['a third bitmap', '0800' + '8000000000000000' + '8000000000000000', 'wrongBitmap'],
  ['a field that the dialect has not', '0800' + '0100000000000000' + '00000000', 'unknownField'],
  ['half a field', '0800' + '0020000000000000' + '0000', 'tooShort'],
  ['a length of letters', '0100' + '4000000000000000' + 'xx', 'wrongLength'],
  ['a length beyond the field', '0100' + '4000000000000000' + '20' + '0'.repeat(20), 'wrongLength'],
  ['a length beyond the message', '0100' + '4000000000000000' + '19' + '0', 'tooShort'],
  ['letters where digits stand', '0800' + '0020000000000000' + '00004x', 'wrongLetters'],
  ['something after its end', '0800' + '0020000000000000' + '000042' + '0', 'tooLong'],
];
for (const [story, bytes, cause] of unreadables) {
  test(`${story} is unreadable: ${cause}`, () => {
    assert.deepEqual(readMessage(named('ascii-1987'), Buffer.from(bytes, 'latin1')), { kind: 'unreadable', cause });
  });
}

test('a header that says more than a message may have, or no length at all, gives the stream up at once', () => {
  for (const [name, header] of [
    ['ascii-1987', Buffer.from('4097')],
    ['ascii-1987', Buffer.from('HTTP')],
    ['bcd-1987', Buffer.from('ffff', 'hex')],
    ['bcd-1987', Buffer.from('0004', 'hex')],
    ['iso-1993', Buffer.from('0001', 'hex')],
  ] as const) {
    assert.equal(createFrameReader(named(name), '').push(header), undefined, `${name} ${header.toString('hex')}`);
  }
  const stranger = frame(named('bcd-1987'), '6099999999', Buffer.from('0800', 'hex'));
  assert.equal(createFrameReader(named('bcd-1987'), '6000010003').push(stranger), undefined);
  assert.deepEqual(createFrameReader(named('ascii-1987'), '').push(Buffer.from('0000')), []);
});

test('a value that its field cannot hold is a bug, and the sentence about it holds no value', () => {
  const wrong: readonly (readonly [number: number, value: string])[] = [
    [2, '42424242424242424242'],
    [2, '4242 4242'],
    [4, '1234567890123'],
    [38, 'ABCDEFG'],
    [48, 'é'],
    [52, '00'],
    [65, '1'],
  ];
  for (const [number, value] of wrong) {
    const message = new IsoMessage('0100', new Map([[number, value]]));
    assert.throws(() => writeMessage(named('ascii-1987'), message), { message: `Field ${number} can't be written.` });
  }
});

test('a message that is printed, logged or put into a sentence shows fields from a list, and no card', () => {
  const secrets = [2, 14, 35, 36, 45, 48, 52, 55, 60, 62, 63, 126];
  const message = new IsoMessage(
    '0100',
    new Map([[4, '000000001000'], [11, '000042'], ...secrets.map((number) => [number, `secret${number}`] as const)]),
  );
  for (const shown of [
    inspect(message, { showHidden: true, depth: 9 }),
    JSON.stringify({ message }),
    message.toString(),
  ])
    assert.doesNotMatch(shown, /secret/);
  assert.deepEqual(message.toJSON(), { mti: '0100', amount: '000000001000', stan: '000042' });
});

test('sub-fields are read as they were written; what is none is undefined', () => {
  const { private: field } = named('ascii-1987');
  const values = { reference: 'r-1', cvc: '123', cavv: 'AAAB=', state: '' };
  const text = writePrivate(field, values);
  assert.equal(text, 'RF003r-192003123' + '43005AAAB=ST000');
  assert.deepEqual(readPrivate(field, text), values);
  assert.deepEqual(readPrivate(field, `ZZ002??${text}`), values);
  assert.equal(writePrivate(field, {}), undefined);
  for (const wrong of ['R', 'RF', 'RF00', 'RF00x', 'RF004r-1', 'RF003r-1RF003r-2']) {
    assert.equal(readPrivate(field, wrong), undefined, wrong);
  }
});
