import { Readable } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import { Problem } from '../base/problem.ts';
import type { WireObject } from '../contract/versions.ts';
import { headOf, lineOf } from './columns.ts';
import { BYTE_ORDER_MARK } from './csv.ts';
import type { ListName, ReadPage } from './lists.ts';

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export type Export = {
  readonly list: ListName;
  readonly format: ExportFormat;
  /** For a spreadsheet, which takes a CSV for Latin letters otherwise. */
  readonly withByteOrderMark: boolean;
  readonly readPage: ReadPage;
};

/** Of one process. Reading pages one after another, an export holds no connection while its reader is slow. */
const MOST = 8;
const MOST_OF_ONE = 2;

/** Also for who reads a byte a second: an hour is a million rows over a line of a megabit. */
const LONGEST_MS = 3_600_000;

/** Where exports of one process are counted, and ended when it stops. */
export type Exports = {
  /** Throws `rate_limited` when too many run. The caller reads the stream or destroys it: until then it counts. */
  readonly open: (merchantId: string, asked: Export) => Readable;
  readonly close: () => void;
};

export const createExports = (deps: { readonly clock: Pick<Clock, 'monotonicMs'> }): Exports => {
  const running = new Map<Readable, string>();
  return {
    open: (merchantId, asked) => {
      const ofThisOne = [...running.values()].filter((id) => id === merchantId).length;
      if (running.size >= MOST || ofThisOne >= MOST_OF_ONE)
        throw new Problem('rate_limited', 'Too many exports run already. Wait for the end of one.', {
          retryAfterSeconds: 10,
        });
      const stream = Readable.from(chunksOf(asked, deps.clock), { objectMode: false, highWaterMark: 64 * 1024 });
      running.set(stream, merchantId);
      stream.once('close', () => running.delete(stream));
      return stream;
    },
    close: () => {
      for (const stream of running.keys()) stream.destroy(new ExportEndedError('the gateway is stopping'));
    },
  };
};

/** The answer is cut off before its last chunk, so that no half list looks like a whole one. */
export class ExportEndedError extends Error {}

/**
 * A page at a time, the next one when the reader has taken the last: memory and database work for no more than that.
 * Rows are as they are when their page is read; what comes into being meanwhile is newer than the first page, and left
 * out.
 */
async function* chunksOf({ list, format, withByteOrderMark, readPage }: Export, clock: Pick<Clock, 'monotonicMs'>) {
  const deadlineMs = clock.monotonicMs() + LONGEST_MS;
  if (format === 'csv') yield (withByteOrderMark ? BYTE_ORDER_MARK : '') + headOf(list);
  let before: unknown = undefined;
  do {
    if (clock.monotonicMs() > deadlineMs) throw new ExportEndedError('an export took longer than an hour');
    const { rows, next } = await readPage(before);
    const text = rows.map((row) => writeRow(list, format, row)).join('');
    if (text !== '') yield text;
    before = next;
  } while (before !== undefined);
}

const writeRow = (list: ListName, format: ExportFormat, row: WireObject): string =>
  format === 'csv' ? lineOf(list, row) : `${JSON.stringify(forFile(row))}\n`;

/**
 * A file is passed on and kept: of a card it has brand, bin and last4 alone, and no address at which somebody could pay
 * or be asked. What a merchant wrote himself stays.
 */
export const forFile = (value: WireObject): WireObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === 'paymentUrl' || name === 'nextAction') return [];
      if (typeof inner !== 'object' || inner === null || name === 'metadata') return [[name, inner]];
      if (Array.isArray(inner)) return [[name, inner as unknown]];
      return [[name, name === 'card' ? withoutExpiry(inner as WireObject) : forFile(inner as WireObject)]];
    }),
  );

const withoutExpiry = ({ bin, brand, last4 }: WireObject): WireObject => ({ bin, brand, last4 });
