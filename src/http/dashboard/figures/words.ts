/** How figures are called. */
import type { Figure } from '../../../reports/figures/behind.ts';
import type { FigureKind } from '../../../reports/figures/count.ts';
import { TIMES_TO_PAY } from '../../../reports/figures/facts.ts';

export const outcomeWords: Readonly<Record<string, string>> = {
  approved: 'approved',
  declined: 'declined',
  left: 'left at the bank',
  open: 'undecided',
  completed: 'paid',
  unpaid: 'left after a try',
  untried: 'left without a try',
  withdrawn: 'expired by you',
  succeeded: 'refunded',
  sending: 'refund under way',
  failed: 'refund failed',
};

export const threeDsWords: Readonly<Record<string, string>> = {
  authenticated: 'Authenticated',
  attempted: 'Attempt confirmed',
  exempt: 'Exempt',
  unavailable: 'Issuer not reached',
  notEnrolled: 'Card takes no part',
  failed: 'Not authenticated',
  rejected: 'Rejected by the issuer',
  notAsked: 'Not asked',
  unanswered: 'Left at the bank',
};

const kindWords: Readonly<Record<FigureKind, string>> = {
  payments: 'payments',
  unsettled: 'payments that hang',
  brands: 'card brand',
  accounts: 'acquirer account',
  countries: 'country',
  reasons: 'reason',
  threeDs: '3-D Secure',
  challenges: 'asked by the bank',
  timeToPay: 'time to pay',
  sessions: 'payment pages',
  refunds: 'refunds',
  deliveries: 'webhooks',
};

/** `insufficientFunds` → `Insufficient funds` */
export const wordsOf = (camel: string): string => {
  if (camel === '') return 'Not said';
  const words = camel.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The place of a time to pay, as a person says it. */
export const timeWords = (place: number): string => {
  const [from, to] = [TIMES_TO_PAY[place - 1], TIMES_TO_PAY[place]];
  if (from === undefined) return `Under ${durationOf(to ?? 0)}`;
  return to === undefined ? `${durationOf(from)} and more` : `${durationOf(from)} to ${durationOf(to)}`;
};

const durationOf = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
};

/** What a list is of, in a line above it. */
export const figureWords = ({ kind, value, outcome, currency }: Figure): string =>
  [
    kindWords[kind],
    value === undefined ? undefined : valueWords(kind, value),
    outcome === undefined ? undefined : (outcomeWords[outcome] ?? outcome),
    currency,
  ]
    .filter((word) => word !== undefined)
    .join(', ');

const valueWords = (kind: FigureKind, value: string): string => {
  if (kind === 'threeDs') return threeDsWords[value] ?? value;
  if (kind === 'timeToPay') return timeWords(Number(value));
  if (kind === 'reasons') return wordsOf(value);
  if (kind === 'accounts') return value === '' ? 'the simulated acquirer' : 'one account';
  return value === '' ? 'not known' : value;
};
