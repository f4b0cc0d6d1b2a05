import { EXIT } from '../tool/command.ts';
import { bind } from '../tool/run.ts';
import { commands } from './commands.ts';
import { explain } from './explain.ts';

export const operatorCommands = {
  title: 'For whoever runs the gateway, on its machine',
  commands: bind(commands, {
    open: async (terminal) => {
      // Loaded only here: the help needs no database driver.
      const { withAdmin, examine } = await import('./open-admin.ts');
      return { withAdmin, examine, progress: terminal.tell };
    },
    explain: (error) => ({ lines: [explain(error)], exitCode: EXIT.failed }),
  }),
};
