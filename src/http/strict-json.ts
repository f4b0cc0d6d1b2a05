import { Problem } from '../base/problem.ts';
import { findPan } from '../card/pan.ts';

/**
 * JSON.parse forgives things that a payment API must not: of two equal keys the last wins in silence, `1e3` and `100.0` become
 * numbers nobody wrote, `__proto__` is a key like any other, and depth has no end. This reads the text once, refuses those
 * with a sentence that says where, and leaves the building of values to JSON.parse.
 */
export const parseStrictJson = (text: string): unknown => {
  const value = parse(text);
  scan(text);
  return value;
};

const MAX_DEPTH = 8;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // V8's own message quotes the text around the error, which may hold anything.
    throw new Problem('invalid_json', 'The body is not valid JSON. Check commas, quotes and brackets.');
  }
};

/** Walks text that JSON.parse accepted, so that only what it accepts too much of has to be looked for. */
const scan = (text: string): void => {
  // One set of keys for each object around the current place; undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  let expectsKey = false;
  let at = 0;
  while (at < text.length) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) {
      const end = endOfString(text, at);
      if (expectsKey) {
        noteKey(open.at(-1), JSON.parse(text.slice(at, end)) as string);
        expectsKey = false;
      }
      at = end;
    } else if (letter === OPEN_BRACE || letter === OPEN_BRACKET) {
      if (open.length === MAX_DEPTH)
        throw new Problem('invalid_json', `The body is nested more than ${MAX_DEPTH} levels deep.`);
      open.push(letter === OPEN_BRACE ? new Set() : undefined);
      expectsKey = letter === OPEN_BRACE;
      at++;
    } else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) {
      open.pop();
      expectsKey = false;
      at++;
    } else if (letter === COMMA) {
      expectsKey = open.at(-1) !== undefined;
      at++;
    } else if (letter === MINUS || (letter >= DIGIT_0 && letter <= DIGIT_9)) {
      at = endOfNumber(text, at);
    } else {
      at++;
    }
  }
};

const noteKey = (keys: Set<string> | undefined, key: string): void => {
  if (keys === undefined) return;
  if (key === '__proto__') throw new Problem('invalid_json', 'The key "__proto__" is not allowed.');
  if (keys.has(key))
    throw new Problem(
      'invalid_json',
      `${findPan(key) === undefined ? `The key "${key.slice(0, 64)}"` : 'A key'} is there twice in one object.`,
    );
  keys.add(key);
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
};

const endOfNumber = (text: string, start: number): number => {
  NUMBER.lastIndex = start;
  const number = NUMBER.exec(text)?.[0] ?? '';
  // Every number of this API is a whole number; nobody should have to guess what 1e3, 1.0 or 2^53 + 1 was meant to be.
  if (!INTEGER.test(number) || !Number.isSafeInteger(Number(number))) {
    throw new Problem(
      'invalid_json',
      'Write every number as a whole number below 2^53 in digits only: no fraction, no exponent.',
    );
  }
  return start + number.length;
};

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
