#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import type { Command, Flag, Result } from './command.ts';
import { explain } from './explain.ts';
import { keyCreate } from './commands/key-create.ts';
import { merchantCreate } from './commands/merchant-create.ts';
import { merchantUpdate } from './commands/merchant-update.ts';
import { migrate } from './commands/migrate.ts';
import { vaultRotate } from './commands/vault-rotate.ts';

const commands: readonly Command[] = [merchantCreate, merchantUpdate, keyCreate, migrate, vaultRotate];

const HELP_WORDS: ReadonlySet<string> = new Set(['--help', '-h', 'help']);

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const main = async (words: readonly string[]): Promise<void> => {
  const command = commands.find((one) => one.words === words.slice(0, countWords(one)).join(' '));
  if (command === undefined) {
    const first = words[0];
    if (first !== undefined && !HELP_WORDS.has(first)) {
      const called = words.filter((word) => !word.startsWith('-')).join(' ');
      throw new UsageError(`There is no command "${called}"; \`tollgate --help\` lists them.`);
    }
    process.stdout.write(overview());
    return;
  }
  const { help, json, flags } = readFlags(command, words.slice(countWords(command)));
  if (help) {
    process.stdout.write(usage(command));
    return;
  }
  // Loaded only here: the help needs no database driver.
  const { withAdmin } = await import('./open-admin.ts');
  const progress = (line: string): void => {
    if (!json) process.stderr.write(`${line}\n`);
  };
  print(await command.run({ withAdmin, progress }, flags), json);
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
    // Node's sentences name the flag and what is wrong with it; some give advice in a second one.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${sentence.replace(/\.$/, '')}; see \`tollgate ${command.words} --help\`.`);
  }
};

const print = (result: Result, json: boolean): void => {
  process.stdout.write(json ? `${JSON.stringify(result.json)}\n` : `${result.lines.join('\n')}\n`);
};

const overview = (): string => {
  const rows = commands.map((command) => `  ${command.words.padEnd(18)}${command.about}\n`);
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
