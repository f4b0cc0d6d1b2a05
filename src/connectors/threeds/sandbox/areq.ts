import { exponentOf } from '../../../base/money.ts';
import type {
  AuthenticateRequest,
  BrowserFacts,
  ChallengePreference,
  ChallengeWindow,
  MethodCompletion,
  ProtocolVersion,
} from '../contract.ts';
import { numberOf } from '../../../base/currency-numbers.ts';
import type { Fields } from './wire.ts';

const SERVER_REFERENCE = 'TOLLGATE-3DS-SERVER';

const challengeInds: Readonly<Record<ChallengePreference, Readonly<Record<ProtocolVersion, string>>>> = {
  noPreference: { '2.1.0': '01', '2.2.0': '01' },
  noChallenge: { '2.1.0': '02', '2.2.0': '02' },
  requested: { '2.1.0': '03', '2.2.0': '03' },
  mandated: { '2.1.0': '04', '2.2.0': '04' },
  // 2.1 has no word for exemptions: the nearest is to ask for no challenge.
  lowRiskExemption: { '2.1.0': '02', '2.2.0': '05' },
};
const completionInds: Readonly<Record<MethodCompletion, string>> = {
  completed: 'Y',
  notCompleted: 'N',
  unavailable: 'U',
};
const purposes: Readonly<Record<AuthenticateRequest['purpose'], string>> = {
  payment: '01',
  recurring: '02',
  installment: '03',
  addCard: '04',
};
export const windowSizes: Readonly<Record<ChallengeWindow, string>> = {
  '250x400': '01',
  '390x400': '02',
  '500x600': '03',
  '600x400': '04',
  fullScreen: '05',
};

/** The longest notification URL of the protocol; ours are made by us, so a longer one is a bug. */
const MAX_NOTIFICATION_URL = 256;

export const areqOf = (request: AuthenticateRequest): Fields => {
  if (request.notificationUrl.length > MAX_NOTIFICATION_URL)
    throw new RangeError('A notification URL that no ACS takes.');
  const { card, amount, merchant, version } = request;
  const cardholderName = cardholderNameOf(card.cardholderName);
  return {
    messageType: 'AReq',
    messageVersion: version,
    deviceChannel: '02',
    messageCategory: '01',
    threeDSServerTransID: request.threeDsServerTransId,
    threeDSServerRefNumber: SERVER_REFERENCE,
    threeDSServerURL: request.resultUrl,
    threeDSRequestorID: cut(merchant.requestorId, 35),
    threeDSRequestorName: cut(merchant.name, 40),
    threeDSRequestorURL: merchant.url,
    threeDSRequestorAuthenticationInd: purposes[request.purpose],
    threeDSRequestorChallengeInd: challengeInds[request.challenge][version],
    threeDSCompInd: completionInds[request.methodCompletion],
    acctNumber: card.pan.reveal(),
    cardExpiryDate: `${String(card.expiryYear).slice(-2)}${String(card.expiryMonth).padStart(2, '0')}`,
    ...(cardholderName === undefined ? {} : { cardholderName }),
    acquirerBIN: merchant.acquirerBin,
    acquirerMerchantID: merchant.acquirerMerchantId,
    merchantName: cut(merchant.name, 40),
    merchantCountryCode: merchant.countryNumber,
    mcc: merchant.categoryCode,
    purchaseAmount: amount.minor.toString(),
    purchaseCurrency: numberOf(amount.currency),
    purchaseExponent: String(exponentOf(amount.currency)),
    purchaseDate: new Date(request.purchasedAtMs).toISOString().slice(0, 19).replace(/\D/g, ''),
    notificationURL: request.notificationUrl,
    ...browserFields(request.browser, version),
  };
};

/** Fields of an AReq, by which an Erro's complaint can be told without repeating text of strangers. */
export const areqFieldNames: ReadonlySet<string> = new Set(
  `messageType messageVersion deviceChannel messageCategory threeDSServerTransID threeDSServerRefNumber
  threeDSServerURL threeDSRequestorID threeDSRequestorName threeDSRequestorURL threeDSRequestorAuthenticationInd
  threeDSRequestorChallengeInd threeDSCompInd acctNumber cardExpiryDate cardholderName acquirerBIN acquirerMerchantID
  merchantName merchantCountryCode mcc purchaseAmount purchaseCurrency purchaseExponent purchaseDate notificationURL
  browserAcceptHeader browserUserAgent browserLanguage browserIP browserJavascriptEnabled browserJavaEnabled
  browserColorDepth browserScreenHeight browserScreenWidth browserTZ`.split(/\s+/),
);

const browserFields = (browser: BrowserFacts, version: ProtocolVersion): Fields => {
  const isScripted = browser.script !== undefined;
  return {
    browserAcceptHeader: headerOf(browser.acceptHeader, '*/*'),
    browserUserAgent: headerOf(browser.userAgent, 'unknown'),
    browserLanguage: languageOf(browser.language),
    ...(browser.ip !== undefined && /^[0-9A-Fa-f.:]{3,45}$/.test(browser.ip) ? { browserIP: browser.ip } : {}),
    ...(version === '2.1.0' ? {} : { browserJavascriptEnabled: isScripted }),
    // 2.1 knows only browsers with scripts, and wants something for each of these.
    ...(isScripted || version === '2.1.0' ? scriptFields(browser.script ?? plainBrowser) : {}),
  };
};

const plainBrowser = { javaEnabled: false, colorDepth: 24, screenHeight: 0, screenWidth: 0, timeZoneOffsetMinutes: 0 };
const COLOR_DEPTHS = [48, 32, 24, 16, 15, 8, 4, 1];

const scriptFields = (script: NonNullable<BrowserFacts['script']>): Fields => ({
  browserJavaEnabled: script.javaEnabled,
  // The protocol lists depths; screens have others (30), and the next lower is the honest one.
  browserColorDepth: String(COLOR_DEPTHS.find((depth) => depth <= script.colorDepth) ?? 24),
  browserScreenHeight: wholeWithin(script.screenHeight, 0, 999_999),
  browserScreenWidth: wholeWithin(script.screenWidth, 0, 999_999),
  browserTZ: wholeWithin(script.timeZoneOffsetMinutes, -840, 840),
});

const wholeWithin = (value: number, least: number, most: number): string =>
  String(Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), least), most) : 0);

const headerOf = (text: string, otherwise: string): string => {
  const printable = cut(text.replace(/[^\u0020-\u007e]/g, ''), 2_048);
  return printable === '' ? otherwise : printable;
};

/** Eight characters at most: whole subtags, as many as fit. */
const languageOf = (text: string): string => {
  const [language, ...subtags] = text.split('-').filter((subtag) => /^[A-Za-z0-9]{1,8}$/.test(subtag));
  if (language === undefined) return 'en';
  return subtags.reduce((kept, subtag) => (kept.length + subtag.length < 8 ? `${kept}-${subtag}` : kept), language);
};

/** Directory servers take the letters of Western Europe: another name is left out, as it is optional. */
const cardholderNameOf = (name: string | undefined): string | undefined => {
  const trimmed = name?.trim().slice(0, 45);
  return trimmed !== undefined && /^[\u0020-\u007e\u00a0-\u00ff]{2,45}$/.test(trimmed) ? trimmed : undefined;
};

/** By characters, not by halves of them. */
const cut = (text: string, length: number): string => {
  let kept = '';
  for (const letter of text) {
    if (kept.length + letter.length > length) break;
    kept += letter;
  }
  return kept;
};
