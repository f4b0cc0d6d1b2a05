import { dirname, isAbsolute, join } from 'node:path';
import type { Terminal } from '../tool/terminal.ts';
import { readIfThere } from './private-file.ts';
import type { Profile } from './profiles.ts';

/** What `npm start` left in its data folder, here or in a folder above; undefined where there is none. */
export const findDemo = ({ environment, folder }: Pick<Terminal, 'environment' | 'folder'>): Profile | undefined => {
  const dataFolder = environment['TOLLGATE_DATA_DIR'] ?? '.tollgate';
  for (let at = folder; ; at = dirname(at)) {
    const found = readDemo(join(isAbsolute(dataFolder) ? dataFolder : join(at, dataFolder), 'demo.json'));
    if (found !== undefined || isAbsolute(dataFolder) || at === dirname(at)) return found;
  }
};

const readDemo = (path: string): Profile | undefined => {
  try {
    const { gateway, apiKey } = JSON.parse(readIfThere(path) ?? '{}') as Readonly<Record<string, unknown>>;
    return typeof gateway === 'string' && typeof apiKey === 'string' ? { baseUrl: gateway, apiKey } : undefined;
  } catch {
    // Somebody else's file, or one that is not ours to read: no demo.
    return undefined;
  }
};
