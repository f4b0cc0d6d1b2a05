/**
 * The limit: Fastify 5 that checks the body of a session request against a JSON schema and answers one of about the
 * size of a session by a compiled serializer. No keys, no rules, no database. What is measured is compared with this.
 */
import Fastify from 'fastify';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const texts = { type: 'object', additionalProperties: { type: 'string' } };

const fields = {
  amount: { type: 'integer', minimum: 1, maximum: 1_000_000_000_000 },
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  customerDetails: texts,
  description: text(200),
  expiresAt: text(40),
  failureUrl: text(2048),
  locale: text(20),
  merchantReferenceId: text(64),
  metadata: texts,
  successUrl: text(2048),
};
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['amount', 'currency', 'successUrl', 'failureUrl'],
  properties: fields,
};
const answer = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    ...fields,
    paymentUrl: { type: 'string' },
    sequence: { type: 'integer' },
    status: { type: 'string' },
  },
};

const app = Fastify({ logger: false });
app.post('/sessions', { schema: { body, response: { 200: answer } } }, async (request) => ({
  id: 'ps_2GRSigkh7m3hqz5pMCAYCzJaXjsHgypQui6nMBss3XLVLF8gwDASHP',
  ...(request.body as object),
  paymentUrl: 'http://127.0.0.1/pay/3yZe7d5n6pVqYbWqJm8hXcKtRzLwNfBgQaEsUoTiDvCk',
  sequence: 1,
  status: 'open',
}));

const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ kind: 'ready', port: Number(new URL(address).port) });
process.once('SIGTERM', () => process.exit(0));
