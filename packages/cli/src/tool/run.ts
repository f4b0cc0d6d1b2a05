import { EXIT, UsageError, type BoundCommand, type Command, type Failure, type Flag, type Result } from './command.ts';
import { readFlags } from './flags.ts';
import { overview, usage, type Group } from './help.ts';
import { nearest } from './nearest.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export type Tool = {
  readonly version: string;
  readonly groups: readonly Group[];
};

const HELP_WORDS: ReadonlySet<string> = new Set(['--help', '-h', 'help']);

/** Runs what was typed, prints what came of it, and sets the exit code of this process. Throws nothing. */
export const runTool = async (tool: Tool, words: readonly string[]): Promise<void> => {
  const all = tool.groups.flatMap(({ commands }) => commands);
  const command = all.find((one) => one.words === words.slice(0, countWords(one)).join(' '));
  try {
    if (command === undefined) {
      process.stdout.write(answerWithoutCommand(tool, all, words));
      return;
    }
    await runCommand(command, words.slice(countWords(command)));
  } catch (error) {
    const failure = error instanceof UsageError ? misuse(error) : (command?.explain(error) ?? unexplained(error));
    const isForPrograms = words.includes('--json') && failure.json !== undefined;
    process.stderr.write(`${isForPrograms ? JSON.stringify(failure.json) : failure.lines.join('\n')}\n`);
    process.exitCode = failure.exitCode;
  }
};

/** Makes commands of one kind alike: `open` makes what they are handed, when one of them runs. */
export const bind = <Deps>(
  commands: readonly Command<Deps>[],
  kind: {
    readonly open: (terminal: Terminal, given: Readonly<Record<string, string>>) => Promise<Deps>;
    readonly explain: (error: unknown) => Failure;
    readonly shared?: Readonly<Record<string, Flag>>;
  },
): readonly BoundCommand[] =>
  commands.map((command) => ({
    ...command,
    flags: { ...command.flags, ...kind.shared },
    explain: kind.explain,
    run: async (terminal, given) => command.run(await kind.open(terminal, given), given),
  }));

const runCommand = async (command: BoundCommand, args: readonly string[]): Promise<void> => {
  const { help, json, given } = readFlags(command, args);
  if (help) {
    process.stdout.write(usage(command));
    return;
  }
  print(await command.run(openTerminal({ json }), given), json);
};

const print = ({ json: object, lines, exitCode = EXIT.ok }: Result, json: boolean): void => {
  if (json && object !== undefined) process.stdout.write(`${JSON.stringify(object)}\n`);
  if (!json && lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = exitCode;
};

/** `--version`, the overview, or that of a group: `tollgate merchant --help`. */
const answerWithoutCommand = (tool: Tool, all: readonly BoundCommand[], words: readonly string[]): string => {
  const [first, second] = words;
  if (first === '--version' || first === '-v') return `${tool.version}\n`;
  if (first === undefined || HELP_WORDS.has(first)) return overview(tool.groups);
  const group = all.filter((one) => one.words.startsWith(`${first} `));
  if (group.length > 0 && (second === undefined || HELP_WORDS.has(second)))
    return overview([{ title: first, commands: group }]);
  const called = words.filter((word) => !word.startsWith('-')).join(' ') || first;
  const near = nearest(
    called,
    all.map((one) => one.words),
  );
  const hint = near === undefined ? '`tollgate --help` lists them' : `did you mean \`tollgate ${near}\`?`;
  throw new UsageError(`There is no command "${called}"; ${hint}${near === undefined ? '.' : ''}`);
};

const countWords = (command: Pick<BoundCommand, 'words'>): number => command.words.split(' ').length;

const misuse = (error: UsageError): Failure => ({
  lines: [error.message],
  exitCode: EXIT.usage,
  json: { error: { code: 'usage', message: error.message } },
});

const unexplained = (error: unknown): Failure => ({
  lines: [error instanceof Error ? error.message : String(error)],
  exitCode: EXIT.failed,
});
