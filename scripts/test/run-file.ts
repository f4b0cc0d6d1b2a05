import { Readable } from 'node:stream';
import { run, type EventData } from 'node:test';
import { spec } from 'node:test/reporters';

export type FileResult = {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly ms: number;
  /** The report of this file, in the form of Node's own `spec` reporter. */
  readonly report: string;
};

export type RunOptions = { readonly root: string; readonly timeoutMs: number; readonly grep: string | undefined };

/** What the stream of `run` holds, as far as it is read here. */
type TestEvent =
  | { readonly type: 'test:pass'; readonly data: EventData.TestPass }
  | { readonly type: 'test:fail'; readonly data: EventData.TestFail }
  | { readonly type: 'test:diagnostic'; readonly data: EventData.TestDiagnostic }
  | { readonly type: 'test:summary' | 'test:other' };

/**
 * The named test fails first, so that the report says which one hung; the file is ended when even that did not help.
 */
const TEST_SHARE_OF_LIMIT = 0.9;
/** Whoever ignores the polite end of an aborted run. */
const ABORT_GRACE_MS = 5_000;

/**
 * Runs one test file in a process of its own. A skipped test without a reason, and a file without a test, have failed.
 */
export const runFile = async (file: string, { root, timeoutMs, grep }: RunOptions): Promise<FileResult> => {
  const startedAtMs = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  const stream = run({
    cwd: root,
    files: [file],
    concurrency: 1,
    timeout: timeoutMs * TEST_SHARE_OF_LIMIT,
    signal: limit,
    ...(grep === undefined ? {} : { testNamePatterns: [grep] }),
  });
  const all = await collect(stream, timeoutMs + ABORT_GRACE_MS);
  // Node reports a file without a test as a test that passed; with a pattern that only means that none has the name.
  const events = grep === undefined ? all : all.filter((event) => !isEmptyFile(file, event));
  const complaints = events.flatMap((event) => complain(file, event));
  const failed = events.filter((event) => event.type === 'test:fail' && isTest(event)).length + complaints.length;
  const passed = events.filter((event) => event.type === 'test:pass' && isTest(event)).length - complaints.length;
  const report = [await render(events), ...complaints.map((complaint) => `✖ ${complaint}\n`)].join('');
  return { file, passed, failed, ms: performance.now() - startedAtMs, report };
};

const isEmptyFile = (file: string, event: TestEvent): boolean =>
  event.type === 'test:pass' && event.data.name.endsWith(file);

const isTest = (event: Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>): boolean =>
  event.data.details.type !== 'suite';

/** Node counts these two as passed. */
const complain = (file: string, event: TestEvent): readonly string[] => {
  if (event.type !== 'test:pass' || !isTest(event)) return [];
  const { name, skip, todo } = event.data;
  if (isEmptyFile(file, event)) return [`${file} holds no test`];
  if (skip === true || todo === true) return [`${file}: "${name}" is skipped without a reason`];
  return [];
};

const collect = async (stream: ReturnType<typeof run>, limitMs: number): Promise<readonly TestEvent[]> => {
  const events: TestEvent[] = [];
  const giveUp = setTimeout(() => stream.destroy(new Error(`no end after ${Math.round(limitMs / 1000)} s`)), limitMs);
  try {
    for await (const event of stream) events.push(event as TestEvent);
  } finally {
    clearTimeout(giveUp);
  }
  return events;
};

/** The totals of one file among dozens are noise; the run has its own at the end. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

const render = async (events: readonly TestEvent[]): Promise<string> => {
  const shown = events.filter((event) => {
    if (event.type === 'test:summary') return false;
    return event.type !== 'test:diagnostic' || event.data.nesting !== 0 || !SUMMARY.test(event.data.message);
  });
  let text = '';
  for await (const chunk of Readable.from(shown).compose(new spec())) text += String(chunk);
  return text;
};
