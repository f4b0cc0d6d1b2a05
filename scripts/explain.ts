import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { explainPath } from './explain/explain-path.ts';

/**
 * `npm run explain`: fills a database with many sessions, explains every statement of a payment's path with real
 * parameters and the plan that all parameters share, and writes what came of it to `docs/statements/plans.md`. Ends
 * with 1 when a plan is bad.
 */
const PLANS = new URL('../docs/statements/plans.md', import.meta.url);
const SESSIONS = 1_000_000;

const USAGE = `Usage: npm run explain [-- --sessions <n>] [--json] [--help]

  --sessions <n>  how many sessions the database holds (${SESSIONS.toLocaleString('en')})
  --json          prints what was measured and writes no file
`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      sessions: { type: 'string', default: String(SESSIONS) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const sessions = Number(values.sessions);
  if (values.help || !Number.isSafeInteger(sessions) || sessions < 100) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const { page, measured, breaches } = await explainPath({ sessions, say });
  if (values.json) process.stdout.write(`${JSON.stringify({ sessions, measured, breaches }, null, 2)}\n`);
  else writeFileSync(PLANS, page);
  for (const breach of breaches) say(breach);
  say(`${measured.length} statements explained, ${breaches.length} complaints.`);
  return breaches.length === 0 ? 0 : 1;
};

process.exitCode = await main();
