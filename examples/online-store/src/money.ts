/** `(2490, 'EUR', 'de')` → `24,90 €`. The decimals go in as text, so that no float touches the amount. */
export const formatMoney = (amount: number, currency: string, language: string): string => {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  const digits = String(amount).padStart(decimals + 1, '0');
  const decimal = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return format.format(decimal as Intl.StringNumericLiteral);
};
