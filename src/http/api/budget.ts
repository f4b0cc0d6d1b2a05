import type { FastifyInstance } from 'fastify';
import type { RateLimit } from '../kernel/rate-limit.ts';
import { workOf } from '../kernel/work.ts';

/** What a merchant may have in a second, with all keys: keys cost him nothing. */
export type Budgets = {
  /** Bytes of bodies, sent and answered. */
  readonly bytes: RateLimit;
  /** Milliseconds in which the event loop only read what he sent. */
  readonly work: RateLimit;
};

/** Throws `rate_limited` while a merchant has more behind him than a second allows. */
export const judgeBudgets = ({ bytes, work }: Budgets, merchantId: string): void => {
  bytes.judge(merchantId);
  work.judge(merchantId);
};

/** What a request took is known when it is answered; who took too much waits before the next one. */
export const spendBudgets = (api: FastifyInstance, deps: { readonly budgets: Budgets }): void => {
  // Once more when the body has come: many may have passed the first time together.
  api.addHook('preValidation', (request, _reply, done) => {
    if (request.merchantId !== undefined) judgeBudgets(deps.budgets, request.merchantId);
    done();
  });
  api.addHook('onSend', (request, _reply, payload, done) => {
    const { merchantId } = request;
    if (merchantId !== undefined) {
      const { bytes, work } = deps.budgets;
      const spent = workOf(request);
      const answered = typeof payload === 'string' ? Buffer.byteLength(payload) : 0;
      bytes.add(merchantId, spent.bodyBytes + answered);
      work.add(merchantId, spent.ms);
    }
    done();
  });
};
