import type { Admin, Finding } from '../../../../src/admin.ts';
import type { Command as AnyCommand } from '../tool/command.ts';

export { UsageError, type Flag, type Result } from '../tool/command.ts';

/** What a command may use. Opened only when a command asks for it, so that `--help` needs no database. */
export type CommandDeps = {
  readonly withAdmin: <T>(act: (admin: Admin) => Promise<T>) => Promise<T>;
  /** Looks at the installation; works also when there is no database to act on. */
  readonly examine: () => Promise<readonly Finding[]>;
  /** One line for a person who waits; not part of the result, and silent with `--json`. */
  readonly progress: (line: string) => void;
};

/** A command of whoever runs the gateway: it acts on the database. */
export type Command = AnyCommand<CommandDeps>;
