import { createReadStream } from 'node:fs';
import { mkdir, open, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A line counts on from the one before it. */
export type Numbered = { readonly seq: number };

/**
 * An append-only file, one JSON object a line. Lines that wait at the same time share one write and one fsync, so the
 * disk bounds how long an answer takes, not how many are given.
 */
export type Journal<Entry extends Numbered> = {
  /** Resolves when the line is on the disk. Lines get there in the order of the calls. */
  readonly append: (entry: Entry) => Promise<void>;
  /** Resolves when every line appended so far is on the disk. */
  readonly flushed: () => Promise<void>;
  /** Lines after a number, as they stand in the file. */
  readonly read: (afterSeq: number) => AsyncIterable<Entry>;
  /** Undefined, or why nothing can be written any more. */
  readonly failure: () => Error | undefined;
  readonly close: () => Promise<void>;
};

/** Opens the file, hands every entry in it to `onEntry`, and drops a last line that a crash left half written. */
export const openJournal = async <Entry extends Numbered>(
  path: string,
  onEntry: (entry: Entry) => void,
): Promise<Journal<Entry>> => {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a', 0o600);
  const marks = createMarks();
  try {
    await restore<Entry>(path, marks, onEntry);
  } catch (error) {
    await file.close();
    throw error;
  }
  const writer = createWriter(file);
  return {
    append: (entry) => {
      const line = `${JSON.stringify(entry)}\n`;
      marks.note(entry.seq, Buffer.byteLength(line));
      return writer.write(line);
    },
    flushed: writer.flushed,
    failure: writer.failure,
    async *read(afterSeq) {
      await writer.flushed();
      // What is appended while we read may be half written: stop where the file ended when we began.
      const { size } = await file.stat();
      const start = marks.before(afterSeq);
      if (start >= size) return;
      for await (const { text } of linesOf(path, start, size - 1)) {
        const entry = JSON.parse(text) as Entry;
        if (entry.seq > afterSeq) yield entry;
      }
    },
    close: async () => {
      await writer.flushed().catch(() => undefined);
      await file.close();
    },
  };
};

const restore = async <Entry extends Numbered>(
  path: string,
  marks: Marks,
  onEntry: (entry: Entry) => void,
): Promise<void> => {
  let lastSeq = 0;
  let bytes = 0;
  for await (const line of linesOf(path, 0, Number.MAX_SAFE_INTEGER)) {
    const length = Buffer.byteLength(line.text) + (line.isWhole ? 1 : 0);
    const entry = parseEntry<Entry>(line.text);
    if (!line.isWhole) {
      await truncate(path, bytes);
      return;
    }
    if (entry?.seq !== lastSeq + 1)
      throw new Error(`The journal ${path} is damaged after line ${lastSeq}: move it away to start anew.`);
    lastSeq = entry.seq;
    bytes += length;
    marks.note(entry.seq, length);
    onEntry(entry);
  }
};

const parseEntry = <Entry extends Numbered>(text: string): Entry | undefined => {
  try {
    return JSON.parse(text) as Entry;
  } catch {
    return undefined;
  }
};

/** The last line is not whole when its newline is missing. */
async function* linesOf(path: string, start: number, end: number): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest = '';
  for await (const chunk of createReadStream(path, { start, end, encoding: 'utf8' }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text, isWhole: true };
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}

type Marks = { readonly note: (seq: number, bytes: number) => void; readonly before: (afterSeq: number) => number };

const LINES_PER_MARK = 1_024;

/** Where every 1,024th line begins, so that reading the newest lines does not read the whole file. */
const createMarks = (): Marks => {
  const offsets: number[] = [];
  let end = 0;
  return {
    note: (seq, bytes) => {
      if ((seq - 1) % LINES_PER_MARK === 0) offsets.push(end);
      end += bytes;
    },
    before: (afterSeq) => {
      const mark = Math.min(Math.floor(Math.max(afterSeq, 0) / LINES_PER_MARK), offsets.length - 1);
      return offsets[mark] ?? 0;
    },
  };
};

type Waiter = { readonly resolve: () => void; readonly reject: (error: Error) => void };

const createWriter = (file: FileHandle) => {
  let lines: string[] = [];
  let waiters: Waiter[] = [];
  let inFlight: Waiter[] | undefined;
  let failure: Error | undefined;

  const writeAll = async (): Promise<void> => {
    while (lines.length > 0) {
      const text = lines.join('');
      const waiting = waiters;
      inFlight = waiting;
      lines = [];
      waiters = [];
      try {
        await file.writeFile(text);
        await file.datasync();
        for (const waiter of waiting) waiter.resolve();
      } catch (error) {
        // What is not on the disk did not happen, and the books are ahead of it: nothing may be answered any more.
        failure = error instanceof Error ? error : new Error('The journal cannot be written.');
        for (const waiter of [...waiting, ...waiters]) waiter.reject(failure);
        lines = [];
        waiters = [];
      }
    }
    inFlight = undefined;
  };

  return {
    write: (line: string): Promise<void> => {
      if (failure !== undefined) return Promise.reject(failure);
      lines.push(line);
      const written = new Promise<void>((resolve, reject) => waiters.push({ resolve, reject }));
      if (inFlight === undefined) void writeAll();
      return written;
    },
    flushed: (): Promise<void> => {
      if (failure !== undefined) return Promise.reject(failure);
      // The batch that holds the newest line: the one that is being collected, or else the one that is being written.
      const newest = lines.length > 0 ? waiters : inFlight;
      if (newest === undefined) return Promise.resolve();
      return new Promise<void>((resolve, reject) => newest.push({ resolve, reject }));
    },
    failure: () => failure,
  };
};
