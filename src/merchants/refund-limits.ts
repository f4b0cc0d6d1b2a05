/** Up to how much somebody with this role gives back of a payment, in minor units, before a second person is asked. */
export type RefundLimit = { readonly role: LimitedRole; readonly currency: string; readonly amount: number };

/** Those who may refund at all. */
export const limitedRoles = ['owner', 'admin', 'support'] as const;
export type LimitedRole = (typeof limitedRoles)[number];

/**
 * Undefined: there is none. A role with a limit in one currency has the limit 0 in all others, so that nobody gives
 * back without limit in a currency that was forgotten. Of several for one currency the lowest counts.
 */
export const refundLimitOf = (limits: readonly RefundLimit[], role: string, currency: string): number | undefined => {
  const ofRole = limits.filter((limit) => limit.role === role);
  if (ofRole.length === 0) return undefined;
  const amounts = ofRole.filter((limit) => limit.currency === currency).map(({ amount }) => amount);
  return amounts.length === 0 ? 0 : Math.min(...amounts);
};
