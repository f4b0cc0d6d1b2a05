import { parseArgs } from 'node:util';
import { UsageError, type Command, type Flag, type Given } from './command.ts';
import { nearest } from './nearest.ts';

type Shape = Pick<Command<never>, 'words' | 'flags' | 'operands'>;

export type Typed = { readonly help: boolean; readonly json: boolean; readonly given: Given };

/** What stands behind the command's words, by name. Throws UsageError with one sentence that says what to type. */
export const readFlags = (command: Shape, args: readonly string[]): Typed => {
  const { values, positionals } = parse(command, args);
  const { help, json, ...rest } = values;
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'string') given[name] = value;
    else if (value === true) given[name] = 'yes';
  }
  if (help !== true) {
    readOperands(command, positionals, given);
    refuseMissing(command, given);
    refuseUnknownWords(command.flags, given);
  }
  return { help: help === true, json: json === true, given };
};

const parse = (command: Shape, args: readonly string[]) => {
  const typeOf = ({ isSwitch }: Flag) => ({ type: isSwitch === true ? ('boolean' as const) : ('string' as const) });
  const own = Object.fromEntries(Object.entries(command.flags).map(([name, flag]) => [name, typeOf(flag)]));
  const always = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;
  const options = { ...own, ...always };
  try {
    const allowPositionals = command.operands !== undefined;
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals });
    return { values: values as Readonly<Record<string, string | boolean | undefined>>, positionals };
  } catch (error) {
    throw new UsageError(`${whatIsWrong(error, Object.keys(options))}; see \`tollgate ${command.words} --help\`.`);
  }
};

/** Node's sentences name the flag and what is wrong with it; some give advice in a second one. */
const whatIsWrong = (error: unknown, known: readonly string[]): string => {
  const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
  const unknown = /^Unknown option '--?([^']+)'/.exec(sentence)?.[1];
  if (unknown === undefined) return sentence.split('\n').join(' ').replace(/\.$/, '');
  const near = nearest(unknown, known);
  return `There is no flag --${unknown}${near === undefined ? '' : `, did you mean --${near}?`}`;
};

const readOperands = (command: Shape, words: readonly string[], given: Record<string, string>): void => {
  const operands = command.operands ?? [];
  const [tooMuch] = words.slice(operands.length);
  if (tooMuch !== undefined)
    throw new UsageError(`"${tooMuch}" is one word too many; see \`tollgate ${command.words} --help\`.`);
  for (const [at, { name, about, isRequired }] of operands.entries()) {
    const word = words[at]?.trim() ?? '';
    if (word !== '') given[name] = word;
    else if (isRequired) throw new UsageError(`\`tollgate ${command.words}\` needs <${name}>: ${about}.`);
  }
};

const refuseMissing = (command: Shape, given: Given): void => {
  const missing = Object.entries(command.flags).filter(
    ([name, flag]) => flag.isRequired && (given[name] ?? '').trim() === '',
  );
  if (missing.length === 0) return;
  throw new UsageError(`\`tollgate ${command.words}\` needs ${missing.map(([name]) => `--${name}`).join(' and ')}.`);
};

const refuseUnknownWords = (flags: Readonly<Record<string, Flag>>, given: Given): void => {
  for (const [name, { oneOf }] of Object.entries(flags)) {
    const word = given[name];
    if (word === undefined || oneOf === undefined || oneOf.includes(word)) continue;
    throw new UsageError(
      `--${name} is "${word}"; it must be ${oneOf.slice(0, -1).join(', ')} or ${oneOf.at(-1) ?? ''}.`,
    );
  }
};

/** A whole number of a flag; UsageError when it is none, or outside of the two. */
export const wholeNumber = (
  name: string,
  text: string | undefined,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number => {
  if (text === undefined) return otherwise;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} must be a whole number from ${String(least)} to ${String(most)}.`);
};

/** `a, b,c` as flags take lists. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
