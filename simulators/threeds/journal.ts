import { createReadStream } from 'node:fs';
import { mkdir, open, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What happened, one line a fact. Of a card only the first six and last four digits, of a cavv only a digest. */
export type Entry = {
  readonly seq: number;
  readonly at: string;
  readonly event: EntryEvent;
  readonly threeDSServerTransID?: string;
  readonly acsTransID?: string;
  readonly dsTransID?: string;
  readonly bin?: string;
  readonly last4?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly exponent?: number;
  readonly merchant?: string;
  readonly version?: string;
  readonly compInd?: string;
  readonly challengeInd?: string;
  readonly transStatus?: string;
  readonly transStatusReason?: string;
  readonly eci?: string;
  readonly cavvDigest?: string;
  /** Why it ended so, what was refused, how the other side answered. */
  readonly detail?: string;
  readonly fault?: string;
};

export type EntryEvent =
  | 'preq'
  | 'preqSpoiled'
  | 'areqRefused'
  | 'areqSpoiled'
  | 'authenticated'
  | 'methodAsked'
  | 'creqRefused'
  | 'challengeOpened'
  | 'codeWrong'
  | 'codeResent'
  | 'challengeCut'
  | 'challengeEnded'
  | 'rreqSent'
  | 'rreqNotSent'
  | 'rresReceived'
  | 'rresMissing'
  | 'cresGiven'
  | 'resultAsked';

/**
 * An append-only file, one JSON object a line. Lines that wait at the same time share one write and one fsync, so the
 * disk bounds how long an answer takes, not how many are given.
 */
export type Journal = {
  /** Resolves when the line is on the disk. Lines get there in the order of the calls. */
  readonly append: (fact: Omit<Entry, 'seq' | 'at'>) => Promise<void>;
  /** Lines after a number, as they stand in the file. */
  readonly read: (afterSeq: number) => AsyncIterable<Entry>;
  readonly lastSeq: () => number;
  /** Undefined, or why nothing can be written any more. */
  readonly failure: () => Error | undefined;
  readonly close: () => Promise<void>;
};

export type JournalDeps = { readonly nowMs: () => number; readonly onEntry: (entry: Entry) => void };

/** Opens the file, hands every entry in it to `onEntry`, and drops a last line that a crash left half written. */
export const openJournal = async (path: string, { nowMs, onEntry }: JournalDeps): Promise<Journal> => {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a', 0o600);
  let lastSeq = 0;
  try {
    lastSeq = await restore(path, onEntry);
  } catch (error) {
    await file.close();
    throw error;
  }
  const writer = createWriter(file);
  return {
    append: (fact) => {
      const entry: Entry = { seq: ++lastSeq, at: new Date(nowMs()).toISOString(), ...fact };
      onEntry(entry);
      return writer.write(`${JSON.stringify(entry)}\n`);
    },
    async *read(afterSeq) {
      await writer.flushed();
      // What is appended while we read may be half written: stop where the file ended when we began.
      const { size } = await file.stat();
      if (size === 0) return;
      for await (const { text } of linesOf(path, size - 1)) {
        const entry = JSON.parse(text) as Entry;
        if (entry.seq > afterSeq) yield entry;
      }
    },
    lastSeq: () => lastSeq,
    failure: writer.failure,
    close: async () => {
      await writer.flushed().catch(() => undefined);
      await file.close();
    },
  };
};

const restore = async (path: string, onEntry: (entry: Entry) => void): Promise<number> => {
  let lastSeq = 0;
  let bytes = 0;
  for await (const { text, isWhole } of linesOf(path, Number.MAX_SAFE_INTEGER)) {
    if (!isWhole) {
      await truncate(path, bytes);
      break;
    }
    const entry = parseEntry(text);
    if (entry?.seq !== lastSeq + 1) {
      throw new Error(`The journal ${path} is damaged after line ${lastSeq}: move it away to start anew.`);
    }
    lastSeq = entry.seq;
    bytes += Buffer.byteLength(text) + 1;
    onEntry(entry);
  }
  return lastSeq;
};

const parseEntry = (text: string): Entry | undefined => {
  try {
    return JSON.parse(text) as Entry;
  } catch {
    return undefined;
  }
};

/** The last line is not whole when its newline is missing. */
async function* linesOf(path: string, end: number): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest = '';
  for await (const chunk of createReadStream(path, { end, encoding: 'utf8' }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text, isWhole: true };
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}

type Waiter = { readonly resolve: () => void; readonly reject: (error: Error) => void };

const createWriter = (file: FileHandle) => {
  let lines: string[] = [];
  let waiters: Waiter[] = [];
  let isWriting = false;
  let failure: Error | undefined;

  const writeAll = async (): Promise<void> => {
    isWriting = true;
    while (waiters.length > 0) {
      const text = lines.join('');
      const waiting = waiters;
      lines = [];
      waiters = [];
      try {
        if (text !== '') {
          await file.writeFile(text);
          await file.datasync();
        }
        for (const waiter of waiting) waiter.resolve();
      } catch (error) {
        // What is not on the disk did not happen: nothing may be answered any more.
        failure = error instanceof Error ? error : new Error('The journal can not be written.');
        for (const waiter of [...waiting, ...waiters]) waiter.reject(failure);
        lines = [];
        waiters = [];
      }
    }
    isWriting = false;
  };
  const join = (line: string): Promise<void> => {
    if (failure !== undefined) return Promise.reject(failure);
    if (line !== '') lines.push(line);
    const written = new Promise<void>((resolve, reject) => waiters.push({ resolve, reject }));
    if (!isWriting) void writeAll();
    return written;
  };
  return { write: join, flushed: () => join(''), failure: () => failure };
};
