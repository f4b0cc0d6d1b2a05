import type { Terminal } from './terminal.ts';

/** A flag that takes a text, such as `--name "Acme"`; a switch takes none and reads as `yes`. */
export type Flag = {
  readonly about: string;
  readonly isRequired: boolean;
  readonly isSwitch?: true;
  /** The words that it takes, when there are few: shown by the help and offered by the shell. */
  readonly oneOf?: readonly string[];
};

/** A word that stands behind the command without a name: `events show <event>`. */
export type Operand = {
  readonly name: string;
  readonly about: string;
  readonly isRequired: boolean;
  readonly oneOf?: readonly string[];
};

/** Flags and operands by name, as they were typed. */
export type Given = Readonly<Record<string, string>>;

/** `Deps`: what its `run` is handed, made only when the command runs: `--help` needs neither net nor database. */
export type Command<Deps> = {
  /** The words that call it: `merchant create`. */
  readonly words: string;
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly operands?: readonly Operand[];
  /** Whole lines that can be typed. */
  readonly examples?: readonly string[];
  /** What the help says below the flags: limits, exit codes of its own. */
  readonly more?: readonly string[];
  readonly run: (deps: Deps, given: Given) => Promise<Result>;
};

export type Result = {
  /** Printed by `--json`, and nothing else is. Absent: the command has printed all there is. */
  readonly json?: object;
  readonly lines: readonly string[];
  /** 0 when left out. */
  readonly exitCode?: number;
};

/** A command with what it needs already at hand; the program is a list of these. */
export type BoundCommand = Omit<Command<never>, 'run'> & {
  readonly run: (terminal: Terminal, given: Given) => Promise<Result>;
  /** What a person reads of an error that this command threw. */
  readonly explain: (error: unknown) => Failure;
};

/** `lines`: the first says what is wrong, the others what to do. */
export type Failure = { readonly lines: readonly string[]; readonly exitCode: number; readonly json?: object };

/** The command was called wrongly: exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What every command ends with; `--help` prints it. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notSignedIn: 3,
  notReached: 4,
} as const;
