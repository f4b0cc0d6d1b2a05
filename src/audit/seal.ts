import type { Log } from '../base/log.ts';
import { formatId } from '../base/id.ts';
import type { Db, Query } from '../db/db.ts';
import { macOfHead, macOfLink, NO_LINK } from './chain.ts';
import { findToSeal, findUnsealed, insertHead, insertSeals, lockHead, updateHead, type Head } from './chain-store.ts';
import { OPERATOR_CHAIN, type AuditDeps } from './entry.ts';
import { writeAudit } from './write.ts';

export type SealDeps = AuditDeps & { readonly db: Db; readonly log: Pick<Log, 'error'> };

/**
 * Makes chains longer by what was committed since: called by the clock every second, so that an act is sealed within
 * seconds. Gives how many acts it sealed. A chain whose end was changed is left as it is, for `tollgate audit verify`
 * to look at.
 */
export const sealAudit = async (deps: SealDeps): Promise<number> => {
  let sealed = 0;
  for (const merchantId of await findUnsealed(deps.db.query, CHAINS_AT_ONCE)) {
    sealed += await deps.db.transaction((query) => sealChain(deps, query, merchantId));
  }
  return sealed;
};

const CHAINS_AT_ONCE = 100;
const ENTRIES_AT_ONCE = 500;

const sealChain = async (deps: SealDeps, query: Query, merchantId: string): Promise<number> => {
  // Locked first: what is read after it is what the process before has left.
  const head = (await lockHead(query, merchantId)) ?? (await beginChain(deps, query, merchantId));
  if (head === undefined) return 0;
  let number = BigInt(head.number);
  let mac = head.mac;
  if (!macOfHead(deps.keys, merchantId, number, mac).equals(head.head_mac)) {
    deps.log.error(
      { merchantId },
      'the end of an audit log was changed: nothing more is sealed; run `tollgate audit verify`',
    );
    return 0;
  }
  const seals = (await findToSeal(query, merchantId, ENTRIES_AT_ONCE)).map((entry) => {
    const previousMac = mac;
    number += 1n;
    mac = macOfLink(deps.keys, {
      merchantId,
      number,
      previousMac,
      entryId: entry.entry_id,
      occurredUs: entry.occurred_us,
      entryMac: entry.mac,
    });
    return {
      number: String(number),
      entry_id: entry.entry_id,
      previous_mac: previousMac.toString('hex'),
      mac: mac.toString('hex'),
    };
  });
  if (seals.length === 0) return 0;
  await insertSeals(query, merchantId, seals);
  await updateHead(query, merchantId, signedHead(deps, merchantId, number, mac));
  return seals.length;
};

/** Every chain is named in the operator's, so that one that disappears as a whole is missed. */
const beginChain = async (deps: SealDeps, query: Query, merchantId: string): Promise<Head | undefined> => {
  const head = signedHead(deps, merchantId, 0n, NO_LINK);
  if (!(await insertHead(query, merchantId, head))) return undefined;
  if (merchantId !== OPERATOR_CHAIN) {
    await writeAudit(deps, query, {
      merchantId: OPERATOR_CHAIN,
      actor: { kind: 'gateway' },
      acts: [{ action: 'chain.begun', subject: { kind: 'merchant', id: formatId('merchant', merchantId) } }],
    });
  }
  return head;
};

const signedHead = ({ keys }: SealDeps, merchantId: string, number: bigint, mac: Buffer): Head => ({
  number: String(number),
  mac,
  head_mac: macOfHead(keys, merchantId, number, mac),
});
