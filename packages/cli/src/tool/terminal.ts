import { createInterface } from 'node:readline';

/** Everything that a command sees of the world it was typed into. */
export type Terminal = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** `--json`: standard output is for programs. */
  readonly json: boolean;
  /** A person sits at both ends: questions may be asked. */
  readonly isInteractive: boolean;
  readonly paint: Paint;
  /** A line of the result, on standard output. */
  readonly print: (line: string) => void;
  /** A line for a person who waits, on standard error; silent with `--json`. */
  readonly tell: (line: string) => void;
  /** Everything that is piped in. */
  readonly readInput: () => Promise<string>;
  readonly ask: (question: string, options?: { readonly isHidden?: boolean }) => Promise<string>;
  /** Aborted by the first Ctrl-C or SIGTERM from now on; a second one ends the program at once. */
  readonly catchStop: () => AbortSignal;
};

export type Paint = Readonly<Record<'good' | 'bad' | 'careful' | 'faint' | 'strong', (text: string) => string>>;

const CODES: Readonly<Record<keyof Paint, number>> = { good: 32, bad: 31, careful: 33, faint: 2, strong: 1 };

const createPaint = (isColoured: boolean): Paint => {
  const paint = (code: number) => (text: string) => (isColoured ? `\u001b[${String(code)}m${text}\u001b[0m` : text);
  const { good, bad, careful, faint, strong } = CODES;
  return { good: paint(good), bad: paint(bad), careful: paint(careful), faint: paint(faint), strong: paint(strong) };
};

/** The terminal that this process has. */
export const openTerminal = (options: { readonly json: boolean }): Terminal => {
  const { stdin, stdout, stderr } = process;
  const environment = process.env;
  // https://no-color.org: set and not empty, whatever it says.
  const mayColour = (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  return {
    environment,
    folder: process.cwd(),
    json: options.json,
    isInteractive: stdin.isTTY && stdout.isTTY,
    paint: createPaint(mayColour && stdout.isTTY && !options.json),
    print: (line) => {
      stdout.write(`${line}\n`);
    },
    tell: (line) => {
      if (!options.json) stderr.write(`${line}\n`);
    },
    readInput: async () => Buffer.concat((await stdin.toArray()) as Buffer[]).toString('utf8'),
    ask: (question, { isHidden = false } = {}) => (isHidden ? askHidden(question) : askOpenly(question)),
    catchStop,
  };
};

const askOpenly = (question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.on('SIGINT', () => {
      lines.close();
      reject(new Error('Nothing was changed.'));
    });
    lines.question(question, (answer) => {
      lines.close();
      resolve(answer.trim());
    });
  });

/** What is typed stands nowhere: neither on the screen nor in its history. */
const askHidden = (question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { stdin, stderr } = process;
    stderr.write(question);
    stdin.setRawMode(true).resume().setEncoding('utf8');
    let typed = '';
    const end = (act: () => void): void => {
      stdin.setRawMode(false).pause().off('data', hear);
      stderr.write('\n');
      act();
    };
    const hear = (text: string): void => {
      for (const letter of text) {
        if (letter === '\r' || letter === '\n') {
          end(() => resolve(typed.trim()));
          return;
        }
        if (letter === '\u0003' || letter === '\u0004') {
          end(() => reject(new Error('Nothing was changed.')));
          return;
        }
        typed = letter === '\u007f' || letter === '\b' ? typed.slice(0, -1) : typed + letter;
      }
    };
    stdin.on('data', hear);
  });

const catchStop = (): AbortSignal => {
  const controller = new AbortController();
  const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes[name]);
      controller.abort();
    });
  return controller.signal;
};
