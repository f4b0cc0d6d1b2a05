import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cavvDigestOf } from '../shared/cavv-digest.ts';
import { cutLine, sendErrorPage, sendJson } from '../shared/respond.ts';
import { parseAReq, type AReq } from './areq.ts';
import { cardKeyOf, defaultReasons, statusFor } from './cards.ts';
import { expectChallenge, type ChallengeIds } from './challenge.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Fault, Subject } from './faults.ts';
import { MAX_REMEMBERED_IDS, type Host } from './host.ts';
import type { Entry } from './journal.ts';
import { eciOf, newCavv, schemeOf, shortCavv } from './proof.ts';
import { isInRange } from './ranges.ts';
import { resultOf } from './results.ts';
import { sendGarbled } from './respond.ts';
import {
  erroOf,
  parseFields,
  supportedVersions,
  textOf,
  UUID,
  type Complaint,
  type Fields,
  type TransStatus,
} from './wire.ts';

/** PReq → PRes: all card ranges at once. */
export const answerPReq = async (host: Host, json: string, response: ServerResponse): Promise<void> => {
  const received = parseFields(json);
  const complaint = preqComplaint(received);
  if (complaint !== undefined) {
    sendJson(response, 200, erroOf(complaint, { component: 'D', about: 'PReq', received }));
    return;
  }
  const threeDSServerTransID = textOf(received ?? {}, 'threeDSServerTransID');
  const subject = { message: 'PReq', threeDSServerTransID } as const;
  const fault = host.faults.take('directory', subject);
  await host.journal.append({
    event: spoils(fault) ? 'preqSpoiled' : 'preq',
    threeDSServerTransID,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
  await answerWith(host, response, fault, received, {
    messageType: 'PRes',
    messageVersion: textOf(received ?? {}, 'messageVersion'),
    threeDSServerTransID,
    dsTransID: randomUUID(),
    dsStartProtocolVersion: '2.1.0',
    dsEndProtocolVersion: '2.2.0',
    cardRangeData: host.ranges(),
  });
};

const preqComplaint = (received: Fields | undefined): Complaint | undefined => {
  if (received === undefined) return { code: '101', detail: 'The message is not a JSON object.' };
  if (received['messageType'] !== 'PReq') return { code: '101', detail: 'messageType' };
  if (!supportedVersions.some((version) => version === received['messageVersion'])) {
    return { code: '102', detail: supportedVersions.join(',') };
  }
  const missing = ['threeDSServerTransID', 'threeDSServerRefNumber'].filter((name) => received[name] === undefined);
  if (missing.length > 0) return { code: '201', detail: missing.join(',') };
  return UUID.test(textOf(received, 'threeDSServerTransID'))
    ? undefined
    : { code: '203', detail: 'threeDSServerTransID' };
};

/** AReq → ARes, or an Erro that names the fields that are wrong. */
export const answerAReq = async (host: Host, json: string, response: ServerResponse): Promise<void> => {
  const parsed = parseAReq(json, host.nowMs());
  const complaint = parsed.kind === 'refused' ? parsed.complaint : transactionComplaint(host, parsed.areq);
  const received = parsed.kind === 'refused' ? parsed.received : parseFields(json);
  if (parsed.kind === 'refused' || complaint !== undefined) {
    const refusal = complaint ?? { code: '101', detail: '' };
    await host.journal.append({
      event: 'areqRefused',
      ...(parsed.kind === 'areq' ? factsOfAReq(parsed.areq) : {}),
      detail: `${refusal.code} ${refusal.detail}`,
    });
    sendJson(response, 200, erroOf(refusal, { component: 'D', about: 'AReq', received }));
    return;
  }
  const { areq } = parsed;
  remember(host, areq.threeDSServerTransID);
  const fault = host.faults.take('directory', { ...subjectOfAReq(areq), message: 'AReq' });
  if (spoils(fault)) {
    await host.journal.append({ event: 'areqSpoiled', ...factsOfAReq(areq), fault: fault?.kind ?? '' });
    await answerWith(host, response, fault, received, {});
    return;
  }
  await answerWith(host, response, fault, received, await authenticate(host, areq));
};

/** Well-formed, but not for this directory server. */
const transactionComplaint = (host: Host, areq: AReq): Complaint | undefined => {
  if (!isInRange(host.ranges(), areq.acctNumber)) return { code: '305', detail: 'acctNumber' };
  return host.recentIds.has(areq.threeDSServerTransID) ? { code: '305', detail: 'threeDSServerTransID' } : undefined;
};

const remember = (host: Host, id: string): void => {
  host.recentIds.add(id);
  const [oldest] = host.recentIds;
  if (host.recentIds.size > MAX_REMEMBERED_IDS && oldest !== undefined) host.recentIds.delete(oldest);
};

const subjectOfAReq = (areq: AReq): Subject => ({
  cardKey: cardKeyOf(areq.acctNumber),
  amount: areq.amount,
  merchant: areq.acquirerMerchantID,
  threeDSServerTransID: areq.threeDSServerTransID,
});

/** The ACS decides, and the DS answers for both. */
const authenticate = async (host: Host, areq: AReq): Promise<Fields> => {
  const subject = subjectOfAReq(areq);
  const told = host.faults.take('status', subject);
  const usual = statusFor(cardKeyOf(areq.acctNumber), areq.challengeInd);
  const status = told?.status ?? usual.status;
  const reason = told === undefined ? usual.reason : (told.reason ?? defaultReasons[told.status]);
  const fault = host.faults.take('ares', subject)?.kind;
  const ids = { threeDSServerTransID: areq.threeDSServerTransID, acsTransID: randomUUID(), dsTransID: randomUUID() };
  const proof = proofOf(areq, status);
  if (status === 'C') expectChallenge(host, areq, ids);
  await host.journal.append({
    event: 'authenticated',
    ...factsOfAReq(areq),
    ...ids,
    transStatus: status,
    ...(reason === undefined ? {} : { transStatusReason: reason }),
    ...(proof.eci === undefined ? {} : { eci: proof.eci }),
    ...(proof.authenticationValue === undefined ? {} : { cavvDigest: cavvDigestOf(proof.authenticationValue) }),
    ...(fault === undefined && told === undefined ? {} : { fault: fault ?? 'status' }),
  });
  return {
    messageType: 'ARes',
    messageVersion: areq.version,
    ...ids,
    acsReferenceNumber: 'TOLLGATE-SIMULATOR-ACS',
    dsReferenceNumber: 'TOLLGATE-SIMULATOR-DS',
    acsOperatorID: 'SIMULATOR',
    transStatus: status,
    ...proof,
    ...(reason === undefined ? {} : { transStatusReason: reason }),
    ...challengeFieldsOf(host, status),
    ...changesBy(fault, status),
  };
};

const proofOf = (areq: AReq, status: TransStatus): { readonly eci?: string; readonly authenticationValue?: string } => {
  const eci = eciOf(schemeOf(areq.acctNumber), status);
  return {
    ...(eci === undefined ? {} : { eci }),
    ...(status === 'Y' || status === 'A' ? { authenticationValue: newCavv() } : {}),
  };
};

const challengeFieldsOf = (host: Host, status: TransStatus): Fields => {
  if (status === 'D') return { acsDecConInd: 'Y', authenticationType: '04' };
  if (status !== 'C') return {};
  return { acsURL: `${host.publicUrl()}/acs/challenge`, acsChallengeMandated: 'Y', authenticationType: '02' };
};

/** What a fault makes of an ARes: undefined takes a field out. */
const changesBy = (fault: FaultKind | undefined, status: TransStatus): Fields => {
  switch (fault) {
    case 'aresWrongServerTransId':
      return { threeDSServerTransID: randomUUID() };
    case 'aresWrongVersion':
      return { messageVersion: '2.0.0' };
    case 'aresUnknownStatus':
      return { transStatus: 'X' };
    case 'aresNoCavv':
      return { authenticationValue: undefined };
    case 'aresShortCavv':
      return status === 'Y' || status === 'A' ? { authenticationValue: shortCavv() } : {};
    case 'aresNoEci':
      return { eci: undefined };
    case 'aresWrongEci':
      return { eci: '07' };
    case 'aresNoAcsUrl':
      return { acsURL: undefined };
    case 'aresBadAcsUrl':
      return status === 'C' ? { acsURL: 'javascript:alert(1)' } : {};
    default:
      return {};
  }
};

/** A late answer is an answer; the other faults of the directory leave the message unanswered. */
const spoils = (fault: Fault | undefined): boolean => fault !== undefined && fault.kind !== 'dsSlow';

const answerWith = async (
  host: Host,
  response: ServerResponse,
  fault: Fault | undefined,
  ...[received, answer]: readonly [received: Fields | undefined, answer: Fields]
): Promise<void> => {
  switch (fault?.kind) {
    case 'dsCut':
      cutLine(response);
      return;
    case 'dsErrorPage':
      sendErrorPage(response, 503);
      return;
    case 'dsGarbled':
      sendGarbled(response, { ...answer, messageType: 'ARes', messageVersion: '2.2.0', transStatus: 'Y' });
      return;
    case 'dsErro':
      sendJson(
        response,
        200,
        erroOf({ code: fault.errorCode, detail: 'As told.' }, { component: 'D', about: 'AReq', received }),
      );
      return;
    case 'dsSlow':
      await sleep(fault.ms, undefined, { signal: host.stopping });
      sendJson(response, 200, answer);
      return;
    default:
      sendJson(response, 200, answer);
  }
};

const factsOfAReq = (areq: AReq): Partial<Entry> => ({
  threeDSServerTransID: areq.threeDSServerTransID,
  bin: areq.acctNumber.slice(0, 6),
  last4: areq.acctNumber.slice(-4),
  amount: areq.amount,
  currency: areq.currency,
  exponent: areq.exponent,
  merchant: areq.acquirerMerchantID,
  version: areq.version,
  compInd: areq.compInd,
  challengeInd: areq.challengeInd,
});

const INQUIRY_IDS = [
  'threeDSServerTransID',
  'acsTransID',
  'dsTransID',
] as const satisfies readonly (keyof ChallengeIds)[];

/**
 * "What became of this challenge?" EMV 3-D Secure has no such message; directory hosts offer it as a service of their
 * own. Answers the RReq as it was, or should have been, sent; only who knows all three ids hears anything.
 */
export const answerInquiry = async (host: Host, json: string, response: ServerResponse): Promise<void> => {
  const received = parseFields(json) ?? {};
  const challenge = host.challenges.get(textOf(received, 'acsTransID'));
  const isKnown = challenge !== undefined && INQUIRY_IDS.every((name) => challenge[name] === received[name]);
  if (!isKnown || challenge.state === 'cut') {
    sendJson(response, 404, { result: 'notFound' });
    return;
  }
  const { outcome } = challenge;
  const fault = host.faults.take('inquiry', challenge);
  await host.journal.append({
    event: 'resultAsked',
    threeDSServerTransID: challenge.threeDSServerTransID,
    acsTransID: challenge.acsTransID,
    dsTransID: challenge.dsTransID,
    detail: outcome?.transStatus ?? 'pending',
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
  if (fault !== undefined) {
    cutLine(response);
    return;
  }
  sendJson(
    response,
    200,
    outcome === undefined ? { result: 'pending' } : { result: 'ended', rreq: resultOf(challenge, outcome) },
  );
};
