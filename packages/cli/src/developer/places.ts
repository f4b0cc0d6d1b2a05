import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../tool/terminal.ts';

type Environment = Terminal['environment'];

/** Where the user's settings lie: https://specifications.freedesktop.org/basedir-spec/ */
export const configFile = (environment: Environment): string =>
  join(folderOf(environment, 'XDG_CONFIG_HOME', '.config'), 'tollgate', 'config.json');

/** Where a listener remembers how far it is: nothing that one would copy to another machine. */
export const listenFolder = (environment: Environment): string =>
  join(folderOf(environment, 'XDG_STATE_HOME', join('.local', 'state')), 'tollgate', 'listen');

/** A relative path in these variables is to be ignored, says the specification. */
const folderOf = (environment: Environment, name: string, otherwise: string): string => {
  const given = environment[name] ?? '';
  return given.startsWith('/') || /^[A-Za-z]:[\\/]/.test(given)
    ? given
    : join(environment['HOME'] ?? homedir(), otherwise);
};
