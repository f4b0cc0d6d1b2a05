import { declinesOf, type CodeRow } from './code-row.ts';

/**
 * Action codes (field 39 of 1993): all of the standard. 1xx are declines, 2xx want the card kept, 3xx are about files,
 * 4xx about reversals, 5xx about totals, 6xx to 8xx about administration, 9xx about messages. 180 to 199 are the host's
 * own: a dialect says what they mean.
 */
export const codes1993: Readonly<Record<string, CodeRow>> = {
  '000': { means: 'approved' },
  '001': { means: 'undecided', cause: 'conditionalApproval' },
  '002': { means: 'undecided', cause: 'partialApproval' },
  '003': { means: 'undecided', cause: 'unexpectedApproval' },
  '004': { means: 'undecided', cause: 'unexpectedApproval' },
  '005': { means: 'undecided', cause: 'unexpectedApproval' },
  '006': { means: 'undecided', cause: 'partialApproval' },
  '007': { means: 'undecided', cause: 'unexpectedApproval' },

  '400': { means: 'acknowledged', verbs: ['void', 'reverse'] },
  '900': { means: 'acknowledged', verbs: ['reverse'] },
  '901': { means: 'acknowledged', verbs: ['capture', 'reverse'] },

  '913': { means: 'undecided', cause: 'duplicateReference' },
  '923': { means: 'undecided', cause: 'inProgress' },

  // A yes to something that is none of our messages.
  ...Object.fromEntries(
    ['300', '303', '500', '501', '502', '503', '504', '600', '605', '700', '800'].map((code) => [
      code,
      { means: 'undecided', cause: 'wrongType' } as const,
    ]),
  ),

  ...declinesOf({
    doNotHonor: '100 107 108 200 207',
    lostCard: '208',
    stolenCard: '209',
    expiredCard: '101 201',
    incorrectNumber: '111 114 118',
    insufficientFunds: '116',
    invalidAmount: '110 113',
    limitExceeded: '121 123',
    restrictedCard: '104 105 125 204 205',
    suspectedFraud: '102 129 202 210',
    authenticationFailed: '106 112 117 122 126 127 128 206',
    notPermitted: '115 119 124 902 950',
    issuerUnavailable: '906 907 908 910 911 912',
    acquirerError:
      '103 109 120 203 301 302 304 305 306 307 308 309 601 602 603 604 606 903 904 905' +
      ' 909 914 915 916 917 918 919 920 921 922',
  }),
};
