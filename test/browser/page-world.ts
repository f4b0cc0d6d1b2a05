import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { startChromium, type Browser } from '../support/chromium.ts';
import { createFakeGateway, type FakeGateway, type FakeGatewayOptions } from './fake-gateway.ts';
import { CARDS } from './fake-checkout.ts';

export const GOOD = { pan: CARDS.approved, expiry: '12/39', cvc: '123', cardholderName: 'Ada Lovelace' };

export type PageWorld = {
  readonly shopUrl: string;
  /** Where the shop wants its customers back. */
  readonly thanksUrl: string;
  readonly gateway: FakeGateway;
  readonly base: string;
  readonly browser: Browser;
  readonly scriptless: Browser;
  readonly close: () => Promise<void>;
};

/** A shop, the payment page with a fake flow behind it, and two customers' browsers: one of them runs no scripts. */
export const startPageWorld = async (
  options: Omit<FakeGatewayOptions, 'successUrl' | 'failureUrl'> = {},
): Promise<PageWorld> => {
  const shop = createServer((request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end(`<!doctype html><title>shop</title><h1>shop ${request.url?.replace(/[<&]/g, '') ?? ''}</h1>`);
  });
  await new Promise<void>((resolve) => {
    shop.listen(0, '127.0.0.1', resolve);
  });
  // Another host than the gateway's `localhost`, so another site, as in life.
  const shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  const thanksUrl = `${shopUrl}/thanks?order=7`;
  const gateway = await createFakeGateway({ ...options, successUrl: thanksUrl, failureUrl: `${shopUrl}/cart` });
  const base = await gateway.listen();
  const chromium = await startChromium();
  const [browser, scriptless] = await Promise.all([chromium.open(), chromium.open({ javaScriptEnabled: false })]);
  return {
    shopUrl,
    thanksUrl,
    gateway,
    base,
    browser,
    scriptless,
    close: async () => {
      await chromium.close();
      await gateway.close();
      shop.closeAllConnections();
      shop.close();
    },
  };
};

/** An origin of its own that sends everybody on. Gives its address. */
export const startRedirecting = async (t: TestContext, to: () => string): Promise<string> => {
  const server = createServer((_request, response) => {
    response.writeHead(302, { location: to() }).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

export const openPage = async ({ context }: Pick<Browser, 'context'>, address: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(address);
  return page;
};

export const fillCard = async (page: Page, card: Partial<Record<keyof typeof GOOD, string>> = {}): Promise<void> => {
  for (const [name, value] of Object.entries({ ...GOOD, ...card })) await page.fill(`[name="${name}"]`, value);
};

export const submit = (page: Page): Promise<void> => page.click('#pay');
