import type {
  ChallengeResult,
  HttpReply,
  ParsedChallengeResponse,
  ParsedResultRequest,
  ResultVerdict,
} from '../contract.ts';
import { readOutcome } from './ares.ts';
import type { Cause } from './causes.ts';
import { decodeMessage, idIn, idsIn, parseFields, statusIn, UUID, versionIn, wireIds, type Fields } from './wire.ts';

/** Results are a few hundred bytes. */
const MAX_RESULT_LENGTH = 16_384;

export const parseResultRequest = (body: string): ParsedResultRequest => {
  const fields = body.length > MAX_RESULT_LENGTH ? undefined : parseFields(body);
  const read = readResult(fields);
  if (read.kind === 'result') return read;
  return { kind: 'malformed', cause: read.cause, reply: reply(erroOf(read, fields)) };
};

type Malformed = {
  readonly kind: 'malformed';
  readonly cause: Cause;
  readonly errorCode: string;
  readonly detail: string;
};

/** Also what an inquiry answers. */
export const readResult = (
  fields: Fields | undefined,
): { readonly kind: 'result'; readonly result: ChallengeResult } | Malformed => {
  const malformed = (cause: Cause, errorCode: string, detail: string): Malformed => ({
    kind: 'malformed',
    cause,
    errorCode,
    detail,
  });
  if (fields === undefined) return malformed('unreadableAnswer', '101', 'The message is not a JSON object.');
  if (fields['messageType'] !== 'RReq') return malformed('wrongMessageType', '101', 'messageType');
  const version = versionIn(fields);
  if (version === undefined) return malformed('wrongVersion', '102', '2.1.0,2.2.0');
  const missing = REQUIRED.filter((name) => fields[name] === undefined);
  if (missing.length > 0) return malformed('missingId', '201', missing.join(','));
  const ids = idsIn(fields);
  if (ids === undefined) {
    return malformed('missingId', '203', ID_NAMES.filter((name) => idIn(fields, name) === undefined).join(','));
  }
  const transStatus = statusIn(fields);
  if (transStatus === undefined) return malformed('unknownStatus', '203', 'transStatus');
  // A challenge ends; it neither begins another one nor gives an exemption.
  if (transStatus === 'C' || transStatus === 'D' || transStatus === 'I')
    return malformed('unknownStatus', '305', 'transStatus');
  const outcome = readOutcome(fields, transStatus);
  if (typeof outcome === 'string' || outcome.transStatus === 'I') {
    return malformed(
      'unusableCavv',
      fields['authenticationValue'] === undefined ? '201' : '203',
      'authenticationValue',
    );
  }
  return { kind: 'result', result: { ...ids, version, abandonedBy: abandonedByIn(fields), ...outcome } };
};

const ID_NAMES = ['threeDSServerTransID', 'acsTransID', 'dsTransID'] as const;
const REQUIRED = [...ID_NAMES, 'transStatus'] as const;

/** EMVCo's challengeCancel. */
const abandonments: Readonly<Record<string, ChallengeResult['abandonedBy']>> = {
  '01': 'customer',
  '03': 'customer',
  '04': 'timeout',
  '05': 'timeout',
  '06': 'error',
  '07': 'error',
  '08': 'timeout',
};

const abandonedByIn = (fields: Fields): ChallengeResult['abandonedBy'] => {
  const code = fields['challengeCancel'];
  return typeof code === 'string' && Object.hasOwn(abandonments, code) ? abandonments[code] : undefined;
};

/** Made of the result alone, so that a second delivery is answered like the first. */
export const answerResultRequest = (result: ChallengeResult, verdict: ResultVerdict): HttpReply => {
  const ids = wireIds(result);
  switch (verdict) {
    case 'received':
      return reply({ messageType: 'RRes', messageVersion: result.version, ...ids, resultsStatus: '01' });
    case 'notRecognized':
      return reply(
        erroOf({ errorCode: '301', detail: 'threeDSServerTransID,acsTransID,dsTransID' }, ids, result.version),
      );
    case 'unavailable':
      // Not a 200: whoever delivers again on errors shall.
      return { ...reply(erroOf({ errorCode: '403', detail: 'Try again.' }, ids, result.version)), status: 503 };
  }
};

const descriptions: Readonly<Record<string, string>> = {
  '101': 'Message Received Invalid',
  '102': 'Message Version Number Not Supported',
  '201': 'Required Data Element Missing',
  '203': 'Format of one or more Data Elements is Invalid according to the Specification',
  '301': 'Transaction ID Not Recognised',
  '305': 'Transaction data not valid',
  '403': 'Transient System Failure',
};

const erroOf = (
  { errorCode, detail }: { readonly errorCode: string; readonly detail: string },
  received: Fields | undefined,
  version = versionIn(received) ?? '2.2.0',
): Fields => ({
  messageType: 'Erro',
  messageVersion: version,
  ...Object.fromEntries(
    ID_NAMES.flatMap((name) => (UUID.test(String(received?.[name])) ? [[name, received?.[name]]] : [])),
  ),
  errorCode,
  // S: the 3DS Server, which is what we are here.
  errorComponent: 'S',
  errorDescription: descriptions[errorCode] ?? '',
  errorDetail: detail,
  errorMessageType: 'RReq',
});

const reply = (message: Fields): HttpReply => ({
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(message),
});

export const parseChallengeResponse = (field: string): ParsedChallengeResponse => {
  const fields = decodeMessage(field);
  const threeDsServerTransId = idIn(fields, 'threeDSServerTransID');
  const acsTransId = idIn(fields, 'acsTransID');
  if (fields?.['messageType'] !== 'CRes' || threeDsServerTransId === undefined || acsTransId === undefined) {
    return { kind: 'malformed' };
  }
  const claims = statusIn(fields) === 'Y' ? 'authenticated' : 'notAuthenticated';
  return { kind: 'response', threeDsServerTransId, acsTransId, claims };
};
