/** A rule of `.dependency-cruiser.cjs`, as far as it names files. */
export type ImportRule = {
  readonly name: string;
  readonly from: Readonly<Record<string, unknown>>;
  readonly to: Readonly<Record<string, unknown>>;
};

/**
 * Every way that a rule names files, and that fits none of `files`: a rule about a folder that is gone forbids nothing.
 * Of alternatives in brackets each has to fit.
 */
export const findIdleNames = (rules: readonly ImportRule[], files: readonly string[]): readonly string[] =>
  rules.flatMap(({ name, from, to }) =>
    [from['path'], from['pathNot'], to['path'], to['pathNot']]
      .flat()
      .filter((pattern) => typeof pattern === 'string')
      .flatMap(writeOut)
      .filter((pattern) => !files.some((file) => new RegExp(pattern).test(file)))
      .map((pattern) => `${name}: ${pattern} is the name of no file`),
  );

/** `^src/(a|b(x|y))/` → `^src/a/`, `^src/bx/`, `^src/by/`. A reference to what a bracket found may be anything. */
const writeOut = (pattern: string): readonly string[] => {
  const bracket = /\(([^()]*)\)/.exec(pattern);
  if (bracket === null) return [pattern.replace(/\$\d/g, '[^/]+')];
  const [whole, inside = ''] = bracket;
  const rest = pattern.slice(bracket.index + whole.length);
  return inside.split('|').flatMap((one) => writeOut(pattern.slice(0, bracket.index) + one + rest));
};
