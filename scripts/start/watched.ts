import { watch } from 'node:fs';
import { basename } from 'node:path';
import { startChild, waitUntilReady, type Part, type Program } from './child.ts';
import { messageOf } from './sentence.ts';

export type Watched = {
  readonly program: Program;
  readonly logDir: string;
  /** A change of a `.ts`, `.json` or `.sql` file below one of them starts the program again. */
  readonly folders: readonly string[];
  readonly say: (line: string) => void;
};

/** Saving several files at once, as editors and git do, is one change. */
const GATHER_MS = 100;

/**
 * A program for whoever changes it: it is started again when its files change, and one that does not start says why and
 * waits for the next change. Ends only when it is stopped.
 */
export const startWatched = ({ program, logDir, folders, say }: Watched): Part => {
  const stopping = new AbortController();
  // A function, because it changes while others are waited for.
  const isOver = (): boolean => stopping.signal.aborted;
  let part = startChild(program, logDir);
  let restarting: Promise<void> | undefined;
  let changed: string | undefined;

  const restart = async (): Promise<void> => {
    while (changed !== undefined && !isOver()) {
      say(`${basename(changed)} changed: ${program.name} starts again`);
      changed = undefined;
      await part.stop();
      if (isOver()) return;
      const startedAtMs = performance.now();
      part = startChild(program, logDir);
      const outcome = await waitUntilReady(part, program.readyUrl, stopping.signal).then(
        () => `${program.name} is ready (${Math.round(performance.now() - startedAtMs)} ms)`,
        messageOf,
      );
      if (!isOver()) say(outcome);
    }
  };
  const note = (file: string | null): void => {
    if (file === null || !/\.(ts|json|sql)$/.test(file) || file.endsWith('.test.ts')) return;
    changed = file;
    setTimeout(() => {
      restarting ??= restart().finally(() => {
        restarting = undefined;
      });
    }, GATHER_MS);
  };
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, (_, file) => note(file)));

  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const leave = (): void => {
    stopping.abort();
    for (const watcher of watchers) watcher.close();
  };
  return {
    name: program.name,
    ended,
    stop: async () => {
      leave();
      await restarting;
      await part.stop();
      resolve(await part.ended);
    },
    kill: () => {
      leave();
      part.kill();
    },
  };
};
