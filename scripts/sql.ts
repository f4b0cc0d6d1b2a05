import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readConfig } from '../src/config.ts';
import { findRunningDatabase } from './embedded-postgres/embedded-postgres.ts';

/**
 * `npm run sql`: a look into the database of a gateway that runs here, for people who work on it. See
 * docs/debugging.md.
 */
const USAGE = `Usage: npm run sql -- "<statements>" | --file <path> | --help

Runs them in a transaction that can only read, on the database of TOLLGATE_DATA_DIR (which has to run) or of
DATABASE_URL, and prints the rows of each. In a file, :name stands for what --name gives: --set name=value.

  --file <path>       statements from a file
  --set <name=value>  may come several times
`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const text = values.file === undefined ? positionals.join(' ') : readFileSync(values.file, 'utf8');
  if (values.help === true || text === '') {
    process.stdout.write(USAGE);
    return;
  }
  const { databaseUrl, dataDir } = readConfig();
  const connectionString = databaseUrl ?? findRunningDatabase(dataDir);
  if (connectionString === undefined)
    throw new Error(`No database runs in ${dataDir}: begin with \`npm start\`, or set DATABASE_URL.`);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('begin read only');
    const answer: unknown = await client.query(withValues(text, values.set));
    for (const { rows } of (Array.isArray(answer) ? answer : [answer]) as readonly pg.QueryResult[])
      print(rows as readonly Readonly<Record<string, unknown>>[]);
  } finally {
    await client.end();
  }
};

/** Quoted as text; `::uuid` and the like are no names. */
const withValues = (text: string, given: readonly string[]): string =>
  given.reduce((sql, pair) => {
    const [name = '', ...rest] = pair.split('=');
    return sql.replaceAll(new RegExp(`(?<!:):${name}\\b`, 'g'), () => pg.escapeLiteral(rest.join('=')));
  }, text);

const print = (rows: readonly Readonly<Record<string, unknown>>[]): void => {
  const [first] = rows;
  if (first === undefined) {
    process.stdout.write('(no rows)\n\n');
    return;
  }
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((name) => asText(row[name])))];
  const widths = names.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  for (const row of cells)
    process.stdout.write(
      `${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  process.stdout.write('\n');
};

const asText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

// `| head` is enough of an answer.
process.stdout.on('error', () => process.exit());

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
