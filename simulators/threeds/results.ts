import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { factsOf, subjectOf, type Challenge, type Outcome } from './challenge-record.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Host } from './host.ts';
import { eciOf, newCavv, shortCavv } from './proof.ts';
import { parseFields, textOf, type Fields } from './wire.ts';

/**
 * Tells the result to the requestor's server: RReq, from the ACS through the DS. Resolves when the browser may leave
 * with its CRes, which is after the RRes unless a fault turns the order round.
 */
export const deliverResult = async (host: Host, challenge: Challenge, outcome: Outcome): Promise<void> => {
  const fault = host.faults.take('rreq', subjectOf(challenge));
  const body = bodyOf(challenge, outcome, fault?.kind);
  const send = () => sendUntilHeard(host, challenge, body, fault?.kind);
  switch (fault?.kind) {
    case 'rreqLost':
      await host.journal.append({ event: 'rreqNotSent', ...factsOf(challenge), fault: fault.kind });
      return;
    case 'rreqTwice':
      await Promise.all([send(), send()]);
      return;
    case 'rreqLate':
    case 'rreqAfterCres':
      host.inBackground(sendAfterCres(host, challenge, { ms: fault.ms, send }));
      return;
    default:
      await send();
  }
};

/** However slow the browser is, it has its CRes first; one that never comes for it is never followed by a result. */
const sendAfterCres = async (
  host: Host,
  challenge: Challenge,
  { ms, send }: { readonly ms: number; readonly send: () => Promise<void> },
): Promise<void> => {
  await challenge.left.promise;
  await sleep(ms, undefined, { signal: host.stopping, ref: false });
  await send();
};

/** The first try is waited for; the next ones go on behind the browser's back. */
const sendUntilHeard = async (
  host: Host,
  challenge: Challenge,
  body: string,
  fault: FaultKind | undefined,
): Promise<void> => {
  if (await sendOnce(host, challenge, body, fault)) return;
  host.inBackground(sendAgain(host, challenge, body, fault));
};

const sendAgain = async (
  host: Host,
  challenge: Challenge,
  body: string,
  fault: FaultKind | undefined,
): Promise<void> => {
  for (const pauseMs of host.limits.resultRetryMs) {
    await sleep(pauseMs, undefined, { signal: host.stopping, ref: false });
    if (await sendOnce(host, challenge, body, fault)) return;
  }
};

/** True: nothing is left to say, because it was acknowledged or refused. */
const sendOnce = async (
  host: Host,
  challenge: Challenge,
  body: string,
  fault: FaultKind | undefined,
): Promise<boolean> => {
  const facts = { ...factsOf(challenge), ...(fault === undefined ? {} : { fault }) };
  const sent = parseFields(body);
  await host.journal.append({
    event: 'rreqSent',
    ...facts,
    ...(sent === undefined ? {} : { transStatus: textOf(sent, 'transStatus') }),
  });
  const heard = await post(host, challenge.threeDSServerURL, body);
  const rres =
    heard.fields?.['messageType'] === 'RRes' && heard.fields['acsTransID'] === challenge.acsTransID
      ? heard.fields
      : undefined;
  await host.journal.append({
    event: rres === undefined ? 'rresMissing' : 'rresReceived',
    ...facts,
    detail: rres === undefined ? heard.detail : `resultsStatus ${textOf(rres, 'resultsStatus')}`,
  });
  return rres !== undefined || heard.fields?.['messageType'] === 'Erro';
};

type Heard = { readonly fields: Fields | undefined; readonly detail: string };

const post = async (host: Host, url: string, body: string): Promise<Heard> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(host.limits.resultTimeoutMs), host.stopping]),
    });
    const fields = parseFields(await response.text());
    if (fields?.['messageType'] === 'Erro') {
      return { fields, detail: `Erro ${textOf(fields, 'errorCode')}: ${textOf(fields, 'errorDetail')}`.slice(0, 200) };
    }
    return { fields, detail: `HTTP ${response.status} without an RRes for this challenge` };
  } catch (error) {
    return { fields: undefined, detail: error instanceof Error ? `no answer: ${error.name}` : 'no answer' };
  }
};

const bodyOf = (challenge: Challenge, outcome: Outcome, fault: FaultKind | undefined): string => {
  const json = JSON.stringify({ ...resultOf(challenge, outcome), ...changesBy(fault, challenge, outcome) });
  return fault === 'rreqGarbled' ? `${json.slice(0, json.length / 2)}\u0000` : json;
};

/** The RReq of a challenge as it ended. */
export const resultOf = (challenge: Challenge, outcome: Outcome): Fields => ({
  messageType: 'RReq',
  messageVersion: challenge.version,
  threeDSServerTransID: challenge.threeDSServerTransID,
  acsTransID: challenge.acsTransID,
  dsTransID: challenge.dsTransID,
  messageCategory: '01',
  // One-time code: dynamic.
  authenticationType: '02',
  interactionCounter: String(challenge.tries).padStart(2, '0'),
  transStatus: outcome.transStatus,
  eci: outcome.eci,
  ...(outcome.cavv === undefined ? {} : { authenticationValue: outcome.cavv }),
  ...(outcome.reason === undefined ? {} : { transStatusReason: outcome.reason }),
  ...(outcome.cancel === undefined ? {} : { challengeCancel: outcome.cancel }),
});

/** What a fault makes of an RReq: undefined takes a field out. */
const changesBy = (fault: FaultKind | undefined, challenge: Challenge, outcome: Outcome): Fields => {
  switch (fault) {
    case 'rreqWrongServerTransId':
      return { threeDSServerTransID: randomUUID() };
    case 'rreqWrongAcsTransId':
      return { acsTransID: randomUUID() };
    case 'rreqWrongDsTransId':
      return { dsTransID: randomUUID() };
    case 'rreqContradicts':
      return outcome.transStatus === 'Y'
        ? {
            transStatus: 'N',
            eci: eciOf(challenge.scheme, 'N'),
            transStatusReason: '01',
            authenticationValue: undefined,
          }
        : {
            transStatus: 'Y',
            eci: eciOf(challenge.scheme, 'Y'),
            transStatusReason: undefined,
            authenticationValue: newCavv(),
          };
    case 'rreqUnavailable':
      return {
        transStatus: 'U',
        eci: eciOf(challenge.scheme, 'U'),
        transStatusReason: '22',
        authenticationValue: undefined,
      };
    case 'rreqIllegalStatus':
      return { transStatus: 'C', eci: undefined, authenticationValue: undefined };
    case 'rreqNoCavv':
      return { authenticationValue: undefined };
    case 'rreqShortCavv':
      return { authenticationValue: shortCavv() };
    default:
      return {};
  }
};
