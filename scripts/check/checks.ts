import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Outcome = {
  readonly name: string;
  readonly isOk: boolean;
  /** How many files were looked at. A check that looked at none has failed, however green it says it is. */
  readonly looked: number;
  readonly output: string;
  readonly ms: number;
};

type Verdict = { readonly looked: number; readonly problems: readonly string[] };

export type Check = {
  readonly name: string;
  /** A program of an installed package (`bin` in it), or a script of ours. */
  readonly command: readonly string[];
  readonly isNeeded: (root: string) => boolean;
  readonly read: (stdout: string, stderr: string) => Verdict;
};

const TIMEOUT_MS = 600_000;
const OUR_ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MODULES = join(OUR_ROOT, 'node_modules');

/** Which folders hold code; each tool looks at those that exist. */
const FOLDERS = ['src', 'packages', 'simulators', 'examples', 'scripts', 'test', 'bench'];

const PAGE_SCRIPT = 'src/http/checkout/client';

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** With `--listFiles` the compiler prints each file it read, as an absolute path, beside its complaints. */
const readCompiler: Check['read'] = (stdout) => {
  const isFile = (line: string): boolean => /^(\/|[A-Z]:\/).*\.(?:[cm]?tsx?|json)$/.test(line);
  return {
    looked: lines(stdout).filter((line) => isFile(line) && !line.includes('/node_modules/')).length,
    problems: lines(stdout).filter((line) => !isFile(line)),
  };
};

type LintResult = {
  readonly filePath: string;
  readonly messages: readonly { line?: number; message: string; ruleId: string | null }[];
};

const readLinter: Check['read'] = (stdout, stderr) => {
  const results = parse<readonly LintResult[]>(stdout);
  if (results === undefined) return { looked: 0, problems: [stderr.trim() || stdout.trim()] };
  return {
    looked: results.length,
    problems: results.flatMap(({ filePath, messages }) =>
      messages.map(({ line, message, ruleId }) => `${filePath}:${line ?? 0}  ${message}  (${ruleId ?? 'syntax'})`),
    ),
  };
};

type Cruise = {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { from: string; to: string; rule: { name: string } }[];
  };
};

const readCruiser: Check['read'] = (stdout, stderr) => {
  const cruise = parse<Cruise>(stdout);
  if (cruise === undefined) return { looked: 0, problems: [stderr.trim() || stdout.trim()] };
  return {
    looked: cruise.summary.totalCruised,
    problems: cruise.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`),
  };
};

/** Scripts of ours print a line `<n> files …`, and a line on the other stream about each file that is wrong. */
const readOurs: Check['read'] = (stdout, stderr) => ({
  looked: Number(/^(\d+) (generated )?files?\b/m.exec(stdout)?.[1] ?? 0),
  problems: lines(stderr),
});

export const CHECKS: readonly Check[] = [
  {
    name: 'types',
    command: [join(MODULES, 'typescript/bin/tsc'), '--noEmit', '--listFiles', '--pretty', 'false', '-p', '.'],
    isNeeded: () => true,
    read: readCompiler,
  },
  {
    // What runs in the customer's browser has other globals, so a configuration of its own.
    name: 'page types',
    command: [join(MODULES, 'typescript/bin/tsc'), '--noEmit', '--listFiles', '--pretty', 'false', '-p', PAGE_SCRIPT],
    isNeeded: (root) => existsSync(join(root, PAGE_SCRIPT)),
    read: readCompiler,
  },
  {
    name: 'lint',
    command: [
      join(MODULES, 'eslint/bin/eslint.js'),
      '.',
      '--format',
      'json',
      '--config',
      join(OUR_ROOT, 'eslint.config.js'),
    ],
    isNeeded: () => true,
    read: readLinter,
  },
  {
    name: 'layout',
    command: ['scripts/format.ts', '--check'],
    isNeeded: (root) => existsSync(join(root, 'scripts/format.ts')),
    read: readOurs,
  },
  {
    // Line and file length, words that lost, refusals that give no reason.
    name: 'tidy',
    command: ['scripts/tidy.ts'],
    isNeeded: (root) => existsSync(join(root, 'scripts/tidy.ts')),
    read: readOurs,
  },
  {
    name: 'imports',
    command: [
      join(MODULES, 'dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      join(OUR_ROOT, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      ...FOLDERS,
    ],
    isNeeded: () => true,
    read: readCruiser,
  },
  {
    name: 'generated',
    // The code that looks for statements strips types, which Node still calls an experiment.
    command: ['--disable-warning=ExperimentalWarning', 'scripts/generate.ts', '--check'],
    isNeeded: (root) => existsSync(join(root, 'scripts/generate.ts')),
    read: readOurs,
  },
];

/** Runs the checks, all side by side or so many; each prints one line, and what it found. */
export const runChecks = async (
  root: string,
  print: (text: string) => void,
  atOnce = CHECKS.length,
): Promise<readonly Outcome[]> => {
  const waiting = CHECKS.filter((check) => check.isNeeded(root));
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const outcome = await runCheck(check, root);
      print(describe(outcome));
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
};

export const runCheck = async (check: Check, root: string): Promise<Outcome> => {
  const startedAtMs = performance.now();
  const command = check.command.filter((part) => !FOLDERS.includes(part) || existsSync(join(root, part)));
  const { status, stdout, stderr } = await runProgram(command, root);
  const { looked, problems } = check.read(stdout, stderr);
  const isOk = status === 0 && looked > 0 && problems.length === 0;
  const reason = looked === 0 ? ['looked at 0 files, so it proves nothing'] : [];
  const silent = status !== 0 && problems.length === 0 ? [`exit code ${status ?? 'none'}`, ...lines(stderr)] : [];
  return {
    name: check.name,
    isOk,
    looked,
    output: isOk ? '' : [...problems, ...reason, ...silent].join('\n'),
    ms: performance.now() - startedAtMs,
  };
};

const describe = ({ name, isOk, looked, output, ms }: Outcome): string => {
  const line = `${isOk ? '✔' : '✖'} ${name.padEnd(10)} ${String(looked).padStart(5)} files  ${Math.round(ms)} ms\n`;
  return isOk ? line : `${line}${output.replace(/^/gm, '    ')}\n`;
};

type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

const runProgram = (args: readonly string[], cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
    const read = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (read.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (read.stderr += text));
    child.once('error', (error) => {
      resolve({ status: null, stdout: '', stderr: error.message });
    });
    child.once('close', (status) => {
      resolve({ status, ...read });
    });
  });

/** The tools' own JSON; anything else that they print is no answer. */
const parse = <T>(text: string): T | undefined => {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
};
