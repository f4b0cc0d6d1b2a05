import { Problem } from '../../base/problem.ts';
import { findPan } from '../../card/pan.ts';

/**
 * JSON.parse forgives things that a payment API must not: of two equal keys the last wins in silence, `1e3` and `100.0`
 * become numbers nobody wrote, `__proto__` is a key like any other, and depth has no end. This reads the text once,
 * refuses those with a sentence that names the place, and leaves the building of values to JSON.parse. A byte order
 * mark, which some editors and languages put first, says nothing and is passed over.
 */
export const parseStrictJson = (withMark: string): unknown => {
  const text = withMark.startsWith(BYTE_ORDER_MARK) ? withMark.slice(1) : withMark;
  const value = parse(text);
  const found = scan(text);
  if (found.length > 0) throw problemOf(found);
  return value;
};

const BYTE_ORDER_MARK = '\ufeff';
const MAX_DEPTH = 8;
const MOST_FOUND = 20;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // V8's own message quotes the text around the error, which may hold anything.
    throw new Problem('invalid_json', 'The body is not valid JSON. Check commas, quotes and brackets.');
  }
};

/** An object or a list that the walk is inside of, and the key or the number of the entry that it is at. */
type Open = { readonly keys: Set<string> | undefined; at: string | number };

type Found = { readonly pointer: string; readonly code: string; readonly message: string };

/**
 * Walks text that JSON.parse accepted, so that only what it accepts too much of has to be looked for. Gives all that is
 * wrong, the first `MOST_FOUND` of it; nothing behind an object that is nested too deeply.
 */
const scan = (text: string): readonly Found[] => {
  const open: Open[] = [];
  const found: Found[] = [];
  let expectsKey = false;
  let at = 0;
  while (at < text.length && found.length < MOST_FOUND) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) {
      const end = endOfString(text, at);
      if (expectsKey) {
        found.push(...noteKey(open, JSON.parse(text.slice(at, end)) as string));
        expectsKey = false;
      }
      at = end;
    } else if (letter === OPEN_BRACE || letter === OPEN_BRACKET) {
      if (open.length === MAX_DEPTH)
        return [...found, wrong(open, 'depth', `is nested more than ${MAX_DEPTH} levels deep.`)];
      open.push(letter === OPEN_BRACE ? { keys: new Set(), at: '' } : { keys: undefined, at: 0 });
      expectsKey = letter === OPEN_BRACE;
      at++;
    } else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) {
      open.pop();
      expectsKey = false;
      at++;
    } else if (letter === COMMA) {
      const inside = open.at(-1);
      expectsKey = inside?.keys !== undefined;
      if (typeof inside?.at === 'number') inside.at++;
      at++;
    } else if (letter === MINUS || (letter >= DIGIT_0 && letter <= DIGIT_9)) {
      const number = numberAt(text, at);
      if (!isWholeNumber(number))
        found.push(wrong(open, 'type', 'must be a whole number below 2^53, in digits only: no fraction, no exponent.'));
      at += number.length;
    } else {
      at++;
    }
  }
  return found;
};

const noteKey = (open: readonly Open[], key: string): readonly Found[] => {
  const inside = open.at(-1);
  if (inside?.keys === undefined) return [];
  inside.at = key;
  if (key === '__proto__') return [wrong(open, 'unknown', 'is not a field of any request.')];
  if (inside.keys.has(key)) return [wrong(open, 'repeated', 'is there twice in one object.')];
  inside.keys.add(key);
  return [];
};

/** JSON it is, so the field is named; but not a key that may be a card number. */
const wrong = (open: readonly Open[], code: string, what: string): Found => {
  const steps = open.map(({ at }) =>
    typeof at === 'string' && findPan(at) !== undefined ? '…' : String(at).slice(0, 64),
  );
  const name = steps.length === 0 ? 'The body' : steps.join('.');
  const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { pointer, code, message: `${name} ${what}` };
};

const problemOf = (found: readonly Found[]): Problem => {
  const count = found.length === 1 ? 'one field' : `${found.length} fields`;
  const sentences = found.map(({ message }) => message).join(' ');
  return new Problem('invalid_fields', `The body has ${count} to correct: ${sentences}`, { fields: found });
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
};

const numberAt = (text: string, start: number): string => {
  NUMBER.lastIndex = start;
  return NUMBER.exec(text)?.[0] ?? text.charAt(start);
};

/** Every number of this API is; nobody should have to guess what 1e3, 1.0 or 2^53 + 1 was meant to be. */
const isWholeNumber = (number: string): boolean => INTEGER.test(number) && Number.isSafeInteger(Number(number));

const NUMBER = /[-+0-9.eE]+/y;
const INTEGER = /^-?\d+$/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
