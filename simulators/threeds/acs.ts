import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutLine, sendErrorPage, sendProblem } from '../shared/respond.ts';
import { endChallenge, openChallenge, resendCode, tryCode } from './challenge.ts';
import { factsOf, subjectOf, type Challenge, type WayBack } from './challenge-record.ts';
import { challengePage, movingPage, refusalPage, returnPage } from './challenge-page.ts';
import type { Host } from './host.ts';
import { sendPage } from './html.ts';
import {
  decodeMessage,
  duplicatesIn,
  encodeMessage,
  erroOf,
  supportedVersions,
  textOf,
  UUID,
  type Complaint,
  type Fields,
} from './wire.ts';

/** The browser brings a CReq. Brought again, it leads to the same page in its present state. */
export const receiveCReq = async (host: Host, form: URLSearchParams, response: ServerResponse): Promise<void> => {
  const sessionData = form.get('threeDSSessionData') ?? undefined;
  const read = readCReq(host, form.get('creq') ?? '', sessionData);
  if (read.kind === 'refused') {
    const { complaint, received } = read;
    await host.journal.append({ event: 'creqRefused', detail: `${complaint.code} ${complaint.detail}` });
    sendPage(response, refusalPage(erroOf(complaint, { component: 'A', about: 'CReq', received })), 400);
    return;
  }
  const { challenge } = read;
  const fault = challenge.state === 'waiting' ? host.faults.take('challenge', subjectOf(challenge)) : undefined;
  if (fault?.kind === 'acsGone' || fault?.kind === 'acsErrorPage') {
    await host.journal.append({ event: 'challengeCut', ...factsOf(challenge), fault: fault.kind });
    if (fault.kind === 'acsGone') cutLine(response);
    else sendErrorPage(response, 503);
    return;
  }
  if (fault?.kind === 'acsSlow') await sleep(fault.ms, undefined, { signal: host.stopping });
  await openChallenge(host, challenge, { sessionData, fault });
  const move = moves[fault?.kind ?? ''];
  if (move === undefined) seeOther(response, challenge);
  else move(response, `${otherOriginOf(host.publicUrl())}/acs/challenge/${challenge.token}`);
};

type Move = (response: ServerResponse, address: string) => void;

const moves: Readonly<Record<string, Move>> = {
  acsMovesByRedirect: (response, location) => {
    response.writeHead(302, { location, 'content-length': 0, 'cache-control': 'no-store' }).end();
  },
  acsMovesByForm: (response, address) => {
    sendPage(response, movingPage(address, 'form'));
  },
  acsMovesByScript: (response, address) => {
    sendPage(response, movingPage(address, 'script'));
  },
};

/** The same machine by its other name, which is another origin and another site to a browser. */
const otherOriginOf = (publicUrl: string): string => {
  const url = new URL(publicUrl);
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : url.hostname === '127.0.0.1' ? 'localhost' : url.hostname;
  return url.href.replace(/\/$/, '');
};

type ReadCReq =
  | { readonly kind: 'creq'; readonly challenge: Challenge }
  | { readonly kind: 'refused'; readonly complaint: Complaint; readonly received: Fields | undefined };

const CREQ_FIELDS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['threeDSServerTransID', UUID],
  ['acsTransID', UUID],
  ['challengeWindowSize', /^0[1-5]$/],
];

const readCReq = (host: Host, creq: string, sessionData: string | undefined): ReadCReq => {
  const decoded = decodeMessage(creq);
  const received = decoded?.fields;
  const refused = (code: Complaint['code'], detail: string): ReadCReq => ({
    kind: 'refused',
    complaint: { code, detail },
    received,
  });
  if (decoded === undefined || received === undefined) return refused('101', 'creq');
  if (received['messageType'] !== 'CReq') return refused('101', 'messageType');
  const missing = ['messageVersion', ...CREQ_FIELDS.map(([name]) => name)].filter(
    (name) => received[name] === undefined,
  );
  if (missing.length > 0) return refused('201', missing.join(','));
  const wrong = CREQ_FIELDS.filter(([name, pattern]) => !pattern.test(textOf(received, name))).map(([name]) => name);
  if ((sessionData ?? '').length > 1_024) wrong.push('threeDSSessionData');
  if (wrong.length > 0) return refused('203', wrong.join(','));
  const twice = duplicatesIn(decoded.json);
  if (twice.length > 0) return refused('204', twice.join(','));
  const challenge = host.challenges.get(textOf(received, 'acsTransID'));
  if (challenge === undefined) return refused('301', 'acsTransID');
  if (challenge.threeDSServerTransID !== received['threeDSServerTransID'])
    return refused('301', 'threeDSServerTransID');
  const version = received['messageVersion'];
  if (version !== challenge.version) {
    return supportedVersions.some((known) => known === version)
      ? refused('203', 'messageVersion')
      : refused('102', challenge.version);
  }
  return { kind: 'creq', challenge };
};

/** Every act of the customer answers with a page that can be reloaded. */
const seeOther = (response: ServerResponse, challenge: Challenge): void => {
  response
    .writeHead(303, { location: `/acs/challenge/${challenge.token}`, 'content-length': 0, 'cache-control': 'no-store' })
    .end();
};

export const showChallenge = async (host: Host, token: string, response: ServerResponse): Promise<void> => {
  const challenge = host.challengesByToken.get(token);
  if (challenge === undefined) {
    sendProblem(response, 404, 'No such challenge: it is over, or the simulator was started anew.');
    return;
  }
  if (challenge.ended === undefined) {
    sendPage(response, challengePage(challenge, host.nowMs()));
    return;
  }
  await challenge.ended;
  if (challenge.way === undefined) {
    challenge.way = wayBack(host, challenge);
    await host.journal.append({ event: 'cresGiven', ...factsOf(challenge), transStatus: claimedStatus(challenge.way) });
    challenge.left.resolve();
  }
  sendPage(response, returnPage(challenge));
};

const wayBack = (host: Host, challenge: Challenge): WayBack => {
  const fault = host.faults.take('cres', subjectOf(challenge))?.kind;
  const cres = encodeMessage({
    messageType: 'CRes',
    messageVersion: challenge.version,
    threeDSServerTransID: fault === 'cresWrongIds' ? randomUUID() : challenge.threeDSServerTransID,
    acsTransID: challenge.acsTransID,
    transStatus: fault === 'cresSaysYes' ? 'Y' : (challenge.outcome?.transStatus ?? 'N'),
  });
  return {
    cres: fault === 'cresGarbled' ? `${cres.slice(0, cres.length / 2)}%%` : cres,
    posts: fault === 'cresLost' ? 'never' : fault === 'cresTwice' ? 'twice' : 'once',
  };
};

const claimedStatus = ({ cres }: WayBack): string => textOf(decodeMessage(cres)?.fields ?? {}, 'transStatus');

/** A button of the challenge page. What it means for a challenge that is over is what it came to. */
export const actOnChallenge = async (
  host: Host,
  token: string,
  ...[form, response]: readonly [form: URLSearchParams, response: ServerResponse]
): Promise<void> => {
  const challenge = host.challengesByToken.get(token);
  if (challenge === undefined) {
    sendProblem(response, 404, 'No such challenge: it is over, or the simulator was started anew.');
    return;
  }
  if (challenge.state === 'cut') {
    await host.journal.append({ event: 'challengeCut', ...factsOf(challenge), fault: 'acsGoneMidway' });
    cutLine(response);
    return;
  }
  const act = acts[form.get('action') ?? 'code'];
  if (act === undefined) {
    sendProblem(response, 400, 'action is code, resend, cancel, success or fail.');
    return;
  }
  await act(host, challenge, form);
  seeOther(response, challenge);
};

type Act = (host: Host, challenge: Challenge, form: URLSearchParams) => Promise<void>;

const acts: Readonly<Record<string, Act>> = {
  code: (host, challenge, form) => tryCode(host, challenge, form.get('code') ?? ''),
  // The page that moves on by a form brings nothing but the customer.
  arrive: () => Promise.resolve(),
  resend: (host, challenge) => resendCode(host, challenge),
  cancel: (host, challenge) => endChallenge(host, challenge, 'cancel'),
  success: (host, challenge) => endChallenge(host, challenge, 'success'),
  fail: (host, challenge) => endChallenge(host, challenge, 'fail'),
};
