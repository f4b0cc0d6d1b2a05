import type { CheckoutView, Standing, Visitor } from '../page/checkout.ts';

/**
 * What a browser is to a session. `firstVisitor`: the hash that is recorded, or was recorded just now; null: nobody has
 * opened the page, or somebody else did a moment ago.
 */
export const standingOf = (
  visitor: Visitor | undefined,
  { firstVisitor, attemptsBegun }: { readonly firstVisitor: string | null; readonly attemptsBegun: number },
): Standing => {
  if (visitor === undefined) return 'other';
  const { known, offered, payerOf } = visitor;
  if (firstVisitor !== null && known.includes(firstVisitor)) return 'first';
  if (firstVisitor !== null && firstVisitor === offered) return 'firstNow';
  return payerOf === attemptsBegun ? 'payer' : 'other';
};

export const isFirst = (standing: Standing): boolean => standing === 'first' || standing === 'firstNow';

/** A view without what is the customer's alone: whoever else has the address learns that it is over, and how. */
export const hideFromOthers = (view: CheckoutView): CheckoutView => {
  const { state, standing } = view;
  if (isFirst(standing)) return view;
  const isOver = state === 'completed' || state === 'expired';
  return {
    ...view,
    savedCards: [],
    ...(isOver && { merchantReferenceId: undefined, description: undefined }),
    returnUrl: standing === 'payer' ? view.returnUrl : undefined,
    heldMsLeft: standing === 'payer' ? view.heldMsLeft : undefined,
  };
};
