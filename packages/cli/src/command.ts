import type { Admin, Finding } from '../../../src/admin.ts';

/** What a command may use. Opened only when a command asks for it, so that `--help` needs no database. */
export type CommandDeps = {
  readonly withAdmin: <T>(act: (admin: Admin) => Promise<T>) => Promise<T>;
  /** Looks at the installation; works also when there is no database to act on. */
  readonly examine: () => Promise<readonly Finding[]>;
  /** One line for a person who waits; not part of the result, and silent with `--json`. */
  readonly progress: (line: string) => void;
};

/** A flag that takes a text, such as `--name "Acme"`; a switch takes none and reads as `yes`. */
export type Flag = { readonly about: string; readonly isRequired: boolean; readonly isSwitch?: true };

export type Command = {
  /** The words that call it: `merchant create`. */
  readonly words: string;
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly run: (deps: CommandDeps, flags: Readonly<Record<string, string>>) => Promise<Result>;
};

export type Result = {
  /** Printed by `--json`, and nothing else is. */
  readonly json: object;
  readonly lines: readonly string[];
  /** 0 when left out. */
  readonly exitCode?: number;
};

/** The command was called wrongly: exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
