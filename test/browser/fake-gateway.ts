import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import { Secret } from '../../src/base/secret.ts';
import type { Checkout } from '../../src/flow/checkout.ts';
import type { CustomerAction } from '../../src/flow/customer-action.ts';
import { acceptForms } from '../../src/http/checkout/body.ts';
import { registerCheckout, type CheckoutDeps } from '../../src/http/checkout/routes.ts';
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
  const app: FastifyInstance = Fastify({ forceCloseConnections: true });
  await registerCheckout(app, {
    checkout: { ...fake.checkout, ...options.checkout },
    action: { ...actions.action, ...options.action },
    ...(options.log && { log: options.log }),
    transit,
    keys: { formToken: new Secret(Buffer.alloc(32, 9)) },
    clock: options.clock ?? systemClock,
    mode: options.mode ?? 'sandbox',
    publicUrl: options.publicUrl ?? 'http://localhost:8080',
    urls: fakeUrls,
  });
  // The flow's door for browsers that come back from the bank: here it believes what they bring.
  app.register((scope, _options, done) => {
    acceptForms(scope);
    scope.post('/3ds/return', (request, reply) =>
      reply.redirect(`/3ds/returned${request.url.replace('/3ds/return', '')}`, 303),
    );
    done();
  });
  const listen = async (): Promise<string> => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    base = `http://localhost:${port}`;
    return base;
  };
  return { ...fake, startAction: actions.start, app, transit, listen, close: () => app.close() };
};
