import type { defaultPolicies } from '../../../flow/authentication/decide.ts';
import { policyOf } from '../../../flow/authentication/profile.ts';
import type { MerchantChange, MerchantRow } from '../../../merchants/store.ts';
import { holdsCardNumber } from '../../../card/number-in-text.ts';
import { findAccentMistake } from '../../kernel/accent-color.ts';
import { checkReturnOrigin } from '../../kernel/return-origin.ts';
import type { Form } from '../guard.ts';
import { formFromLimits, readLimits } from './refund-limits.ts';

type Mode = keyof typeof defaultPolicies;

/** What the form of the settings shows, field by field. */
export const formFrom = (row: MerchantRow, mode: Mode): Form => {
  const { challenge, whenNotEnrolled, whenUnavailable } = policyOf(row.three_ds ?? {}, mode);
  return {
    name: row.name,
    accentColor: row.accent_color ?? '',
    returnOrigins: row.return_origins.join('\n'),
    ...(row.order_guard && { orderGuard: 'yes' }),
    ...(row.daily_report && { dailyReport: 'yes' }),
    sessionMinutes: String(row.session_minutes),
    waitForWebhookMs: String(row.wait_for_webhook_ms),
    challenge,
    whenNotEnrolled,
    whenUnavailable,
    unknownFields: row.unknown_fields,
    ...formFromLimits(row.refund_limits),
  };
};

export const choices = {
  challenge: {
    noPreference: 'No wish: the issuer decides',
    noChallenge: 'Rather not',
    requested: 'Please',
    mandated: 'Always, as a rule demands it',
  },
  whenNotEnrolled: { authorize: 'Ask the acquirer all the same', stop: 'Decline' },
  whenUnavailable: { authorize: 'Ask the acquirer all the same', stop: 'Decline' },
  unknownFields: { refuse: 'Refuse the request, and name them', ignore: 'Leave them out, and name them in a header' },
} as const;
export type Choice = keyof typeof choices;

/** What each field has to be, beside the field; a form without mistakes is a change. */
export const readSettings = (
  form: Form,
  mode: Mode,
): { readonly change: MerchantChange } | { readonly mistakes: Readonly<Record<string, string>> } => {
  const returnOrigins = [...new Set((form['returnOrigins'] ?? '').split(/\s+/).filter((line) => line !== ''))];
  const name = (form['name'] ?? '').trim();
  const accentColor = (form['accentColor'] ?? '').trim().toLowerCase();
  const { limits, mistakes: limitMistakes } = readLimits(form);
  const found: Readonly<Record<string, string | undefined>> = {
    ...limitMistakes,
    name: nameMistake(name),
    accentColor: accentColor === '' ? undefined : beginWith('A color', findAccentMistake(accentColor)),
    returnOrigins: originsMistake(returnOrigins, mode),
    sessionMinutes: numberMistake(form['sessionMinutes'], 1, 43_200),
    waitForWebhookMs: numberMistake(form['waitForWebhookMs'], 0, 10_000),
    ...Object.fromEntries(
      Object.entries(choices).map(([field, values]) => [
        field,
        Object.hasOwn(values, form[field] ?? '') ? undefined : 'Choose one of these.',
      ]),
    ),
  };
  const mistakes = Object.entries(found).flatMap(([field, words]): [string, string][] =>
    words === undefined ? [] : [[field, words]],
  );
  if (mistakes.length > 0) return { mistakes: Object.fromEntries(mistakes) };
  const threeDs = Object.fromEntries(
    (['challenge', 'whenNotEnrolled', 'whenUnavailable'] as const).map((field) => [field, form[field] ?? '']),
  );
  return {
    change: {
      name,
      accentColor: accentColor === '' ? null : accentColor,
      returnOrigins,
      orderGuard: form['orderGuard'] === 'yes',
      dailyReport: form['dailyReport'] === 'yes',
      sessionMinutes: Number(form['sessionMinutes']),
      waitForWebhookMs: Number(form['waitForWebhookMs']),
      threeDs,
      unknownFields: form['unknownFields'] === 'ignore' ? 'ignore' : 'refuse',
      refundLimits: limits,
    },
  };
};

export const nameMistake = (name: string): string | undefined => {
  if (name === '' || name.length > 100 || /[\u0000-\u001f\u007f-\u009f]/.test(name) || !name.isWellFormed())
    return 'A name is a line of 1 to 100 letters.';
  return holdsCardNumber(name) ? 'The name looks like it holds a card number.' : undefined;
};

const originsMistake = (origins: readonly string[], mode: Mode): string | undefined => {
  if (origins.length > 100) return 'At most 100.';
  for (const origin of origins) {
    const mistake = origin.length > 255 ? 'is too long.' : checkReturnOrigin(origin, mode)?.message;
    if (mistake !== undefined) return `${origin.slice(0, 255)} ${mistake}`;
  }
  return undefined;
};

const numberMistake = (text: string | undefined, least: number, most: number): string | undefined =>
  /^\d{1,6}$/.test(text ?? '') && Number(text) >= least && Number(text) <= most
    ? undefined
    : `A whole number from ${least} to ${most}.`;

const beginWith = (subject: string, rest: string | undefined): string | undefined => rest && `${subject} ${rest}`;
