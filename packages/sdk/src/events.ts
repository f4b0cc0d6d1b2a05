import type { Payment, PaymentMethod, Refund, Session, TollgateEventType, WebhookEndpoint } from './types.ts';

/** What `data.object` is, by the first word of the event's type. */
type ObjectsBySubject = EverySubject<{
  session: Session;
  payment: Payment;
  refund: Refund;
  paymentMethod: PaymentMethod;
  webhookEndpoint: WebhookEndpoint;
}>;

/** Does not compile when the API tells of a subject that has no object here. */
type EverySubject<Objects extends Readonly<Record<SubjectOf<TollgateEventType>, object>>> = Objects;
type SubjectOf<T extends string> = T extends `${infer Subject}.${string}` ? Subject : never;

/** What `data.object` is, by event type. */
export type EventObjects = { readonly [T in TollgateEventType]: ObjectsBySubject[SubjectOf<T>] };

/**
 * Something that happened. `switch (event.type)` narrows `event.data.object`. Give the switch a `default` that does
 * nothing: the gateway may learn new types before your code does.
 */
export type TollgateEvent = {
  readonly [T in TollgateEventType]: {
    /** The same in every delivery of this event: remember it and a second delivery changes nothing. */
    readonly id: string;
    readonly created: string;
    readonly data: { readonly object: EventObjects[T] };
    /**
     * Counts per session; per payment, stored card or endpoint where there is no session. A smaller number than the
     * last one seen is old news.
     */
    readonly sequence: number;
    readonly type: T;
  };
}[TollgateEventType];
