import { cardRows, type CardRow } from './cards.ts';

/** A row of a PRes: which protocol versions the issuer of these numbers speaks, and where its method page is. */
export type CardRange = {
  readonly startRange: string;
  readonly endRange: string;
  readonly actionInd: 'A';
  readonly acsStartProtocolVersion: string;
  readonly acsEndProtocolVersion: string;
  readonly threeDSMethodURL?: string;
};

/** Whole schemes, by the beginnings and the lengths of their numbers. Maestro and Mir stay out: not enrolled. */
const schemes: readonly (readonly [first: string, last: string, length: number])[] = [
  ['4', '4', 16],
  ['4', '4', 19],
  ['51', '55', 16],
  ['2221', '2720', 16],
  ['34', '34', 15],
  ['37', '37', 15],
  ['6011', '6011', 16],
  ['644', '65', 16],
  ['300', '305', 14],
  ['36', '36', 14],
  ['38', '39', 14],
  ['3528', '3589', 16],
  ['62', '62', 16],
  ['62', '62', 19],
];

/** Sorted and without overlaps: every test card is a range of its own, cut out of its scheme's. */
export const cardRanges = (methodUrl: (method: NonNullable<CardRow['method']>) => string): readonly CardRange[] =>
  [
    ...schemes.flatMap(([first, last, length]) => cutOut(first.padEnd(length, '0'), last.padEnd(length, '9'))),
    ...cardRows.filter((row) => row.isEnrolled !== false).map((row) => rangeOfCard(row, methodUrl)),
  ].sort((a, b) => a.startRange.length - b.startRange.length || (a.startRange < b.startRange ? -1 : 1));

const cutOut = (start: string, end: string): readonly CardRange[] => {
  const holes = cardRows
    .map((row) => row.pan)
    .filter((pan) => pan.length === start.length && pan >= start && pan <= end);
  const edges = [...holes].sort().flatMap((pan) => [neighbor(pan, -1n), neighbor(pan, 1n)]);
  const bounds = [start, ...edges, end];
  return bounds.flatMap((from, index) => {
    const to = bounds[index + 1];
    return index % 2 === 0 && to !== undefined && from <= to ? [rangeOf(from, to, ['2.1.0', '2.2.0'])] : [];
  });
};

const neighbor = (pan: string, step: bigint): string => (BigInt(pan) + step).toString().padStart(pan.length, '0');

const rangeOfCard = (row: CardRow, methodUrl: (method: NonNullable<CardRow['method']>) => string): CardRange => ({
  ...rangeOf(row.pan, row.pan, row.versions ?? ['2.1.0', '2.2.0']),
  ...(row.method === undefined ? {} : { threeDSMethodURL: methodUrl(row.method) }),
});

const rangeOf = (startRange: string, endRange: string, [first, last]: readonly [string, string]): CardRange => ({
  startRange,
  endRange,
  actionInd: 'A',
  acsStartProtocolVersion: first,
  acsEndProtocolVersion: last,
});

/** A number that no range has is not enrolled, and an AReq for it is refused. */
export const isInRange = (ranges: readonly CardRange[], pan: string): boolean =>
  ranges.some(({ startRange, endRange }) => startRange.length === pan.length && startRange <= pan && pan <= endRange);
