import type {
  AuthenticateAnswer,
  AuthenticateRequest,
  AuthenticationOutcome,
  TransStatus,
  Unknown,
  Unmet,
} from '../contract.ts';
import { areqFieldNames, windowSizes } from './areq.ts';
import { unknown, type Cause } from './causes.ts';
import { cavvIn, eciIn, encodeMessage, idsIn, reasonIn, statusIn, textIn, versionIn, type Fields } from './wire.ts';

export type AResContext = {
  readonly request: AuthenticateRequest;
  /** Schemes that a challenge's address may have: `https:`, and in a sandbox `http:`. */
  readonly browserSchemes: readonly string[];
};

/** An answer counts only when it answers what we asked, with everything that its status promises. */
export const readARes = (fields: Fields, { request, browserSchemes }: AResContext): AuthenticateAnswer => {
  if (fields['messageType'] === 'Erro') return refusalOf(fields);
  if (fields['messageType'] !== 'ARes') return unusable(fields, 'wrongMessageType');
  const version = versionIn(fields);
  if (version !== request.version) return unusable(fields, 'wrongVersion');
  const ids = idsIn(fields);
  if (ids === undefined) return unusable(fields, 'missingId');
  if (ids.threeDsServerTransId !== request.threeDsServerTransId) return unusable(fields, 'wrongReference');
  const status = statusIn(fields);
  if (status === undefined) return unknown('unknownStatus');
  const answered = { kind: 'answered', version, ...ids } as const;
  switch (status) {
    case 'D':
      return { ...answered, transStatus: 'D' };
    case 'C': {
      const acsUrl = browserUrlIn(fields, 'acsURL', browserSchemes);
      if (acsUrl === undefined) return unusable(fields, 'unusableAcsUrl');
      const creq = encodeMessage({
        messageType: 'CReq',
        messageVersion: version,
        threeDSServerTransID: ids.threeDsServerTransId,
        acsTransID: ids.acsTransId,
        challengeWindowSize: windowSizes[request.challengeWindow],
      });
      return { ...answered, transStatus: 'C', acsUrl, creq };
    }
    default: {
      const outcome = readOutcome(fields, status);
      return typeof outcome === 'string' ? unknown(outcome) : { ...answered, ...outcome };
    }
  }
};

/** Whatever is wrong with an answer, a challenge or a refusal that it names is not skipped for that. */
export const unusable = (fields: Fields, cause: Cause): Unmet | Unknown => {
  const status = statusIn(fields);
  return status === 'C' || status === 'N' || status === 'R'
    ? { kind: 'unmet', transStatus: status, cause }
    : unknown(cause);
};

/** The part that ARes and RReq share, or why it can't be used. */
export const readOutcome = (fields: Fields, status: Exclude<TransStatus, 'C' | 'D'>): AuthenticationOutcome | Cause => {
  const eci = eciIn(fields);
  const cavv = cavvIn(fields);
  switch (status) {
    case 'Y':
    case 'A':
      // Without the issuer's value there is nothing that an acquirer could be shown.
      return cavv === undefined ? 'unusableCavv' : { transStatus: status, eci, cavv };
    case 'I':
      return { transStatus: 'I', eci, cavv };
    case 'N':
    case 'R':
    case 'U':
      return { transStatus: status, eci, reason: reasonIn(fields) };
  }
};

const refusalOf = (fields: Fields): AuthenticateAnswer => {
  const errorCode = textIn(fields, 'errorCode', /^\d{3}$/);
  if (errorCode === undefined) return unknown('unreadableAnswer');
  // The detail is a stranger's text, which may repeat what we sent: only names that we know are taken out of it.
  const words = textIn(fields, 'errorDetail', /^[^]{1,2048}$/)?.match(/[A-Za-z]+/g) ?? [];
  return { kind: 'refused', errorCode, fields: [...new Set(words)].filter((word) => areqFieldNames.has(word)) };
};

/** An address for the browser: absolute, of a scheme that it may have, and naming nobody who signs in. */
export const browserUrlIn = (fields: Fields, name: string, schemes: readonly string[]): string | undefined => {
  const text = textIn(fields, name, /^\S{1,2048}$/);
  return text === undefined ? undefined : browserUrlOf(text, schemes);
};

export const browserUrlOf = (text: string, schemes: readonly string[]): string | undefined => {
  const url = URL.parse(text);
  if (url === null || !schemes.includes(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? url.href : undefined;
};
