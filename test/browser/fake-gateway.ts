import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import type { Checkout } from '../../src/flow/page/checkout.ts';
import type { CustomerAction } from '../../src/flow/page/customer-action.ts';
import { acceptForms } from '../../src/http/checkout/body.ts';
import { createReturnPage } from '../../src/http/checkout/return-page.ts';
import { registerCheckout, type CheckoutDeps } from '../../src/http/checkout/routes.ts';
import { createVisitors } from '../../src/http/checkout/visitor.ts';
import { createTransit, type Transit } from '../../src/vault/transit.ts';
import { createFakeAction } from './fake-action.ts';
import { fakeUrls } from './fake-urls.ts';
import { createFakeCheckout, type FakeBank } from './fake-checkout.ts';

export type FakeGateway = Awaited<ReturnType<typeof createFakeGateway>>;

export type FakeGatewayOptions = {
  readonly successUrl?: string;
  readonly failureUrl?: string;
  readonly mode?: 'sandbox' | 'live';
  readonly publicUrl?: string;
  readonly clock?: Clock;
  readonly log?: CheckoutDeps['log'];
  /** The issuer of `challenged` cards; without one they are approved as any other. */
  readonly bank?: FakeBank;
  /** Takes the place of the fake flow's functions. */
  readonly checkout?: Partial<Checkout>;
  readonly action?: Partial<CustomerAction>;
};

/** The payment page with a fake flow behind it; `listen` puts it on a port of its own. */
export const createFakeGateway = async (options: FakeGatewayOptions = {}) => {
  const {
    successUrl = 'https://shop.example/thanks?order=7&sessionId=ps_1',
    failureUrl = 'https://shop.example/cart',
  } = options;
  let base = options.publicUrl ?? 'http://localhost:8080';
  const fake = createFakeCheckout({ successUrl, failureUrl }, options.bank, () => base);
  const actions = createFakeAction(successUrl, options.bank, () => base);
  const transit: Transit = createTransit({ ikm: new Secret(Buffer.alloc(32, 7)) });
  // What browsers brought back from the bank, and how many of them in the beginning meet no database.
  const returns: Readonly<Record<string, string>>[] = [];
  let returnsUnheard = 0;
  const missReturns = (count: number): void => {
    returns.length = 0;
    returnsUnheard = count;
  };
  const app: FastifyInstance = Fastify({ forceCloseConnections: true });
  await registerCheckout(app, {
    checkout: { ...fake.checkout, ...options.checkout },
    action: { ...actions.action, ...options.action },
    ...(options.log && { log: options.log }),
    transit,
    visitors: createVisitors(new Secret(Buffer.alloc(32, 11)), { random: systemRandom, clock: systemClock }),
    keys: { formToken: new Secret(Buffer.alloc(32, 9)) },
    clock: options.clock ?? systemClock,
    mode: options.mode ?? 'sandbox',
    publicUrl: options.publicUrl ?? 'http://localhost:8080',
    urls: fakeUrls,
  });
  // The flow's door for browsers that come back from the bank: here it believes what they bring.
  app.register((scope, _options, done) => {
    acceptForms(scope);
    const showReturn = createReturnPage({ mode: 'sandbox', publicUrl: base });
    scope.post('/3ds/return', (request, reply) => {
      returns.push(request.body as Record<string, string>);
      if (returns.length <= returnsUnheard) {
        const { status, headers, html } = showReturn({
          fields: request.body as Record<string, string>,
          isSoon: true,
          acceptLanguage: request.headers['accept-language'],
        });
        return reply.code(status).headers(headers).send(html);
      }
      return reply.redirect(`/3ds/returned${request.url.replace('/3ds/return', '')}`, 303);
    });
    done();
  });
  const listen = async (): Promise<string> => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    base = `http://localhost:${port}`;
    return base;
  };
  return { ...fake, startAction: actions.start, returns, missReturns, app, transit, listen, close: () => app.close() };
};
