import { systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import type { JsonObject } from '../../src/http/api/openapi/components.ts';
import { registerApi, type ApiDeps } from '../../src/http/api/routes.ts';
import { CONNECTION_TIMES } from '../../src/http/kernel/connections.ts';
import { createServer } from '../../src/http/kernel/server.ts';

const SETTINGS = { publicUrl: 'http://localhost:8080', mode: 'sandbox' } as const;

/** The OpenAPI document of the routes as they are registered, from a server that neither listens nor has a database. */
export const collectApiDocument = async (): Promise<JsonObject> => {
  const log = createLog('silent');
  const { app } = createServer({
    ...SETTINGS,
    log,
    clock: systemClock,
    trustedProxies: { kind: 'none' },
    connections: { ...CONNECTION_TIMES, perAddress: 0 },
    onAnswered: () => undefined,
  });
  try {
    const openApi = await registerApi(app, settingsAlone());
    await app.ready();
    return openApi();
  } finally {
    await app.close();
  }
};

/**
 * Registering a route reads settings and nothing else: what a request needs is only used when one comes, and none does.
 * The cast is what makes this stand in for everything that routes will ever need; whatever reads more while it is
 * registered fails here, by name.
 */
const settingsAlone = (): ApiDeps =>
  new Proxy(SETTINGS, {
    get: (settings, name) => {
      if (!Object.hasOwn(settings, name)) throw new Error(`a route read ${String(name)} while it was registered`);
      return Reflect.get(settings, name) as unknown;
    },
  }) as unknown as ApiDeps;
