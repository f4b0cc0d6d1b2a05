import { adyenLibrary } from './adyen-library.ts';
import type { AcquirerJudge } from './judge.ts';
import { jpos } from './jpos.ts';
import { moovIso8583 } from './moov-iso8583.ts';
import { stripeMock } from './stripe-mock.ts';
import { stripeNpm } from './stripe-npm.ts';

/** One row a judge; a new one is a file beside these. */
export const acquirerJudges: readonly AcquirerJudge[] = [moovIso8583, jpos, stripeMock, stripeNpm, adyenLibrary];
