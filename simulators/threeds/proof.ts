import { randomBytes } from 'node:crypto';
import type { TransStatus } from './wire.ts';

/** Two families of codes: Mastercard's, and the one that Visa, Amex, JCB, Discover, Diners and UnionPay share. */
export type Scheme = 'mastercard' | 'other';

export const schemeOf = (pan: string): Scheme => (/^(5[1-5]|2[2-7])/.test(pan) ? 'mastercard' : 'other');

const ecis: Readonly<Record<Scheme, Readonly<Record<TransStatus, string | undefined>>>> = {
  mastercard: { Y: '02', A: '01', N: '00', R: '00', U: '00', I: '06', C: undefined, D: undefined },
  other: { Y: '05', A: '06', N: '07', R: '07', U: '07', I: '07', C: undefined, D: undefined },
};

/** Undecided statuses have none. */
export function eciOf(scheme: Scheme, status: 'Y' | 'N'): string;
export function eciOf(scheme: Scheme, status: TransStatus): string | undefined;
export function eciOf(scheme: Scheme, status: TransStatus): string | undefined {
  return ecis[scheme][status];
}

/** 20 bytes, 28 letters of base64, as every scheme has it. */
export const newCavv = (): string => randomBytes(20).toString('base64');

export const shortCavv = (): string => randomBytes(10).toString('base64');
