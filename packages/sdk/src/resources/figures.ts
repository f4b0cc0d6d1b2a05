import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { WithLastResponse } from '../answer.ts';
import type { RequestOptions, Send } from '../request.ts';
import type {
  FigurePaymentsQuery,
  FigureSessionsQuery,
  FiguresOfPeriod,
  FiguresQuery,
  Payment,
  Session,
} from '../types.ts';

export type Figures = {
  /** Of today, where nothing else is asked for. Days are those of UTC. */
  readonly retrieve: (query?: FiguresQuery, options?: RequestOptions) => Promise<WithLastResponse<FiguresOfPeriod>>;
  /** Those that a figure counts, newest first. */
  readonly payments: (query: FigurePaymentsQuery, options?: RequestOptions) => List<Payment>;
  /** Those that a figure of pages counts, newest first. */
  readonly sessions: (query?: FigureSessionsQuery, options?: RequestOptions) => List<Session>;
};

export const createFigures = (send: Send): Figures => ({
  retrieve: (query, options) => send<FiguresOfPeriod>({ method: 'GET', path: '/figures', query, options }),
  payments: (query, options) => createList<Payment>(send, { path: '/figures/payments', query, options }),
  sessions: (query, options) => createList<Session>(send, { path: '/figures/sessions', query, options }),
});
