import { createTollgate } from '@tollgate/sdk';
import { createLiveOrders } from './live.ts';
import { openOrders } from './orders.ts';
import { askAboutSilentSessions } from './reconcile.ts';
import { readSettings, SettingsError } from './settings.ts';
import type { Settings } from './settings.ts';
import { createShop } from './shop.ts';
import { listen } from './web.ts';

/** The shop: a database of orders, a client of the gateway, and pages. Where money is concerned, read payments.ts. */
const main = async (settings: Settings): Promise<void> => {
  const orders = openOrders(settings.databasePath);
  const tollgate = createTollgate({
    apiKey: settings.apiKey,
    baseUrl: settings.gatewayUrl,
    timeoutMs: 10_000,
    totalTimeoutMs: 20_000,
  });
  const live = createLiveOrders();
  const deps = { settings, orders, tollgate, live, log, nowMs: () => Date.now() };

  const server = await listen(settings, createShop(deps));
  const reconciliation = askAboutSilentSessions(deps);
  log(`The shop is open at ${settings.storeUrl}.`);

  const close = async () => {
    reconciliation.stop();
    live.close();
    await server.close();
    await reconciliation.stopped;
    orders.close();
  };
  onStop(async () => {
    await close();
    log('The shop is closed.');
  });
};

/** Stops once, whoever asks first: Ctrl-C, SIGTERM, or the end of the process that started us over a channel. */
const onStop = (stop: () => Promise<void>): void => {
  let isStopping = false;
  const stopOnce = () => {
    if (isStopping) return;
    isStopping = true;
    void stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stopOnce);
  process.on('SIGINT', stopOnce);
  process.on('disconnect', stopOnce);
};

const log = (line: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

const fail = (error: unknown): never => {
  const bug = error instanceof Error ? error.stack : error;
  process.stderr.write(`${error instanceof SettingsError ? error.message : String(bug)}\n`);
  process.exit(1);
};

try {
  await main(readSettings(process.env));
} catch (error) {
  fail(error);
}
