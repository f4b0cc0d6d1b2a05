import { parseCurrency } from '../../../base/money.ts';
import { limitedRoles, type LimitedRole, type RefundLimit } from '../../../merchants/refund-limits.ts';
import type { Form } from '../guard.ts';
import { readAmount } from '../search-words.ts';
import { showMoney } from '../words.ts';

/** `refunds-support`: the field with the limits of a role. */
export const limitFieldOf = (role: LimitedRole): string => `refunds-${role}`;

/** `100.00 EUR, 120.00 USD` */
export const formFromLimits = (limits: readonly RefundLimit[]): Form =>
  Object.fromEntries(
    limitedRoles.map((role) => {
      const ofRole = limits.filter((limit) => limit.role === role);
      return [limitFieldOf(role), ofRole.map(({ amount, currency }) => showMoney(amount, currency)).join(', ')];
    }),
  );

/**
 * What each field says, and what is wrong with it by field. A form without these fields, which a page of before has,
 * changes none of the limits.
 */
export const readLimits = (
  form: Form,
): { readonly limits: readonly RefundLimit[] | undefined; readonly mistakes: Readonly<Record<string, string>> } => {
  const read = limitedRoles.map((role) => ({ role, found: limitsIn(form[limitFieldOf(role)] ?? '', role) }));
  const isAsked = limitedRoles.some((role) => form[limitFieldOf(role)] !== undefined);
  return {
    limits: isAsked ? read.flatMap(({ found }) => (typeof found === 'string' ? [] : found)) : undefined,
    mistakes: Object.fromEntries(
      read.flatMap(({ role, found }) => (typeof found === 'string' ? [[limitFieldOf(role), found] as const] : [])),
    ),
  };
};

/** Or what is wrong. Whatever stands between two limits comes after the letters of a currency. */
const limitsIn = (text: string, role: LimitedRole): readonly RefundLimit[] | string => {
  const parts = text.split(/(?<=[a-z]{3})[\s,;]+/i).filter((part) => part.trim() !== '');
  const limits: RefundLimit[] = [];
  for (const part of parts) {
    const limit = limitIn(part.trim(), role);
    if (limit === undefined) return `${part.trim().slice(0, 40)} is no limit. One looks like 100.00 EUR, or 0 EUR.`;
    if (limits.some(({ currency }) => currency === limit.currency)) return `${limit.currency} is there twice.`;
    limits.push(limit);
  }
  return limits.length > MOST ? `At most ${MOST} currencies.` : limits;
};

/** Three roles with so many are what the API takes. */
const MOST = 30;

const limitIn = (text: string, role: LimitedRole): RefundLimit | undefined => {
  const [, figures = '', letters = ''] = /^([\d.,]+)\s*([A-Za-z]{3})$/.exec(text) ?? [];
  const currency = parseCurrency(letters);
  // For amounts of payments 0 is none; as a limit it lets everything wait.
  const amount = /^0+$/.test(figures) ? 0 : readAmount(figures, letters);
  return currency === undefined || amount === undefined ? undefined : { role, currency, amount };
};
