import { Type } from 'typebox';
import { MAX_AMOUNT_MINOR } from '../../base/money.ts';
import { limitedRoles } from '../../merchants/refund-limits.ts';
import { currency, named, object, text } from './schema.ts';

const name = text('plainText', {
  maxLength: 100,
  description: 'What customers and issuers read.',
  example: 'Slow Pour',
});
const accentColor = text('accentColor', {
  maxLength: 7,
  description: 'Of the buttons of the payment page, readable with white letters; `default`: the color of the gateway.',
  example: '#1e4fd0',
});
const dailyReport = Type.Boolean({
  description:
    'Whether people of yours who ask for it at the figures of the Personal area get those of each day by e-mail.',
});
const orderGuard = Type.Boolean({
  description:
    'Whether a `merchantReferenceId` that is paid, reserved or being paid gets no second session (409 `order_paid`).',
});
const refundLimitsNamed = (name: string) =>
  Type.Array(
    named(
      name,
      object(
        {
          amount: Type.Integer({
            minimum: 0,
            maximum: MAX_AMOUNT_MINOR,
            description:
              'Minor units that one person may give back of a payment, together with what was given back before.',
            example: 10000,
          }),
          currency,
          role: Type.Enum(limitedRoles, { description: 'Whose limit it is.' }),
        },
        { description: 'Above it a refund in the Personal area waits for a second person.' },
      ),
    ),
    {
      maxItems: 100,
      uniqueItems: true,
      description:
        'Up to how much people refund in the Personal area before an owner or admin who did not ask has to approve ' +
        'it. A role that is named here has the limit 0 in other currencies; one that is not has none. API keys ' +
        'have no limit.',
      example: [{ amount: 10000, currency: 'EUR', role: 'support' }],
    },
  );
const returnOrigins = Type.Array(text('returnOrigin', { maxLength: 255 }), {
  maxItems: 100,
  uniqueItems: true,
  description:
    'Where `successUrl` and `failureUrl` may lead: `https://shop.example`, all hosts below one ' +
    '(`https://*.shop.example`), an app (`sdk://`). Empty: anywhere.',
  example: ['https://shop.example'],
});
const sessionMinutes = Type.Integer({
  minimum: 1,
  maximum: 43_200,
  description: 'How long a session lives whose request has no `expiresAt`.',
  example: 20,
});
const whatToDo = (when: string) =>
  Type.Enum(['authorize', 'stop'] as const, { description: `${when}: ask the acquirer all the same, or decline.` });
const threeDsFields = {
  challenge: Type.Enum(['noPreference', 'noChallenge', 'requested', 'mandated'] as const, {
    description: 'Whether you wish that the issuer asks the customer.',
  }),
  whenNotEnrolled: whatToDo('The card takes no part in 3-D Secure'),
  whenUnavailable: whatToDo('The issuer cannot be reached'),
};
const unknownFields = Type.Enum(['refuse', 'ignore'] as const, {
  description: 'Request fields that nobody knows: refused by name, or named in the header `X-Ignored-Fields`.',
});
const waitForWebhookMs = Type.Integer({
  minimum: 0,
  maximum: 10_000,
  description: 'How long customers wait for your webhook before they go back, where the session does not say it.',
});

export const settingsSchema = named(
  'Settings',
  object(
    {
      branding: named('SettingsBranding', object({ accentColor, name }, { description: 'How your page looks.' })),
      dailyReport,
      orderGuard,
      refundLimits: refundLimitsNamed('SettingsRefundLimit'),
      returnOrigins,
      sessionMinutes,
      threeDs: named(
        'SettingsThreeDs',
        object(threeDsFields, { description: 'What you want where the schemes leave a choice.' }),
      ),
      unknownFields,
      waitForWebhookMs,
    },
    { description: 'What your account has set for all of its sessions and payments.' },
  ),
);

export const settingsChangeSchema = named(
  'SettingsChange',
  object(
    {
      branding: Type.Optional(
        named(
          'SettingsBrandingChange',
          object(
            { accentColor: Type.Optional(accentColor), name: Type.Optional(name) },
            { description: 'How your page should look.' },
          ),
        ),
      ),
      dailyReport: Type.Optional(dailyReport),
      orderGuard: Type.Optional(orderGuard),
      refundLimits: Type.Optional(refundLimitsNamed('SettingsRefundLimitChange')),
      returnOrigins: Type.Optional(returnOrigins),
      sessionMinutes: Type.Optional(sessionMinutes),
      threeDs: Type.Optional(
        named(
          'SettingsThreeDsChange',
          object(
            {
              challenge: Type.Optional(threeDsFields.challenge),
              whenNotEnrolled: Type.Optional(threeDsFields.whenNotEnrolled),
              whenUnavailable: Type.Optional(threeDsFields.whenUnavailable),
            },
            { description: 'What you want where the schemes leave a choice.' },
          ),
        ),
      ),
      unknownFields: Type.Optional(unknownFields),
      waitForWebhookMs: Type.Optional(waitForWebhookMs),
    },
    { description: 'What should be different; the rest stays.' },
  ),
);
