import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOwner } from '../../../src/db/embedded-owner.ts';

const APPLICATION = 'tollgate';

/** The embedded database of a gateway that runs in this folder; undefined when none does. */
export const findRunningDatabase = (dataDir: string): string | undefined => {
  if (findOwner(dataDir) === undefined) return undefined;
  const folder = join(dataDir, 'postgres');
  // PostgreSQL's lock file, by line: process, folder, start, port, socket folder, listen address, memory, state.
  const lock = readIfThere(join(folder, 'postmaster.pid'))?.split('\n').map((line) => line.trim());
  const superuserPassword = readIfThere(join(folder, 'tollgate.password'))?.trim();
  if (lock?.[7] !== 'ready' || superuserPassword === undefined) return undefined;
  // The application's own role, as src/db/embedded.ts makes it: no superuser.
  const password = createHmac('sha256', superuserPassword).update(APPLICATION).digest('hex');
  const [, , , port = '', socketFolder = '', address = ''] = lock;
  const login = `postgres://${APPLICATION}:${password}`;
  return socketFolder === ''
    ? `${login}@${address}:${port}/${APPLICATION}`
    : `${login}@localhost:${port}/${APPLICATION}?host=${encodeURIComponent(socketFolder)}`;
};

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
