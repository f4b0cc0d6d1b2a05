/** Letters of currencies that people meet while trying; others are shown by their number. */
const letters: Readonly<Record<string, string>> = {
  '036': 'AUD',
  '048': 'BHD',
  '124': 'CAD',
  '203': 'CZK',
  '208': 'DKK',
  '348': 'HUF',
  '356': 'INR',
  '392': 'JPY',
  '410': 'KRW',
  '414': 'KWD',
  '578': 'NOK',
  '643': 'RUB',
  '752': 'SEK',
  '756': 'CHF',
  '826': 'GBP',
  '840': 'USD',
  '944': 'AZN',
  '946': 'RON',
  '949': 'TRY',
  '975': 'BGN',
  '978': 'EUR',
  '980': 'UAH',
  '981': 'GEL',
  '985': 'PLN',
  '986': 'BRL',
};

/** `('2500', '978', 2)` → `25.00 EUR` */
export const amountText = (amount: string, currency: string, exponent: number): string => {
  const digits = amount.replace(/^0+(?=\d)/, '').padStart(exponent + 1, '0');
  const number = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return `${number} ${letters[currency] ?? `(currency ${currency})`}`;
};
