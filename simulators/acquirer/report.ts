import type { Entry } from './ledger.ts';

/** The books of one day (UTC) for one merchant and currency. Sums are bigint: a busy day passes 2^53 minor units. */
export type ReportRow = {
  readonly date: string;
  readonly merchant: string;
  readonly currency: string;
  readonly counts: { authorized: number; captured: number; refunded: number; reversed: number };
  authorized: bigint;
  /** Sales and captures, less those that were reversed this day. */
  captured: bigint;
  /** Refunds, less those that were reversed this day. */
  refunded: bigint;
};

export type Reports = Map<string, ReportRow>;

export const addToReport = (reports: Reports, entry: Entry): void => {
  // A reversal of nothing moved no money and names no merchant.
  if (entry.amount === undefined || entry.merchant === undefined || entry.currency === undefined) return;
  const row = rowOf(reports, entry.at.slice(0, 10), entry.merchant, entry.currency);
  const amount = BigInt(entry.amount);
  if (entry.event === 'approved') {
    row.counts.authorized++;
    row.authorized += amount;
  }
  if (entry.event === 'incremented') row.authorized += amount;
  if (entry.event === 'captured' || (entry.event === 'approved' && entry.type === 'SALE')) {
    row.counts.captured++;
    row.captured += amount;
  }
  if (entry.event === 'refunded') {
    row.counts.refunded++;
    row.refunded += amount;
  }
  if (entry.event === 'reversed') {
    row.counts.reversed++;
    if (entry.undid === 'AUTH' || entry.undid === 'SALE') row.authorized -= amount;
    if (entry.undid === 'SALE' || entry.undid === 'CAPTURE') row.captured -= amount;
    if (entry.undid === 'REFUND') row.refunded -= amount;
  }
};

const rowOf = (reports: Reports, date: string, merchant: string, currency: string): ReportRow => {
  const key = `${date} ${currency} ${merchant}`;
  const existing = reports.get(key);
  if (existing !== undefined) return existing;
  const row: ReportRow = {
    date,
    merchant,
    currency,
    counts: { authorized: 0, captured: 0, refunded: 0, reversed: 0 },
    authorized: 0n,
    captured: 0n,
    refunded: 0n,
  };
  reports.set(key, row);
  return row;
};

/** One line of the settlement report as it is given out: sums as decimal text, exact at any size. */
export type SettlementLine = {
  readonly date: string;
  /** `*` on the lines that sum up a currency over all merchants. */
  readonly merchant: string;
  readonly currency: string;
  readonly authorizedCount: number;
  readonly authorizedAmount: string;
  readonly capturedCount: number;
  readonly capturedAmount: string;
  readonly refundedCount: number;
  readonly refundedAmount: string;
  readonly reversedCount: number;
  readonly netAmount: string;
};

export const settlementReport = (reports: Reports, date: string) => {
  const rows = [...reports.values()].filter((row) => row.date === date);
  const totals: Reports = new Map();
  for (const row of rows) {
    const total = rowOf(totals, date, '*', row.currency);
    total.authorized += row.authorized;
    total.captured += row.captured;
    total.refunded += row.refunded;
    for (const name of ['authorized', 'captured', 'refunded', 'reversed'] as const)
      total.counts[name] += row.counts[name];
  }
  return { date, rows: rows.map(lineOf).sort(byKey), totals: [...totals.values()].map(lineOf).sort(byKey) };
};

const lineOf = (row: ReportRow): SettlementLine => ({
  date: row.date,
  merchant: row.merchant,
  currency: row.currency,
  authorizedCount: row.counts.authorized,
  authorizedAmount: String(row.authorized),
  capturedCount: row.counts.captured,
  capturedAmount: String(row.captured),
  refundedCount: row.counts.refunded,
  refundedAmount: String(row.refunded),
  reversedCount: row.counts.reversed,
  netAmount: String(row.captured - row.refunded),
});

const byKey = (a: SettlementLine, b: SettlementLine): number =>
  `${a.currency} ${a.merchant}` < `${b.currency} ${b.merchant}` ? -1 : 1;

const columns = [
  'date',
  'merchant',
  'currency',
  'authorizedCount',
  'authorizedAmount',
  'capturedCount',
  'capturedAmount',
  'refundedCount',
  'refundedAmount',
  'reversedCount',
  'netAmount',
] as const;

/** RFC 4180, the totals of each currency last, with `*` for the merchant. */
export const settlementCsv = (report: ReturnType<typeof settlementReport>): string =>
  [columns.join(','), ...[...report.rows, ...report.totals].map((line) => columns.map((name) => line[name]).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
