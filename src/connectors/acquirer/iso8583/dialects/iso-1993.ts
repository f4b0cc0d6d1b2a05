import { ascii1987 } from './ascii-1987.ts';
import type { Dialect } from './dialect.ts';
import { fields1987 } from './fields-1987.ts';

/** 1993: function codes in field 24, action codes of three digits, dates with a year, the original in field 56. */
export const iso1993: Dialect = {
  ...ascii1987,
  name: 'iso-1993',
  about: '1993, ASCII with binary bitmap, inclusive length of 2 bytes, private data in field 126, AES-CMAC',
  version: '1993',
  header: { bytes: 2, coding: 'binary', includesItself: true },
  bitmap: 'binary',
  bytes: 'binary',
  fields: {
    ...fields1987,
    12: 'n12',
    13: 'n4',
    22: 'an12',
    24: 'n3',
    25: 'n4',
    26: 'n4',
    30: 'n24',
    39: 'n3',
    53: 'b..48',
    54: 'ans...120',
    56: 'n..35',
    90: 'n42',
  },
  private: { ...ascii1987.private, field: 126 },
  templates: {
    authorize: { mti: '1100', set: { 3: '000000', 22: '100000100000', 24: '100' } },
    sale: { mti: '1200', set: { 3: '000000', 22: '100000100000', 24: '200' } },
    check: { mti: '1100', set: { 3: '330000', 22: '100000100000', 24: '100' } },
    capture: { mti: '1220', set: { 3: '000000', 24: '202' } },
    refund: { mti: '1200', set: { 3: '200000', 24: '200' } },
    void: { mti: '1400', set: { 3: '000000', 24: '400', 25: '4000' } },
    reverse: { mti: '1420', set: { 3: '000000', 24: '400', 25: '4021' } },
    inquire: { mti: '1100', set: { 3: '360000', 24: '108' } },
    signOn: { mti: '1804', set: { 24: '801' } },
    signOff: { mti: '1804', set: { 24: '802' } },
    echo: { mti: '1804', set: { 24: '831' } },
  },
  // The standard leaves 180 to 199 to the host, and knows neither CVC nor strong authentication.
  codes: {
    '180': { means: 'declined', reason: 'incorrectCvc' },
    '181': { means: 'declined', reason: 'authenticationRequired', isSoft: true },
    '182': { means: 'declined', reason: 'authenticationFailed' },
  },
  mac: 'aesCmac',
};
