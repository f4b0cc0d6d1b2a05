import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { CheckoutView } from '../../flow/page/checkout.ts';
import type { Catalog } from './catalogs/catalog.ts';
import type { MarkedField } from './script-contract.ts';

/** Refusals that are about one field, and what is said at it; the sentence above the form says what to do. */
const MARKS: Partial<
  Readonly<Record<DeclineReason, readonly [field: MarkedField['field'], sentence: (catalog: Catalog) => string]>>
> = {
  incorrectCvc: ['cvc', ({ form }) => form.cvcWrong],
  incorrectNumber: ['pan', ({ mistakes }) => mistakes.pan.invalid],
  expiredCard: ['expiry', ({ mistakes }) => mistakes.expiry.past],
};

/** The field that the last refusal was about, if it was about one. */
export const markedFieldOf = ({ lastDecline }: CheckoutView, catalog: Catalog): MarkedField | undefined => {
  const row = lastDecline && MARKS[lastDecline];
  return row && { field: row[0], sentence: row[1](catalog) };
};
