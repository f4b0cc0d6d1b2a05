/** What a story's acts share: what they are about, and how amounts and refusals are written. */
import assert from 'node:assert/strict';
import type { TestMerchant, World } from '../support/gateway.ts';
import type { Answer } from '../support/shop.ts';
import type { PostedForm } from '../support/threeds.ts';

/** What the lines of a story are about. */
export type Stage = {
  readonly world: World;
  readonly merchant: TestMerchant;
  /** The shop's number for it, by which banks know it, too. */
  order: string;
  session?: string;
  /** Of the session: the API does not show it when the session is over. */
  paymentUrl?: string;
  payment?: string;
  /** The customer stands before the bank's form. */
  bankForm?: PostedForm;
};

export type Act = {
  /** For people who write stories. */
  readonly about: string;
  readonly run: (stage: Stage, words: readonly string[]) => Promise<string>;
};

export type Acts = Readonly<Record<string, Act>>;

/** `100.00` as minor units of EUR. */
export const toMinor = (text: string): number => {
  assert.match(text, /^\d+\.\d\d$/, `an amount is written 100.00, not ${text}`);
  return Number(text.replace('.', ''));
};

export const fromMinor = (minor: number): string =>
  `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

/** `409 conflict` of a refusal; undefined of what was done. */
export const refusal = ({ status, body }: Answer<unknown>): string | undefined =>
  status === 200 ? undefined : `${status} ${String((body as { readonly code?: unknown } | undefined)?.code)}`;

export const about = (stage: Stage): string =>
  stage.session ?? stage.payment ?? assert.fail('this story has no session and no payment yet');
