#!/usr/bin/env node
/** `npm run tollgate`, and `tollgate` on a server: the commands of the operator and of a shop's developer. */
import { VERSION } from '../../../src/version.ts';
import { operatorCommands } from './operator/operator-commands.ts';
import { completionOf } from './tool/completion-command.ts';
import type { Group } from './tool/help.ts';
import { runTool } from './tool/run.ts';

const words = process.argv.slice(2);

/** The developer's are loaded only for who does not call one of the operator's: each word more takes time to start. */
const groupsFor = async (first: string | undefined): Promise<readonly Group[]> => {
  if (operatorCommands.commands.some((one) => one.words.split(' ')[0] === first)) return [operatorCommands];
  const { developerCommands } = await import('./developer/commands.ts');
  const groups = [operatorCommands, developerCommands];
  return [...groups, { title: 'Your shell', commands: [completionOf(groups)] }];
};

await runTool({ version: VERSION, groups: await groupsFor(words[0]) }, words);
