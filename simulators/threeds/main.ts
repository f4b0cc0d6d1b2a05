import { startThreeDs } from './threeds.ts';

const usage = `3-D Secure simulator: a directory server and an ACS on a laptop, with a journal of their own and faults on demand.

  node simulators/threeds/main.ts

Settings (environment):
  TOLLGATE_THREEDS_PORT   port to listen on, 0 picks a free one   (8083)
  TOLLGATE_THREEDS_URL    where browsers find the ACS   (http://<HOST>:<TOLLGATE_THREEDS_PORT>)
  TOLLGATE_DATA_DIR       the journal is <dir>/threeds/journal.jsonl   (.tollgate)
  HOST                    address to listen on   (127.0.0.1)

Open its address in a browser to see the last authentications and to switch faults on.
SIGTERM or SIGINT stops it.
`;

const main = async (): Promise<void> => {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(process.env['TOLLGATE_THREEDS_PORT'] ?? 8083);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('TOLLGATE_THREEDS_PORT is a number from 0 to 65535.');
  const publicUrl = process.env['TOLLGATE_THREEDS_URL'];
  if (publicUrl !== undefined && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
    fail('TOLLGATE_THREEDS_URL is an address that begins with http:// or https://.');
  }
  const threeDs = await startThreeDs({
    port,
    host: process.env['HOST'] ?? '127.0.0.1',
    publicUrl,
    dataDir: process.env['TOLLGATE_DATA_DIR'] ?? '.tollgate',
    onFailure: (error) => fail(`The journal can not be written: ${error.message}`),
  });
  process.stdout.write(`3-D Secure simulator listens at ${threeDs.url}\n`);
  const stop = () => {
    threeDs.close().then(
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
  if (!(error instanceof Error)) return 'The 3-D Secure simulator failed.';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'The port of the 3-D Secure simulator is in use: set TOLLGATE_THREEDS_PORT to another one.';
  return error.message;
};

main().catch((error: unknown) => fail(sentenceOf(error)));
