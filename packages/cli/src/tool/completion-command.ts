import { SHELLS, completionFor } from './completion.ts';
import { EXIT, UsageError, type BoundCommand } from './command.ts';
import type { Group } from './help.ts';

/** `completion`, which knows all the other commands. */
export const completionOf = (groups: readonly Group[]): BoundCommand => {
  const command: BoundCommand = {
    words: 'completion',
    about: 'prints a program that lets your shell complete these commands',
    flags: {},
    operands: [{ name: 'shell', about: SHELLS.join(', '), isRequired: true, oneOf: SHELLS }],
    examples: [
      'source <(tollgate completion bash)',
      'source <(tollgate completion zsh)',
      'tollgate completion fish > ~/.config/fish/completions/tollgate.fish',
    ],
    explain: (error) => ({ lines: [String(error)], exitCode: EXIT.failed }),
    run: async (_, { shell: word }) => {
      const shell = SHELLS.find((one) => one === word);
      if (shell === undefined) throw new UsageError(`"${word ?? ''}" is not one of ${SHELLS.join(', ')}.`);
      const program = completionFor(shell, [...groups.flatMap(({ commands }) => commands), command]);
      return { json: { shell, program }, lines: [program.trimEnd()] };
    },
  };
  return command;
};
