import type { AcquirerCapabilities } from '../connectors/acquirer/contract.ts';
import type { InDoubt } from './stuck-store.ts';

/** In words: what the gateway knows, what it does next, and what a person can do. */
export type Explained = { readonly knows: string; readonly next: string; readonly advice: string };

/** `capabilities` undefined: the acquirer account cannot be opened, so nobody is asked. */
export const explainDoubt = (doubt: InDoubt, capabilities: AcquirerCapabilities | undefined): Explained => ({
  knows: knowledgeOf(doubt),
  next: capabilities === undefined ? nextSteps.closed : nextSteps[nextStepOf(doubt, capabilities)],
  advice: adviceFor(doubt, capabilities),
});

const knowledgeOf = ({ kind, state, tries, not_found_answers, was_sent, is_named }: InDoubt): string => {
  if (state === 'reversing') return `It is being undone, and the acquirer has not confirmed that yet. Tries: ${tries}.`;
  if (!was_sent) return `It has not left the gateway: the acquirer could not be reached. Tries: ${tries}.`;
  const answer =
    kind === 'operation' && is_named
      ? 'The acquirer has taken it, and has not said yet what became of it.'
      : 'It was sent, and no answer came that proves anything.';
  const unknown = not_found_answers === 0 ? '' : ` Answers that it is not known there: ${not_found_answers}.`;
  return `${answer} Looked at again: ${tries}.${unknown}`;
};

const nextSteps = {
  closed: 'Nothing, until its acquirer account can be opened.',
  reverse: 'It sends the reversal again, until the acquirer confirms it. Then the customer may pay anew.',
  giveUp: 'It undoes it: the card was never sent, so only an end has to be made.',
  ask:
    'It asks the acquirer under our reference. What is approved or declined there is so here; what is not known ' +
    'there for good is undone.',
  askOperation:
    'It asks the acquirer. What was done is written down; what is not known there for good is sent again under the ' +
    'same reference.',
  send: 'It sends it again under the same reference, which the acquirer knows if it came before.',
  wait: 'It waits for a notification: this acquirer cannot be asked. When its time is over, it is undone.',
  waitForOperation: 'It waits for the notification of the acquirer, which has taken it and cannot be asked.',
} as const;

const nextStepOf = (
  { kind, state, was_sent, is_named }: InDoubt,
  { inquiry }: AcquirerCapabilities,
): Exclude<keyof typeof nextSteps, 'closed'> => {
  if (state === 'reversing') return 'reverse';
  if (kind === 'attempt') {
    if (inquiry === 'byReference') return 'ask';
    if (inquiry === 'none') return 'wait';
    return is_named ? 'ask' : 'giveUp';
  }
  const canBeAsked = inquiry === 'byReference' || (inquiry === 'byHandle' && is_named);
  if (was_sent && canBeAsked) return 'askOperation';
  return is_named ? 'waitForOperation' : 'send';
};

/** The schedule has quick tries, an hour of one a minute, then one every quarter of an hour. */
const HOURS_TRIES = 66;

const adviceFor = ({ tries, account_id }: InDoubt, capabilities: AcquirerCapabilities | undefined): string => {
  if (capabilities === undefined)
    return account_id === null
      ? 'It was made with the sandbox acquirer. Start a gateway in sandbox mode on this database.'
      : 'Look at the acquirer account: give it credentials that work, and the gateway goes on by itself.';
  if (tries > HOURS_TRIES)
    return 'Ask the people of the acquirer what they know under our reference, and tell the merchant that it is open.';
  return 'Nothing has to be done. Look whether the acquirer is in order; once it answers, this settles itself.';
};
