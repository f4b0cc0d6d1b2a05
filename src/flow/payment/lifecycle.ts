import { defineLifecycle, type StateOf } from '../../base/lifecycle.ts';

/** A payment: the money side of a session. States say what may happen next; amounts say how much. */
export const paymentLifecycle = defineLifecycle('payments', [
  ['none', 'begin', 'processing', ['payment.created']],
  ['requiresPaymentMethod', 'tryAgain', 'processing', []],
  ['processing', 'decline', 'requiresPaymentMethod', []],
  ['processing', 'reopen', 'requiresPaymentMethod', []],
  ['processing', 'authorize', 'requiresCapture', ['payment.requiresCapture']],
  ['processing', 'succeed', 'succeeded', ['payment.funded', 'payment.succeeded']],
  // A card that was checked with an amount of 0: no money is meant.
  ['processing', 'verify', 'succeeded', ['payment.succeeded']],
  ['processing', 'fail', 'failed', ['payment.failed']],
  // Stopped by us as a part of card testing; the acquirer was not asked.
  ['processing', 'block', 'requiresPaymentMethod', ['payment.blocked']],
  ['processing', 'blockForGood', 'failed', ['payment.blocked', 'payment.failed']],
  ['requiresPaymentMethod', 'cancel', 'canceled', ['payment.canceled']],
  // The issuer wants to see or ask the customer (3-D Secure); only then the acquirer is asked.
  ['none', 'beginWithAction', 'requiresAction', ['payment.created', 'payment.requiresAction']],
  ['requiresPaymentMethod', 'tryAgainWithAction', 'requiresAction', ['payment.requiresAction']],
  ['requiresAction', 'proceed', 'processing', []],
  ['requiresAction', 'stop', 'requiresPaymentMethod', []],
  ['requiresAction', 'stopForGood', 'failed', ['payment.failed']],
  ['requiresAction', 'cancel', 'canceled', ['payment.canceled']],
  // What an acquirer adds to an authorization, or refuses to.
  ['requiresCapture', 'increment', 'requiresCapture', ['payment.incremented']],
  ['requiresCapture', 'refuseIncrement', 'requiresCapture', ['payment.incrementFailed']],
  // A capture that leaves something to capture, and the one after which nothing follows.
  ['requiresCapture', 'captureSome', 'requiresCapture', ['payment.funded']],
  ['requiresCapture', 'captureLast', 'succeeded', ['payment.funded', 'payment.succeeded']],
  // Canceling asks the acquirer to void the authorization; it may say no.
  ['requiresCapture', 'beginCancel', 'canceling', []],
  ['canceling', 'confirmCancel', 'canceled', ['payment.canceled']],
  ['canceling', 'refuseCancel', 'requiresCapture', []],
  // What a partial capture left is given up, by the merchant or because the authorization lapses; the acquirer may say
  // no.
  ['requiresCapture', 'beginRelease', 'releasing', []],
  ['releasing', 'confirmRelease', 'succeeded', ['payment.succeeded']],
  ['releasing', 'refuseRelease', 'requiresCapture', []],
]);

/**
 * An attempt: one try to authorize one card at the acquirer.
 *
 * An attempt whose answer we never got stays in `sending` until reconciliation knows; `unknown` is not an end. One that
 * the acquirer says it never heard of is reversed all the same: what crawls in later finds its reference closed.
 */
export const attemptLifecycle = defineLifecycle('attempts', [
  ['none', 'send', 'sending', []],
  // The issuer asks the customer first; the acquirer has heard nothing.
  ['none', 'authenticate', 'authenticating', []],
  ['authenticating', 'send', 'sending', []],
  ['authenticating', 'stop', 'declined', []],
  ['authenticating', 'abandon', 'abandoned', []],
  ['sending', 'approve', 'approved', []],
  ['sending', 'decline', 'declined', []],
  ['sending', 'notSend', 'notSent', []],
  ['sending', 'reverse', 'reversing', []],
  // Should it be approved after all, nobody can use the approval any more.
  ['notSent', 'undo', 'reversing', []],
  ['reversed', 'undo', 'reversing', []],
  ['declined', 'undo', 'reversing', []],
  ['reversing', 'confirmReversal', 'reversed', []],
]);

/**
 * The authentication of an attempt, when it needs the customer.
 *
 * `prepared`: a shop's server made the payment, and the customer's browser is yet to come. `challenging`: the issuer
 * asks. `cleared`: it said what allows the payment to go on, which needs the card once more. `spent`: an authorization
 * carries it, and no other will.
 */
export const authenticationLifecycle = defineLifecycle('authentications', [
  ['none', 'prepare', 'prepared', []],
  ['none', 'challenge', 'challenging', []],
  ['prepared', 'challenge', 'challenging', []],
  ['challenging', 'clear', 'cleared', []],
  ['prepared', 'spend', 'spent', []],
  ['cleared', 'spend', 'spent', []],
  ['prepared', 'stop', 'stopped', []],
  ['challenging', 'stop', 'stopped', []],
  ['cleared', 'stop', 'stopped', []],
]);

export type AuthenticationState = StateOf<typeof authenticationLifecycle>;
