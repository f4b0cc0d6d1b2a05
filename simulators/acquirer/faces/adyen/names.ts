import { createHash } from 'node:crypto';
import type { Ledger, Posting } from '../../ledger.ts';

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ23456789TV65';

/** The host's own name of an operation in the books: 16 letters and digits, the same after a restart. */
export const pspReferenceOf = (ref: string): string =>
  [...createHash('sha256').update(`psp ${ref}`).digest().subarray(0, 16)]
    .map((byte) => LETTERS.charAt(byte % LETTERS.length))
    .join('');

export type Names = {
  /** An authorization, by the host's name. */
  readonly paymentOf: (pspReference: string) => Posting | undefined;
  /** What the merchant sent under a reference of his own: the newest. */
  readonly namedBy: (merchantReference: string) => Posting | undefined;
  readonly remember: (ref: string, merchantReference: string) => void;
};

/** Who is who: operations by the host's names and by the merchant's. */
export const createNames = (ledger: Ledger): Names => {
  const refsByPsp = new Map<string, string>();
  const refsByMerchant = new Map<string, string>();
  return {
    paymentOf: (pspReference) => {
      // After a restart the books know more than we do.
      if (!refsByPsp.has(pspReference))
        for (const ref of ledger.authorizations.keys()) refsByPsp.set(pspReferenceOf(ref), ref);
      return ledger.postings.get(refsByPsp.get(pspReference) ?? '');
    },
    namedBy: (merchantReference) =>
      ledger.postings.get(refsByMerchant.get(merchantReference) ?? '') ?? ledger.postings.get(merchantReference),
    remember: (ref, merchantReference) => {
      refsByMerchant.set(merchantReference, ref);
      refsByPsp.set(pspReferenceOf(ref), ref);
    },
  };
};
