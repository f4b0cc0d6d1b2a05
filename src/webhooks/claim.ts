import { asError } from '../base/as-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Keys } from '../base/keys.ts';
import type { Log } from '../base/log.ts';
import { currentVersion, isApiVersion } from '../contract/versions.ts';
import type { Db } from '../db/db.ts';
import { claimDeliveries, type ClaimedEndpoint, type ClaimWish } from './claim-store.ts';
import { putOffFollowers } from './follower-store.ts';
import { addClaimed, hasFollowersToPutOff, type EndpointQueue, type Queues } from './queues.ts';
import { datedSecrets, unsealSecret } from './secrets.ts';
import { SEND_TIMEOUT_MS, type SendTarget } from './send.ts';
import { deriveSigningKey, signingKeysOf } from './signing-keys.ts';
import type { EndpointRef } from './store.ts';
import type { TargetRules } from './target.ts';

type ClaimDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly log: Pick<Log, 'error'>;
  readonly rules: TargetRules;
};

/** How long a claim holds: a request's limit, and time to wait for a turn and to write the result. */
const LEASE_MS = 20_000;
/** Between the last moment to send and the end of the lease, beyond the request's own limit. */
const LEASE_MARGIN_MS = 2_000;

/**
 * Takes deliveries for each wish, opens what they are signed with, and puts them into the queues. What is marked while
 * it runs stays marked: it may have come too late for this claim.
 */
export const claim = async (deps: ClaimDeps, queues: Queues, wishes: readonly ClaimWish[]): Promise<void> => {
  const { db, clock } = deps;
  if (wishes.length === 0) return;
  const wished = wishes.map((wish) => ({ wish, queue: queues.get(wish, clock.monotonicMs()) }));
  for (const { queue } of wished) {
    queue.mayHaveMore = false;
    queue.isBeingClaimed = true;
  }
  try {
    // Counted from before the claim, so that our idea of the lease ends before the database's.
    const sendUntilMs = clock.monotonicMs() + LEASE_MS - SEND_TIMEOUT_MS - LEASE_MARGIN_MS;
    const answers = await claimDeliveries(db.query, { wishes, leaseMs: LEASE_MS });
    const crowded = takeIn(deps, queues, { wished, answers, sendUntilMs });
    if (crowded.length > 0) await putOffFollowers(db.query, crowded);
  } catch (error) {
    for (const { queue } of wished) queue.mayHaveMore = true;
    throw error;
  } finally {
    for (const { queue } of wished) queue.isBeingClaimed = false;
  }
};

type Answered = {
  readonly wished: readonly { readonly wish: ClaimWish; readonly queue: EndpointQueue }[];
  readonly answers: readonly ClaimedEndpoint[];
  readonly sendUntilMs: number;
};

/** Gives the endpoints whose followers are to be put off. */
const takeIn = (
  deps: ClaimDeps,
  queues: Queues,
  { wished, answers, sendUntilMs }: Answered,
): readonly EndpointRef[] => {
  const crowded: EndpointRef[] = [];
  const byEndpoint = new Map(answers.map((answer) => [`${answer.merchantId}/${answer.endpointId}`, answer] as const));
  for (const { wish, queue } of wished) {
    queue.servedAtMs = deps.clock.monotonicMs();
    const claimed = byEndpoint.get(`${wish.merchantId}/${wish.endpointId}`);
    const target = claimed === undefined ? undefined : openTarget(deps, claimed);
    if (claimed === undefined || target === undefined) {
      // Switched off, deleted or failing by now. Or its secret can't be opened: logged, and its leases end by
      // themselves.
      queue.hasBlocked = false;
      continue;
    }
    if (hasFollowersToPutOff(wish, claimed)) crowded.push(claimed);
    addClaimed(queue, claimed, { wish, target, sendUntilMs });
    if (queue.runs.length > 0) queues.waiting.add(queue);
  }
  return crowded;
};

const openTarget = (deps: ClaimDeps, claimed: ClaimedEndpoint): SendTarget | undefined => {
  try {
    return {
      url: claimed.url,
      version: isApiVersion(claimed.apiVersion) ? claimed.apiVersion : currentVersion,
      secrets: datedSecrets(claimed, (bytes) => unsealSecret(deps.keys, claimed, bytes)),
      signingKeys: signingKeysOf(claimed.signingKeys).map(({ keyId, expiresAtMs }) => ({
        key: deriveSigningKey(deps.keys, { ...claimed, keyId }),
        untilMs: expiresAtMs,
      })),
      // What was asked for in a sandbox that went live since is over.
      hasFaults: claimed.hasFaults && deps.rules.mode === 'sandbox',
    };
  } catch (error) {
    const { merchantId, endpointId } = claimed;
    deps.log.error(
      { merchantId, endpointId, error: asError(error) },
      'a webhook secret cannot be opened: was the master key changed?',
    );
    return undefined;
  }
};
