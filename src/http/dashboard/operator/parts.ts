import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../audit/entry.ts';
import { formatId } from '../../../base/id.ts';
import { mayDo } from '../../../members/roles.ts';
import { holdsCardNumber } from '../../../card/number-in-text.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formOf, visitOf } from '../guard.ts';
import { browserOf } from '../sign-in.ts';
import type { Visit } from '../site.ts';

export const mayChangeGateway = ({ session }: Visit): boolean => mayDo(session.role, 'gateway:write');

/**
 * The operator who sent the request, as the audit log of a merchant names one. `reason` is for the merchant to read.
 */
export const operatorIn = (request: FastifyRequest, reason: string): Actor => {
  const { session } = visitOf(request);
  const { address, requestId } = browserOf(request);
  const id = formatId('member', session.member_id);
  return { kind: 'operator', id, name: session.email, from: { address, requestId }, reason };
};

/** Why something is done to a merchant; undefined: the form does not say it in a way that can be kept. */
export const readReason = (request: FastifyRequest): string | undefined => {
  const reason = (formOf(request)['reason'] ?? '').trim();
  const isLine = reason.length >= 1 && reason.length <= 100 && !/\p{Cc}/u.test(reason) && reason.isWellFormed();
  return isLine && !holdsCardNumber(reason) ? reason : undefined;
};

export const NO_REASON = 'Say why, in 1 to 100 letters and without a card number: the merchant reads it.';

export const reasonField = (id: string): Html => html`<label for="${id}">Why, for the merchant to read</label>
<input id="${id}" name="reason" required maxlength="100" autocomplete="off">`;

/** A form of this area; `path` goes on after `/operator`. */
export const operatorForm = (
  { base, formToken }: Visit,
  path: string,
  fields: Html,
  shape: 'plain' | 'card' = 'plain',
): Html => html`<form${shape === 'card' && html` class="card"`} method="post" action="${base}${path}">
<input type="hidden" name="formToken" value="${formToken}">
${fields}</form>`;

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** `7384` → `2 h 3 min`; how long something has lasted is read faster than since when. */
export const showSeconds = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const [first, second] = UNITS.filter(([unit]) => whole >= unit);
  if (first === undefined) return `${whole} s`;
  const rest = second === undefined ? 0 : Math.floor((whole % first[0]) / second[0]);
  const more = second !== undefined && rest > 0 ? ` ${rest} ${second[1]}` : '';
  return `${Math.floor(whole / first[0])} ${first[1]}${more}`;
};

export const secondsSince = (iso: string, nowMs: number): number => (nowMs - Date.parse(iso)) / 1_000;
