/** Rows as aligned columns, the last one as long as it is. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows.reduce<number[]>((most, row) => {
    row.forEach((cell, at) => (most[at] = Math.max(most[at] ?? 0, cell.length)));
    return most;
  }, []);
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

/** An object of the API for a person: JSON, indented. */
export const pretty = (value: unknown): readonly string[] => JSON.stringify(value, null, 2).split('\n');

/** `12.34 EUR`, with the digits that the currency has; what this machine does not know stays in minor units. */
export const money = (minor: number, currency: string): string => {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    const text = String(minor).padStart(digits + 1, '0');
    return digits === 0
      ? `${text} ${currency.toUpperCase()}`
      : `${text.slice(0, -digits)}.${text.slice(-digits)} ${currency.toUpperCase()}`;
  } catch {
    return `${String(minor)} minor units of ${currency.toUpperCase()}`;
  }
};

/** What a stranger sent, on one line that no terminal obeys. */
export const oneLine = (text: string, most = 200): string => {
  const clean = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim();
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
};
