/**
 * The breaker of each account: who does not answer is asked last for a while. What counts is in one row an account that
 * all processes read; an account in order costs no statement at all, and no payment waits for one.
 */
import type { Clock } from '../base/clock.ts';
import { asError } from '../base/as-error.ts';
import type { Log } from '../base/log.ts';
import type { AcquirerConnector, AuthorizeAnswer, PrepareAnswer } from '../connectors/acquirer/contract.ts';
import type { Db, Query } from '../db/db.ts';
import { healthOf, type Breaker, type Health } from './health.ts';

/** In a row, over all processes, none a minute after the one before. */
export const FAILURES_TO_OPEN = 5;
/** How long others are asked first, and how long the payment that tries an account out may take. */
export const OPEN_S = 30;

export type WatchDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly inBackground: (work: Promise<unknown>) => void;
  /** For metrics: the state as this process knows it. */
  readonly onHealth: (accountId: string, health: Health) => void;
};

export type Watched = { readonly merchant_id: string; readonly id: string };
/** What this process remembers of an account's breaker. */
export type Memory = { readonly read: () => Breaker; readonly write: (breaker: Breaker) => void };

/** The same connector; what it answers to authorizations moves the account's breaker, behind the payment's back. */
export const watchConnector = (
  deps: WatchDeps,
  { account, memory }: { readonly account: Watched; readonly memory: Memory },
  connector: AcquirerConnector,
): AcquirerConnector => {
  const heed = <Answer extends AuthorizeAnswer | PrepareAnswer>(answer: Answer): Answer => {
    const work = follow(deps, { account, memory }, answer);
    if (work !== undefined)
      deps.inBackground(
        work.catch((error: unknown) => {
          deps.log.warn(
            { accountId: account.id, error: asError(error) },
            "an acquirer account's breaker was not moved",
          );
        }),
      );
    return answer;
  };
  const { prepare, authorize } = connector;
  return {
    ...connector,
    ...(prepare !== undefined && { prepare: async (request) => heed(await prepare(request)) }),
    authorize: async (request) => heed(await authorize(request)),
  };
};

/**
 * What an answer says of the account. Nothing came back, or the acquirer says itself that it is broken: a failure. An
 * issuer that can't be reached is the trouble of one issuer, and says neither. All else is an acquirer that works.
 */
export const verdictOf = (answer: AuthorizeAnswer | PrepareAnswer): 'failure' | 'success' | 'neither' => {
  switch (answer.kind) {
    case 'notSent':
    case 'unknown':
      return 'failure';
    case 'approved':
    case 'prepared':
      return 'success';
    case 'declined':
      if (answer.declineReason === 'acquirerError') return 'failure';
      return answer.declineReason === 'issuerUnavailable' ? 'neither' : 'success';
  }
};

type Subject = { readonly account: Watched; readonly memory: Memory };

/** Undefined: nothing is to be written down. */
const follow = (
  deps: WatchDeps,
  { account, memory }: Subject,
  answer: AuthorizeAnswer | PrepareAnswer,
): Promise<void> | undefined => {
  const verdict = verdictOf(answer);
  const { failures, open_until: until } = memory.read();
  if (verdict === 'failure') {
    // It is known to be out of order: many payments that fail together do not queue up to say so.
    const isKnown = until !== null && until.getTime() - deps.clock.nowMs() > (OPEN_S * 1_000) / 2;
    return isKnown ? undefined : fail(deps, { account, memory });
  }
  return verdict === 'success' && (failures ?? 0) > 0 ? succeed(deps, { account, memory }) : undefined;
};

const fail = async (deps: WatchDeps, { account, memory }: Subject): Promise<void> => {
  const before = healthOf(memory.read(), deps.clock.nowMs());
  const breaker = await countFailure(deps.db.query, account);
  memory.write(breaker);
  const health = healthOf(breaker, deps.clock.nowMs());
  deps.onHealth(account.id, health);
  if (health === 'open' && before === 'closed')
    deps.log.warn(
      { accountId: account.id, count: breaker.failures ?? 0 },
      'an acquirer account is out of order: payments go to the others first',
    );
};

const succeed = async (deps: WatchDeps, { account, memory }: Subject): Promise<void> => {
  const wasOpen = await closeBreaker(deps.db.query, account);
  memory.write(CLOSED);
  deps.onHealth(account.id, 'closed');
  if (wasOpen) deps.log.info({ accountId: account.id }, 'an acquirer account is in order again');
};

export const CLOSED: Breaker = { failures: null, open_until: null };

const countFailure = async (query: Query, { merchant_id: merchantId, id }: Watched): Promise<Breaker> => {
  const [row] = await query<Breaker>(
    {
      name: 'count-acquirer-failure',
      text: `
        insert into acquirer_breakers as b (merchant_id, account_id, failures, changed_at)
        values ($1, $2, 1, now())
        on conflict (merchant_id, account_id) do update set
          failures = case
            when b.open_until is null and b.changed_at < excluded.changed_at - interval '1 minute' then 1
            else least(b.failures, 1000000) + 1
          end,
          open_until = case
            when b.open_until is null and b.changed_at < excluded.changed_at - interval '1 minute' then null
            when b.failures + 1 >= $3 then excluded.changed_at + make_interval(secs => $4)
            else b.open_until
          end,
          changed_at = excluded.changed_at
        returning failures, open_until`,
    },
    [merchantId, id, FAILURES_TO_OPEN, OPEN_S],
  );
  return row ?? CLOSED;
};

/** Whether it was out of order until now. */
const closeBreaker = async (query: Query, { merchant_id: merchantId, id }: Watched): Promise<boolean> => {
  const rows = await query<{ was_open: boolean }>(
    {
      name: 'close-acquirer-breaker',
      text: `
        with before as (
          select b.merchant_id, b.account_id, b.open_until
          from acquirer_breakers b
          where b.merchant_id = $1 and b.account_id = $2 and b.failures > 0
          for update
        )
        update acquirer_breakers b
        set failures = 0, open_until = null, changed_at = now()
        from before
        where b.merchant_id = $1 and b.account_id = before.account_id
        returning before.open_until is not null as was_open`,
    },
    [merchantId, id],
  );
  return rows.some(({ was_open: wasOpen }) => wasOpen);
};

/** Whether this payment may try the account out: of all that ask at once, in any process, one may. */
export const claimTrial = async (query: Query, { merchant_id: merchantId, id }: Watched): Promise<boolean> => {
  const rows = await query(
    {
      name: 'claim-acquirer-trial',
      text: `
        update acquirer_breakers b
        set open_until = now() + make_interval(secs => $3), changed_at = now()
        where b.merchant_id = $1 and b.account_id = $2 and b.open_until <= now()
        returning b.account_id`,
    },
    [merchantId, id, OPEN_S],
  );
  return rows.length > 0;
};
