import type { Clock } from '../../../base/clock.ts';
import type { NotSent, ProtocolVersion, Unknown } from '../contract.ts';
import { knownVersions, textIn, type Fields } from './wire.ts';

/** One row of the directory server's list of participating issuers. */
export type CardRange = {
  readonly start: string;
  readonly end: string;
  readonly firstVersion: string;
  readonly lastVersion: string;
  readonly methodUrl: string | undefined;
};

/** Undefined: not a PRes. Rows that can't be read are left out: their cards count as not enrolled. */
export const parseRanges = (fields: Fields): readonly CardRange[] | undefined => {
  const rows = fields['cardRangeData'];
  if (fields['messageType'] !== 'PRes' || !Array.isArray(rows)) return undefined;
  return rows.flatMap((row: unknown) => parseRange(row)).sort((a, b) => compare(a.start, b.start));
};

const DIGITS = /^\d{13,19}$/;
const VERSION = /^\d{1,2}\.\d{1,2}\.\d{1,2}$/;

const parseRange = (row: unknown): readonly CardRange[] => {
  if (typeof row !== 'object' || row === null) return [];
  const fields: Fields = { ...row };
  const start = textIn(fields, 'startRange', DIGITS);
  const end = textIn(fields, 'endRange', DIGITS);
  const firstVersion = textIn(fields, 'acsStartProtocolVersion', VERSION);
  const lastVersion = textIn(fields, 'acsEndProtocolVersion', VERSION);
  // `D` takes a range out of the list.
  const isDeleted = fields['actionInd'] === 'D';
  if (start?.length !== end?.length || isDeleted) return [];
  if (start === undefined || end === undefined || firstVersion === undefined || lastVersion === undefined) return [];
  return [
    { start, end, firstVersion, lastVersion, methodUrl: textIn(fields, 'threeDSMethodURL', /^https?:\/\/\S{1,256}$/) },
  ];
};

/** Numbers of one length are in order as text; shorter ones go first. */
const compare = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Ranges do not overlap, so the last one that begins at or before the number is the only one that can hold it. */
export const findRange = (ranges: readonly CardRange[], pan: string): CardRange | undefined => {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && compare(range.start, pan) <= 0) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low - 1];
  return range !== undefined && compare(pan, range.end) <= 0 ? range : undefined;
};

/** The highest version that both sides speak. */
export const commonVersion = ({ firstVersion, lastVersion }: CardRange): ProtocolVersion | undefined =>
  knownVersions.find((version) => rank(firstVersion) <= rank(version) && rank(version) <= rank(lastVersion));

const rank = (version: string): number => version.split('.').reduce((total, part) => total * 100 + Number(part), 0);

export type RangesAnswer = { readonly kind: 'ranges'; readonly ranges: readonly CardRange[] } | NotSent | Unknown;

export type RangeCacheSettings = {
  readonly clock: Clock;
  readonly ask: () => Promise<RangesAnswer>;
  /** After this the list is asked for again. */
  readonly freshMs: number;
  /** The old list is used this long while no new one is to be had. */
  readonly staleMs: number;
};

/** A refused or lost question is not repeated for every customer. */
const PAUSE_AFTER_FAILURE_MS = 30_000;

/**
 * The whole list, kept in memory: no card number leaves the house to learn whether its issuer takes part, and the
 * question costs nothing but once an hour. Customers that come while it is being asked share one question.
 */
export const createRangeCache = (settings: RangeCacheSettings): (() => Promise<RangesAnswer>) => {
  const { clock, ask, freshMs, staleMs } = settings;
  let kept: { readonly ranges: readonly CardRange[]; readonly askedAtMs: number } | undefined;
  let asking: Promise<RangesAnswer> | undefined;
  let pausedUntilMs = 0;

  const refresh = async (): Promise<RangesAnswer> => {
    const askedAtMs = clock.monotonicMs();
    const answer = await ask();
    if (answer.kind === 'ranges') kept = { ranges: answer.ranges, askedAtMs };
    else pausedUntilMs = clock.monotonicMs() + PAUSE_AFTER_FAILURE_MS;
    return answer;
  };
  const shareRefresh = (): Promise<RangesAnswer> => {
    asking ??= refresh().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return async () => {
    const ageMs = kept === undefined ? Infinity : clock.monotonicMs() - kept.askedAtMs;
    if (kept !== undefined && ageMs < freshMs) return { kind: 'ranges', ranges: kept.ranges };
    const usable = ageMs < staleMs ? kept : undefined;
    if (usable !== undefined && clock.monotonicMs() < pausedUntilMs) return { kind: 'ranges', ranges: usable.ranges };
    const answer = await shareRefresh();
    return answer.kind === 'ranges' || usable === undefined ? answer : { kind: 'ranges', ranges: usable.ranges };
  };
};
