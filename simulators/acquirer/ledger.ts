import { addToReport, type Reports } from './report.ts';

/**
 * One line of the journal: something that happened, with all that is needed to rebuild the books from the lines alone.
 * Card numbers appear as bin and last4 only; a CVV never.
 */
export type Entry = {
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly event: EntryEvent;
  readonly type: string;
  readonly ref: string;
  readonly code: string;
  readonly originalRef?: string;
  /** The client's name for its message, where the host gives the references. */
  readonly clientRef?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly authCode?: string;
  readonly rrn?: string;
  readonly networkTransactionId?: string;
  readonly bin?: string;
  readonly last4?: string;
  readonly merchant?: string;
  readonly order?: string;
  readonly initiator?: string;
  readonly eci?: string;
  readonly exemption?: true;
  /** The first 16 hex digits of its SHA-256, as in the journal of the 3-D Secure simulator. */
  readonly cavvDigest?: string;
  readonly final?: boolean;
  /** What a reversal undid: AUTH, SALE, CAPTURE, REFUND, or NOTHING (declined or never seen). */
  readonly undid?: string;
  /** The fault that was played, when there was one. */
  readonly fault?: string;
  /** Keyed hash of the message without its CVV, for the duplicate check. */
  readonly fingerprint?: string;
};

/**
 * `received`: arrived, and a fault kept it from being acted upon (so far). `repeated`: same reference, same content,
 * nothing done. `conflicted`: same reference, other content, refused with 94. Only the others move the books.
 */
export type EntryEvent =
  | 'received'
  | 'approved'
  | 'declined'
  | 'incremented'
  | 'captured'
  | 'voided'
  | 'refunded'
  | 'reversed'
  | 'repeated'
  | 'conflicted';

export type Authorization = {
  readonly ref: string;
  readonly type: string;
  readonly currency: string;
  readonly merchant: string;
  readonly order: string;
  readonly bin: string;
  readonly last4: string;
  readonly authCode: string;
  readonly rrn: string;
  readonly networkTransactionId: string;
  readonly expiresAtMs: number;
  /** What was approved, with what was added later. */
  amount: number;
  captured: number;
  refunded: number;
  state: 'open' | 'closed' | 'voided' | 'reversed';
};

/** An operation that the host acted upon (or declined), by its reference. */
export type Posting = {
  readonly type: string;
  readonly ref: string;
  readonly originalRef: string | undefined;
  readonly code: string;
  readonly amount: number;
  readonly currency: string;
  readonly rrn: string;
  readonly fingerprint: string;
  readonly authorization: Authorization | undefined;
  isReversed: boolean;
};

export type Ledger = {
  readonly postings: Map<string, Posting>;
  readonly authorizations: Map<string, Authorization>;
  /** References that were reversed before they were ever seen: a late arrival is refused. */
  readonly blocked: Set<string>;
  readonly reports: Reports;
  readonly events: Map<EntryEvent, number>;
  lastSeq: number;
};

const DAY_MS = 86_400_000;
export const AUTHORIZATION_VALID_DAYS = 7;

export const createLedger = (): Ledger => ({
  postings: new Map(),
  authorizations: new Map(),
  blocked: new Set(),
  reports: new Map(),
  events: new Map(),
  lastSeq: 0,
});

/** Writes an entry into the books. The only function that changes them, live and when the journal is read again. */
export const applyEntry = (ledger: Ledger, entry: Entry): void => {
  ledger.lastSeq = entry.seq;
  ledger.events.set(entry.event, (ledger.events.get(entry.event) ?? 0) + 1);
  switch (entry.event) {
    case 'received':
    case 'repeated':
    case 'conflicted':
      return;
    case 'declined':
      postDecline(ledger, entry);
      return;
    case 'approved':
      openAuthorization(ledger, entry);
      break;
    case 'incremented':
    case 'captured':
    case 'voided':
    case 'refunded':
      moveAuthorization(ledger, entry);
      break;
    case 'reversed':
      undo(ledger, entry);
      break;
  }
  addToReport(ledger.reports, entry);
};

/** A declined reversal leaves the operation that it was about as it is; a refused latecomer stays reversed. */
const postDecline = (ledger: Ledger, entry: Entry): void => {
  if (entry.type === 'REVERSAL' || ledger.blocked.has(entry.ref) || ledger.postings.has(entry.ref)) return;
  addPosting(ledger, entry, ledger.authorizations.get(entry.originalRef ?? ''));
};

const openAuthorization = (ledger: Ledger, entry: Entry): void => {
  const amount = entry.amount ?? 0;
  const isSale = entry.type === 'SALE';
  const authorization: Authorization = {
    ref: entry.ref,
    type: entry.type,
    amount,
    currency: entry.currency ?? '',
    merchant: entry.merchant ?? '',
    order: entry.order ?? '',
    bin: entry.bin ?? '',
    last4: entry.last4 ?? '',
    authCode: entry.authCode ?? '',
    rrn: entry.rrn ?? '',
    networkTransactionId: entry.networkTransactionId ?? '',
    expiresAtMs: Date.parse(entry.at) + AUTHORIZATION_VALID_DAYS * DAY_MS,
    captured: isSale ? amount : 0,
    refunded: 0,
    state: isSale ? 'closed' : 'open',
  };
  ledger.authorizations.set(entry.ref, authorization);
  addPosting(ledger, entry, authorization);
};

const moveAuthorization = (ledger: Ledger, entry: Entry): void => {
  const authorization = ledger.authorizations.get(entry.originalRef ?? '');
  addPosting(ledger, entry, authorization);
  if (authorization === undefined) return;
  const amount = entry.amount ?? 0;
  if (entry.event === 'incremented') authorization.amount += amount;
  if (entry.event === 'captured') {
    authorization.captured += amount;
    if (entry.final === true || authorization.captured === authorization.amount) authorization.state = 'closed';
  }
  if (entry.event === 'refunded') authorization.refunded += amount;
  // What was captured stays, and can be refunded.
  if (entry.event === 'voided') authorization.state = authorization.captured > 0 ? 'closed' : 'voided';
};

const undo = (ledger: Ledger, entry: Entry): void => {
  const posting = ledger.postings.get(entry.ref);
  if (posting === undefined) {
    ledger.blocked.add(entry.ref);
    return;
  }
  if (posting.code !== '00') return;
  posting.isReversed = true;
  const { authorization } = posting;
  if (authorization === undefined) return;
  if (posting.type === 'AUTH' || posting.type === 'SALE') {
    authorization.captured = 0;
    authorization.state = 'reversed';
  }
  if (posting.type === 'CAPTURE') {
    authorization.captured -= posting.amount;
    authorization.state = 'open';
  }
  if (posting.type === 'REFUND') authorization.refunded -= posting.amount;
};

const addPosting = (ledger: Ledger, entry: Entry, authorization: Authorization | undefined): void => {
  ledger.postings.set(entry.ref, {
    type: entry.type,
    ref: entry.ref,
    originalRef: entry.originalRef,
    code: entry.code,
    amount: entry.amount ?? 0,
    currency: entry.currency ?? '',
    rrn: entry.rrn ?? '',
    fingerprint: entry.fingerprint ?? '',
    authorization,
    isReversed: false,
  });
};
