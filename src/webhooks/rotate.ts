import { newUuid } from '../base/id.ts';
import type { FieldError } from '../base/problem.ts';
import { isSwitch, type EndpointRow } from '../events/endpoint-object.ts';
import {
  getEndpoint,
  wrong,
  wrongFields,
  type Address,
  type EndpointDeps,
  type EndpointWithSecret,
} from './endpoints.ts';
import { keepOldSecret, replaceSecret, replaceSigningKey } from './rotate-store.ts';
import { newSecret, sealSecret } from './secrets.ts';

/**
 * `both`: for `overlapHours` (0 to 72, default 24) deliveries carry two signatures, so that a receiver can change its
 * secret at any moment of them without refusing one delivery. `switchAt`: every delivery carries one signature, made
 * with the old secret before the moment and with the new one from then on, for receivers that read only one. Left out,
 * it is `switchAt` when a moment is named.
 */
export type Rotation = {
  readonly rotation?: 'both' | 'switchAt' | undefined;
  readonly overlapHours?: number | undefined;
  /** A time; rounded up to a whole second, because signatures carry whole seconds. */
  readonly switchAt?: string | undefined;
};

/** Gives an endpoint a new secret. Undefined: no such endpoint. Throws a `Problem` that names every wrong field. */
export const rotateSecret = async (
  deps: EndpointDeps,
  { merchantId, id, ...asked }: Address & Rotation,
): Promise<EndpointWithSecret | undefined> => {
  const wrongs = wrongIn(asked, deps.clock.nowMs());
  if (wrongs.length > 0) throw wrongFields(wrongs);
  const secret = newSecret(deps.random);
  const row = await replaceSecret(
    deps.db.query,
    { merchantId, id },
    {
      secretSealed: sealSecret(deps.keys, { merchantId, endpointId: id }, secret),
      overlapMs: (asked.overlapHours ?? OVERLAP_HOURS) * HOUR_MS,
      switchesAt: asked.switchAt === undefined ? undefined : wholeSecond(asked.switchAt),
      leadMs: SWITCH_LEAD_MS,
    },
  );
  if (row !== undefined) return { row, secret };
  const isTooSoon = asked.switchAt !== undefined && (await getEndpoint(deps, { merchantId, id })) !== undefined;
  if (isTooSoon) throw wrongFields([wrong('/switchAt', 'range', TOO_SOON)]);
  return undefined;
};

/** Undoes a switch that is planned: the old secret stays, and the one that was to come is forgotten. */
export const cancelSwitch = async (
  deps: EndpointDeps,
  address: Address,
): Promise<EndpointRow | 'notFound' | 'nothingPlanned' | 'tooLate'> => {
  const kept = await keepOldSecret(deps.db.query, address, SWITCH_LEAD_MS);
  if (kept !== undefined) return kept;
  const row = await getEndpoint(deps, address);
  if (row === undefined) return 'notFound';
  return isSwitch(row) && Date.parse(row.old_secret_expires_at) > deps.clock.nowMs() ? 'tooLate' : 'nothingPlanned';
};

/** Gives an endpoint a new ed25519 key; both sign and are published for `overlapHours` (0 to 72, default 24). */
export const rotateSigningKey = async (
  deps: EndpointDeps,
  { merchantId, id, overlapHours = OVERLAP_HOURS }: Address & { readonly overlapHours?: number | undefined },
): Promise<EndpointRow | 'notFound' | 'noSigningKey'> => {
  const wrongs = wrongOverlap(overlapHours);
  if (wrongs.length > 0) throw wrongFields(wrongs);
  const row = await replaceSigningKey(
    deps.db.query,
    { merchantId, id },
    { keyId: newUuid(deps), overlapMs: overlapHours * HOUR_MS },
  );
  if (row !== undefined) return row;
  return (await getEndpoint(deps, { merchantId, id })) === undefined ? 'notFound' : 'noSigningKey';
};

const HOUR_MS = 3_600_000;
const OVERLAP_HOURS = 24;
const OVERLAP_MOST_HOURS = 72;
/**
 * A delivery that was claimed knows the secrets of that moment, and may be sent until its lease ends: with less time
 * before a switch, or before its cancel, some would be signed as if nobody had said anything.
 */
const SWITCH_LEAD_MS = 30_000;
const SWITCH_MOST_DAYS = 30;
const TOO_SOON = 'must be at least 30 seconds from now. To replace the secret at once, send overlapHours 0 instead';

const wrongIn = ({ rotation, overlapHours, switchAt }: Rotation, nowMs: number): readonly FieldError[] => {
  if (rotation === 'switchAt' && switchAt === undefined)
    return [wrong('/switchAt', 'required', 'is missing: the moment from which on the new secret signs')];
  if (switchAt === undefined) return overlapHours === undefined ? [] : wrongOverlap(overlapHours);
  const found: FieldError[] = [];
  if (rotation === 'both')
    found.push(wrong('/switchAt', 'choice', 'cannot be sent with rotation both, which ends after overlapHours'));
  if (overlapHours !== undefined)
    found.push(wrong('/overlapHours', 'choice', 'cannot be sent with switchAt: at that moment the old secret ends'));
  if (wholeSecond(switchAt).getTime() > nowMs + SWITCH_MOST_DAYS * 24 * HOUR_MS)
    found.push(wrong('/switchAt', 'range', `must be at most ${SWITCH_MOST_DAYS} days from now`));
  return found;
};

const wrongOverlap = (hours: number): readonly FieldError[] =>
  Number.isInteger(hours) && hours >= 0 && hours <= OVERLAP_MOST_HOURS
    ? []
    : [wrong('/overlapHours', 'range', `must be a whole number from 0 to ${OVERLAP_MOST_HOURS}`)];

const wholeSecond = (time: string): Date => new Date(Math.ceil(Date.parse(time) / 1_000) * 1_000);
