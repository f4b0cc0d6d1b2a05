import type { FastifyRequest } from 'fastify';
import type { BrowserFacts } from '../../flow/page/checkout.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { isForm, type Form } from './body.ts';

/** The field that the page's script fills, as JSON; it stays empty where no script runs. */
export const BROWSER_FIELD = 'browser';

/** What an issuer wants to know of the customer's browser: its own headers, and what only a script can see. */
export const readBrowserFacts = (request: FastifyRequest, form: Form): BrowserFacts => ({
  acceptHeader: (request.headers.accept ?? '*/*').slice(0, MAX_HEADER_LENGTH),
  userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_HEADER_LENGTH),
  language: LANGUAGE_TAG.exec(request.headers['accept-language'] ?? '')?.[0] ?? 'en',
  ip: clientAddress(request).address,
  script: readScriptFacts(form[BROWSER_FIELD]),
});

/** EMV 3-D Secure has no room for more. */
const MAX_HEADER_LENGTH = 2_048;

// The first language that the browser names, as BCP 47 writes it: `de-AT`, `zh-Hant-HK`.
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}(?![a-z0-9-])/i;

/** Longer than the script ever writes. */
const MAX_FACTS_LENGTH = 300;

/** Numbers that no screen has are brought into range, and what is no number at all means that no script has spoken. */
const readScriptFacts = (field: unknown): BrowserFacts['script'] => {
  const facts = typeof field === 'string' && field.length <= MAX_FACTS_LENGTH ? parseObject(field) : undefined;
  if (facts === undefined) return undefined;
  const colorDepth = wholeWithin(facts['colorDepth'], 1, 48);
  const screenHeight = wholeWithin(facts['screenHeight'], 0, 999_999);
  const screenWidth = wholeWithin(facts['screenWidth'], 0, 999_999);
  const timeZoneOffsetMinutes = wholeWithin(facts['timeZoneOffsetMinutes'], -840, 840);
  if (
    colorDepth === undefined ||
    screenHeight === undefined ||
    screenWidth === undefined ||
    timeZoneOffsetMinutes === undefined
  )
    return undefined;
  return { javaEnabled: facts['javaEnabled'] === true, colorDepth, screenHeight, screenWidth, timeZoneOffsetMinutes };
};

const parseObject = (text: string): Form | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isForm(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const wholeWithin = (value: unknown, least: number, most: number): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), least), most) : undefined;
