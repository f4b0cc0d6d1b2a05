import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../shared/journal.ts';
import { cutLine, sendErrorPage, sendJson } from '../shared/respond.ts';
import { cardKeyOf } from './cards.ts';
import { textOf } from './codes.ts';
import type { FaultPlan } from './fault-kinds.ts';
import type { Faults, Message } from './faults.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { NotifyAt, TellingFace } from './notify-at.ts';
import { respond } from './respond.ts';
import { inquire, received, settle } from './rules.ts';
import { isPurchase, parseOperation, type Answer, type Inquiry, type Operation } from './wire.ts';

export type Host = {
  readonly ledger: Ledger;
  readonly journal: Journal<Entry>;
  readonly faults: Faults;
  readonly nowMs: () => number;
  /** Keeps fingerprints in the journal from being card numbers in disguise. */
  readonly fingerprintKey: Buffer;
  /** References that inquiries deny, or call in progress, until a moment. */
  readonly hiddenUntil: Map<string, number>;
  readonly pendingUntil: Map<string, number>;
  /** The last operations, newest first, for the page. */
  readonly recent: Entry[];
  readonly counts: Map<string, number>;
  /** Set while we run, by `PUT /control/notifications`. */
  readonly notifyAt: Map<TellingFace, NotifyAt>;
  readonly stopping: AbortSignal;
};

const RECENT_LENGTH = 50;

/** How a face answers in its own words, or says nothing. */
export type Reply = {
  readonly answer: (answer: Answer, plan: FaultPlan | undefined) => void;
  readonly spoil: (how: 'cut' | 'errorPage') => void;
};

/** What a face adds to an operation. */
export type Facing = {
  readonly reply: Reply;
  /** By what name the client knows its message, where that is not the reference in the books. */
  readonly clientRef?: string | undefined;
  /** What the face itself declines it with, at the moment in which it is done; a fault comes first. */
  readonly declineCode?: () => string | undefined;
  /** Told in the same moment in which the books have it, which may be long before the answer. */
  readonly onEffect?: (entry: Entry) => void;
};

/** One message of the host's own JSON, and its answer. */
export const exchange = async (host: Host, text: string, response: ServerResponse): Promise<void> => {
  const parsed = parseOperation(text);
  if (parsed.kind === 'formatError') {
    sendJson(response, 400, { responseCode: '30', text: parsed.text });
    return;
  }
  await operate(host, parsed.operation, {
    reply: {
      answer: (answer, plan) => {
        respond(response, answer, plan);
      },
      spoil: (how) => {
        if (how === 'cut') cutLine(response);
        else sendErrorPage(response, 503);
      },
    },
  });
};

/**
 * One operation, by whatever wire it came. The answer leaves only after the line that it rests on is on the disk.
 */
export const operate = async (host: Host, operation: Operation, facing: Facing): Promise<void> => {
  host.counts.set(operation.type, (host.counts.get(operation.type) ?? 0) + 1);
  const plan = host.faults.planFor(messageOf(host, operation));
  try {
    if (operation.type === 'INQUIRY') await answerInquiry(host, operation, plan, facing.reply);
    else await perform(host, operation, plan, facing);
  } catch {
    // The disk failed or the host is stopping: what was done is not promised, so nothing is said.
    facing.reply.spoil('cut');
  }
};

const perform = async (
  host: Host,
  operation: Exclude<Operation, Inquiry>,
  plan: FaultPlan | undefined,
  { reply, clientRef, declineCode, onEffect }: Facing,
): Promise<void> => {
  const facts = () => ({
    clientRef,
    nowMs: host.nowMs(),
    fingerprint: fingerprintOf(host, operation),
    declineCode: plan?.declineCode ?? declineCode?.(),
    fault: plan?.name,
  });
  if (plan?.before !== undefined || plan?.effectDelayMs !== undefined) {
    await write(host, received(host.ledger, operation, facts()));
  }
  if (plan?.before !== undefined) {
    reply.spoil(plan.before);
    return;
  }
  if (plan?.effectDelayMs !== undefined) await sleep(plan.effectDelayMs, undefined, { signal: host.stopping });
  const { entry, answer } = settle(host.ledger, operation, facts());
  onEffect?.(entry);
  if (plan?.hiddenMs !== undefined) host.hiddenUntil.set(entry.ref, host.nowMs() + plan.hiddenMs);
  if (plan?.pendingMs !== undefined) host.pendingUntil.set(entry.ref, host.nowMs() + plan.pendingMs);
  await write(host, entry);
  if (plan?.answerDelayMs !== undefined) await holdBack(host, plan.answerDelayMs);
  reply.answer(isUntil(host.pendingUntil, entry.ref, host) ? inProgress(answer) : answer, plan);
};

/** For so long, or until the faults are cleared. */
const holdBack = async (host: Host, ms: number): Promise<void> => {
  const cleared = host.faults.cleared();
  try {
    await sleep(ms, undefined, { signal: AbortSignal.any([host.stopping, cleared]) });
  } catch (error) {
    if (!cleared.aborted) throw error;
  }
};

const answerInquiry = async (
  host: Host,
  inquiry: Inquiry,
  plan: FaultPlan | undefined,
  reply: Reply,
): Promise<void> => {
  if (plan?.before !== undefined) {
    reply.spoil(plan.before);
    return;
  }
  const answer = inquiryAnswer(host, inquiry, plan);
  // What the books say may be on its way to the disk: nobody hears of it before it is there.
  await host.journal.flushed();
  const delayMs = plan?.effectDelayMs ?? plan?.answerDelayMs;
  if (delayMs !== undefined) await sleep(delayMs, undefined, { signal: host.stopping });
  reply.answer(answer, plan);
};

const inquiryAnswer = (host: Host, inquiry: Inquiry, plan: FaultPlan | undefined): Answer => {
  const ref = inquiry.originalRef;
  if (plan?.notFound === true || isUntil(host.hiddenUntil, ref, host)) {
    return { type: 'INQUIRY', originalRef: ref, responseCode: '25', text: textOf('25') };
  }
  const answer = inquire(host.ledger, inquiry, host.nowMs());
  return isUntil(host.pendingUntil, ref, host) ? { ...inProgress(answer), state: 'IN_PROGRESS' } : answer;
};

const inProgress = (answer: Answer): Answer => ({
  type: answer.type,
  ...(answer.ref === undefined ? {} : { ref: answer.ref }),
  ...(answer.originalRef === undefined ? {} : { originalRef: answer.originalRef }),
  responseCode: '09',
  text: textOf('09'),
  ...(answer.amount === undefined ? {} : { amount: answer.amount, currency: answer.currency ?? '' }),
  ...(answer.originalType === undefined ? {} : { originalType: answer.originalType }),
});

export const isUntil = (moments: Map<string, number>, ref: string, host: Host): boolean => {
  const until = moments.get(ref);
  if (until === undefined) return false;
  if (host.nowMs() < until) return true;
  moments.delete(ref);
  return false;
};

const write = (host: Host, entry: Entry): Promise<void> => {
  host.recent.unshift(entry);
  if (host.recent.length > RECENT_LENGTH) host.recent.length = RECENT_LENGTH;
  return host.journal.append(entry);
};

const messageOf = (host: Host, operation: Operation): Message => {
  if (isPurchase(operation)) {
    const { type, ref, amount, pan, merchant, order, exemption: isExempt } = operation;
    return {
      type,
      ref,
      amount,
      cardKey: cardKeyOf(pan),
      merchant,
      order,
      isExempt,
      isRepeat: host.ledger.postings.has(ref),
    };
  }
  const posting = host.ledger.postings.get('ref' in operation ? operation.ref : operation.originalRef);
  const authorization = host.ledger.authorizations.get(operation.originalRef) ?? posting?.authorization;
  return {
    type: operation.type,
    ref: 'ref' in operation ? operation.ref : operation.originalRef,
    amount: 'amount' in operation ? operation.amount : undefined,
    cardKey: authorization === undefined ? '' : authorization.bin + authorization.last4,
    merchant: authorization?.merchant ?? '',
    order: authorization?.order ?? '',
    isExempt: false,
    isRepeat: 'ref' in operation ? posting !== undefined : posting?.isReversed === true,
  };
};

/** Of everything that makes the message what it is, but not the CVV: a second try may come without it. */
const fingerprintOf = (host: Host, operation: Exclude<Operation, Inquiry>): string => {
  if (operation.type === 'REVERSAL') return '';
  const content = isPurchase(operation) ? { ...operation, cvv: undefined } : operation;
  return createHmac('sha256', host.fingerprintKey).update(JSON.stringify(content)).digest('base64url').slice(0, 22);
};
