import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runFile, type FileResult } from './run-file.ts';
import { findTestFiles, type Suite } from './suites.ts';

export type SuiteResult = {
  readonly name: string;
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  readonly ms: number;
};

type Context = {
  readonly root: string;
  readonly grep: string | undefined;
  readonly print: (text: string) => void;
};

/**
 * Runs a suite's files, or those of them that are named, some side by side, and prints each one's report when it is
 * done. No file and no test: failed.
 */
export const runSuite = async (
  { root, grep, print }: Context,
  suite: Suite & { readonly files?: readonly string[] },
): Promise<SuiteResult> => {
  const startedAtMs = performance.now();
  const waiting = longestFirst(root, suite.files ?? findTestFiles(root, suite));
  const results: FileResult[] = [];
  print(`\n━━ ${suite.name}: ${suite.about} (${waiting.length} files)\n`);
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const result = await runOrReport(file, { root, timeoutMs: suite.fileTimeoutMs, grep });
      results.push(result);
      if (grep === undefined || result.passed + result.failed > 0) {
        print(`\n${result.file}  (${Math.round(result.ms)} ms)\n${result.report}`);
      }
    }
  };
  await Promise.all(Array.from({ length: suite.concurrency }, work));

  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.failed));
  // With --grep most files have nothing to run; the whole run still has to find something.
  const isEmpty = passed + failed === 0 && grep === undefined;
  if (isEmpty) print(`✖ the suite "${suite.name}" ran no test\n`);
  return {
    name: suite.name,
    files: results.length,
    passed,
    failed: failed + (isEmpty ? 1 : 0),
    ms: performance.now() - startedAtMs,
  };
};

/** A long text mostly takes long; begun last, it would run alone at the end while a core is idle. */
const longestFirst = (root: string, files: readonly string[]): string[] =>
  files.toSorted((one, other) => statSync(join(root, other)).size - statSync(join(root, one)).size);

/** A file that cannot even be run is one failure, and the others still get their turn. */
const runOrReport = async (file: string, options: Parameters<typeof runFile>[1]): Promise<FileResult> => {
  try {
    return await runFile(file, options);
  } catch (error) {
    const report = `✖ ${file}: ${error instanceof Error ? error.message : String(error)}\n`;
    return { file, passed: 0, failed: 1, ms: 0, report };
  }
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
