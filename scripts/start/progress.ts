export type Progress = {
  /** Shows that `title` is being done, and when it is, how long it took and what the work answered about it. */
  readonly step: <T>(title: string, work: (note: (text: string) => void) => Promise<T>) => Promise<T>;
  readonly say: (line: string) => void;
};

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001B[2K';

/** On a terminal a spinner that becomes a line; anywhere else (a log, a pipe) only the finished lines. */
export const createProgress = (output: Output): Progress => {
  const isTty = output.isTTY;
  const say = (line: string): void => {
    output.write(`${line}\n`);
  };
  const step: Progress['step'] = async (title, work) => {
    const startedAtMs = performance.now();
    const notes: string[] = [];
    const stopSpinning = isTty ? spin(output, title) : () => undefined;
    const finish = (mark: string): void => {
      stopSpinning();
      const tookMs = `${Math.round(performance.now() - startedAtMs)} ms`.padStart(8);
      say(`  ${mark} ${title.padEnd(20)}${tookMs}${notes.length > 0 ? `   ${notes.join(', ')}` : ''}`);
    };
    try {
      const result = await work((text) => notes.push(text));
      finish('✔');
      return result;
    } catch (error) {
      finish('✖');
      throw error;
    }
  };
  return { step, say };
};

const spin = (output: Output, title: string): (() => void) => {
  let frame = 0;
  const draw = (): void => {
    output.write(`${CLEAR_LINE}  ${FRAMES[frame % FRAMES.length] ?? ''} ${title}`);
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return () => {
    clearInterval(timer);
    output.write(CLEAR_LINE);
  };
};
