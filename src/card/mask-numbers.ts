import { findPan, findPans } from './pan.ts';

/** Stands where card data stood. */
export const MASK = '[card]';

/** Takes out of a text what may be a card number, in one piece or in groups. */
export const maskNumbers = (text: string): string => {
  let masked = '';
  let shownTo = 0;
  for (const { start, end } of findPans(text)) {
    masked += text.slice(shownTo, start) + MASK;
    shownTo = end;
  }
  return masked + text.slice(shownTo);
};

/** The same, and what base64, hex or percent encoding hides. */
export const maskHiddenNumbers = (text: string): string =>
  maskNumbers(
    encodings.reduce(
      (masked, [run, decode]) => masked.replace(run, (found) => (holdsPan(decode(found)) ? MASK : found)),
      text,
    ),
  );

/**
 * Long runs of an encoding's letters, and how to read them. A run that reads as something with a card number goes
 * whole.
 */
const encodings: readonly (readonly [run: RegExp, decode: (run: string) => string])[] = [
  [/(?:%[0-9a-f]{2}){13,}/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1')],
  [/(?:[0-9a-f]{2}){13,}/gi, (run) => Buffer.from(run, 'hex').toString('latin1')],
  [/[A-Za-z0-9+/_-]{17,}={0,2}/g, (run) => Buffer.from(run, 'base64').toString('latin1')],
];

// Decoded bytes may be UTF-16: without the zero bytes between them the digits stand side by side.
const holdsPan = (decoded: string): boolean => findPan(decoded.replaceAll('\0', '')) !== undefined;
