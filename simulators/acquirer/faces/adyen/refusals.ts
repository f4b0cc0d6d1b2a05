/** How this host calls a decline. */
export type Refusal = {
  readonly code: string;
  readonly text: string;
  readonly resultCode: 'Refused' | 'Cancelled' | 'Error';
};

type Row = readonly [text: string, trigger: string | undefined, resultCode?: 'Cancelled' | 'Error'];

/** Refusal reasons by their code, with the name of a cardholder that brings each of them about. */
const rows: Readonly<Record<string, Row>> = {
  '2': ['Refused', 'DECLINED'],
  '3': ['Referral', 'REFERRAL'],
  '4': ['Acquirer Error', 'ERROR', 'Error'],
  '5': ['Blocked Card', 'BLOCK_CARD'],
  '6': ['Expired Card', 'CARD_EXPIRED'],
  '7': ['Invalid Amount', 'INVALID_AMOUNT'],
  '8': ['Invalid Card Number', 'INVALID_CARD'],
  '9': ['Issuer Unavailable', 'ISSUER_UNAVAILABLE'],
  '10': ['Not supported', 'NOT_SUPPORTED'],
  '11': ['3D Not Authenticated', 'NOT_3D_AUTHENTICATED'],
  '12': ['Not enough balance', 'NOT_ENOUGH_BALANCE'],
  '14': ['Acquirer Fraud', 'ACQUIRER_FRAUD'],
  '15': ['Cancelled', 'CANCELLED', 'Cancelled'],
  '16': ['Shopper Cancelled', 'SHOPPER_CANCELLED', 'Cancelled'],
  '17': ['Invalid Pin', 'INVALID_PIN'],
  '18': ['Pin tries exceeded', 'PIN_TRIES_EXCEEDED'],
  '19': ['Pin validation not possible', 'PIN_VALIDATION_NOT_POSSIBLE'],
  '20': ['FRAUD', 'FRAUD'],
  '21': ['Not Submitted', 'NOT_SUBMITTED', 'Error'],
  '22': ['FRAUD-CANCELLED', 'FRAUD_CANCELLED', 'Cancelled'],
  '23': ['Transaction Not Permitted', 'TRANSACTION_NOT_PERMITTED'],
  '24': ['CVC Declined', 'CVC_DECLINED'],
  '25': ['Restricted Card', 'RESTRICTED_CARD'],
  '26': ['Revocation Of Auth', 'REVOCATION_OF_AUTH'],
  '27': ['Declined Non Generic', 'DECLINED_NON_GENERIC'],
  '28': ['Withdrawal amount exceeded', 'WITHDRAWAL_AMOUNT_EXCEEDED'],
  '29': ['Withdrawal count exceeded', 'WITHDRAWAL_COUNT_EXCEEDED'],
  '31': ['Issuer Suspected Fraud', 'ISSUER_SUSPECTED_FRAUD'],
  '32': ['AVS Declined', 'AVS_DECLINED'],
  '33': ['Card requires online pin', 'CARD_REQUIRES_ONLINE_PIN'],
  '34': ['No checking account available on Card', 'NO_CHECKING_ACCOUNT_AVAILABLE_ON_CARD'],
  '35': ['No savings account available on Card', 'NO_SAVINGS_ACCOUNT_AVAILABLE_ON_CARD'],
  '36': ['Mobile PIN required', 'MOBILE_PIN_REQUIRED'],
  '37': ['Contactless fallback', 'CONTACTLESS_FALLBACK'],
  '38': ['Authentication required', 'AUTHENTICATION_REQUIRED'],
  '39': ['RReq not received from DS', 'RREQ_NOT_RECEIVED'],
  '40': ['Current AID is in Penalty Box.', 'CURRENT_AID_IS_IN_PENALTY_BOX'],
  '41': ['CVM Required Restart Payment', 'CVM_REQUIRED_RESTART_PAYMENT'],
  '42': ['3DS Authentication Error', '3DS_AUTHENTICATION_ERROR'],
  '46': ['Transaction blocked by Adyen to prevent excessive retry fees', undefined],
};

/** The issuer's response code → this host's reason. */
const byIssuerCode: Readonly<Record<string, string>> = {
  '05': '2',
  '13': '7',
  '14': '8',
  '1A': '38',
  '41': '5',
  '43': '5',
  '51': '12',
  '54': '6',
  '57': '23',
  '59': '31',
  '61': '28',
  '62': '25',
  '63': '11',
  '91': '9',
  '96': '4',
  N7: '24',
};

/** Stands in the books for a reason that no issuer's code says: `R10`. */
const OWN = /^R(\d+)$/;

export const refusalOf = (bookCode: string): Refusal => {
  const code = OWN.exec(bookCode)?.[1] ?? byIssuerCode[bookCode] ?? '2';
  const [text, , resultCode = 'Refused'] = rows[code] ?? ['Refused', undefined];
  return { code, text, resultCode };
};

/** As the issuer put it, where it was the issuer: `51 : Not sufficient funds`. */
export const rawOf = (bookCode: string, text: string): string => (OWN.test(bookCode) ? text : `${bookCode} : ${text}`);

/** What a test payment asks to be refused with, by the cardholder's name or by a number; undefined: nothing. */
export const triggeredCode = (holderName: string | undefined, asked: string | undefined): string | undefined => {
  const byName = Object.keys(rows).find((code) => holderName !== undefined && rows[code]?.[1] === holderName);
  const code = byName ?? (asked !== undefined && Object.hasOwn(rows, asked) ? asked : undefined);
  // The one that an issuer takes back when the customer was authenticated.
  return code === undefined ? undefined : code === '38' ? '1A' : `R${code}`;
};
