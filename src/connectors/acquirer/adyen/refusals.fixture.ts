/** What a cardholder is called who wants a refusal, where it is not the refusal's own words in capitals. */
const triggers: Readonly<Record<string, string>> = {
  Refused: 'DECLINED',
  'Acquirer Error': 'ERROR',
  'Blocked Card': 'BLOCK_CARD',
  'Expired Card': 'CARD_EXPIRED',
  'Invalid Card Number': 'INVALID_CARD',
  '3D Not Authenticated': 'NOT_3D_AUTHENTICATED',
  'RReq not received from DS': 'RREQ_NOT_RECEIVED',
};
export const triggerOf = (text: string): string =>
  triggers[text] ??
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/_$/, '');

/** The host documents no name for these: they are met at terminals, or made by the host itself. */
export const untestable = new Set(['43', '44', '45', '46']);
