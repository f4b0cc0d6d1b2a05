import { createHmac, createSecretKey } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { Secret } from '../../base/secret.ts';
import type { PaymentAddress, SessionAddress } from '../../contract/payment-url.ts';
import type { CheckoutView, Visitor } from '../../flow/page/checkout.ts';
import { createFormTokens, nameSubject } from './form-token.ts';

/**
 * Tells browsers at a payment address apart: the one that opens it first is given a secret in a cookie, of which a
 * keyed hash is recorded. A browser that is not the first, or keeps no cookies, may pay all the same; what its own form
 * began it follows with a proof in the address.
 */
export type Visitors = {
  /** What a browser brought along, and what it is offered when it comes to look. */
  readonly read: (request: FastifyRequest, address: SessionAddress) => Visitor;
  readonly welcome: (request: FastifyRequest, address: SessionAddress) => Welcome;
  /**
   * For the page behind `nextAction`: the secret that its forms bring along, and that a browser with cookies keeps over
   * a reload.
   */
  readonly greet: (request: FastifyRequest, page: CookiePage) => { readonly secret: string; readonly cookie?: string };
  /** What a form of that page brought along, hashed. */
  readonly recognize: (address: PaymentAddress, secret: unknown) => string;
  readonly provePayer: (address: SessionAddress, attemptsBegun: number) => string;
};

export type Welcome = {
  readonly visitor: Visitor;
  /** The `Set-Cookie` for a browser that turned out to be the first; undefined for all others. */
  readonly cookieFor: (view: CheckoutView, page: CookiePage) => string | undefined;
};

type CookiePage = { readonly path: string; readonly isSecure: boolean };

const COOKIE = 'tollgate_visitor';
const SECRET_BYTES = 16;
/** Somebody else's cookies of this name may come along; ours is among the first few. */
const MOST_COOKIES = 4;
const COOKIES = new RegExp(`(?:^|;)\\s*${COOKIE}=([A-Za-z0-9_-]{22})(?=\\s*(?:;|$))`, 'g');
const DAY_SECONDS = 86_400;

export const createVisitors = (key: Secret<Buffer>, { random, clock }: { random: Random; clock: Clock }): Visitors => {
  const derive = (use: string): Buffer => createHmac('sha256', key.reveal()).update(use).digest();
  const hashKey = createSecretKey(derive('visitor v1'));
  // The same shape as a form's token, under a key of its own: the attempt that was begun, with the session and the
  // time.
  const proofs = createFormTokens(new Secret(derive('payer v1')), clock);
  const hash = (address: SessionAddress | PaymentAddress, secret: string): string =>
    createHmac('sha256', hashKey).update(nameSubject(address)).update(secret).digest('hex');
  const newSecret = (): string => random.bytes(SECRET_BYTES).toString('base64url');
  const read = (request: FastifyRequest, address: SessionAddress): Visitor => ({
    known: cookiesOf(request).map((secret) => hash(address, secret)),
    payerOf: proofs.read(proofIn(request), address),
  });
  return {
    read,
    welcome: (request, address) => {
      const visitor = read(request, address);
      if (!isOpening(request)) return { visitor, cookieFor: () => undefined };
      const secret = newSecret();
      return {
        visitor: { ...visitor, offered: hash(address, secret) },
        cookieFor: ({ standing, msLeft }, { path, isSecure }) =>
          standing === 'firstNow'
            ? cookieOf(secret, { path, isSecure, seconds: Math.ceil(msLeft / 1_000) + DAY_SECONDS })
            : undefined,
      };
    },
    greet: (request, page) => {
      const [known] = cookiesOf(request);
      if (known !== undefined) return { secret: known };
      const secret = newSecret();
      return { secret, cookie: cookieOf(secret, { ...page, seconds: DAY_SECONDS }) };
    },
    recognize: (address, secret) => hash(address, typeof secret === 'string' ? secret.slice(0, 64) : ''),
    provePayer: (address, attemptsBegun) => proofs.issue(address, attemptsBegun),
  };
};

const cookieOf = (secret: string, { path, isSecure, seconds }: CookiePage & { readonly seconds: number }): string =>
  `${COOKIE}=${secret}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

const cookiesOf = ({ headers }: FastifyRequest): readonly string[] =>
  [...(headers.cookie ?? '').matchAll(COOKIES)].flatMap(([, secret]) => secret ?? []).slice(0, MOST_COOKIES);

const proofIn = ({ url }: FastifyRequest): string | null => {
  const at = url.indexOf('?');
  return at === -1 ? null : new URLSearchParams(url.slice(at)).get('wait');
};

/**
 * A browser says that it opens a document in a window of its own. Previews of links, mail scanners and scripts say
 * nothing, and so do browsers from before 2023: whoever came first without it might be a machine, and the customer
 * would stand behind it.
 */
const isOpening = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers['sec-fetch-dest'] === 'document';

/** A browser that loads a page in case it is asked for: it is told to come again when it is. */
export const isSpeculation = ({ headers }: FastifyRequest): boolean =>
  ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/.test(String(headers[name])),
  );
