import type { BoundCommand } from './command.ts';

export type Group = { readonly title: string; readonly commands: readonly BoundCommand[] };

export const overview = (groups: readonly Group[]): string => {
  const width = Math.max(...groups.flatMap(({ commands }) => commands.map(({ words }) => words.length))) + 2;
  const rows = groups.map(({ title, commands }) => {
    const lines = commands.map((command) => `  ${command.words.padEnd(width)}${command.about}\n`).join('');
    return groups.length === 1 ? lines : `${title}\n${lines}`;
  });
  const shared =
    'Every command takes --help, and --json to print only JSON.\n' +
    'Ends with 0 (done), 1 (failed), 2 (called wrongly), 3 (not signed in, or the key may not), 4 (no answer).';
  return `Usage: tollgate <command> [flags]\n\n${rows.join('\n')}\n${shared}\n`;
};

export const usage = (command: BoundCommand): string => {
  const operands = command.operands ?? [];
  const words = operands.map(({ name, isRequired }) => (isRequired ? ` <${name}>` : ` [<${name}>]`)).join('');
  const rows = [
    ...operands.map(({ name, about, isRequired }) => [`<${name}>`, optional(about, isRequired)] as const),
    ...Object.entries(command.flags).map(
      ([name, flag]) => [`--${name}`, optional(flag.about, flag.isRequired)] as const,
    ),
    ['--json', 'print only JSON'] as const,
  ];
  const width = Math.max(26, ...rows.map(([name]) => name.length + 2));
  return [
    `Usage: tollgate ${command.words}${words} [flags]`,
    command.about,
    rows.map(([name, about]) => `  ${name.padEnd(width - 2)}${about}`).join('\n'),
    ...(command.more === undefined ? [] : [command.more.join('\n')]),
    ...(command.examples === undefined ? [] : [`Examples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`]),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
};

const optional = (about: string, isRequired: boolean): string => (isRequired ? about : `${about} (optional)`);
