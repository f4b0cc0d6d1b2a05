import { ascii1987 } from './ascii-1987.ts';
import type { Dialect } from './dialect.ts';

/** Packed digits and a TPDU, as hosts speak that grew up with terminals on X.25. It can be asked. */
export const bcd1987: Dialect = {
  ...ascii1987,
  name: 'bcd-1987',
  about: '1987, BCD, length of 2 bytes, TPDU, private data in field 60, retail MAC',
  header: { bytes: 2, coding: 'binary', includesItself: false },
  hasTpdu: true,
  mti: 'bcd',
  bitmap: 'binary',
  digits: 'bcd',
  lengths: 'bcd',
  bytes: 'binary',
  private: { ...ascii1987.private, field: 60 },
  templates: { ...ascii1987.templates, inquire: { mti: '0100', set: { 3: '360000', 25: '59' } } },
};
