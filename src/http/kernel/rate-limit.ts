import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import { Problem } from '../../base/problem.ts';
import { clientAddress } from './client-address.ts';

/**
 * So much a second for each subject (a key, an address, a merchant): a bucket that holds one second's share and drains
 * all the time. Not a window of a second, which forgets at its end that more was used: what one gateway let through
 * before it heard of another's callers is paid back here by waiting.
 */
export type RateLimit = {
  /**
   * Counts one; throws `rate_limited`, with the seconds to wait, when there is no place for it, and then counts
   * nothing.
   */
  readonly take: (subject: string) => void;
  /** The same for what is known only afterwards: throws while more was added than drained. */
  readonly judge: (subject: string) => void;
  readonly add: (subject: string, amount: number) => void;
};

/** A limit's inside, for whoever lets other processes know of it. */
export type SharedLimit = RateLimit & {
  readonly name: string;
  readonly perSecond: number;
  /**
   * What this process let through and others should hear of; forgets who has drained. `keep`: not more than so many,
   * the fullest first.
   */
  readonly unsaid: (most: number) => readonly Unsaid[];
  /** How full the bucket is by what all processes said. */
  readonly hear: (said: Unsaid, level: number) => void;
};

export type Unsaid = { readonly subject: string; readonly amount: number };

type Bucket = { level: number; atMs: number; unsaid: number };

export type LimitOf = {
  readonly name: string;
  /** 0: no limit. */
  readonly perSecond: number;
  /** "More than 50 requests a second from this address." */
  readonly sentence: string;
};

/**
 * Below this part of his share nobody is worth a word to the other processes: an ordinary payment writes nothing for
 * its limits.
 */
const QUIET = 1 / 8;

export const createRateLimit = (
  { name, perSecond, sentence }: LimitOf,
  clock: Pick<Clock, 'monotonicMs'>,
): SharedLimit => {
  const buckets = new Map<string, Bucket>();
  const drained = (bucket: Bucket): Bucket => {
    const nowMs = clock.monotonicMs();
    bucket.level = Math.max(0, bucket.level - ((nowMs - bucket.atMs) / 1000) * perSecond);
    bucket.unsaid = Math.min(bucket.unsaid, bucket.level);
    bucket.atMs = nowMs;
    return bucket;
  };
  const bucketOf = (subject: string): Bucket => {
    const known = buckets.get(subject);
    if (known !== undefined) return drained(known);
    const fresh = { level: 0, atMs: clock.monotonicMs(), unsaid: 0 };
    buckets.set(subject, fresh);
    return fresh;
  };
  const refuse = (tooMuch: number): never => {
    const retryAfterSeconds = Math.max(1, Math.ceil(tooMuch / perSecond));
    throw new Problem('rate_limited', `${sentence} Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  };
  const fill = (bucket: Bucket, amount: number): void => {
    bucket.level += amount;
    bucket.unsaid += amount;
  };
  const isLimited = perSecond > 0;
  return {
    name,
    perSecond,
    take: (subject) => {
      if (!isLimited) return;
      const bucket = bucketOf(subject);
      if (bucket.level + 1 > perSecond) refuse(bucket.level + 1 - perSecond);
      fill(bucket, 1);
    },
    judge: (subject) => {
      const bucket = isLimited ? buckets.get(subject) : undefined;
      if (bucket !== undefined && drained(bucket).level > perSecond) refuse(bucket.level - perSecond);
    },
    add: (subject, amount) => {
      if (isLimited && amount > 0) fill(bucketOf(subject), amount);
    },
    unsaid: (most) => {
      const found: (Unsaid & { readonly level: number })[] = [];
      for (const [subject, bucket] of buckets) {
        const { level, unsaid } = drained(bucket);
        if (level === 0) buckets.delete(subject);
        else if (unsaid > 0 && level >= perSecond * QUIET) found.push({ subject, amount: unsaid, level });
      }
      return found.length <= most ? found : found.sort((one, other) => other.level - one.level).slice(0, most);
    },
    hear: ({ subject, amount }, level) => {
      const bucket = bucketOf(subject);
      // What came while the word was on its way is not in `level`.
      bucket.unsaid = Math.max(0, bucket.unsaid - amount);
      bucket.level = level + bucket.unsaid;
    },
  };
};

/**
 * By address: forms that our pages made, and everything else, apart: a stranger behind a shared address uses up
 * nobody's share but his own.
 */
export type FormLimits = { readonly customers: RateLimit; readonly strangers: RateLimit };

/**
 * Forms count by address, whichever session they are for: one that tries out card numbers has many sessions. Register
 * it in the scope of the forms' routes: the route decides what a form is and never the address as it was written, of
 * which there are many for one route (`/%70ay/`). `isOurs`: whether the form's token proves that a page of ours made
 * it.
 */
export const limitForms = (
  scope: FastifyInstance,
  { customers, strangers }: FormLimits,
  isOurs: (request: FastifyRequest) => boolean,
): void => {
  scope.addHook('preHandler', (request, _reply, done) => {
    if (request.method === 'POST') (isOurs(request) ? customers : strangers).take(clientAddress(request).network);
    done();
  });
};
