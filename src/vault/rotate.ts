import type { Clock } from '../base/clock.ts';
import type { Reencrypted, Vault } from './at-rest.ts';

/** What is to be changed: what cards are sealed under, what the data keys are wrapped under, or both. */
export type RotationWish = { readonly dataKey: boolean; readonly kek: boolean };

export type RotationReport = {
  /** Data keys that were under another key-encryption key. */
  readonly rewrapped: number;
  /** The new data key; undefined: none was made, because an earlier rotation was finished or none was wished. */
  readonly newVersion: number | undefined;
  /** An earlier rotation had been cut short, and was finished now. */
  readonly resumed: boolean;
  readonly reencrypted: number;
  /** Cards that do not open; they are as they were, and so is their key. */
  readonly unreadable: number;
  /** Data keys that no card needs any more, and that are gone. */
  readonly retired: readonly number[];
};

/**
 * Changes the vault's keys while payments run. Every step is complete in itself and finds out what is left from the
 * tables, so it may be killed at any moment, run again, or run twice at once; cards open all the time, because a key
 * goes only when no card needs it.
 */
export const rotateVault = async (
  {
    vault,
    clock,
    onProgress,
  }: { readonly vault: Vault; readonly clock: Clock; readonly onProgress: (line: string) => void },
  wish: RotationWish,
): Promise<RotationReport> => {
  const rewrapped = wish.kek ? await vault.rewrap() : 0;
  if (wish.kek) onProgress(`${rewrapped} data keys were put under the new key-encryption key`);
  if (!wish.dataKey)
    return { rewrapped, newVersion: undefined, resumed: false, reencrypted: 0, unreadable: 0, retired: [] };

  const left = await vault.countCardsUnderOlderKeys();
  if (left > 0) {
    onProgress(`finishing an earlier rotation: ${left} cards are under older keys`);
    const earlier = await reencryptAll({ vault, onProgress });
    // Cards that do not open never will: they are no reason to put a new key off.
    if (earlier.reencrypted > 0)
      return { rewrapped, newVersion: undefined, resumed: true, ...earlier, retired: await vault.retireDataKeys() };
  }

  onProgress('making a new data key');
  const newVersion = await vault.rotateDataKey();
  const first = await reencryptAll({ vault, onProgress });
  onProgress(`waiting ${SETTLE_MS / 1000} s, until every running gateway has the new key`);
  await clock.sleep(SETTLE_MS);
  // What they sealed under the key before meanwhile. Those that did not open the first time are the same ones again.
  const second = await reencryptAll({ vault, onProgress });
  const reencrypted = first.reencrypted + second.reencrypted;
  return {
    rewrapped,
    newVersion,
    resumed: false,
    reencrypted,
    unreadable: second.unreadable,
    retired: await vault.retireDataKeys(),
  };
};

/** The clock's part: finishes what a killed rotation left, some cards at a time. Gives how many it looked after. */
export const tendVault = async (vault: Vault): Promise<number> => {
  const { reencrypted } = await vault.reencryptSome({ limit: CARDS_AT_ONCE });
  const retired = await vault.retireDataKeys();
  return reencrypted + retired.length;
};

/** Longer than any process goes on with keys it read before, and a statement's time. */
const SETTLE_MS = 15_000;
const CARDS_AT_ONCE = 500;

const reencryptAll = async ({
  vault,
  onProgress,
}: {
  readonly vault: Vault;
  readonly onProgress: (line: string) => void;
}) => {
  let done: Omit<Reencrypted, 'last'> = { reencrypted: 0, unreadable: 0 };
  let after: Reencrypted['last'];
  do {
    const some: Reencrypted = await vault.reencryptSome({ limit: CARDS_AT_ONCE, ...(after && { after }) });
    done = { reencrypted: done.reencrypted + some.reencrypted, unreadable: done.unreadable + some.unreadable };
    after = some.last;
    if (after !== undefined) onProgress(`${done.reencrypted} cards are under the newest key`);
  } while (after !== undefined);
  return done;
};
