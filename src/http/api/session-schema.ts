import { Type, type Static } from 'typebox';
import { webhooksAtReturn } from '../../contract/rows.ts';
import { amount, currency, id, metadata, named, object, text, time, url } from './schema.ts';

const line = (description: string) => Type.Optional(text('line', { maxLength: 200, minLength: 0, description }));

const customerDetails = object(
  {
    email: Type.Optional(text('email', { maxLength: 254, example: 'ada@example.com' })),
    phone: Type.Optional(
      text('phone', { maxLength: 64, description: 'In any form that has a digit.', example: '+49 30 1234567' }),
    ),
    fullName: Type.Optional(text('line', { maxLength: 128, example: 'Ada Lovelace' })),
    billingAddress: Type.Optional(
      object({
        line1: line('Street and number.'),
        line2: line('Flat, floor, company.'),
        city: line('City.'),
        state: line('State or region.'),
        postalCode: Type.Optional(text('line', { maxLength: 20, minLength: 0 })),
        country: Type.Optional(text('country', { maxLength: 2, description: 'ISO 3166, two letters.', example: 'DE' })),
      }),
    ),
  },
  { description: 'What you know of the customer.' },
);

export const setupFutureUsage = object(
  {
    category: Type.Optional(
      Type.Enum(['unscheduled', 'recurrent', 'installment', 'empty'], {
        description: 'What the card will be used for later. Empty, left out or `empty`: the card is not kept.',
      }),
    ),
    recurringModel: Type.Optional(
      object({
        installment: Type.Optional(
          Type.Unsafe<Record<string, unknown>>({
            type: 'object',
            description: 'What you agreed on with the customer, in fields of your own; kept, and answered as sent.',
            maxProperties: 20,
            propertyNames: { type: 'string', minLength: 1, maxLength: 40, holds: 'plainText' },
            additionalProperties: {
              anyOf: [
                { type: 'string', maxLength: 200, holds: 'note' },
                { type: 'integer' },
                { type: 'boolean' },
                { type: 'null' },
              ],
            },
          }),
        ),
        recurrent: Type.Optional(
          object({
            expiry: text('day', {
              maxLength: 10,
              description: 'The last day on which you may charge.',
              format: 'date',
            }),
            frequency: Type.Integer({ minimum: 1, maximum: 4000, description: 'Days between two charges, at least.' }),
          }),
        ),
      }),
    ),
  },
  { description: 'Ask to keep the card for later payments; needs `merchantCustomerId`.' },
);

/** What is kept of it: where the category is left out or empty, nothing, and the card is not stored. */
export const usageOf = (
  usage: Static<typeof setupFutureUsage> | undefined,
): Static<typeof setupFutureUsage> | undefined =>
  usage?.category === undefined || usage.category === 'empty' ? undefined : usage;

export const captureMethod = Type.Enum(['automatic', 'manual'], {
  description: '`automatic` takes the money at once, `manual` reserves it for a later capture.',
});

export const merchantCustomerId = text('plainText', {
  minLength: 8,
  maxLength: 50,
  pattern: '^[0-9A-Za-z_-]{8,50}$',
  description: 'Your own id of the customer: 8 to 50 letters, digits, - and _.',
  example: 'customer-1042',
});

const returnPolicy = object(
  {
    waitForWebhookMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000,
        description:
          'How long after the payment, in milliseconds, the customer waits until `session.completed` is acknowledged ' +
          'by the endpoints with `holdsReturn`. 0: not at all. Left out: what is set for your account, else 2000.',
      }),
    ),
  },
  { description: 'How the customer goes back to you.' },
);

export const sessionCreateSchema = named(
  'SessionCreate',
  object(
    {
      amount: amount('Whole minor units: 10000 is 100.00 EUR, or 10000 JPY.'),
      currency,
      successUrl: url(
        'Where the customer goes after paying. Your query is kept, `sessionId` and a signature are added. Schemes ' +
          'of your app, such as sdk://done, are fine.',
        'https://shop.example/order/1042',
      ),
      failureUrl: url(
        'Where the customer goes when the payment failed for good.',
        'https://shop.example/order/1042/failed',
      ),
      merchantReferenceId: Type.Optional(
        text('plainText', {
          maxLength: 64,
          description: 'Your order number. Left out: the next number of your account.',
          example: 'order-1042',
        }),
      ),
      description: Type.Optional(
        text('line', {
          maxLength: 200,
          description: 'What is bought; shown on the payment page.',
          example: 'Pour-over kettle',
        }),
      ),
      locale: Type.Optional(
        text('locale', {
          maxLength: 20,
          minLength: 2,
          description: 'Language of the payment page; left out: what the browser asks for.',
          example: 'EN',
        }),
      ),
      metadata: Type.Optional(metadata),
      customerDetails: Type.Optional(customerDetails),
      paymentData: Type.Optional(object({ captureMethod: Type.Optional(captureMethod) })),
      merchantCustomerId: Type.Optional(merchantCustomerId),
      setupFutureUsage: Type.Optional(setupFutureUsage),
      returnPolicy: Type.Optional(returnPolicy),
      expiresAt: Type.Optional(
        text('sessionExpiry', {
          maxLength: 64,
          description: 'When the session ends unpaid: 1 minute to 30 days from now; 20 minutes when left out.',
          example: '2024-03-28T08:46:37Z',
          format: 'date-time',
        }),
      ),
    },
    { fits: 'storedCard' },
  ),
);

/** In the order in which the fields are sent: id, then the alphabet. */
export const sessionSchema = named(
  'Session',
  object({
    id: id('Unique id of the session.', 'ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP'),
    amount: amount('Whole minor units.'),
    created: time('When it was created.'),
    currency,
    customerDetails,
    description: Type.Optional(Type.String()),
    expirationReason: Type.Optional(Type.Enum(['timeout', 'merchant', 'attemptsExhausted', 'customerCanceled'])),
    expiresAt: time('When it ends unpaid.'),
    failureUrl: Type.String(),
    locale: Type.String({ example: 'EN' }),
    merchantCustomerId: Type.Optional(merchantCustomerId),
    merchantReferenceId: Type.String({ example: '4000' }),
    metadata,
    payment: Type.Optional(
      id(
        'The payment, once the customer has tried a card.',
        'py_2FZ6i2JxCJ9Zg3YJ3Hn7VtGzBqMxTq3h4b9zLqk1nW8rXo5vY7cD2e',
      ),
    ),
    paymentData: object({ captureMethod }),
    paymentStatus: Type.Enum(['unpaid', 'authorized', 'paid', 'partiallyRefunded', 'refunded', 'canceled']),
    paymentUrl: Type.Optional(
      Type.String({ format: 'uri', description: 'Send the customer here. Absent once the session has expired.' }),
    ),
    returnPolicy: Type.Optional(returnPolicy),
    sequence: Type.Integer({
      description:
        'Grows with every event about this session: of two states the one with the larger sequence is newer.',
    }),
    setupFutureUsage: Type.Optional(setupFutureUsage),
    status: Type.Enum(['open', 'completed', 'expired']),
    successUrl: Type.String(),
    webhookAtReturn: Type.Optional(
      object(
        {
          ms: Type.Optional(
            Type.Integer({
              description: 'With `acknowledged`: how long after the payment, in milliseconds.',
            }),
          ),
          result: Type.Enum(webhooksAtReturn, {
            description:
              '`acknowledged`: by every endpoint with `holdsReturn`. `timedOut`: not in the time of `returnPolicy`. ' +
              '`noEndpoint`: none has `holdsReturn`. `failing`: those that do fail or are disabled, so nobody waited.',
          }),
        },
        {
          description:
            'What `session.completed` had come to when the customer was sent back. Absent until then; never changes.',
        },
      ),
    ),
  }),
);

export const sessionIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the session (`ps_…`).' }),
});
