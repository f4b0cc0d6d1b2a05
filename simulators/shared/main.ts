/** What every simulator is told. */
export type CommonSettings = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly onFailure: (error: Error) => void;
};

export type Simulator = {
  /** As its sentences call it: `acquirer simulator`. */
  readonly name: string;
  readonly usage: string;
  readonly portSetting: string;
  readonly defaultPort: number;
  /** What it throws is a sentence for the operator. */
  readonly start: (settings: CommonSettings) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
};

/** A simulator as a program: says where it listens, and ends with exit code 0 at SIGTERM or SIGINT. */
export const runSimulator = async (simulator: Simulator): Promise<void> => {
  try {
    await run(simulator);
  } catch (error) {
    fail(sentenceOf(simulator, error));
  }
};

const run = async (simulator: Simulator): Promise<void> => {
  const { name, usage, portSetting, defaultPort, start } = simulator;
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(process.env[portSetting] ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`${portSetting} is a number from 0 to 65535.`);
  const running = await start({
    port,
    host: process.env['HOST'] ?? '127.0.0.1',
    dataDir: process.env['TOLLGATE_DATA_DIR'] ?? '.tollgate',
    onFailure: (error) => fail(`The journal cannot be written: ${error.message}`),
  });
  process.stdout.write(`${name.charAt(0).toUpperCase()}${name.slice(1)} listens at ${running.url}\n`);
  const stop = () => {
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(sentenceOf(simulator, error)),
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
};

const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const sentenceOf = ({ name, portSetting }: Simulator, error: unknown): string => {
  if (!(error instanceof Error)) return `The ${name} failed.`;
  const code = 'code' in error ? error.code : undefined;
  return code === 'EADDRINUSE'
    ? `The port of the ${name} is in use: set ${portSetting} to another one.`
    : error.message;
};
