import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { Clock } from '../../base/clock.ts';
import type { Db } from '../../db/db.ts';
import { dayOf, spansOf } from '../../reports/figures/period.ts';
import { presentFigures } from '../../reports/figures/present.ts';
import { createFigureReader } from '../../reports/figures/read.ts';
import { figuresQuery, figuresSchema } from './figures-schema.ts';

type Deps = { readonly db: Pick<Db, 'query'>; readonly clock: Pick<Clock, 'nowMs'> };

export const registerFigures = (app: FastifyInstance, deps: Deps): void => {
  const readFigures = createFigureReader(deps);
  app.get<{ Querystring: Static<typeof figuresQuery> }>(
    '/figures',
    {
      schema: {
        operationId: 'retrieveFigures',
        tags: ['Figures'],
        summary: 'Retrieve figures',
        description:
          'Payments and sessions count where they were made, refunds where they were asked for: a payment that is ' +
          'captured or canceled later changes the figures of its day. Each is counted once, by how it ended.',
        querystring: figuresQuery,
        response: { 200: figuresSchema },
      },
    },
    async ({ query: { period = 'day', date }, call }) => {
      const nowMs = deps.clock.nowMs();
      const spans = spansOf(period, date ?? dayOf(nowMs), nowMs);
      return presentFigures(await readFigures({ merchantId: call.caller.merchantId, spans, nowMs }));
    },
  );
};
