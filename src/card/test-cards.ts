import type { CardBrand } from './card.ts';

/**
 * The cards of the sandbox, for people who integrate: served at `/test-cards`. Any expiry in the future and any CVC work
 * (4 digits for American Express), except `999` and `000`, with which every card is declined for its CVC. The acquirer simulator
 * keeps a table of its own; a test plays every card against it, so the two can't part.
 */
export type TestCard = {
  readonly pan: string;
  readonly brand: CardBrand;
  readonly behavior: TestCardBehavior;
  /** One short sentence for people. */
  readonly title: string;
  /** The reason that the API shows after the decline. */
  readonly declineReason?: TestCardDeclineReason;
  readonly threeDs?: 'challenge' | 'frictionless' | 'fails' | 'attempted' | 'none';
};

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
  | 'reversalCut';

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

const approved = (pan: string, brand: CardBrand, title: string): TestCard => ({ pan, brand, behavior: 'approved', title });
const withThreeDs = (pan: string, brand: CardBrand, threeDs: NonNullable<TestCard['threeDs']>, title: string): TestCard => ({
  pan,
  brand,
  behavior: 'approved',
  threeDs,
  title,
});
const declined = (pan: string, declineReason: TestCardDeclineReason, title: string): TestCard => ({
  pan,
  brand: 'visa',
  behavior: 'declined',
  declineReason,
  title,
});
const faulty = (pan: string, behavior: TestCardBehavior, title: string): TestCard => ({ pan, brand: 'visa', behavior, title });

export const testCards: readonly TestCard[] = [
  withThreeDs('4444555511113333', 'visa', 'none', 'Approved, without 3-D Secure.'),
  withThreeDs('4111111111111111', 'visa', 'frictionless', 'Approved after 3-D Secure without a challenge.'),
  withThreeDs('5555555555555599', 'mastercard', 'challenge', 'Asks for 3-D Secure: a page with Success and Fail.'),
  withThreeDs('5168494895055780', 'mastercard', 'fails', '3-D Secure fails.'),
  withThreeDs('4000001111111118', 'visa', 'attempted', 'Approved after 3-D Secure was attempted.'),

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
  declined('4000000000000655', 'authenticationRequired', 'Declined unless the cardholder was authenticated by 3-D Secure.'),
  declined('4000000000000630', 'authenticationFailed', 'Declined: the issuer does not accept the authentication.'),
  declined('4000000000000911', 'issuerUnavailable', 'Declined: the issuer can not be reached.'),
  declined('4000000000000135', 'invalidAmount', 'Declined: the issuer does not accept the amount.'),
  declined('4000000000000960', 'acquirerError', 'Declined: the acquirer has an error.'),
  declined('4000000000000994', 'doNotHonor', 'Declined with a code that nobody knows.'),

  faulty('4000000000007015', 'cutBefore', 'The line to the acquirer is cut; nothing was done.'),
  faulty('4000000000007023', 'cutAfter', 'Approved, then the line is cut without an answer.'),
  faulty('4000000000007031', 'lateAnswer', 'Approved, but answered after 30 seconds.'),
  faulty('4000000000007049', 'lateEffect', 'Approved only after 27 seconds.'),
  faulty('4000000000007056', 'truncated', 'Approved, half of the answer arrives.'),
  faulty('4000000000007064', 'garbled', 'Approved, the answer can not be read.'),
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
];

/** The CVCs with which every test card is declined as `incorrectCvc`. */
export const declinedCvcs: readonly string[] = ['999', '000', '9999', '0000'];
