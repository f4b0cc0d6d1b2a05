import type { FaultKind } from './fault-kinds.ts';
import type { TransStatus } from './wire.ts';

/** How a card goes through 3-D Secure. A number that is not listed is authenticated without a challenge (Y). */
export type CardRow = {
  readonly pan: string;
  /** One short sentence for people. */
  readonly title: string;
  readonly isEnrolled?: false;
  /** What the ARes says; `C` where absent, as most rows are about challenges. */
  readonly status?: TransStatus;
  /** The same when the requestor mandates a challenge; as `status` where absent. */
  readonly mandatedStatus?: TransStatus;
  readonly reason?: string;
  /** First and last protocol version of the card's range. */
  readonly versions?: readonly [first: string, last: string];
  /** The range has a method URL, whose page behaves so. */
  readonly method?: 'answers' | 'silent' | 'late' | 'twice' | 'errorPage';
  readonly fault?: FaultKind;
};

const answers = (pan: string, status: TransStatus, reason: string | undefined, title: string): CardRow => ({
  pan,
  title,
  status,
  ...(reason === undefined ? {} : { reason }),
});
const withMethod = (pan: string, method: NonNullable<CardRow['method']>, title: string): CardRow => ({
  pan,
  title,
  method,
  status: 'Y',
});
const faulty = (pan: string, fault: FaultKind, title: string): CardRow => ({ pan, title, fault });
const faultyWithout = (pan: string, fault: FaultKind, title: string): CardRow => ({ pan, title, fault, status: 'Y' });

/** The last four digits tell: 6 and a status, a method page or a version, 5 and a fault. */
export const cardRows: readonly CardRow[] = [
  { pan: '5555555555555599', title: 'Challenge: a page with Success and Fail.', method: 'answers' },
  answers('4111111111111111', 'Y', undefined, 'Authenticated without a challenge.'),
  answers('5168494895055780', 'N', '01', 'Authentication fails.'),
  answers('4000001111111118', 'A', undefined, 'Authentication attempted.'),
  { pan: '4444555511113333', title: 'Not enrolled, no 3-D Secure.', isEnrolled: false },

  answers('4000000000006017', 'R', '11', 'Rejected by the issuer, which asks not to authorize.'),
  answers('4000000000006025', 'U', '22', 'Authentication could not be performed.'),
  answers('4000000000006033', 'D', undefined, 'Decoupled authentication.'),
  answers('4000000000006041', 'I', undefined, 'Informational: an exemption, no authentication.'),
  answers('4000000000006058', 'N', '13', 'Fails: the cardholder is not enrolled.'),
  { pan: '4000000000006066', title: 'Challenge, without a method page.' },
  {
    pan: '4000000000000655',
    title: 'Exempt at first; a mandated challenge after the soft decline passes.',
    status: 'I',
    mandatedStatus: 'C',
  },
  { pan: '4000000000006074', title: 'Exempt at first; a mandated challenge fails.', status: 'I', mandatedStatus: 'N' },
  answers('5200000000006012', 'A', undefined, 'Mastercard: attempted.'),
  answers('5200000000006020', 'U', '22', 'Mastercard: could not be performed.'),
  answers('5200000000006038', 'I', undefined, 'Mastercard: an exemption.'),

  withMethod('4000000000006108', 'answers', 'Method page answers; no challenge.'),
  withMethod('4000000000006116', 'silent', 'Method page never answers; no challenge.'),
  withMethod('4000000000006124', 'late', 'Method page answers after 11 seconds; no challenge.'),
  withMethod('4000000000006132', 'twice', 'Method page answers twice; no challenge.'),
  withMethod('4000000000006140', 'errorPage', 'Method page is down; no challenge.'),
  {
    pan: '4000000000006157',
    title: 'Speaks only version 2.1; no challenge.',
    status: 'Y',
    versions: ['2.1.0', '2.1.0'],
  },
  {
    pan: '4000000000006165',
    title: 'Speaks only version 2.3, which is too new.',
    status: 'Y',
    versions: ['2.3.1', '2.3.1'],
  },

  faulty('4000000000005019', 'rreqLost', 'Challenge; the result (RReq) is lost.'),
  faulty('4000000000005027', 'rreqTwice', 'Challenge; the result comes twice.'),
  faulty('4000000000005035', 'rreqLate', 'Challenge; the result comes 30 seconds after the customer.'),
  faulty('4000000000005043', 'rreqAfterCres', 'Challenge; the result comes 2 seconds after the customer.'),
  faulty('4000000000005050', 'rreqWrongServerTransId', 'Challenge; the result has another threeDSServerTransID.'),
  faulty('4000000000005068', 'rreqWrongAcsTransId', 'Challenge; the result has another acsTransID.'),
  faulty('4000000000005076', 'rreqWrongDsTransId', 'Challenge; the result has another dsTransID.'),
  faulty('4000000000005084', 'rreqContradicts', 'Challenge; the result says the opposite of the browser.'),
  faulty('4000000000005092', 'rreqUnavailable', 'Challenge; the result is U.'),
  faulty('4000000000005100', 'rreqIllegalStatus', 'Challenge; the result is C, which is none.'),
  faulty('4000000000005118', 'rreqNoCavv', 'Challenge; the result is Y without a cavv.'),
  faulty('4000000000005126', 'rreqShortCavv', 'Challenge; the result has a cavv that is too short.'),
  faulty('4000000000005134', 'rreqGarbled', 'Challenge; the result cannot be read.'),
  faulty('4000000000005142', 'cresLost', 'Challenge; the page does not return by itself.'),
  faulty('4000000000005159', 'cresTwice', 'Challenge; the browser returns twice.'),
  faulty('4000000000005167', 'cresWrongIds', 'Challenge; the browser returns with another id.'),
  faulty('4000000000005175', 'cresGarbled', 'Challenge; what the browser brings cannot be read.'),
  faulty('4000000000005183', 'cresSaysYes', 'Challenge; the browser claims success whatever happened.'),
  faulty('4000000000005191', 'acsGone', 'Challenge; its page cannot be reached.'),
  faulty('4000000000005209', 'acsErrorPage', 'Challenge; its page is an error page.'),
  faulty('4000000000005217', 'acsGoneMidway', 'Challenge; the bank is gone in the middle of it.'),
  faulty('4000000000005373', 'acsMovesByRedirect', 'Challenge; its page redirects to another origin.'),
  faulty('4000000000005381', 'acsMovesByForm', 'Challenge; its page posts a form to another origin.'),
  faulty('4000000000005399', 'acsMovesByScript', 'Challenge; its page moves to another origin by a script.'),
  faulty('4000000000005407', 'acsSlow', 'Challenge; its page comes after 8 seconds.'),
  faulty('4000000000005225', 'challengeTimeout', 'Challenge; the bank gives up after 5 seconds.'),
  faulty('4000000000005233', 'aresNoAcsUrl', 'Challenge without an address.'),
  faulty('4000000000005241', 'aresBadAcsUrl', 'Challenge at an address that is a script.'),
  faultyWithout('4000000000005258', 'dsCut', 'The directory server hangs up.'),
  faultyWithout('4000000000005266', 'dsErrorPage', 'The directory server shows an error page.'),
  faultyWithout('4000000000005274', 'dsGarbled', 'The directory server cannot be read.'),
  faultyWithout('4000000000005282', 'dsSlow', 'The directory server answers after 12 seconds.'),
  faultyWithout('4000000000005290', 'dsErro', 'The directory server answers with an error message.'),
  faultyWithout('4000000000005308', 'aresWrongServerTransId', 'The answer is about another authentication.'),
  faultyWithout('4000000000005316', 'aresWrongVersion', 'The answer speaks another version.'),
  faultyWithout('4000000000005324', 'aresUnknownStatus', 'The answer has a status that nobody knows.'),
  faultyWithout('4000000000005332', 'aresNoCavv', 'Authenticated, without a cavv.'),
  faultyWithout('4000000000005340', 'aresShortCavv', 'Authenticated, with a cavv that is too short.'),
  faultyWithout('4000000000005357', 'aresNoEci', 'Authenticated, without an eci.'),
  faultyWithout('4000000000005365', 'aresWrongEci', 'Authenticated, with the eci of no authentication.'),
];

/** Of a card number only what a receipt shows is kept, so that is what an authentication remembers its card by. */
export const cardKeyOf = (pan: string): string => pan.slice(0, 6) + pan.slice(-4);

const rowsByKey: ReadonlyMap<string, CardRow> = new Map(cardRows.map((row) => [cardKeyOf(row.pan), row] as const));

export const cardRowFor = (cardKey: string): CardRow | undefined => rowsByKey.get(cardKey);

/** What the issuer of a card answers to an AReq when no fault is on. */
export const statusFor = (
  cardKey: string,
  challengeInd: string,
): { readonly status: TransStatus; readonly reason: string | undefined } => {
  const row = cardRowFor(cardKey);
  if (row === undefined) return { status: 'Y', reason: undefined };
  const status = (challengeInd === '04' ? row.mandatedStatus : undefined) ?? row.status ?? 'C';
  return { status, reason: row.reason ?? defaultReasons[status] };
};

/**
 * EMVCo's transStatusReason; N, U and R must have one. 01: card authentication failed, 11: suspected fraud, 22: ACS
 * technical issue.
 */
export const defaultReasons: Readonly<Partial<Record<TransStatus, string>>> = { N: '01', R: '11', U: '22' };
