import { currencyOf, numberOf } from '../../../base/currency-numbers.ts';
import type { Money } from '../../../base/money.ts';
import type { AuthorizationHandle } from '../contract.ts';
import { numbersOf } from './numbers.ts';

/**
 * What later messages must say of an authorization, kept in its `acquirerReference`:
 * `RRN/type/amount/currency/approval code`.
 */
export type Handle = {
  readonly rrn: string;
  readonly mti: string | undefined;
  readonly amount: Money | undefined;
  readonly approvalCode: string | undefined;
};

export const writeHandle = (handle: { readonly [K in keyof Handle]: NonNullable<Handle[K]> }): string =>
  [
    handle.rrn,
    handle.mti,
    handle.amount.minor,
    numberOf(handle.amount.currency),
    handle.approvalCode.replaceAll(' ', '_'),
  ].join('/');

/** A handle that was not written by us names nothing: the host will not find what it is about. */
export const readHandle = ({ reference, acquirerReference }: AuthorizationHandle): Handle => {
  const parts = HANDLE.exec(acquirerReference);
  const [, rrn = '', mti = '', minor = '', number = '', approvalCode = ''] = parts ?? [];
  const currency = currencyOf(number);
  if (parts === null || currency === undefined)
    return { rrn: numbersOf(reference).rrn, mti: undefined, amount: undefined, approvalCode: undefined };
  return { rrn, mti, amount: { minor: BigInt(minor), currency }, approvalCode: approvalCode.replaceAll('_', ' ') };
};

const HANDLE = /^([0-9A-Z]{12})\/(\d{4})\/(\d{1,12})\/(\d{3})\/([0-9A-Za-z_]{1,6})$/;
