#!/usr/bin/env node
/** What `npx @tollgate/cli` runs: the commands of a shop's developer, and nothing of the gateway. */
import manifest from '../package.json' with { type: 'json' };
import { developerCommands } from './developer/commands.ts';
import { completionOf } from './tool/completion-command.ts';
import { runTool } from './tool/run.ts';

const shell = { title: 'Your shell', commands: [completionOf([developerCommands])] };
await runTool({ version: manifest.version, groups: [developerCommands, shell] }, process.argv.slice(2));
