/** What a fault does to one message, step by step. Everything absent is as usual. */
export type FaultPlan = {
  readonly name: string;
  /** The message is read and then nothing is done about it. */
  readonly before?: 'cut' | 'errorPage';
  readonly effectDelayMs?: number;
  readonly declineCode?: string;
  /** The effect stays; inquiries say "not found" this long. */
  readonly hiddenMs?: number;
  /** The effect stays; the answer and inquiries say "in progress" this long. */
  readonly pendingMs?: number;
  readonly answerDelayMs?: number;
  readonly change?: 'reference' | 'amount' | 'currency' | 'duplicate';
  readonly answer?: 'cut' | 'errorPage' | 'truncated' | 'garbled' | 'twice';
  /** For an inquiry: what it asks about is denied. */
  readonly notFound?: true;
  /** Where the face tells by itself how it ended: that is there before the answer. */
  readonly noticeFirst?: true;
  /** Where the face tells by itself how it ended: after the success it tells that it did not last. */
  readonly takenBack?: true;
};

type Shape = Omit<FaultPlan, 'name'>;
type FaultKindRow = {
  readonly title: string;
  /**
   * Used when nobody gives `ms`: longer than the 25 s a gateway waits, shorter than the 30 s until it believes "not
   * found".
   */
  readonly defaultMs?: number;
  readonly shape: (ms: number, code: string) => Shape;
};

/** Faults of one message. */
export const messageFaults = {
  decline: { title: 'Decline with a response code', shape: (_ms, code) => ({ declineCode: code }) },
  cutBefore: { title: 'Cut the line, nothing done', shape: () => ({ before: 'cut' }) },
  cutAfter: { title: 'Done, then cut the line without an answer', shape: () => ({ answer: 'cut' }) },
  lateAnswer: { title: 'Done at once, answered late', defaultMs: 30_000, shape: (ms) => ({ answerDelayMs: ms }) },
  lateEffect: { title: 'Done late, answered after that', defaultMs: 27_000, shape: (ms) => ({ effectDelayMs: ms }) },
  truncated: { title: 'Done, half of the answer, then cut the line', shape: () => ({ answer: 'truncated' }) },
  garbled: { title: 'Done, an answer that nobody can read', shape: () => ({ answer: 'garbled' }) },
  answerTwice: { title: 'Done, the answer sent twice down the same line', shape: () => ({ answer: 'twice' }) },
  errorPageBefore: { title: '503 with an HTML page, nothing done', shape: () => ({ before: 'errorPage' }) },
  errorPageAfter: { title: 'Done, then 502 with an HTML page', shape: () => ({ answer: 'errorPage' }) },
  wrongReference: { title: 'Done, the answer names another reference', shape: () => ({ change: 'reference' }) },
  wrongAmount: { title: 'Done, the answer names another amount', shape: () => ({ change: 'amount' }) },
  wrongCurrency: { title: 'Done, the answer names another currency', shape: () => ({ change: 'currency' }) },
  duplicateReply: { title: 'Done, the answer says it was done before', shape: () => ({ change: 'duplicate' }) },
  inProgress: { title: 'Done, but "in progress" for a while', defaultMs: 8_000, shape: (ms) => ({ pendingMs: ms }) },
  notFoundFirst: {
    title: 'Done, line cut, inquiries say "not found" for a while',
    defaultMs: 20_000,
    shape: (ms) => ({ answer: 'cut', hiddenMs: ms }),
  },
  notFound: { title: 'Inquiries say "not found"', defaultMs: 20_000, shape: () => ({ notFound: true }) },
  noticeFirst: { title: 'Done, the notification comes before the answer', shape: () => ({ noticeFirst: true }) },
  takenBack: { title: 'Done, and taken back afterwards by a notification', shape: () => ({ takenBack: true }) },
} as const satisfies Record<string, FaultKindRow>;

/** Faults of the line itself; they end by themselves. */
export const lineFaults = {
  refuseConnections: { title: 'Down: connections are refused', defaultMs: 10_000 },
  cutConnections: { title: 'Down: connections are accepted and cut', defaultMs: 10_000 },
  slowAccept: { title: 'New connections are read late', defaultMs: 3_000 },
} as const;

/** Faults of what a face sends by itself. */
export const noticeFaults = {
  noticeLate: { title: 'A notification comes late', defaultMs: 5_000 },
  noticeTwice: { title: 'A notification comes twice' },
  noticeReordered: { title: 'A notification comes after the next one' },
  noticeForged: { title: 'A stranger sends a notification first, with a signature of his own' },
  noticeLost: { title: 'A notification never comes' },
} as const;

export type MessageFaultKind = keyof typeof messageFaults;
export type LineFaultKind = keyof typeof lineFaults;
export type NoticeFaultKind = keyof typeof noticeFaults;
export type FaultKind = MessageFaultKind | LineFaultKind | NoticeFaultKind;

export const isMessageFault = (kind: string): kind is MessageFaultKind => Object.hasOwn(messageFaults, kind);
export const isLineFault = (kind: string): kind is LineFaultKind => Object.hasOwn(lineFaults, kind);

export const isNoticeFault = (kind: string): kind is NoticeFaultKind => Object.hasOwn(noticeFaults, kind);

const rowOf = (kind: FaultKind): { readonly title: string; readonly defaultMs?: number } => {
  if (isMessageFault(kind)) return messageFaults[kind];
  return isLineFault(kind) ? lineFaults[kind] : noticeFaults[kind];
};

export const titleOf = (kind: FaultKind): string => rowOf(kind).title;

/** Shorter times for tests that do not want to wait. */
export type FaultTimes = Partial<Readonly<Record<FaultKind, number>>>;

export const defaultMsOf = (kind: FaultKind, times: FaultTimes): number => times[kind] ?? rowOf(kind).defaultMs ?? 0;

export const planOf = (kind: MessageFaultKind, ms: number, code: string): FaultPlan => {
  const row: FaultKindRow = messageFaults[kind];
  return { name: kind, ...row.shape(ms, code) };
};
