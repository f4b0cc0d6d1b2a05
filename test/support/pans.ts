/** Card numbers that no list has. */

/** Adds the check digit that makes a number of these digits one of a card. */
export const withCheckDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
};

/** Another number with the same first six and last four digits: what a receipt shows of both is the same. */
export const lookalikeOf = (pan: string): string => {
  for (let n = 0; ; n++) {
    const other = pan.slice(0, 6) + String(n).padStart(pan.length - 10, '0') + pan.slice(-4);
    if (other !== pan && withCheckDigit(other.slice(0, -1)) === other) return other;
  }
};
