import type { Suite } from './suites.ts';

/**
 * Two lanes side by side: suites that need the machine, one after another, and suites that mostly wait, one after
 * another. Whoever waits leaves a core to the others, so the second lane costs next to no time. Answers in the order of
 * the suites.
 */
export const runInLanes = <One extends Pick<Suite, 'mostlyWaits'>, Result>(
  suites: readonly One[],
  run: (suite: One) => Promise<Result>,
): Promise<readonly Result[]> => {
  const ends = { working: Promise.resolve<unknown>(undefined), waiting: Promise.resolve<unknown>(undefined) };
  return Promise.all(
    suites.map((suite) => {
      const lane = suite.mostlyWaits === true ? 'waiting' : 'working';
      const ended = ends[lane].then(() => run(suite));
      ends[lane] = ended;
      return ended;
    }),
  );
};
