import type { CardBrand } from './card.ts';

/**
 * The cards of the sandbox, for people who integrate: served at `/test-cards`. Any expiry in the future and any CVC
 * work (4 digits for American Express), except `999` and `000`, with which every card is declined for its CVC. The
 * simulators keep tables of their own; tests hold them together, so they can't part.
 */
export type TestCard = {
  readonly pan: string;
  readonly brand: CardBrand;
  /** What the acquirer does, once it is asked. */
  readonly behavior: TestCardBehavior;
  /** One short sentence for people. */
  readonly title: string;
  /** The reason that the API shows after the decline. */
  readonly declineReason?: TestCardDeclineReason;
  /** How the issuer authenticates. Absent: without a challenge, or not at all for a scheme that has no 3-D Secure. */
  readonly threeDs?: TestCardThreeDs;
  /** What goes wrong on the way, by the name that the simulator's control API has for it. */
  readonly threeDsFault?: TestCardThreeDsFault;
};

export type TestCardThreeDs =
  | 'challenge'
  | 'frictionless'
  | 'attempted'
  | 'fails'
  | 'rejected'
  | 'unavailable'
  | 'decoupled'
  | 'exempt'
  // Exempt at first; what comes when a challenge is mandated after the acquirer's soft decline.
  | 'exemptThenChallenge'
  | 'exemptThenFails'
  | 'none';

export type TestCardThreeDsFault =
  | `method${'Silent' | 'Late' | 'Twice' | 'ErrorPage'}`
  | `ds${'Cut' | 'ErrorPage' | 'Garbled' | 'Slow' | 'Erro'}`
  | `ares${'WrongServerTransId' | 'WrongVersion' | 'UnknownStatus' | 'NoCavv' | 'ShortCavv' | 'NoEci' | 'WrongEci' | 'NoAcsUrl' | 'BadAcsUrl'}`
  | `acs${'Gone' | 'ErrorPage' | 'GoneMidway' | 'Slow' | 'MovesByRedirect' | 'MovesByForm' | 'MovesByScript'}`
  | 'challengeTimeout'
  | `rreq${'Lost' | 'Twice' | 'Late' | 'AfterCres' | 'WrongServerTransId' | 'WrongAcsTransId' | 'WrongDsTransId'}`
  | `rreq${'Contradicts' | 'Unavailable' | 'IllegalStatus' | 'NoCavv' | 'ShortCavv' | 'Garbled'}`
  | `cres${'Lost' | 'Twice' | 'WrongIds' | 'Garbled' | 'SaysYes'}`;

export type TestCardBehavior =
  | 'approved'
  | 'declined'
  // The acquirer misbehaves when the card pays.
  | 'cutBefore'
  | 'cutAfter'
  | 'lateAnswer'
  | 'lateEffect'
  | 'truncated'
  | 'garbled'
  | 'answerTwice'
  | 'errorPageBefore'
  | 'errorPageAfter'
  | 'wrongReference'
  | 'wrongAmount'
  | 'wrongCurrency'
  | 'duplicateReply'
  | 'inProgress'
  | 'notFoundFirst'
  // The payment is approved; what follows it goes wrong.
  | 'captureDeclined'
  | 'captureCut'
  | 'voidDeclined'
  | 'voidCut'
  | 'refundDeclined'
  | 'refundCut'
  | 'refundInProgress'
  | 'reversalCut'
  | 'incrementDeclined'
  | 'incrementCut';

/** The gateway's decline reasons; the acquirers' contract owns the list, and a test compares. */
export type TestCardDeclineReason =
  | 'insufficientFunds'
  | 'lostCard'
  | 'stolenCard'
  | 'expiredCard'
  | 'incorrectCvc'
  | 'incorrectNumber'
  | 'doNotHonor'
  | 'limitExceeded'
  | 'restrictedCard'
  | 'notPermitted'
  | 'suspectedFraud'
  | 'authenticationRequired'
  | 'authenticationFailed'
  | 'issuerUnavailable'
  | 'invalidAmount'
  | 'acquirerError';

const approved = (pan: string, brand: CardBrand, title: string): TestCard => ({
  pan,
  brand,
  behavior: 'approved',
  title,
});
const withThreeDs = (pan: string, brand: CardBrand, threeDs: TestCardThreeDs, title: string): TestCard => ({
  ...approved(pan, brand, title),
  threeDs,
});
const disturbed = (
  pan: string,
  threeDs: 'frictionless' | 'challenge',
  threeDsFault: TestCardThreeDsFault,
  title: string,
): TestCard => ({
  ...withThreeDs(pan, 'visa', threeDs, title),
  threeDsFault,
});
const declined = (pan: string, declineReason: TestCardDeclineReason, title: string): TestCard => ({
  pan,
  brand: 'visa',
  behavior: 'declined',
  declineReason,
  title,
});
const faulty = (pan: string, behavior: TestCardBehavior, title: string): TestCard => ({
  pan,
  brand: 'visa',
  behavior,
  title,
});

export const testCards: readonly TestCard[] = [
  withThreeDs('4444555511113333', 'visa', 'none', 'Approved, without 3-D Secure.'),
  withThreeDs('4111111111111111', 'visa', 'frictionless', 'Approved after 3-D Secure without a challenge.'),
  withThreeDs('5555555555555599', 'mastercard', 'challenge', 'Asks for 3-D Secure: a page with Success and Fail.'),
  withThreeDs('5168494895055780', 'mastercard', 'fails', '3-D Secure fails.'),
  withThreeDs('4000001111111118', 'visa', 'attempted', 'Approved after 3-D Secure was attempted.'),

  withThreeDs('4000000000006066', 'visa', 'challenge', 'Asks for 3-D Secure at once: its issuer has no method page.'),
  withThreeDs('4000000000006017', 'visa', 'rejected', 'Rejected by the issuer, which asks not to authorize.'),
  withThreeDs('4000000000006058', 'visa', 'fails', '3-D Secure fails: the cardholder is not enrolled.'),
  withThreeDs('4000000000006025', 'visa', 'unavailable', '3-D Secure could not be performed.'),
  withThreeDs(
    '4000000000006033',
    'visa',
    'decoupled',
    'Asks to authenticate apart from the payment, which is not supported.',
  ),
  withThreeDs('4000000000006041', 'visa', 'exempt', 'Approved by an exemption, without 3-D Secure’s protection.'),
  withThreeDs(
    '4000000000000655',
    'visa',
    'exemptThenChallenge',
    'Exempt, but declined softly: approved after a challenge.',
  ),
  {
    ...declined('4000000000006074', 'authenticationRequired', 'Exempt, but declined softly: the challenge then fails.'),
    threeDs: 'exemptThenFails',
  },
  withThreeDs('5200000000006012', 'mastercard', 'attempted', 'Approved after 3-D Secure was attempted.'),
  withThreeDs('5200000000006020', 'mastercard', 'unavailable', '3-D Secure could not be performed.'),
  withThreeDs('5200000000006038', 'mastercard', 'exempt', 'Approved by an exemption, without 3-D Secure’s protection.'),
  withThreeDs('4000000000006108', 'visa', 'frictionless', 'The issuer’s method page answers.'),
  withThreeDs('4000000000006157', 'visa', 'frictionless', 'The issuer speaks only version 2.1.'),
  withThreeDs('4000000000006165', 'visa', 'unavailable', 'The issuer speaks only version 2.3, which is too new.'),

  disturbed('4000000000006116', 'frictionless', 'methodSilent', 'The method page never answers.'),
  disturbed('4000000000006124', 'frictionless', 'methodLate', 'The method page answers after 11 seconds.'),
  disturbed('4000000000006132', 'frictionless', 'methodTwice', 'The method page answers twice.'),
  disturbed('4000000000006140', 'frictionless', 'methodErrorPage', 'The method page is down.'),

  disturbed('4000000000005258', 'frictionless', 'dsCut', 'The directory server hangs up.'),
  disturbed('4000000000005266', 'frictionless', 'dsErrorPage', 'The directory server shows an error page.'),
  disturbed('4000000000005274', 'frictionless', 'dsGarbled', 'The directory server cannot be read.'),
  disturbed('4000000000005282', 'frictionless', 'dsSlow', 'The directory server answers after 12 seconds.'),
  disturbed('4000000000005290', 'frictionless', 'dsErro', 'The directory server answers with an error message.'),
  disturbed(
    '4000000000005308',
    'frictionless',
    'aresWrongServerTransId',
    'The answer is about another authentication.',
  ),
  disturbed('4000000000005316', 'frictionless', 'aresWrongVersion', 'The answer speaks another version.'),
  disturbed('4000000000005324', 'frictionless', 'aresUnknownStatus', 'The answer has a status that nobody knows.'),
  disturbed('4000000000005332', 'frictionless', 'aresNoCavv', 'Authenticated, without a cavv.'),
  disturbed('4000000000005340', 'frictionless', 'aresShortCavv', 'Authenticated, with a cavv that is too short.'),
  disturbed('4000000000005357', 'frictionless', 'aresNoEci', 'Authenticated, without an eci.'),
  disturbed('4000000000005365', 'frictionless', 'aresWrongEci', 'Authenticated, with the eci of no authentication.'),
  disturbed('4000000000005233', 'challenge', 'aresNoAcsUrl', 'Asks for a challenge without an address.'),
  disturbed('4000000000005241', 'challenge', 'aresBadAcsUrl', 'Asks for a challenge at an address that is a script.'),

  disturbed('4000000000005191', 'challenge', 'acsGone', 'The challenge page cannot be reached.'),
  disturbed('4000000000005209', 'challenge', 'acsErrorPage', 'The challenge page is an error page.'),
  disturbed('4000000000005217', 'challenge', 'acsGoneMidway', 'The bank is gone in the middle of the challenge.'),
  disturbed('4000000000005373', 'challenge', 'acsMovesByRedirect', 'The bank redirects to another host of its own.'),
  disturbed('4000000000005381', 'challenge', 'acsMovesByForm', 'The bank posts a form to another host of its own.'),
  disturbed(
    '4000000000005399',
    'challenge',
    'acsMovesByScript',
    'The bank moves to another host of its own by a script.',
  ),
  disturbed('4000000000005407', 'challenge', 'acsSlow', 'The challenge page comes after 8 seconds.'),
  disturbed('4000000000005225', 'challenge', 'challengeTimeout', 'The bank gives up on the customer after 5 seconds.'),

  disturbed('4000000000005019', 'challenge', 'rreqLost', 'The result is lost.'),
  disturbed('4000000000005027', 'challenge', 'rreqTwice', 'The result comes twice.'),
  disturbed('4000000000005035', 'challenge', 'rreqLate', 'The result comes 30 seconds after the customer.'),
  disturbed('4000000000005043', 'challenge', 'rreqAfterCres', 'The result comes 2 seconds after the customer.'),
  disturbed('4000000000005050', 'challenge', 'rreqWrongServerTransId', 'The result has another threeDSServerTransID.'),
  disturbed('4000000000005068', 'challenge', 'rreqWrongAcsTransId', 'The result has another acsTransID.'),
  disturbed('4000000000005076', 'challenge', 'rreqWrongDsTransId', 'The result has another dsTransID.'),
  disturbed('4000000000005084', 'challenge', 'rreqContradicts', 'The result says the opposite of the browser.'),
  disturbed('4000000000005092', 'challenge', 'rreqUnavailable', 'The result is that there is none.'),
  disturbed('4000000000005100', 'challenge', 'rreqIllegalStatus', 'The result is C, which is none.'),
  disturbed('4000000000005118', 'challenge', 'rreqNoCavv', 'The result is authenticated, without a cavv.'),
  disturbed('4000000000005126', 'challenge', 'rreqShortCavv', 'The result has a cavv that is too short.'),
  disturbed('4000000000005134', 'challenge', 'rreqGarbled', 'The result cannot be read.'),

  disturbed('4000000000005142', 'challenge', 'cresLost', 'The bank’s page does not return by itself.'),
  disturbed('4000000000005159', 'challenge', 'cresTwice', 'The browser returns twice.'),
  disturbed('4000000000005167', 'challenge', 'cresWrongIds', 'The browser returns with another id.'),
  disturbed('4000000000005175', 'challenge', 'cresGarbled', 'What the browser brings cannot be read.'),
  disturbed('4000000000005183', 'challenge', 'cresSaysYes', 'The browser claims success whatever happened.'),

  approved('4242424242424242', 'visa', 'Approved.'),
  approved('4000000000000000006', 'visa', 'Approved, a number of 19 digits.'),
  approved('5555555555554444', 'mastercard', 'Approved.'),
  approved('2223003122003222', 'mastercard', 'Approved, of the 2-series.'),
  approved('378282246310005', 'amex', 'Approved, 15 digits and a CVC of 4.'),
  approved('6759649826438453', 'maestro', 'Approved.'),
  approved('500000000009', 'maestro', 'Approved, a number of 12 digits.'),
  approved('6011111111111117', 'discover', 'Approved.'),
  approved('30569309025904', 'diners', 'Approved, 14 digits.'),
  approved('3530111333300000', 'jcb', 'Approved.'),
  approved('6200000000000005', 'unionpay', 'Approved.'),
  approved('2200000000000004', 'mir', 'Approved.'),
  approved('9000000000000001', 'unknown', 'Approved, of a scheme that nobody knows.'),

  declined('4000000000000515', 'insufficientFunds', 'Declined: not enough money.'),
  declined('4000000000000416', 'lostCard', 'Declined: reported lost.'),
  declined('4000000000000432', 'stolenCard', 'Declined: reported stolen.'),
  declined('4000000000000549', 'expiredCard', 'Declined: expired.'),
  declined('4000000000000820', 'incorrectCvc', 'Declined: wrong CVC.'),
  declined('4000000000000143', 'incorrectNumber', 'Declined: no such card number.'),
  declined('4000000000000051', 'doNotHonor', 'Declined by the issuer without a reason.'),
  declined('4000000000000614', 'limitExceeded', 'Declined: over the card’s limit.'),
  declined('4000000000000622', 'restrictedCard', 'Declined: restricted card.'),
  declined('4000000000000572', 'notPermitted', 'Declined: the card may not be used for this.'),
  declined('4000000000000598', 'suspectedFraud', 'Declined: the issuer suspects fraud.'),
  declined('4000000000000630', 'authenticationFailed', 'Declined: the issuer does not accept the authentication.'),
  declined('4000000000000911', 'issuerUnavailable', 'Declined: the issuer cannot be reached.'),
  declined('4000000000000135', 'invalidAmount', 'Declined: the issuer does not accept the amount.'),
  declined('4000000000000960', 'acquirerError', 'Declined: the acquirer has an error.'),
  declined('4000000000000994', 'doNotHonor', 'Declined with a code that nobody knows.'),

  faulty('4000000000007015', 'cutBefore', 'The line to the acquirer is cut; nothing was done.'),
  faulty('4000000000007023', 'cutAfter', 'Approved, then the line is cut without an answer.'),
  faulty('4000000000007031', 'lateAnswer', 'Approved, but answered after 30 seconds.'),
  faulty('4000000000007049', 'lateEffect', 'Approved only after 27 seconds.'),
  faulty('4000000000007056', 'truncated', 'Approved, half of the answer arrives.'),
  faulty('4000000000007064', 'garbled', 'Approved, the answer cannot be read.'),
  faulty('4000000000007072', 'answerTwice', 'Approved, the answer comes twice.'),
  faulty('4000000000007080', 'errorPageBefore', 'The acquirer shows an error page; nothing was done.'),
  faulty('4000000000007098', 'errorPageAfter', 'Approved, but the acquirer shows an error page.'),
  faulty('4000000000007106', 'wrongReference', 'Approved, the answer names another payment.'),
  faulty('4000000000007114', 'wrongAmount', 'Approved, the answer names another amount.'),
  faulty('4000000000007122', 'wrongCurrency', 'Approved, the answer names another currency.'),
  faulty('4000000000007130', 'duplicateReply', 'Approved, the answer claims that it was done before.'),
  faulty('4000000000007148', 'inProgress', 'Approved, but in progress for 8 seconds.'),
  faulty('4000000000007155', 'notFoundFirst', 'Approved, line cut, and not to be found for 20 seconds.'),

  faulty('4000000000008013', 'captureDeclined', 'Approved; captures are declined.'),
  faulty('4000000000008021', 'captureCut', 'Approved; the line is cut after a capture.'),
  faulty('4000000000008039', 'voidDeclined', 'Approved; canceling is declined.'),
  faulty('4000000000008047', 'voidCut', 'Approved; the line is cut after canceling.'),
  faulty('4000000000008054', 'refundDeclined', 'Approved; refunds are declined.'),
  faulty('4000000000008062', 'refundCut', 'Approved; the line is cut after a refund.'),
  faulty('4000000000008070', 'refundInProgress', 'Approved; refunds are in progress for 8 seconds.'),
  faulty('4000000000008088', 'reversalCut', 'Approved; the line is cut after a reversal.'),
  faulty('4000000000008096', 'incrementDeclined', 'Approved; authorizing more is declined.'),
  faulty('4000000000008104', 'incrementCut', 'Approved; the line is cut after authorizing more.'),
];

/** The CVCs with which every test card is declined as `incorrectCvc`. */
export const declinedCvcs: readonly string[] = ['999', '000', '9999', '0000'];
