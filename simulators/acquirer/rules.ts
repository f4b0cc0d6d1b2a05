import { cavvDigestOf } from '../shared/cavv-digest.ts';
import { textOf } from './codes.ts';
import { applyEntry, type Authorization, type Entry, type EntryEvent, type Ledger, type Posting } from './ledger.ts';
import {
  isPurchase,
  MAX_AMOUNT,
  type Answer,
  type FollowUp,
  type Inquiry,
  type InquiryState,
  type Purchase,
  type Reversal,
} from './wire.ts';

/** What the rules need to know besides the books. */
export type Circumstances = {
  readonly nowMs: number;
  readonly fingerprint: string;
  /** A fault asks for this decline; the host's own checks come first. */
  readonly declineCode: string | undefined;
  readonly fault: string | undefined;
  readonly clientRef?: string | undefined;
};

export type Outcome = { readonly entry: Entry; readonly answer: Answer };

/** Decides an operation by the rules of the host, writes it into the books, and gives the line for the journal. */
export const settle = (ledger: Ledger, operation: Purchase | FollowUp | Reversal, facts: Circumstances): Outcome => {
  const decision = decide(ledger, operation, facts);
  const entry: Entry = {
    seq: ledger.lastSeq + 1,
    at: new Date(facts.nowMs).toISOString(),
    event: decision.event,
    type: operation.type,
    ref: operation.type === 'REVERSAL' ? operation.originalRef : operation.ref,
    code: decision.code,
    ...decision.fields,
    ...(facts.clientRef === undefined ? {} : { clientRef: facts.clientRef }),
    ...(facts.fault === undefined ? {} : { fault: facts.fault }),
  };
  applyEntry(ledger, entry);
  return { entry, answer: answerTo(ledger, operation, decision) };
};

/** The line of a message that a fault keeps from being acted upon. */
export const received = (ledger: Ledger, operation: Purchase | FollowUp | Reversal, facts: Circumstances): Entry => {
  const entry: Entry = {
    seq: ledger.lastSeq + 1,
    at: new Date(facts.nowMs).toISOString(),
    event: 'received',
    type: operation.type,
    ref: operation.type === 'REVERSAL' ? operation.originalRef : operation.ref,
    code: '',
    ...(isPurchase(operation) ? { merchant: operation.merchant, order: operation.order } : {}),
    ...(facts.clientRef === undefined ? {} : { clientRef: facts.clientRef }),
    ...(facts.fault === undefined ? {} : { fault: facts.fault }),
  };
  applyEntry(ledger, entry);
  return entry;
};

type Decision = { readonly event: EntryEvent; readonly code: string; readonly fields: Partial<Entry> };

const decide = (ledger: Ledger, operation: Purchase | FollowUp | Reversal, facts: Circumstances): Decision => {
  if (operation.type === 'REVERSAL') return decideReversal(ledger, operation.originalRef, facts);
  const fields = { ...fieldsOf(ledger, operation), fingerprint: facts.fingerprint };
  const seen = ledger.postings.get(operation.ref);
  if (ledger.blocked.has(operation.ref) || seen?.isReversed === true) return { event: 'declined', code: '21', fields };
  if (seen !== undefined) {
    return seen.fingerprint === facts.fingerprint
      ? { event: 'repeated', code: seen.code, fields: {} }
      : { event: 'conflicted', code: '94', fields: {} };
  }
  if (isPurchase(operation)) return decidePurchase(ledger, operation, facts, fields);
  return decideFollowUp(ledger, operation, facts, fields);
};

const decidePurchase = (ledger: Ledger, purchase: Purchase, facts: Circumstances, fields: Partial<Entry>): Decision => {
  const decline = purchaseDecline(purchase, facts);
  if (decline !== undefined) return { event: 'declined', code: decline, fields };
  const seq = ledger.lastSeq + 1;
  return {
    event: 'approved',
    code: '00',
    fields: { ...fields, ...namesOf(seq), networkTransactionId: `4${String(seq).padStart(14, '0')}` },
  };
};

const purchaseDecline = (purchase: Purchase, facts: Circumstances): string | undefined => {
  if (!isLuhnValid(purchase.pan)) return '14';
  // An authorization of nothing is a check of the card.
  if (purchase.amount === 0 && purchase.type === 'SALE') return '13';
  if (isExpired(purchase.expiry, facts.nowMs)) return '54';
  // An issuer that is told the wrong code declines whatever else the card would do.
  if (purchase.cvv !== undefined && /^(9+|0+)$/.test(purchase.cvv)) return 'N7';
  // The same card passes once the cardholder is authenticated.
  if (facts.declineCode === '1A' && purchase.threeDs?.cavv !== undefined) return undefined;
  return facts.declineCode;
};

const decideFollowUp = (
  ledger: Ledger,
  operation: FollowUp,
  facts: Circumstances,
  fields: Partial<Entry>,
): Decision => {
  const authorization = ledger.authorizations.get(operation.originalRef);
  if (authorization === undefined || !isNamedBy(authorization, operation))
    return { event: 'declined', code: '25', fields };
  const decline = followUpDecline(authorization, operation, facts.nowMs) ?? facts.declineCode;
  if (decline !== undefined) return { event: 'declined', code: decline, fields };
  const names = namesOf(ledger.lastSeq + 1);
  return {
    event: followUpEvents[operation.type],
    code: '00',
    fields: {
      ...fields,
      rrn: names.rrn,
      // A void has no amount: it releases what is left.
      amount: operation.amount ?? authorization.amount - authorization.captured,
      final: operation.final,
    },
  };
};

const followUpEvents = { INCREMENT: 'incremented', CAPTURE: 'captured', VOID: 'voided', REFUND: 'refunded' } as const;

const isNamedBy = (authorization: Authorization, operation: FollowUp): boolean =>
  operation.originalRrn === undefined || operation.originalRrn === authorization.rrn;

const followUpDecline = (authorization: Authorization, operation: FollowUp, nowMs: number): string | undefined => {
  const { amount = 0 } = operation;
  if (operation.type !== 'VOID' && (amount === 0 || operation.currency !== authorization.currency)) return '13';
  switch (operation.type) {
    case 'INCREMENT':
      if (authorization.state !== 'open' || nowMs >= authorization.expiresAtMs) return '12';
      return authorization.amount + amount > MAX_AMOUNT ? '13' : undefined;
    case 'CAPTURE':
      if (authorization.state !== 'open' || nowMs >= authorization.expiresAtMs) return '12';
      return authorization.captured + amount > authorization.amount ? '13' : undefined;
    case 'VOID':
      return authorization.state !== 'open' || nowMs >= authorization.expiresAtMs ? '12' : undefined;
    case 'REFUND':
      if (authorization.captured === 0) return '12';
      return authorization.refunded + amount > authorization.captured ? '13' : undefined;
  }
};

/**
 * A reversal of anything but money that has moved on is acknowledged, of an unknown reference too: then the reference
 * is remembered, and refused should it arrive after all.
 */
const decideReversal = (ledger: Ledger, ref: string, facts: Circumstances): Decision => {
  const posting = ledger.postings.get(ref);
  if (ledger.blocked.has(ref) || posting?.isReversed === true) return { event: 'repeated', code: '00', fields: {} };
  if (posting?.code !== '00') return { event: 'reversed', code: '00', fields: { undid: 'NOTHING' } };
  if (facts.declineCode !== undefined) return { event: 'declined', code: facts.declineCode, fields: {} };
  if (!canUndo(posting)) return { event: 'declined', code: '12', fields: {} };
  return {
    event: 'reversed',
    code: '00',
    fields: {
      undid: posting.type,
      amount: posting.type === 'AUTH' ? (posting.authorization?.amount ?? 0) : posting.amount,
      currency: posting.currency,
      ...partiesOf(posting.authorization),
      ...(posting.originalRef === undefined ? {} : { originalRef: posting.originalRef }),
    },
  };
};

const canUndo = (posting: Posting): boolean => {
  const { authorization } = posting;
  if (authorization === undefined) return false;
  switch (posting.type) {
    case 'AUTH':
      return authorization.captured === 0 && authorization.state === 'open';
    case 'SALE':
      return authorization.refunded === 0;
    case 'CAPTURE':
      return authorization.captured - posting.amount >= authorization.refunded;
    default:
      return posting.type === 'REFUND';
  }
};

/** What the journal keeps of a message. */
const fieldsOf = (ledger: Ledger, operation: Purchase | FollowUp): Partial<Entry> => {
  if (isPurchase(operation)) {
    return {
      amount: operation.amount,
      currency: operation.currency,
      bin: operation.pan.slice(0, 6),
      last4: operation.pan.slice(-4),
      merchant: operation.merchant,
      order: operation.order,
      initiator: operation.initiator,
      ...proofIn(operation),
    };
  }
  const authorization = ledger.authorizations.get(operation.originalRef);
  const currency = operation.currency ?? authorization?.currency;
  return {
    originalRef: operation.originalRef,
    ...(operation.amount === undefined ? {} : { amount: operation.amount }),
    ...(currency === undefined ? {} : { currency }),
    ...partiesOf(authorization),
  };
};

/** That a proof of 3-D Secure came along can be seen and compared; the proof itself can't be read. */
const proofIn = ({ threeDs, exemption }: Purchase): Partial<Entry> => ({
  ...(threeDs === undefined ? {} : { eci: threeDs.eci }),
  ...(threeDs?.cavv === undefined ? {} : { cavvDigest: cavvDigestOf(threeDs.cavv) }),
  ...(exemption ? { exemption } : {}),
});

const partiesOf = (authorization: Authorization | undefined): Partial<Entry> =>
  authorization === undefined ? {} : { merchant: authorization.merchant, order: authorization.order };

/** Derived from the journal's number, so that they are unique and the same after a restart. */
const namesOf = (seq: number) => ({
  authCode: String((seq * 7_919) % 1_000_000).padStart(6, '0'),
  rrn: String(seq).padStart(12, '0'),
});

/** The card is good until the end of its month (YYMM). */
const isExpired = (expiry: string, nowMs: number): boolean =>
  Date.UTC(2000 + Number(expiry.slice(0, 2)), Number(expiry.slice(2))) <= nowMs;

export const isLuhnValid = (pan: string): boolean => {
  let sum = 0;
  for (let i = 0; i < pan.length; i++) {
    const digit = pan.charCodeAt(pan.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

const answerTo = (ledger: Ledger, operation: Purchase | FollowUp | Reversal, decision: Decision): Answer => {
  const { code } = decision;
  const duplicate = decision.event === 'repeated' ? ({ duplicate: true } as const) : {};
  if (operation.type === 'REVERSAL') {
    return {
      type: 'REVERSAL',
      originalRef: operation.originalRef,
      responseCode: code,
      text: textOf(code),
      ...duplicate,
    };
  }
  const posting = ledger.postings.get(operation.ref);
  return {
    type: operation.type,
    ref: operation.ref,
    ...('originalRef' in operation ? { originalRef: operation.originalRef } : {}),
    responseCode: code,
    text: textOf(code),
    ...(operation.amount === undefined ? {} : { amount: operation.amount, currency: operation.currency ?? '' }),
    ...(code === '00' && posting !== undefined ? namesIn(posting) : {}),
    ...duplicate,
  };
};

const namesIn = (posting: Posting): Partial<Answer> => ({
  amount: posting.amount,
  currency: posting.currency,
  rrn: posting.rrn,
  ...(posting.authorization === undefined ? {} : { authCode: posting.authorization.authCode }),
  ...(posting.type === 'AUTH' || posting.type === 'SALE'
    ? { networkTransactionId: posting.authorization?.networkTransactionId ?? '' }
    : {}),
});

/** What became of a reference. An unknown one is answered 25, unless it was reversed before it came. */
export const inquire = (ledger: Ledger, inquiry: Inquiry, nowMs: number): Answer => {
  const base = { type: 'INQUIRY', originalRef: inquiry.originalRef } as const;
  const posting = ledger.postings.get(inquiry.originalRef);
  if (posting === undefined) {
    return ledger.blocked.has(inquiry.originalRef)
      ? { ...base, responseCode: '21', text: textOf('21'), state: 'REVERSED' }
      : { ...base, responseCode: '25', text: textOf('25') };
  }
  return {
    ...base,
    originalType: posting.type,
    responseCode: posting.code,
    text: textOf(posting.code),
    state: stateOf(posting, nowMs),
    amount: posting.amount,
    currency: posting.currency,
    ...(posting.code === '00' ? namesIn(posting) : {}),
  };
};

const stateOf = (posting: Posting, nowMs: number): InquiryState => {
  if (posting.code !== '00') return 'DECLINED';
  if (posting.isReversed) return 'REVERSED';
  const { authorization } = posting;
  if (posting.type !== 'AUTH' || authorization === undefined) return 'APPROVED';
  if (authorization.state === 'voided') return 'VOIDED';
  return authorization.captured === 0 && nowMs >= authorization.expiresAtMs ? 'EXPIRED' : 'APPROVED';
};
