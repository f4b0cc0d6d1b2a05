import type { FastifyRequest } from 'fastify';
import type { Uuid } from '../../base/id.ts';

/** One cookie for each merchant, so that two can be worked for in one browser. */
const nameOf = (merchantId: Uuid<'merchant'>, isSecure: boolean): string =>
  `${isSecure ? '__Host-' : ''}tollgate_${merchantId.replaceAll('-', '')}`;

export const readCookie = (
  { headers }: FastifyRequest,
  merchantId: Uuid<'merchant'>,
  isSecure: boolean,
): string | undefined => {
  const name = nameOf(merchantId, isSecure);
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key = '', value] = pair.split('=', 2);
    if (key.trim() === name) return value?.trim();
  }
  return undefined;
};

/** `token` undefined: the browser forgets it. It ends with the browser, and on our side before. */
export const sessionCookie = (merchantId: Uuid<'merchant'>, isSecure: boolean, token: string | undefined): string =>
  [
    `${nameOf(merchantId, isSecure)}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    // A link in an e-mail to a payment finds its reader signed in; what changes something needs more than a cookie.
    'SameSite=Lax',
    ...(isSecure ? ['Secure'] : []),
    ...(token === undefined ? ['Max-Age=0'] : []),
  ].join('; ');
