import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signReturnForTest, signWebhookForTest } from '@tollgate/sdk';
import type { Session, SessionCreate, WebhookAtReturn } from '@tollgate/sdk';

export const API_KEY = '6HUXQFbeomV1zf5i8cgm5W8KfncENVEa5uh8RngB';
export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export type FakeGateway = Awaited<ReturnType<typeof startFakeGateway>>;

/**
 * Speaks the part of the contract that a shop meets: sessions with idempotency keys, signed returns, signed webhooks.
 */
export const startFakeGateway = async () => {
  const sessions = new Map<string, Session>();
  const byKey = new Map<string, Session>();
  const seenKeys: string[] = [];
  let eventCount = 0;
  /** What happens between the birth of a session and the answer that tells of it. */
  const hooks: { beforeAnswer?: (session: Session) => Promise<unknown> } = {};

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const path = request.url ?? '';
    if (request.headers['x-api-key'] !== API_KEY) {
      reply(response, 401, problem(401, 'invalid_request'));
      return;
    }
    if (request.method === 'POST' && path === '/api2/sessions') {
      const key = String(request.headers['idempotency-key']);
      seenKeys.push(key);
      const session = byKey.get(key) ?? addSession(JSON.parse(body) as SessionCreate);
      byKey.set(key, session);
      await hooks.beforeAnswer?.(session);
      reply(response, 200, session);
      return;
    }
    const session = sessions.get(path.replace('/api2/sessions/', ''));
    if (session === undefined) reply(response, 404, problem(404, 'not_found'));
    else reply(response, 200, session);
  };

  const addSession = (input: SessionCreate): Session => {
    const id = `ps_fake${String(sessions.size + 1)}`;
    const session = newSession(id, input, `${url()}/pay/${id}`);
    sessions.set(id, session);
    return session;
  };

  /** The customer pays, or the session ends without payment. */
  const end = (id: string, status: 'completed' | 'expired'): Session => {
    const before = sessions.get(id);
    if (before === undefined) throw new Error(`No session ${id}.`);
    const { paymentUrl, ...rest } = before;
    const after: Session =
      status === 'completed'
        ? { ...before, status, paymentStatus: 'paid', sequence: before.sequence + 2 }
        : { ...rest, status, expirationReason: 'customerCanceled', sequence: before.sequence + 2 };
    sessions.set(id, after);
    return after;
  };

  const event = (type: string, session: Session) =>
    JSON.stringify({
      id: `ev_fake${String(++eventCount)}`,
      created: session.created,
      data: { object: session },
      sequence: session.sequence,
      type,
    });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = () => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: url(), sessions, seenKeys, hooks, end, event, deliver, returnUrl, close };
};

const newSession = (id: string, input: SessionCreate, paymentUrl: string): Session => ({
  id,
  amount: input.amount,
  created: '2024-03-28T08:26:37Z',
  currency: input.currency.toUpperCase(),
  customerDetails: {},
  expiresAt: new Date(Date.now() + 20 * 60_000).toISOString(),
  failureUrl: input.failureUrl,
  locale: input.locale ?? 'EN',
  merchantReferenceId: input.merchantReferenceId ?? '4000',
  metadata: {},
  paymentData: { captureMethod: 'automatic' },
  paymentStatus: 'unpaid',
  paymentUrl,
  sequence: 1,
  status: 'open',
  ...(input.returnPolicy && { returnPolicy: input.returnPolicy }),
  successUrl: input.successUrl,
});

const deliver = (storeUrl: string, body: string, signature = signWebhookForTest(body, WEBHOOK_SECRET)) =>
  fetch(`${storeUrl}/webhooks/tollgate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': signature, 'api-request-id': 'req_1' },
    body,
  });

/** Where the payment page sends the customer when the session is over. */
const returnUrl = (session: Session, webhook?: WebhookAtReturn): string => {
  const target = session.status === 'completed' ? session.successUrl : session.failureUrl;
  return signReturnForTest(
    target,
    { sessionId: session.id, status: session.status, sequence: session.sequence, ...(webhook && { webhook }) },
    API_KEY,
  );
};

const problem = (status: number, code: string) => ({
  type: 't',
  title: code,
  status,
  code,
  detail: code,
  message: code,
  errors: [],
  requestId: 'req_1',
});

const reply = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
