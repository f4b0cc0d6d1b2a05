import type { Secret } from '../../../base/secret.ts';
import type {
  AcquirerNews,
  AcquirerNotification,
  NotificationDelivery,
  NotificationReading,
  OperationReference,
} from '../contract.ts';
import { ABANDONED, CAPTURE_NOTE, INCREMENT_NOTE, REFERENCE } from './map.ts';
import { captured, refundStanding } from './operate.ts';
import { isSignedWith } from './signature.ts';
import { chargeApproval, standingOf } from './standing.ts';
import {
  fieldsOf,
  parseObject,
  readCharge,
  readIntent,
  readRefund,
  textIn,
  type Charge,
  type Fields,
  type Intent,
  type Refund,
} from './wire.ts';

/** Reads one event, as Stripe posts it. */
export const readNotifications = (secrets: readonly Secret[], delivery: NotificationDelivery): NotificationReading => {
  if (!isSignedWith(secrets, delivery)) return { kind: 'forged' };
  const event = readEvent(parseObject(delivery.body));
  if (event === undefined) return { kind: 'unreadable' };
  const told = Object.hasOwn(readers, event.type) ? (readers[event.type]?.(event) ?? []) : [];
  if (told === 'unreadable') return { kind: 'unreadable' };
  const all =
    told.length > 0 ? told : [{ reference: undefined, handle: undefined, news: { about: 'nothingOfOurs' } } as const];
  return { kind: 'notifications', notifications: all.map((one, at) => notificationOf(event, one, at)) };
};

type Event = {
  readonly id: string;
  readonly type: string;
  readonly object: Fields;
  /** What the changed fields were before. */
  readonly before: Fields;
};

const readEvent = (fields: Fields | undefined): Event | undefined => {
  const [id, type] = [textIn(fields, 'id', /^evt_[A-Za-z0-9_]{1,150}$/), textIn(fields, 'type', /^[a-z0-9_.]{1,100}$/)];
  const data = fieldsOf(fields?.['data']);
  const object = fieldsOf(data?.['object']);
  if (fields?.['object'] !== 'event' || id === undefined || type === undefined || object === undefined)
    return undefined;
  return { id, type, object, before: fieldsOf(data?.['previous_attributes']) ?? {} };
};

type Told = Pick<AcquirerNotification, 'reference' | 'handle' | 'news'>;
type Reader = (event: Event) => readonly Told[] | 'unreadable';

/** Several facts of one event are told apart by their place in it. */
const notificationOf = ({ id, type, object }: Event, told: Told, at: number): AcquirerNotification => ({
  hostId: at === 0 ? id : `${id}:${at}`,
  type,
  ...told,
  details: detailsOf(object),
});

/** Codes and ids. Everything else of an object stays out, the card above all. */
const shown = [
  'id',
  'object',
  'status',
  'payment_intent',
  'charge',
  'failure_reason',
  'failure_code',
  'cancellation_reason',
];

const detailsOf = (object: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    shown.flatMap((name) => {
      const value = textIn(object, name, /^[A-Za-z0-9_.-]{1,255}$/);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

const onIntent =
  (read: (intent: Intent) => readonly Told[]): Reader =>
  ({ object }) => {
    const intent = readIntent(object);
    return intent === undefined ? 'unreadable' : read(intent);
  };

const onCharge =
  (read: (charge: Charge) => readonly Told[]): Reader =>
  ({ object }) => {
    const charge = readCharge(object);
    return charge === undefined ? 'unreadable' : read(charge);
  };

const referenceIn = (metadata: Readonly<Record<string, string>>, name = REFERENCE): OperationReference | undefined =>
  metadata[name] as OperationReference | undefined;

/** What we did not make has none of our references, and is shown only. */
const aboutIntent = (intent: Intent, news: AcquirerNews): readonly Told[] => {
  const reference = referenceIn(intent.metadata);
  return reference === undefined ? [] : [{ reference, handle: intent.id, news }];
};

/** The event of an intent does not hold its charge; that the charge was made is told by the charge's own event. */
const approvedCharge = onCharge((charge) => {
  const reference = referenceIn(charge.metadata);
  const answer = chargeApproval(charge);
  if (reference === undefined || answer === undefined) return [];
  return [{ reference, handle: charge.intentId, news: { about: 'authorization', answer } }];
});

const lapsedCharge = onCharge((charge) => {
  const reference = referenceIn(charge.metadata);
  if (reference === undefined) return [];
  return [{ reference, handle: charge.intentId, news: { about: 'authorization', answer: { kind: 'reversed' } } }];
});

/** The notes on the intent say which captures and increments were done. */
const notedOperations = onIntent((intent) => {
  const answer = captured(intent);
  if (answer.kind !== 'approved') return [];
  return notes.flatMap(([about, note]) =>
    Object.keys(intent.metadata)
      .filter((name) => note.test(name))
      .map((name) => ({
        reference: name.replace(note, '') as OperationReference,
        handle: undefined,
        news: { about, answer },
      })),
  );
});

const notes = [
  ['capture', CAPTURE_NOTE],
  ['increment', INCREMENT_NOTE],
] as const;

/** A soft decline is left to the answer: only there the card is still at hand, and can be asked for again. */
const declinedIntent = onIntent((intent) => {
  const answer = standingOf(intent);
  return answer.kind === 'declined' && !answer.softDecline
    ? aboutIntent(intent, { about: 'authorization', answer })
    : [];
});

/** What we abandon was declined softly before, and that is what its answer says. */
const canceledIntent: Reader = ({ object }) => {
  const intent = readIntent(object);
  if (intent === undefined) return 'unreadable';
  const isOurs = object['cancellation_reason'] === ABANDONED;
  if (intent.status !== 'canceled' || isOurs) return [];
  return aboutIntent(intent, { about: 'authorization', answer: { kind: 'reversed' } });
};

const changedRefund: Reader = ({ object, before }) => {
  const refund = readRefund(object);
  if (refund === undefined) return 'unreadable';
  const reversed = referenceIn(refund.metadata, 'reverses');
  if (reversed !== undefined) return reversalNews(refund, reversed);
  const reference = referenceIn(refund.metadata);
  if (reference === undefined) return [];
  const told = (news: AcquirerNews): Told => ({ reference, handle: refund.id, news });
  const answer = refundStanding(refund);
  if (answer.kind === 'approved') {
    const { acquirerReference } = answer;
    return [told({ about: 'refund', answer: { kind: 'approved', acquirerReference } })];
  }
  if (answer.kind !== 'declined') return [];
  // Where the event does not say what it was before, our own books do.
  return before['status'] === 'succeeded'
    ? [told({ about: 'takenBack', operation: 'refund', acquirerCode: answer.acquirerCode })]
    : [told({ about: 'refund', answer })];
};

const reversalNews = (refund: Refund, reference: OperationReference): readonly Told[] => {
  const { kind } = refundStanding(refund);
  if (kind !== 'approved' && kind !== 'declined') return [];
  const answer = { kind: kind === 'approved' ? 'reversed' : 'refused' } as const;
  return [{ reference, handle: refund.intentId, news: { about: 'reversal', answer } }];
};

/** An event without a row is kept and shown. */
const readers: Readonly<Record<string, Reader>> = {
  'charge.succeeded': approvedCharge,
  'charge.expired': lapsedCharge,
  'payment_intent.succeeded': notedOperations,
  'payment_intent.amount_capturable_updated': notedOperations,
  'payment_intent.payment_failed': declinedIntent,
  'payment_intent.canceled': canceledIntent,
  'refund.created': changedRefund,
  'refund.updated': changedRefund,
  'refund.failed': changedRefund,
  'charge.refund.updated': changedRefund,
};
