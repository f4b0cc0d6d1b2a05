/**
 * A merchant's accounts, their breakers and rules, as this process knows them: for some seconds, so no payment waits.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../base/clock.ts';
import type { Db } from '../db/db.ts';
import { CLOSED, type Memory } from './breaker.ts';
import { findRules } from './rule-list.ts';
import type { Rule } from './rules.ts';
import { findAccounts, type AccountRow, type KnownAccount } from './store.ts';

type Remembered = {
  readonly accounts: readonly KnownAccount[];
  readonly rules: readonly Rule[];
  readonly readAtMs: number;
};

const REMEMBER_MS = 5_000;
const REMEMBER_MOST = 10_000;

export const createMemory = ({ db, clock }: { readonly db: Pick<Db, 'query'>; readonly clock: Clock }) => {
  const remembered = new LRUCache<string, Remembered>({ max: REMEMBER_MOST });
  /** Whoever asks meanwhile waits for the same answer: a thousand payments at one moment are one question. */
  const reading = new Map<string, Promise<Remembered>>();

  const read = async (merchantId: string): Promise<Remembered> => {
    const [accounts, { rules }] = await Promise.all([
      findAccounts(db.query, merchantId),
      findRules(db.query, merchantId),
    ]);
    return { accounts, rules, readAtMs: clock.monotonicMs() };
  };

  const readOnce = (merchantId: string): Promise<Remembered> => {
    const begun = reading.get(merchantId);
    if (begun !== undefined) return begun;
    const now = read(merchantId);
    reading.set(merchantId, now);
    const isLast = (): boolean => reading.get(merchantId) === now;
    now.then(
      // What was read before it was changed here is not remembered.
      (known) => isLast() && reading.delete(merchantId) && remembered.set(merchantId, known),
      () => isLast() && reading.delete(merchantId),
    );
    return now;
  };

  return {
    recall: async (merchantId: string): Promise<Remembered> => {
      const known = remembered.get(merchantId);
      if (known !== undefined && clock.monotonicMs() - known.readAtMs < REMEMBER_MS) return known;
      return readOnce(merchantId);
    },
    forget: (merchantId: string): void => {
      remembered.delete(merchantId);
      reading.delete(merchantId);
    },
    /** What happens to an account in this process is known to it at once, to others within `REMEMBER_MS`. */
    memoryOf: ({ merchant_id: merchantId, id }: AccountRow): Memory => ({
      read: () => remembered.peek(merchantId)?.accounts.find((account) => account.id === id) ?? CLOSED,
      write: ({ failures, open_until }) => {
        const known = remembered.peek(merchantId);
        if (known === undefined) return;
        const accounts = known.accounts.map((one) => (one.id === id ? { ...one, failures, open_until } : one));
        remembered.set(merchantId, { ...known, accounts });
      },
    }),
  };
};
