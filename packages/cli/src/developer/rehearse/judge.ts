import type { Answer } from '../post.ts';
import { oneLine } from '../show.ts';

export type Grade = 'pass' | 'warn' | 'fail' | 'skipped';

export type Finding = {
  readonly grade: Grade;
  /** What was seen. */
  readonly saw: string;
  /** What to change in the shop; absent when there is nothing. */
  readonly change?: string;
};

export const isTaken = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;

/** Every one of these is to be answered with 2xx, in time. */
export const judgeTaken = (answers: readonly Answer[], change: string): Finding => {
  const refused = answers.filter((answer) => !isTaken(answer));
  const [first] = refused;
  const times = answers.map(({ durationMs }) => durationMs);
  const slowest = Math.max(...times);
  if (first !== undefined) {
    const count = answers.length === 1 ? '' : `${String(refused.length)} of ${String(answers.length)}: `;
    return { grade: 'fail', saw: `${count}${shown(first)}`, change: isRedirect(first) ? REDIRECT : change };
  }
  if (slowest > SLOW_MS) return { grade: 'warn', saw: `taken, after ${String(slowest)} ms`, change: TOO_SLOW };
  return { grade: 'pass', saw: `${shownAll(answers)}, ${String(slowest)} ms` };
};

/** The same, where a shop that refuses gets along for the time being: a warning at most. */
export const judgeBetterTaken = (answers: readonly Answer[], change: string): Finding => {
  const finding = judgeTaken(answers, change);
  return finding.grade === 'fail' ? { ...finding, grade: 'warn' } : finding;
};

/** Every one of these is to be refused: `change` says what it means when one is not. */
export const judgeRefused = (answers: readonly Answer[], change: string): Finding => {
  const taken = answers.find(isTaken);
  if (taken !== undefined) return { grade: 'fail', saw: `it was taken: ${shown(taken)}`, change };
  const odd = answers.find((answer) => answer.kind !== 'answered' || answer.status < 400 || answer.status >= 500);
  if (odd !== undefined) return { grade: 'warn', saw: `refused, but with ${shown(odd)}`, change: ANSWER_400 };
  return { grade: 'pass', saw: `refused with ${shownAll(answers)}` };
};

/** An answer in a few words. */
export const shown = (answer: Answer): string => {
  if (answer.kind !== 'answered') return answer.reason;
  if (isRedirect(answer)) return `${String(answer.status)} to ${oneLine(answer.location ?? '', 100)}`;
  const text = oneLine(answer.text, 100);
  return `${String(answer.status)}${text === '' ? '' : ` "${text}"`}`;
};

const shownAll = (answers: readonly Answer[]): string =>
  [...new Set(answers.map((answer) => (answer.kind === 'answered' ? String(answer.status) : answer.reason)))].join(
    ', ',
  );

const isRedirect = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status >= 300 && answer.status < 400;

const SLOW_MS = 3_000;
const TOO_SLOW =
  'Store the event, answer 2xx, and do the work afterwards: after 10 s without an answer the gateway sends it again.';
const REDIRECT =
  'Answer at this very address: the gateway follows no redirect, because the address is part of the deal.';
const ANSWER_400 =
  'Answer 400 to what you do not believe. A 5xx says that your server is broken, and hides the day on which it is.';

const WORST: readonly Grade[] = ['fail', 'warn', 'pass'];

/** The worst of all; `skipped` counts for nothing. */
export const overall = (grades: readonly Grade[]): Grade => WORST.find((grade) => grades.includes(grade)) ?? 'skipped';
