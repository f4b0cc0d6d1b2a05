import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseId } from '../../base/id.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import { receiveNotifications, type Received } from '../../flow/notification/receive.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { OF_EVERY_ANSWER } from '../kernel/problems.ts';
import type { RateLimit } from '../kernel/rate-limit.ts';

export type AcquirerNotificationDeps = FlowDeps & {
  /** Whose account it is; undefined: there is none of this kind. */
  readonly findOwner: (accountId: string, connector: string) => Promise<string | undefined>;
  /** For those whose signature is wrong. */
  readonly perAddress: RateLimit;
};

type AtAccount = { Params: { connector: string; account: string } };

/** Where acquirers tell what happened at their side: answered as soon as it is stored. */
export const registerAcquirerNotifications = async (
  app: FastifyInstance,
  deps: AcquirerNotificationDeps,
): Promise<void> => {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // The signature is over the bytes as they came.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post<AtAccount>('/notifications/:connector/:account', async (request, reply) => {
      const received = await receive(deps, request);
      if (received === 'forged') deps.perAddress.take(clientAddress(request).network);
      const [status, text] = answers[received];
      return reply.code(status).headers(OF_EVERY_ANSWER).type('text/plain; charset=utf-8').send(text);
    });
    done();
  });
};

const MOST_BYTES = 256 * 1024;

/** The words in brackets are what some hosts look for. */
const answers: Readonly<Record<Received, readonly [status: number, text: string]>> = {
  stored: [200, '[accepted]'],
  forged: [401, 'The signature is not right.'],
  unreadable: [400, 'This is not a notification that we know.'],
  noSuchDoor: [404, 'There is nothing here.'],
};

const receive = async (deps: AcquirerNotificationDeps, request: FastifyRequest<AtAccount>): Promise<Received> => {
  const accountId = parseId('acquirerAccount', request.params.account);
  if (accountId === undefined) return 'noSuchDoor';
  const merchantId = await deps.findOwner(accountId, request.params.connector);
  if (merchantId === undefined) return 'noSuchDoor';
  const { body } = request;
  return receiveNotifications(
    deps,
    { merchantId, accountId },
    { headers: headersOf(request), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0), nowMs: deps.clock.nowMs() },
  );
};

const headersOf = ({ headers }: FastifyRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
