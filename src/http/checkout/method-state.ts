import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Secret } from '../../base/secret.ts';
import { isForm } from './body.ts';
import { nameSubject, type Subject } from './form-token.ts';

/**
 * The issuer's look at the browser, as the flow wants it: where to, with what, and under which id it will be asked
 * afterwards.
 */
export type MethodRequest = {
  readonly threeDsServerTransId: string;
  readonly methodUrl: string;
  readonly methodData: string;
};

/**
 * Between the two times that a form is sent, what the flow said about the method step lies with the browser. It is
 * signed for one subject, so that nobody else's page posts anywhere on its word, and for one attempt, so that it ends
 * with the form.
 */
export type MethodStates = {
  readonly issue: (subject: Subject, attemptNumber: number, request: MethodRequest) => string;
  /** Undefined: forged, another subject's, or too old: the step may be asked for again. */
  readonly read: (state: unknown, subject: Subject) => SignedMethodRequest | undefined;
};

export type SignedMethodRequest = MethodRequest & { readonly attemptNumber: number };

const GOOD_FOR_MS = 15 * 60_000;
const MAX_LENGTH = 4_096;

export const createMethodStates = (formTokenKey: Secret<Buffer>, clock: Clock): MethodStates => {
  // A key of its own: what is signed as a state is never a form's token, and the other way round.
  const key = createSecretKey(createHmac('sha256', formTokenKey.reveal()).update('3ds method state v1').digest());
  const sign = (subject: Subject, body: string): Buffer =>
    createHmac('sha256', key).update(nameSubject(subject)).update(body).digest();

  return {
    issue: (subject, attemptNumber, { threeDsServerTransId, methodUrl, methodData }) => {
      const content = {
        threeDsServerTransId,
        methodUrl,
        methodData,
        attemptNumber,
        endsAtMs: clock.nowMs() + GOOD_FOR_MS,
      };
      const body = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${body}.${sign(subject, body).toString('base64url')}`;
    },
    read: (state, subject) => {
      if (typeof state !== 'string' || state.length > MAX_LENGTH) return undefined;
      const [body = '', signature = ''] = state.split('.');
      const expected = sign(subject, body);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return contentOf(body, clock.nowMs());
    },
  };
};

/** We wrote it ourselves, perhaps in an earlier release: so its shape is looked at all the same. */
const contentOf = (body: string, nowMs: number): SignedMethodRequest | undefined => {
  const content: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  if (!isForm(content)) return undefined;
  const { threeDsServerTransId, methodUrl, methodData, attemptNumber, endsAtMs } = content;
  if (typeof threeDsServerTransId !== 'string' || typeof methodUrl !== 'string' || typeof methodData !== 'string')
    return undefined;
  if (typeof attemptNumber !== 'number' || typeof endsAtMs !== 'number' || endsAtMs < nowMs) return undefined;
  return { threeDsServerTransId, methodUrl, methodData, attemptNumber };
};
