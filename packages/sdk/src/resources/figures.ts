import type { WithLastResponse } from '../answer.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { FiguresOfPeriod, FiguresQuery } from '../types.ts';

export type Figures = {
  /** Of today, where nothing else is asked for. Days are those of UTC. */
  readonly retrieve: (query?: FiguresQuery, options?: RequestOptions) => Promise<WithLastResponse<FiguresOfPeriod>>;
};

export const createFigures = (send: Send): Figures => ({
  retrieve: (query, options) => send<FiguresOfPeriod>({ method: 'GET', path: '/figures', query, options }),
});
