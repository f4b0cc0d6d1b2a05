#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import type { Command, Flag, Result } from './command.ts';
import { explain } from './explain.ts';
import { commands } from './commands.ts';
import { nearest } from './nearest.ts';
import { VERSION } from '../../../src/version.ts';

const HELP_WORDS: ReadonlySet<string> = new Set(['--help', '-h', 'help']);

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const main = async (words: readonly string[]): Promise<void> => {
  const command = commands.find((one) => one.words === words.slice(0, countWords(one)).join(' '));
  if (command === undefined) {
    process.stdout.write(answerWithoutCommand(words));
    return;
  }
  const { help, json, flags } = readFlags(command, words.slice(countWords(command)));
  if (help) {
    process.stdout.write(usage(command));
    return;
  }
  // Loaded only here: the help needs no database driver.
  const { withAdmin, examine } = await import('./open-admin.ts');
  const progress = (line: string): void => {
    if (!json) process.stderr.write(`${line}\n`);
  };
  const result = await command.run({ withAdmin, examine, progress }, flags);
  print(result, json);
  process.exitCode = result.exitCode ?? 0;
};

/** `--version`, the overview, or that of a group: `tollgate merchant --help`. */
const answerWithoutCommand = (words: readonly string[]): string => {
  const [first, second] = words;
  if (first === '--version' || first === '-v') return `${VERSION}\n`;
  if (first === undefined || HELP_WORDS.has(first)) return overview(commands);
  const group = commands.filter((one) => one.words.startsWith(`${first} `));
  if (group.length > 0 && (second === undefined || HELP_WORDS.has(second))) return overview(group);
  const called = words.filter((word) => !word.startsWith('-')).join(' ') || first;
  const near = nearest(
    called,
    commands.map((one) => one.words),
  );
  const hint = near === undefined ? '`tollgate --help` lists them' : `did you mean \`tollgate ${near}\`?`;
  throw new UsageError(`There is no command "${called}"; ${hint}${near === undefined ? '.' : ''}`);
};

const countWords = (command: Command): number => command.words.split(' ').length;

const readFlags = (command: Command, args: readonly string[]) => {
  const { help, json, ...given } = parseFlags(command, args);
  const flags: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string') flags[name] = value;
    else if (value === true) flags[name] = 'yes';
  }
  const isMissing = ([name, flag]: [string, Flag]) => flag.isRequired && (flags[name] ?? '').trim() === '';
  const missing = Object.entries(command.flags).filter(isMissing);
  if (help !== true && missing.length > 0) {
    throw new UsageError(`\`tollgate ${command.words}\` needs ${missing.map(([name]) => `--${name}`).join(' and ')}.`);
  }
  return { help: help === true, json: json === true, flags };
};

const parseFlags = (command: Command, args: readonly string[]) => {
  const typeOf = ({ isSwitch }: Flag) => ({ type: isSwitch === true ? ('boolean' as const) : ('string' as const) });
  const own = Object.fromEntries(Object.entries(command.flags).map(([name, flag]) => [name, typeOf(flag)]));
  const shared = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { ...own, ...shared }, strict: true });
    return values as Readonly<Record<string, string | boolean | undefined>>;
  } catch (error) {
    throw new UsageError(
      `${whatIsWrong(error, Object.keys({ ...own, ...shared }))}; see \`tollgate ${command.words} --help\`.`,
    );
  }
};

/** Node's sentences name the flag and what is wrong with it; some give advice in a second one. */
const whatIsWrong = (error: unknown, known: readonly string[]): string => {
  const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
  const unknown = /^Unknown option '--?([^']+)'/.exec(sentence)?.[1];
  if (unknown === undefined) return sentence.replace(/\.$/, '');
  const near = nearest(unknown, known);
  return `There is no flag --${unknown}${near === undefined ? '' : `, did you mean --${near}?`}`;
};

const print = (result: Result, json: boolean): void => {
  process.stdout.write(json ? `${JSON.stringify(result.json)}\n` : `${result.lines.join('\n')}\n`);
};

const overview = (shown: readonly Command[]): string => {
  const rows = shown.map((command) => `  ${command.words.padEnd(18)}${command.about}\n`);
  const shared = 'Every command takes --help, and --json to print only JSON.';
  return `Usage: tollgate <command> [flags]\n\n${rows.join('')}\n${shared}\n`;
};

const usage = (command: Command): string => {
  const rows = Object.entries(command.flags).map(
    ([name, flag]) => `  --${name.padEnd(22)}${flag.about}${flag.isRequired ? '' : ' (optional)'}\n`,
  );
  const flags = [...rows, '  --json                  print only JSON\n'].join('');
  return `Usage: tollgate ${command.words} [flags]\n\n${command.about}\n\n${flags}`;
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
}
