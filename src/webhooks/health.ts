import { newUuid } from '../base/id.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { createBatch } from '../db/batch.ts';
import type { Db } from '../db/db.ts';
import { disableGone, noteFailures, noteSuccess, pullForward, tellFailing } from './health-store.ts';
import type { EndpointRef } from './store.ts';

/** What a try says about its endpoint. */
export type Sign = EndpointRef & {
  readonly isDelivered: boolean;
  readonly isGone: boolean;
  readonly retryAfterMs: number | undefined;
};

/** What becomes of the endpoint: `open` and `disabled` get nothing for now, `recovered` was open until this sign. */
export type Verdict = 'steady' | 'open' | 'recovered' | 'disabled';

export type HealthDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Pick<Log, 'info' | 'warn'>;
};

/**
 * Keeps the marks of endpoints by the tries they answered. Signs of one endpoint that come at the same time are one
 * write; a healthy endpoint's successes are not noted at all (the caller leaves them out), so its row rests.
 */
export const createHealth = (deps: HealthDeps): ((sign: Sign) => Promise<Verdict>) => {
  let count = 0;
  const note = createBatch<Sign & { readonly key: string }, Verdict>({
    run: async (_endpoint, signs) => {
      const verdict = await judge(deps, signs);
      return signs.map(() => verdict);
    },
    groupOf: ({ merchantId, endpointId }) => `${merchantId}/${endpointId}`,
    keyOf: ({ key }) => key,
    maxInFlight: 4,
  });
  return (sign) => note({ ...sign, key: String(count++) });
};

const judge = async (deps: HealthDeps, signs: readonly Sign[]): Promise<Verdict> => {
  const [endpoint] = signs;
  if (endpoint === undefined) return 'steady';
  if (signs.some((sign) => sign.isGone)) return judgeGone(deps, endpoint);
  // One success says that it can take events: it outweighs failures of the same moment.
  if (signs.some((sign) => sign.isDelivered)) return judgeSuccess(deps, endpoint);
  return judgeFailures(deps, endpoint, signs);
};

const judgeGone = async ({ db, log, ...deps }: HealthDeps, endpoint: EndpointRef): Promise<Verdict> => {
  if (await disableGone(db.query, endpoint, newUuid<'event'>(deps)))
    log.warn(endpoint, 'a webhook endpoint is gone and was disabled');
  return 'disabled';
};

const judgeSuccess = async ({ db, log }: HealthDeps, endpoint: EndpointRef): Promise<Verdict> => {
  const { wasOpen } = await noteSuccess(db.query, endpoint);
  if (!wasOpen) return 'steady';
  await pullForward(db.query, endpoint);
  log.info(endpoint, 'a webhook endpoint answers again');
  return 'recovered';
};

const judgeFailures = async (deps: HealthDeps, endpoint: EndpointRef, signs: readonly Sign[]): Promise<Verdict> => {
  const { db, log } = deps;
  const pauses = signs.flatMap((sign) => sign.retryAfterMs ?? []);
  const note = await noteFailures(db.query, endpoint, {
    failures: signs.length,
    pauseMs: pauses.length === 0 ? undefined : Math.max(...pauses),
  });
  if (note === undefined) return 'disabled';
  if (note.isOpen && !note.wasOpen) {
    await pullForward(db.query, endpoint);
    log.warn(endpoint, 'a webhook endpoint does not take events; one is tried at a time');
  }
  if (note.isToBeTold && (await tellFailing(db.query, endpoint, newUuid<'event'>(deps)))) {
    log.warn(endpoint, 'a webhook endpoint has been failing for days; the merchant was notified');
  }
  return note.isOpen ? 'open' : 'steady';
};
