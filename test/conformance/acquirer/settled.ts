import type {
  AcquirerConnector,
  AcquirerNews,
  AcquirerNotification,
  OperationAnswer,
  OperationKind,
  ReverseAnswer,
} from '../../../src/connectors/acquirer/contract.ts';
import type { NotificationHost } from './host.ts';
import { until } from './settle.ts';

/** Every notification that the connector makes of what its host sent so far, oldest first. */
export type Told = () => readonly AcquirerNotification[];

/** Reads each delivery once. What is not signed is not news. */
export const tellingOf = (connector: AcquirerConnector, host: NotificationHost): Told => {
  const told: AcquirerNotification[] = [];
  let next = 0;
  return () => {
    for (const delivery of host.sent().slice(next)) {
      next++;
      const reading = connector.readNotifications?.(delivery);
      if (reading?.kind === 'notifications') told.push(...reading.notifications);
    }
    return told;
  };
};

type Increment = NonNullable<AcquirerConnector['increment']>;

/**
 * The same connector, as the flow sees it over time: what was `accepted` is ended by the notification that the host
 * sends about it. So every story about an answer is also one about its notification.
 */
export const settled = (connector: AcquirerConnector, host: NotificationHost): AcquirerConnector => {
  const told = tellingOf(connector, host);
  const end = async (about: OperationKind, asking: Promise<OperationAnswer>): Promise<OperationAnswer> => {
    const answer = await asking;
    if (answer.kind !== 'accepted') return answer;
    const news = await newsOf(told, about, ({ handle }) => handle === answer.acquirerReference);
    return news.answer;
  };
  const settledIncrement =
    (increment: Increment): Increment =>
    (request) =>
      end('increment', increment(request));
  return {
    ...connector,
    ...(connector.increment === undefined ? {} : { increment: settledIncrement(connector.increment) }),
    capture: (request) => end('capture', connector.capture(request)),
    voidAuthorization: (request) => end('void', connector.voidAuthorization(request)),
    refund: (request) => end('refund', connector.refund(request)),
    reverse: async (request): Promise<ReverseAnswer> => {
      const before = told().length;
      const answer = await connector.reverse(request);
      if (answer.kind !== 'accepted') return answer;
      const news = await newsOf(
        told,
        'reversal',
        ({ reference }, at) => at >= before && reference === request.original,
      );
      return news.answer.kind === 'reversed' ? news.answer : { kind: 'unknown', cause: 'reversalRefused' };
    },
  };
};

type NewsAbout<About, News = AcquirerNews> = News extends { readonly about: infer Subjects }
  ? About extends Subjects
    ? News
    : never
  : never;

/** The first news of its kind that is meant, as soon as it is there. */
export const newsOf = async <About extends AcquirerNews['about']>(
  told: Told,
  about: About,
  isMeant: (notification: AcquirerNotification, at: number) => boolean,
): Promise<NewsAbout<About>> => {
  const isAbout = (news: AcquirerNews): news is AcquirerNews & NewsAbout<About> => news.about === about;
  let found: NewsAbout<About> | undefined;
  await until(`news about a ${about}`, () => {
    found = told()
      .filter(isMeant)
      .map(({ news }) => news)
      .find(isAbout);
    return Promise.resolve(found !== undefined);
  });
  if (found === undefined) throw new Error('It was there.');
  return found;
};
