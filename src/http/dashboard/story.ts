import { catalog } from '../../events/catalog.ts';
import type {
  PaymentStory,
  StoryApproval,
  StoryAttempt,
  StoryAuthentication,
  StoryDelivery,
  StoryOperation,
} from '../../flow/payment/story.ts';
import { showMoney } from './words.ts';

/** One thing that happened, in words. */
export type StoryLine = {
  readonly at: string;
  readonly tone: 'good' | 'bad' | 'plain';
  readonly title: string;
  readonly details: readonly string[];
  /** Of an event that can be sent again. */
  readonly eventId?: string;
};

/** From the session to the webhooks, in the order in which it happened. */
export const tellStory = (story: PaymentStory): readonly StoryLine[] =>
  [
    ...tellSession(story),
    ...story.attempts.flatMap(tellAttempt),
    ...story.authentications.flatMap(tellAuthentication),
    ...story.operations.flatMap(tellOperation),
    ...story.approvals.flatMap(tellApproval),
    ...tellEvents(story),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));

const tellSession = ({ session, payment }: PaymentStory): readonly StoryLine[] => {
  if (session === undefined) return [line(payment.created_at, 'The shop’s server asked for this payment')];
  const title = `The shop made a session for ${showMoney(session.amount, session.currency)}`;
  return [line(session.created_at, title, [session.description ?? ''])];
};

const tellAttempt = (attempt: StoryAttempt): readonly StoryLine[] => {
  const { card, connector, number } = attempt;
  const begun = line(attempt.sent_at, `Try ${number}: ${card.brand} •••• ${card.last4}`, [`Acquirer: ${connector}`]);
  const answer = attempt.answered_at === null ? undefined : attemptAnswers[attempt.state];
  if (attempt.answered_at === null || answer === undefined) return [begun];
  const details = [
    fact('Reason', attempt.decline_reason),
    fact('Acquirer’s code', attempt.acquirer_code),
    fact('Approval code', attempt.approval_code),
    fact('Acquirer’s reference', attempt.acquirer_reference),
  ];
  return [begun, { ...line(attempt.answered_at, answer.title, details), tone: answer.tone }];
};

const attemptAnswers: Readonly<Record<string, { readonly title: string; readonly tone: StoryLine['tone'] }>> = {
  approved: { title: 'The acquirer approved it', tone: 'good' },
  declined: { title: 'The acquirer declined it', tone: 'bad' },
  notSent: { title: 'The acquirer could not be reached; nothing was sent', tone: 'bad' },
  reversing: { title: 'The answer never came; the authorization is being reversed', tone: 'bad' },
  reversed: { title: 'The authorization was reversed', tone: 'plain' },
};

const tellAuthentication = (authentication: StoryAuthentication): readonly StoryLine[] => {
  const details = [
    fact('3-D Secure', authentication.protocol_version),
    fact('Directory server’s transaction', authentication.ds_trans_id),
    authentication.demand === 'softDecline' ? 'The acquirer asked for it.' : '',
  ];
  const asked = line(authentication.created_at, '3-D Secure: the card’s bank was asked about the customer', details);
  if (authentication.returned_at === null) return [asked];
  return [asked, line(authentication.returned_at, 'The customer came back from the bank')];
};

const operationWords = {
  increment: { asked: 'An increment of', good: 'Authorized more:', bad: 'More was not authorized' },
  capture: { asked: 'Capture of', good: 'Captured', bad: 'The capture failed' },
  void: { asked: 'Release of', good: 'Released', bad: 'The release failed' },
  refund: { asked: 'Refund of', good: 'Refunded', bad: 'The refund failed' },
} as const;

const tellOperation = (operation: StoryOperation): readonly StoryLine[] => {
  const words = operationWords[operation.kind];
  const money = showMoney(operation.amount, operation.currency);
  const asked = line(operation.created_at, `${words.asked} ${money} was asked for`, [fact('Reason', operation.reason)]);
  if (operation.answered_at === null) return [asked];
  const details = [
    fact('Reason', operation.decline_reason),
    fact('Acquirer’s code', operation.acquirer_code),
    fact('Acquirer’s reference', operation.acquirer_reference),
  ];
  const isGood = operation.state === 'succeeded';
  const title = isGood ? `${words.good} ${money}` : `${words.bad}: ${money}`;
  return [asked, { ...line(operation.answered_at, title, details), tone: isGood ? 'good' : 'bad' }];
};

const tellApproval = (approval: StoryApproval): readonly StoryLine[] => {
  const { created_at, decided_at, asked_by_email, decided_by_email } = approval;
  const money = showMoney(approval.amount, approval.currency);
  const asked = line(created_at, `A refund of ${money} was asked for, and waits for a second person`, [
    `Asked for by ${asked_by_email}`,
    fact('Reason', approval.reason),
  ]);
  if (decided_at === null) return [asked];
  const isApproved = approval.state === 'approved';
  const title = `${decided_by_email ?? ''} ${isApproved ? 'approved' : 'refused'} the refund of ${money}`;
  return [
    asked,
    { ...line(decided_at, title, [fact('Why', approval.refusal_reason)]), tone: isApproved ? 'good' : 'bad' },
  ];
};

const tellEvents = ({ events, deliveries }: PaymentStory): readonly StoryLine[] =>
  events.map(({ id, type, created_at }) => {
    const told = catalog.find(([name]) => name === type)?.[2] ?? '';
    const sent = deliveries.filter((delivery) => delivery.event_id === id).map(tellDelivery);
    const where = sent.length === 0 ? ['No endpoint subscribes to it.'] : sent;
    const details = [told.replaceAll('`', ''), ...where];
    return { ...line(created_at, `Event ${type}`, details), ...(sent.length > 0 && { eventId: id }) };
  });

const tellDelivery = ({ url, state, attempts, next_attempt_at }: StoryDelivery): string => {
  const tries = `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
  if (state === 'delivered') return `Delivered to ${url}, ${tries}`;
  if (state === 'abandoned') return `Given up for ${url}, ${tries}`;
  const next = next_attempt_at === null ? '' : `, next ${new Date(next_attempt_at).toISOString().slice(0, 19)}Z`;
  return `On its way to ${url}, ${tries} so far${next}`;
};

const line = (at: string, title: string, details: readonly string[] = []): StoryLine => ({
  at,
  tone: 'plain',
  title,
  details: details.filter((detail) => detail !== ''),
});

const fact = (name: string, value: string | null): string => (value === null ? '' : `${name}: ${value}`);
