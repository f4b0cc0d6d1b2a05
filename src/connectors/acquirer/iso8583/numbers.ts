import { createHash } from 'node:crypto';
import type { OperationReference } from '../contract.ts';

/**
 * The numbers that ISO 8583 knows an operation by, made of our reference alone: the same on every try, after every
 * crash, and in every process, without anything kept. Two references can have one STAN in one second (1 in a million);
 * the RRN, 62 bits of the same hash, and the whole reference in the private field tell them apart.
 */
export type Numbers = {
  /** Field 11: 000001 to 999999. */
  readonly stan: string;
  /** Field 37: 12 letters and digits. */
  readonly rrn: string;
  /** The moment that the reference was made, as `YYMMDDhhmmss` in UTC. */
  readonly at: string;
};

/** `role` tells messages about one reference apart: a reversal has a STAN of its own. */
export const numbersOf = (reference: OperationReference, role: '' | 'reverse' = ''): Numbers => {
  const hash = createHash('sha256').update(`${role}:${reference}`, 'utf8').digest();
  return {
    stan: stanOf(hash.readUInt32BE(0)),
    rrn: (hash.readBigUInt64BE(4) % RRN_COUNT).toString(36).toUpperCase().padStart(12, '0'),
    at: compact(new Date(momentOf(reference) ?? hash.readUInt32BE(12) * 1_000)),
  };
};

export const stanOf = (number: number): string => String((number % 999_999) + 1).padStart(6, '0');

const RRN_COUNT = 36n ** 12n;

/** A UUIDv7 begins with 48 bits of time. Any other reference gets a moment of its hash: always the same one. */
export const momentOf = (reference: string): number | undefined => {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(reference)) return undefined;
  const ms = parseInt(reference.slice(0, 8) + reference.slice(9, 13), 16);
  return ms < YEAR_2100_MS ? ms : undefined;
};
const YEAR_2100_MS = Date.UTC(2100);

/** `YYMMDDhhmmss` in UTC. */
export const compact = (date: Date): string => date.toISOString().replaceAll(/\D/g, '').slice(2, 14);
