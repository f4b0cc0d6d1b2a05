import { parseCurrency, toDecimal } from '../../base/money.ts';
import type { Figures } from '../figures/read.ts';
import { approvalRateOf } from '../figures/totals.ts';

export type Report = { readonly subject: string; readonly text: string };

/** The figures of a day as a mail: plain text, and nothing of a customer in it. */
export const writeReport = (
  { current, previous }: Figures,
  { merchant, day, link }: { readonly merchant: string; readonly day: string; readonly link: string },
): Report => {
  const { approved, declined, left, open } = current.payments;
  const { completed, unpaid, untried } = current.sessions;
  const lines = [
    `${merchant}: what happened on ${day} (from midnight to midnight, UTC), in brackets the day before.`,
    '',
    `Approved payments: ${approved} (${previous.payments.approved})`,
    `Declined: ${declined} (${previous.payments.declined})`,
    `Approval rate: ${percent(approvalRateOf(current.payments))} (${percent(approvalRateOf(previous.payments))})`,
    ...(left + open > 0 ? [`Left at the bank: ${left}; still undecided: ${open}`] : []),
    ...[...current.volumes].map(
      ([currency, { authorized, captured }]) =>
        `Volume in ${currency}: ${money(authorized, currency)}, of which ${money(captured, currency)} is captured ` +
        `(${money(previous.volumes.get(currency)?.authorized ?? 0n, currency)})`,
    ),
    ...[...current.refunds].map(
      ([currency, { amount, succeeded, failed }]) =>
        `Refunds in ${currency}: ${money(amount, currency)} in ${succeeded}${failed > 0 ? `; ${failed} failed` : ''}`,
    ),
    `Payment pages: ${completed} paid, ${unpaid} left after a try, ${untried} left without one`,
    ...webhooksOf(current.deliveries.values()),
    ...reasonsOf(current.reasons),
    '',
    'Each of these numbers leads to its payments here:',
    link,
    '',
    'You asked for this mail on that page, and can end it there.',
  ];
  return { subject: `${merchant}, ${day}: approved payments: ${approved}`, text: `${lines.join('\n')}\n` };
};

const percent = (rate: number | undefined): string => (rate === undefined ? '–' : `${(rate * 100).toFixed(1)} %`);

const money = (minor: bigint, letters: string): string => {
  const currency = parseCurrency(letters);
  return `${currency === undefined ? String(minor) : toDecimal({ minor, currency })} ${letters}`;
};

const webhooksOf = (endpoints: Iterable<{ readonly pending: number; readonly abandoned: number }>): string[] => {
  const all = [...endpoints];
  const [pending, abandoned] = [
    all.reduce((sum, one) => sum + one.pending, 0),
    all.reduce((sum, one) => sum + one.abandoned, 0),
  ];
  return pending + abandoned > 0
    ? [`Webhooks that did not arrive: ${pending} on their way, ${abandoned} given up`]
    : [];
};

/** The most first. */
const reasonsOf = (reasons: Figures['current']['reasons']): string[] => {
  const some = [...reasons].slice(0, 5).map(([reason, { declined }]) => `  ${declined} × ${reason}`);
  return some.length === 0 ? [] : ['', 'Why payments were declined:', ...some];
};
