import type { Log } from '../../base/log.ts';
import type { Query } from '../../db/db.ts';
import { asError } from '../../base/as-error.ts';
import { insertRequests, type RequestInsert } from './store.ts';

/** A request of a merchant, still to be made into a row. */
export type Noted = { readonly merchantId: string; readonly row: RequestInsert };

export type RequestLog = {
  /** Costs the caller nothing but this call; `make` runs when the answer has left. */
  readonly add: (make: () => Noted) => void;
  /** Writes what is there; gives how many. Called by the clock, and once more at the end. */
  readonly write: () => Promise<number>;
};

/** Where requests are not kept. */
export const NO_REQUEST_LOG: RequestLog = { add: () => undefined, write: () => Promise.resolve(0) };

/** Of a busy second; what comes beyond is left out, so that a database that is slow does not fill the memory. */
const MOST_WAITING = 2_000;
const AT_ONCE = 200;
export const WRITE_EVERY_MS = 1_000;

/**
 * Requests wait in memory and are written some at a time, merchant by merchant. What does not fit, or cannot be
 * written, is counted and left out: a log never stops a payment.
 */
export const createRequestLog = ({
  db,
  log,
  onLeftOut,
}: {
  readonly db: { readonly query: Query };
  readonly log: Pick<Log, 'warn'>;
  readonly onLeftOut: (count: number) => void;
}): RequestLog => {
  let unmade: (() => Noted)[] = [];
  const waiting: Noted[] = [];

  const make = (): void => {
    const all = unmade;
    unmade = [];
    for (const one of all)
      try {
        waiting.push(one());
      } catch (error) {
        onLeftOut(1);
        log.warn({ error: asError(error) }, 'a request could not be noted for the request log');
      }
  };

  return {
    add: (one) => {
      if (waiting.length + unmade.length >= MOST_WAITING) {
        onLeftOut(1);
        return;
      }
      unmade.push(one);
      if (unmade.length === 1) queueMicrotask(make);
    },
    write: async () => {
      make();
      let written = 0;
      while (waiting.length > 0) {
        const some = waiting.splice(0, AT_ONCE);
        for (const [merchantId, rows] of Map.groupBy(some, (one) => one.merchantId)) {
          try {
            await insertRequests(
              db.query,
              merchantId,
              rows.map(({ row }) => row),
            );
            written += rows.length;
          } catch (error) {
            onLeftOut(rows.length);
            log.warn({ count: rows.length, error: asError(error) }, 'requests were left out of the request log');
          }
        }
      }
      return written;
    },
  };
};
