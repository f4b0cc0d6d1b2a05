import { Type } from 'typebox';
import { threeDsStatuses } from '../../contract/rows.ts';
import { amount, amountOrNothing, currency, id, metadata, named, object, text, time, url } from './schema.ts';
import { captureMethod, merchantCustomerId, setupFutureUsage } from './session-schema.ts';

const expiryMonth = Type.Integer({ minimum: 1, maximum: 12 });
const expiryYear = Type.Integer({ minimum: 2000, maximum: 2099, description: 'Four digits.' });

export const cardSummarySchema = object({
  bin: Type.String({ description: 'The first digits, which name the issuer.' }),
  brand: Type.String({ example: 'visa' }),
  expiryMonth,
  expiryYear,
  last4: Type.String({ example: '1111' }),
});

const cardInput = object(
  {
    number: Type.Optional(
      Type.String({
        minLength: 12,
        maxLength: 40,
        description:
          'The card number, unless there is a `token`. Sending it makes your server part of the card world (PCI ' +
          'DSS); the payment page does not.',
        example: '4444555511113333',
      }),
    ),
    expiryMonth: Type.Optional(expiryMonth),
    expiryYear: Type.Optional(expiryYear),
    cvc: Type.Optional(Type.String({ minLength: 3, maxLength: 4, pattern: '^[0-9]+$' })),
    cardholderName: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    token: Type.Optional(
      Type.String({
        maxLength: 2048,
        description:
          'The card as your app encrypted it, in place of all other fields: base64 of RSA (PKCS#1 v1.5), with the ' +
          'key that `GET /payment/se/keys.do` gives, over ' +
          '`timestamp/uuid/pan/cvv/YYYYMM/mdOrder/bindingId/cardholder/registeredFrom`. `mdOrder` is empty; for a ' +
          'stored card `bindingId` is its id (`pm_…`) and `pan` is empty. Accepted once, within 10 minutes.',
      }),
    ),
  },
  {
    description:
      'A card: `number`, `expiryMonth` and `expiryYear` for merchants that may handle card data, or `token`.',
    fits: 'card',
  },
);

/** EMV 3-D Secure as its own documents name the fields. */
const externalAuthentication = named(
  'ExternalAuthentication',
  object(
    {
      version: Type.Enum(['2.1.0', '2.2.0', '2.3.0', '2.3.1'], { description: 'The version of EMV 3-D Secure.' }),
      transStatus: Type.Enum(['Y', 'A', 'I', 'N', 'R', 'U'], {
        description:
          'How it ended. `Y` and `A` need `eci`, `cavv` and `dsTransId`, `I` the last of them; `N` and `R` end the ' +
          'payment without asking the acquirer; with `U` it goes on if your policy says so.',
      }),
      eci: Type.Optional(
        Type.String({ pattern: '^0[0-7]$', description: 'Electronic commerce indicator.', example: '05' }),
      ),
      cavv: Type.Optional(
        Type.String({
          pattern: '^[A-Za-z0-9+/]{27}=$',
          description: 'The authentication value: 20 bytes in base64. Never shown again.',
          example: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
        }),
      ),
      dsTransId: Type.Optional(
        Type.String({
          pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
          description: "The directory server's id of the transaction.",
          example: 'f38e6948-5388-41a6-bca4-b49723c19437',
        }),
      ),
    },
    {
      description:
        'An authentication that was made elsewhere: the customer is not asked again, and the proof goes to the ' +
        'acquirer.',
      fits: 'externalAuthentication',
    },
  ),
);

export const paymentCreateSchema = named(
  'PaymentCreate',
  object(
    {
      amount: amountOrNothing('Whole minor units. 0 checks the card: nothing is taken, whatever `captureMethod` says.'),
      currency,
      captureMethod: Type.Optional(captureMethod),
      paymentMethod: Type.Optional(
        object({ card: cardInput }, { description: 'The card that pays. Instead of `storedPaymentMethodId`.' }),
      ),
      storedPaymentMethodId: Type.Optional(
        Type.String({
          maxLength: 128,
          description:
            'Id of a stored card (`pm_…`), charged without the customer being there. Instead of `paymentMethod`.',
        }),
      ),
      returnUrl: Type.Optional(
        url(
          'Where the customer comes back to after 3-D Secure. Without it nobody can be asked, and the payment ' +
            'goes on without.',
          'https://shop.example/done',
        ),
      ),
      threeDs: Type.Optional(externalAuthentication),
      merchantReferenceId: Type.Optional(
        text('plainText', {
          maxLength: 64,
          description: 'Your order number. Left out: the next number of your account.',
          example: 'order-1042',
        }),
      ),
      metadata: Type.Optional(metadata),
      merchantCustomerId: Type.Optional(merchantCustomerId),
      setupFutureUsage: Type.Optional(setupFutureUsage),
    },
    { fits: 'payment' },
  ),
);

/** In the order in which the fields are sent: id, then the alphabet. */
export const threeDsSchema = named(
  'PaymentThreeDs',
  object(
    {
      eci: Type.Optional(Type.String({ description: 'The indicator that the authorization carried.', example: '05' })),
      liabilityShift: Type.Boolean({ description: 'The issuer bears the loss of a fraud.' }),
      status: Type.Enum([...threeDsStatuses], { description: 'What 3-D Secure came to for the card tried last.' }),
      transStatus: Type.Optional(
        Type.String({ description: 'The letter of EMV 3-D Secure, when the issuer gave one.', example: 'Y' }),
      ),
      version: Type.Optional(Type.String({ description: 'Of the protocol.', example: '2.2.0' })),
    },
    {
      description:
        '3-D Secure; absent for payments that it is not for: by stored cards without the customer, or without ' +
        'a `returnUrl`.',
    },
  ),
);

export const paymentSchema = named(
  'Payment',
  object({
    id: id('Unique id of the payment.', 'py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3'),
    amount: amountOrNothing('What was asked for, in whole minor units.'),
    amountCapturable: Type.Integer({ description: 'What may still be captured.' }),
    amountCaptured: Type.Integer({ description: 'What was taken.' }),
    amountRefunded: Type.Integer({ description: 'What was paid back.' }),
    captureMethod,
    created: time('When it was created.'),
    currency,
    lastError: Type.Optional(
      object(
        {
          code: Type.String({ example: 'cardDeclined' }),
          declineReason: Type.Optional(Type.String({ example: 'insufficientFunds' })),
          message: Type.String(),
        },
        { description: 'Why the last try did not go through.' },
      ),
    ),
    merchantReferenceId: Type.String({ example: '4000' }),
    metadata,
    nextAction: Type.Optional(
      object(
        {
          type: Type.Literal('redirect'),
          url: Type.String({
            description:
              "Where to send the customer, exactly as it is, with all behind the `#`: the card's issuer wants to " +
              'ask them. They come back to `returnUrl`.',
            example: 'https://pay.example/authenticate/2Yk…',
          }),
        },
        { description: 'What has to happen before the payment can go on; only while `requiresAction`.' },
      ),
    ),
    paymentMethod: object({ card: cardSummarySchema }),
    sequence: Type.Integer({
      description: 'Grows with every event: of two states the one with the larger sequence is newer.',
    }),
    session: Type.Optional(
      id('The session it was made by.', 'ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP'),
    ),
    status: Type.Enum([
      'requiresPaymentMethod',
      'requiresAction',
      'requiresCapture',
      'processing',
      'succeeded',
      'failed',
      'canceled',
    ]),
    threeDs: Type.Optional(threeDsSchema),
  }),
);

export const paymentIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the payment (`py_…`).' }),
});

export const captureSchema = named(
  'PaymentCapture',
  object({
    amount: Type.Optional(amount('How much to take; all that is left when left out.')),
    final: Type.Optional(
      Type.Boolean({ description: 'No capture follows: the rest is given up. True when `amount` is left out.' }),
    ),
  }),
);

export const incrementSchema = named(
  'PaymentIncrement',
  object({ amount: amount('How much more; it is added to what is authorized.') }),
);

export const refundCreateSchema = named(
  'RefundCreate',
  object(
    {
      paymentId: Type.String({ maxLength: 128, description: 'Id of the payment (`py_…`).' }),
      payment: Type.Optional(
        Type.String({ maxLength: 128, deprecated: true, description: 'Another name of `paymentId`.' }),
      ),
      amount: Type.Optional(amount('How much to pay back; all that is left when left out.')),
      reason: Type.Optional(
        text('note', { maxLength: 200, description: 'For you and your customer.', example: 'returned goods' }),
      ),
    },
    { fits: 'refund' },
  ),
);

export const refundSchema = named(
  'Refund',
  object({
    id: id('Unique id of the refund.', 'rf_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3'),
    amount: amount('Whole minor units.'),
    created: time('When it was asked for.'),
    currency,
    failureReason: Type.Optional(Type.String({ description: 'Why the acquirer refused.' })),
    payment: Type.String({ deprecated: true, description: 'The same as `paymentId`.' }),
    paymentId: id('The payment that is paid back.', 'py_2GSLCTk1xdxGcgTkFzUPmeD5eQpo9wKsNDxBifZSbNvnVCgHoivAg3'),
    reason: Type.Optional(Type.String()),
    sequence: Type.Integer(),
    status: Type.Enum(['pending', 'succeeded', 'failed'], {
      description: '`pending`: the acquirer has not answered yet; an event tells the end.',
    }),
  }),
);

export const refundIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the refund (`rf_…`).' }),
});
