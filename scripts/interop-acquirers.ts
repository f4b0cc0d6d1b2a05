/**
 * `npm run interop:acquirers`: programs that others wrote judge what our connectors say to acquirers, and whether we
 * understand what they say. Each runs where its tools are installed; nothing is installed outside a temporary folder.
 * Writes the third table of `docs/interop.md`, and ends with 1 when a judge that ran has found something.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import type { AcquirerJudge, Verdict } from './interop/acquirers/judge.ts';
import { acquirerJudges } from './interop/acquirers/judges.ts';
import { runStep } from './interop/steps.ts';

const REPORT = fileURLToPath(new URL('../docs/interop.md', import.meta.url));

const lineOf = ({ connector, name, version, wants }: AcquirerJudge): string =>
  `  ${`${connector}: ${name} ${version}`.padEnd(48)} wants ${wants.join(', ')}`;

const USAGE = `Usage: npm run interop:acquirers [-- --only <text> | --help]

${acquirerJudges.map(lineOf).join('\n')}

  --only  runs the judges of this connector, or with this in their name; the others keep their rows in docs/interop.md
`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { only = '' } = values;
  const chosen = acquirerJudges.filter(({ connector, name }) => connector === only || name.includes(only));
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-interop-'));
  let hasFailed = false;
  try {
    for (const judge of chosen) {
      const result = await hear(judge, folder);
      process.stdout.write(`${judge.connector}: ${judge.name} ${judge.version}: ${result}\n`);
      await writeReport(judge, result);
      hasFailed ||= result.startsWith('failed');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return hasFailed ? 1 : 0;
};

const hear = async (judge: AcquirerJudge, parent: string): Promise<string> => {
  const folder = join(parent, judge.name.replaceAll(/\W+/g, '-').toLowerCase());
  mkdirSync(folder);
  const place = { folder, env: process.env };
  for (const program of judge.wants) {
    const { isOk } = await runStep({ command: ['sh', '-c', `command -v ${program}`] }, place);
    if (!isOk) return `not run: ${program} is not on this machine`;
  }
  const verdict: Verdict = await judge.hear(place);
  return `${verdict.result}: ${verdict.detail}`;
};

const writeReport = async (judge: AcquirerJudge, result: string): Promise<void> => {
  const cells = [judge.connector, judge.name, judge.version, judge.judges, result.replaceAll('|', '\\|')];
  const row = `| ${cells.join(' | ')} |`;
  const before = readFileSync(REPORT, 'utf8');
  const [section = ''] = /<!-- acquirers -->[^]*<!-- \/acquirers -->/.exec(before) ?? [];
  const rows = acquirerJudges.flatMap((one) =>
    one === judge ? [row] : (section.split('\n').find((line) => isRowOf(one, line)) ?? []),
  );
  const table = ['| Connector | Judge | Version | Looks at | Result |', '| --- | --- | --- | --- | --- |', ...rows];
  const after = before.replace(
    /(<!-- acquirers -->\n)[^]*(<!-- \/acquirers -->)/,
    (_, start: string, end: string) => `${start}\n${table.join('\n')}\n\n${end}`,
  );
  writeFileSync(REPORT, await format(after, { ...(await resolveConfig(REPORT)), parser: 'markdown' }));
};

const isRowOf = ({ connector, name }: AcquirerJudge, line: string): boolean => {
  const [, first = '', second = ''] = line.split('|').map((cell) => cell.trim());
  return first === connector && second === name;
};

process.exitCode = await main();
