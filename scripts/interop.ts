/**
 * `npm run interop`: generators of clients judge the OpenAPI document. Each one that has its tools on this machine
 * makes a client of it; the client is compiled, and pays at a gateway that is some years ahead of its document. Nothing
 * is installed outside a temporary folder. Writes the table of `docs/interop.md`, and ends with 1 when a judge that ran
 * has failed.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { startDemo } from './interop/demo.ts';
import { startFutureGateway, UNKNOWN_EVENT, UNKNOWN_STATUS } from './interop/future.ts';
import { judges, type Judge } from './interop/judges.ts';
import { runStep } from './interop/steps.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CLIENTS = fileURLToPath(new URL('./interop/clients/', import.meta.url));
const REPORT = join(ROOT, 'docs/interop.md');

const USAGE = `Usage: npm run interop [-- --only <text> | --keep | --help]

${judges.map(({ name, version, wants }) => `  ${`${name} ${version}`.padEnd(40)} wants ${wants.join(', ')}`).join('\n')}

  --only  runs the judges whose name holds this text; the others keep their rows in docs/interop.md
  --keep  keeps the temporary folder, and says where it is
`;

type Verdict = { readonly judge: Judge; readonly result: 'passed' | 'failed' | 'not run'; readonly detail: string };

type Bench = { readonly folder: string; readonly env: NodeJS.ProcessEnv };

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const chosen = judges.filter(({ name }) => name.includes(values.only ?? ''));
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-interop-'));
  mkdirSync(join(folder, 'bin'));
  copyFileSync(join(ROOT, 'docs/openapi.json'), join(folder, 'openapi.json'));
  const demo = await startDemo(join(folder, 'demo'));
  const future = await startFutureGateway(demo.gateway);
  const env = {
    ...withoutOurModules(process.env),
    TOLLGATE_API: `${future.url}/api2`,
    TOLLGATE_KEY: demo.apiKey,
    TOLLGATE_CARD: '4444555511113333',
  };
  const verdicts: Verdict[] = [];
  try {
    for (const judge of chosen) {
      const verdict = await hear(judge, { folder, env });
      process.stdout.write(
        `${judge.name} ${judge.version}: ${verdict.result}${verdict.detail && ` (${verdict.detail})`}\n`,
      );
      verdicts.push(verdict);
      await writeReport(verdict);
    }
  } finally {
    future.close();
    await demo.stop();
    if (values.keep === true) process.stdout.write(`kept: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return verdicts.some(({ result }) => result === 'failed') ? 1 : 0;
};

const hear = async (judge: Judge, { folder, env }: Bench): Promise<Verdict> => {
  const missing = await missingOf(judge, { folder, env });
  if (missing.length > 0) return { judge, result: 'not run', detail: `${missing.join(', ')} is not on this machine` };
  const own = join(folder, judge.name.replaceAll(/\W+/g, '-').toLowerCase());
  mkdirSync(own);
  for (const [name, content] of Object.entries(judge.files ?? {})) writeFileSync(join(own, name), content);
  const [from, to] = judge.client;
  for (const step of judge.prepare) {
    const { isOk, output } = await runStep(step, { folder: own, env });
    if (!isOk)
      return { judge, result: 'failed', detail: `${step.command.join(' ').slice(0, 120)}: ${lastLines(output)}` };
    // After generating: some generators empty their folder first. Before compiling: it is compiled with the client.
    mkdirSync(dirname(join(own, to)), { recursive: true });
    copyFileSync(join(CLIENTS, from), join(own, to));
  }
  const { isOk, output } = await runStep({ ...judge.pay, timeoutMs: 60_000 }, { folder: own, env });
  const wrong = isOk ? wrongIn(output) : lastLines(output);
  return wrong === undefined ? { judge, result: 'passed', detail: '' } : { judge, result: 'failed', detail: wrong };
};

/** What each client has to print, with what the future gateway says in the place of what this one would. */
const wanted: readonly RegExp[] = [
  new RegExp(`^session ${UNKNOWN_STATUS}$`, 'm'),
  /^payment succeeded$/m,
  new RegExp(`^events ${UNKNOWN_EVENT.replace('.', '\\.')},.*payment\\.succeeded`, 'm'),
  /^problem invalid_fields$/m,
];

const wrongIn = (output: string): string | undefined => {
  const missing = wanted.find((pattern) => !pattern.test(output));
  return missing === undefined ? undefined : `not printed: ${missing.source}; printed: ${lastLines(output)}`;
};

const missingOf = async ({ wants }: Judge, bench: Bench): Promise<readonly string[]> => {
  const found = await Promise.all(
    wants.map(async (program) => (await runStep({ command: ['sh', '-c', `command -v ${program}`] }, bench)).isOk),
  );
  return wants.filter((_, at) => found[at] === false);
};

/** npm puts our own programs first; the judges use those of the machine. */
const withoutOurModules = ({ PATH = '', ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  PATH: PATH.split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter),
});

const lastLines = (output: string): string => output.trim().split('\n').slice(-4).join(' / ').slice(-500);

/** The row of this judge; those that did not run this time keep theirs. */
const writeReport = async ({ judge: { name, version, makes }, result, detail }: Verdict): Promise<void> => {
  const row = `| ${name} | ${version} | ${makes} | ${result}${detail && `: ${detail.replaceAll('|', '\\|')}`} |`;
  const before = readFileSync(REPORT, 'utf8');
  const rows = judges.flatMap((one) =>
    one.name === name ? [row] : (before.split('\n').find((line) => line.startsWith(`| ${one.name} `)) ?? []),
  );
  const table = ['| Generator | Version | Makes | Result |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const after = before.replace(
    /(<!-- interop -->\n)[^]*(<!-- \/interop -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  );
  writeFileSync(REPORT, await format(after, { ...(await resolveConfig(REPORT)), parser: 'markdown' }));
};

process.exitCode = await main();
