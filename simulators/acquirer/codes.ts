/** The host's response codes and what they say, as in field 39 of an ISO 8583 host. */
export const responseTexts: Readonly<Record<string, string>> = {
  '00': 'approved',
  '05': 'do not honor',
  '09': 'request in progress',
  '12': 'invalid transaction: the operation does not fit what was done before',
  '13': 'invalid amount',
  '14': 'invalid card number',
  '1A': 'additional customer authentication required',
  '21': 'no action taken: this reference was reversed',
  '25': 'unable to locate the original',
  '30': 'format error',
  '41': 'lost card, pick up',
  '43': 'stolen card, pick up',
  '51': 'not sufficient funds',
  '54': 'expired card',
  '57': 'transaction not permitted to cardholder',
  '58': 'terminal unknown or not permitted',
  '59': 'suspected fraud',
  '61': 'exceeds amount limit',
  '62': 'restricted card',
  '63': 'security violation: cardholder authentication failed',
  '91': 'issuer unavailable',
  '94': 'duplicate reference with different content',
  '96': 'system malfunction',
  N7: 'card verification value mismatch',
};

export const textOf = (code: string): string => responseTexts[code] ?? 'declined';
