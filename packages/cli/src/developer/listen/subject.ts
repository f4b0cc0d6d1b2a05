import type { TollgateEvent } from '../../sdk.ts';

const REMEMBERED = 2_000;

export type FindSession = (paymentId: string) => Promise<string | undefined>;

/**
 * Whose order an event belongs to: its session's, or its payment's where there is none. A refund names only its
 * payment; whose session that is was told by an earlier event, or is asked for once.
 */
export const createSubjects = (findSession: FindSession): ((event: TollgateEvent) => Promise<string>) => {
  const sessions = new Map<string, string>();
  const remember = (paymentId: string, subject: string): string => {
    const [oldest] = sessions.size >= REMEMBERED ? sessions.keys() : [];
    if (oldest !== undefined) sessions.delete(oldest);
    sessions.set(paymentId, subject);
    return subject;
  };
  return async (event) => {
    const { object } = event.data;
    if (event.type.startsWith('refund.') && 'paymentId' in object) {
      const { paymentId } = object;
      return sessions.get(paymentId) ?? remember(paymentId, (await findSession(paymentId)) ?? paymentId);
    }
    if (!event.type.startsWith('payment.')) return object.id;
    const session = 'session' in object && typeof object.session === 'string' ? object.session : object.id;
    return remember(object.id, session);
  };
};
