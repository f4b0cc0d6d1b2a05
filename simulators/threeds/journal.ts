import { openJournal, type Journal } from '../shared/journal.ts';

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

/** The journal of both sides; it counts and dates what it is given. */
export type ThreeDsJournal = Omit<Journal<Entry>, 'append' | 'flushed'> & {
  /** Resolves when the line is on the disk. Lines get there in the order of the calls. */
  readonly append: (fact: Omit<Entry, 'seq' | 'at'>) => Promise<void>;
  readonly lastSeq: () => number;
};

export type JournalDeps = { readonly nowMs: () => number; readonly onEntry: (entry: Entry) => void };

export const openThreeDsJournal = async (path: string, { nowMs, onEntry }: JournalDeps): Promise<ThreeDsJournal> => {
  let lastSeq = 0;
  const note = (entry: Entry): void => {
    lastSeq = entry.seq;
    onEntry(entry);
  };
  const { append, read, failure, close } = await openJournal<Entry>(path, note);
  return {
    append: (fact) => {
      const entry: Entry = { seq: lastSeq + 1, at: new Date(nowMs()).toISOString(), ...fact };
      note(entry);
      return append(entry);
    },
    read,
    failure,
    close,
    lastSeq: () => lastSeq,
  };
};
