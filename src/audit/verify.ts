import { formatId, parseId } from '../base/id.ts';
import type { Keys } from '../base/keys.ts';
import type { Db, Query } from '../db/db.ts';
import { macOfHead, macOfLink, NO_LINK } from './chain.ts';
import { didChainBegin, findChains, findHead, findLinks, findLoose, type LinkRow } from './chain-store.ts';
import { macOfEntry, OPERATOR_CHAIN, type EntryColumn } from './entry.ts';

export type ChainReport = {
  readonly merchantId: string;
  /** Acts whose place in the chain is right, up to the first that is not. */
  readonly sealed: number;
  /** Acts that are committed and not sealed yet. */
  readonly waiting: number;
  /**
   * The last link, to be compared with one noted down elsewhere: `412:9f2c…`. Undefined: nothing is sealed, or it is
   * broken.
   */
  readonly head: string | undefined;
  /** The first thing that is wrong, in a sentence that names the row. */
  readonly broken: string | undefined;
};

/**
 * Checks the chains of all merchants and of the operator, as they are at one moment. `noted`: ends of chains noted down
 * before, by merchant id, which must still be there.
 */
export const verifyAudit = (
  { db, keys }: { readonly db: Db; readonly keys: Keys },
  noted: Readonly<Record<string, string>> = {},
): Promise<readonly ChainReport[]> =>
  db.transaction(async (query) => {
    await query(seeOneMoment);
    const chains = new Set([OPERATOR_CHAIN, ...(await findChains(query)), ...Object.keys(noted)]);
    const reports: ChainReport[] = [];
    // The operator's is the first: the others are named in it.
    for (const merchantId of chains) {
      const { report, begun } = await verifyChain({ query, keys }, merchantId, noted[merchantId]);
      reports.push(report);
      for (const one of begun) chains.add(one);
    }
    return reports;
  });

/** The same for the chain of one merchant. Whether the operator's chain names it is not looked at. */
export const verifyAuditOf = (
  { db, keys }: { readonly db: Pick<Db, 'transaction'>; readonly keys: Keys },
  merchantId: string,
  noted: string | undefined,
): Promise<ChainReport> =>
  db.transaction(async (query) => {
    await query(seeOneMoment);
    return (await verifyChain({ query, keys }, merchantId, noted)).report;
  });

/** What is sealed meanwhile would look like a mistake. */
const seeOneMoment = {
  name: 'see-one-moment',
  text: 'set transaction isolation level repeatable read, read only',
};

type Deps = { readonly query: Query; readonly keys: Keys };
const AT_ONCE = 1_000;

const verifyChain = async (deps: Deps, merchantId: string, noted: string | undefined) => {
  const begun: string[] = [];
  let number = 0n;
  let mac: Buffer = NO_LINK;
  let isNotedFound = noted === undefined;
  const broken = (what: string) => ({
    begun,
    report: { merchantId, sealed: Number(number), waiting: 0, head: undefined, broken: what },
  });
  for (;;) {
    const links = await findLinks(deps.query, merchantId, number, AT_ONCE);
    for (const link of links) {
      const wrong = findWrongLink(deps.keys, merchantId, link, { number: number + 1n, previousMac: mac });
      if (wrong !== undefined) return broken(wrong);
      number += 1n;
      mac = link.seal_mac;
      if (noted === formatHead(number, mac)) isNotedFound = true;
      const other = link.action === 'chain.begun' ? parseId('merchant', link.subject_id ?? '') : undefined;
      if (merchantId === OPERATOR_CHAIN && other !== undefined) begun.push(other);
    }
    if (links.length < AT_ONCE) break;
  }
  const wrongEnd = await findWrongEnd(deps, merchantId, { number, mac });
  if (wrongEnd !== undefined) return broken(wrongEnd);
  if (!isNotedFound)
    return broken(`the end that was noted, ${noted ?? ''}, is not in the chain: it was cut off and made anew`);
  const loose = await findLoose(deps.query, merchantId, AT_ONCE);
  for (const row of loose) {
    const wrong = findWrongLoose(deps.keys, merchantId, row);
    if (wrong !== undefined) return broken(wrong);
  }
  const head = number === 0n ? undefined : formatHead(number, mac);
  return { begun, report: { merchantId, sealed: Number(number), waiting: loose.length, head, broken: undefined } };
};

const formatHead = (number: bigint, mac: Buffer): string => `${number}:${mac.toString('hex')}`;

type Place = { readonly number: bigint; readonly previousMac: Buffer };

const findWrongLink = (keys: Keys, merchantId: string, link: LinkRow, place: Place): string | undefined => {
  const name = `row ${link.number} (${formatId('auditEntry', link.entry_id)})`;
  if (BigInt(link.number) !== place.number) return `row ${place.number} is missing: the next one is ${name}`;
  if (link.mac === null || link.occurred_us === null) return `${name} was deleted`;
  if (!isEntryTrue(keys, merchantId, link)) return `${name} was changed`;
  const { entry_id: entryId, occurred_us: occurredUs, mac: entryMac } = link;
  const expected = macOfLink(keys, { merchantId, ...place, entryId, occurredUs, entryMac });
  if (!link.previous_mac.equals(place.previousMac) || !expected.equals(link.seal_mac))
    return `${name} is not the one that was sealed here: it was changed, moved or put in`;
  return undefined;
};

const findWrongEnd = async (
  { query, keys }: Deps,
  merchantId: string,
  { number, mac }: { readonly number: bigint; readonly mac: Buffer },
): Promise<string | undefined> => {
  const head = await findHead(query, merchantId);
  if (head === undefined && number === 0n)
    return (await didChainBegin(query, merchantId)) ? 'the whole chain is gone' : undefined;
  if (head === undefined) return `the signed end of the chain is gone, after row ${number}`;
  if (!macOfHead(keys, merchantId, BigInt(head.number), head.mac).equals(head.head_mac))
    return 'the signed end of the chain was changed';
  if (BigInt(head.number) > number) return `row ${number + 1n} is missing: the chain ends at row ${head.number}`;
  return BigInt(head.number) === number && head.mac.equals(mac)
    ? undefined
    : `row ${BigInt(head.number) + 1n} was put in after the signed end of the chain`;
};

const findWrongLoose = (
  keys: Keys,
  merchantId: string,
  row: { readonly entry_id: string; readonly is_queued: boolean; readonly mac: Buffer | null } & {
    readonly [column in EntryColumn]: string | null;
  },
): string | undefined => {
  const name = `the unsealed act ${formatId('auditEntry', row.entry_id)}`;
  if (row.mac === null) return `${name} was deleted`;
  if (!isEntryTrue(keys, merchantId, row)) return `${name} was not written by the gateway, or was changed`;
  return row.is_queued ? undefined : `${name} is in no chain and does not wait for one: its link was removed`;
};

const isEntryTrue = (
  keys: Keys,
  merchantId: string,
  row: { readonly entry_id: string; readonly mac: Buffer | null } & { readonly [column in EntryColumn]: string | null },
): boolean => row.mac !== null && macOfEntry(keys, merchantId, { ...row, id: row.entry_id }).equals(row.mac);
