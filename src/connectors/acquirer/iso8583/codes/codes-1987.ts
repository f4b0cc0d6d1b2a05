import { declinesOf, type CodeRow } from './code-row.ts';

/**
 * Field 39 of 1987, two letters or digits: all codes of the standard, and those that the card schemes added. Codes
 * about files, accounts and totals are declines of what we ask, should they ever come.
 */
export const codes1987: Readonly<Record<string, CodeRow>> = {
  '00': { means: 'approved' },
  '85': { means: 'checked' },

  '08': { means: 'undecided', cause: 'conditionalApproval' },
  '10': { means: 'undecided', cause: 'partialApproval' },
  '11': { means: 'undecided', cause: 'unexpectedApproval' },
  '16': { means: 'undecided', cause: 'unexpectedApproval' },
  '32': { means: 'undecided', cause: 'partialApproval' },
  '09': { means: 'undecided', cause: 'inProgress' },
  '68': { means: 'undecided', cause: 'inProgress' },
  '94': { means: 'undecided', cause: 'duplicateReference' },

  // Mastercard and Visa in Europe: the issuer wants the customer to be authenticated.
  '65': { means: 'declined', reason: 'authenticationRequired', isSoft: true },
  '1A': { means: 'declined', reason: 'authenticationRequired', isSoft: true },

  ...declinesOf({
    doNotHonor: '01 02 05 21 60 87',
    stolenCard: '43',
    lostCard: '41',
    expiredCard: '33 54',
    incorrectNumber: '14 15 42 56',
    insufficientFunds: '51 80',
    invalidAmount: '13 23 64',
    limitExceeded: '61 N4',
    restrictedCard: '04 07 35 36 37 62 66 67 46 78',
    suspectedFraud: '34 59 83',
    incorrectCvc: '82 N7',
    authenticationFailed: '38 55 63 70 75 81 86 R9',
    notPermitted: '12 17 18 39 40 44 52 53 57 79 93 N0 N3 N8 P2 R0 R1 R3 Z3 6P Q1',
    issuerUnavailable: '90 91 92',
    acquirerError: '03 06 19 20 22 24 25 26 27 28 29 30 31 58 76 77 84 88 89 95 96 97 98 99',
  }),
};
