import { startAcquirer } from './acquirer.ts';

const usage = `Acquirer simulator: a bank's host on a laptop, with a journal of its own and faults on demand.

  node simulators/acquirer/main.ts

Settings (environment):
  TOLLGATE_ACQUIRER_PORT   port to listen on, 0 picks a free one   (8082)
  TOLLGATE_DATA_DIR        the journal is <dir>/acquirer/journal.jsonl   (.tollgate)
  HOST                     address to listen on   (127.0.0.1)
  TOLLGATE_ACQUIRER_KEY    terminal:key that callers must show   (none: everyone may call)

Open its address in a browser to see the last operations and to switch faults on.
SIGTERM or SIGINT stops it.
`;

const main = async (): Promise<void> => {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(process.env['TOLLGATE_ACQUIRER_PORT'] ?? 8082);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('TOLLGATE_ACQUIRER_PORT is a number from 0 to 65535.');
  const acquirer = await startAcquirer({
    port,
    host: process.env['HOST'] ?? '127.0.0.1',
    dataDir: process.env['TOLLGATE_DATA_DIR'] ?? '.tollgate',
    credentials: process.env['TOLLGATE_ACQUIRER_KEY'],
    onFailure: (error) => fail(`The journal can not be written: ${error.message}`),
  });
  process.stdout.write(`Acquirer simulator listens at ${acquirer.url}\n`);
  const stop = () => {
    acquirer.close().then(
      () => process.exit(0),
      (error: unknown) => fail(sentenceOf(error)),
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
};

const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const sentenceOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'The acquirer simulator failed.';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port of the acquirer simulator is in use: set TOLLGATE_ACQUIRER_PORT to another one.';
  return error.message;
};

main().catch((error: unknown) => fail(sentenceOf(error)));
