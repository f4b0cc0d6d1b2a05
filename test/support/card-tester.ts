import { createHash } from 'node:crypto';
import { formFields, getPage, type Page } from './customer.ts';
import type { TestMerchant } from './gateway.ts';
import { withCheckDigit } from './pans.ts';
import { aCard } from './shop.ts';

/** An amount that the acquirer declines for every card: who tries out cards sees nothing but declines. */
export const DECLINED_AMOUNT = 9_999_005;

/** A card of its own for every n, of one BIN or of as many as there are; none of them takes part in 3-D Secure. */
export const stolenCard = (n: number, bin = 670_000 + n): string =>
  withCheckDigit(`${bin}${String(n).padStart(9, '0')}`);

export type Visitor = {
  readonly address: string;
  readonly card: Readonly<Record<string, string>>;
  /** The page's script sends the form; without it the browser does. */
  readonly hasScript?: boolean;
  readonly gatewayUrl?: string;
};

/** Sends the form of a page that was loaded before, from an address that the gateway's proxy names. */
export const sendForm = async (
  page: Page,
  { address, card, hasScript = false }: Visitor,
  fields: Readonly<Record<string, string>> = {},
): Promise<Page> => {
  const form = { ...formFields(page.html), ...aCard, ...card, ...fields };
  const response = await fetch(page.url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'Sec-Fetch-Site': 'same-origin',
      'X-Forwarded-For': address,
      ...(hasScript && { 'Content-Type': 'application/json' }),
    },
    body: hasScript ? JSON.stringify(form) : new URLSearchParams(form),
  });
  return { status: response.status, headers: response.headers, html: await response.text(), url: page.url };
};

/** A session of its own, and one try with this card. */
export const tryCard = async (
  { shop }: TestMerchant,
  visitor: Visitor,
  fields: Readonly<Record<string, unknown>> = {},
) => {
  const session = await shop.createSession(fields);
  const address = new URL(session.paymentUrl);
  const page = await getPage(`${visitor.gatewayUrl ?? address.origin}${address.pathname}`);
  return { session, page, answer: await sendForm(page, visitor) };
};

/** What the page's script would find. */
export const doWork = ({ challenge, bits }: { readonly challenge: string; readonly bits: number }): string => {
  for (let answer = 0; ; answer++) {
    const hash = createHash('sha256').update(`${challenge}.${answer}`).digest();
    if (Math.clz32(hash.readUInt32BE(0)) >= bits) return String(answer);
  }
};
