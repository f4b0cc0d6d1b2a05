import { systemClock } from './base/clock.ts';
import type { Metrics } from './base/metrics.ts';
import type { GatewayConfig } from './app.ts';
import type { FlowDeps } from './flow/deps.ts';
import { createShowMistake } from './http/dashboard/mistakes.ts';
import { registerDashboard } from './http/dashboard/routes.ts';
import { NO_PROXIES } from './http/kernel/client-address.ts';
import { CONNECTION_TIMES } from './http/kernel/connections.ts';
import { createServer } from './http/kernel/server.ts';

type Parts = {
  readonly flow: FlowDeps;
  readonly metrics: Metrics;
  readonly forgetApiKey: (apiKeyId: string) => void;
};

/** The Personal area listens on a port of its own, so that no page of it has the payment page's origin. */
export const startDashboard = async (
  config: GatewayConfig,
  { flow, metrics, forgetApiKey }: Parts,
): Promise<{ readonly stop: () => Promise<void> }> => {
  const deps = {
    ...flow,
    mode: config.mode,
    dashboardUrl: config.dashboardUrl,
    sendsMail: config.mail !== undefined,
    forgetApiKey,
  };
  const { app } = createServer({
    log: flow.log,
    clock: systemClock,
    publicUrl: config.dashboardUrl,
    mode: config.mode,
    trustedProxies: config.trustedProxies ?? NO_PROXIES,
    connections: { ...CONNECTION_TIMES, perAddress: config.connectionsPerIp },
    onAnswered: metrics.observeRequest,
    showMistake: createShowMistake(deps),
  });
  await registerDashboard(app, deps);
  try {
    await app.listen({ host: config.host, port: config.dashboardPort });
  } catch (error) {
    await app.close();
    throw error;
  }
  return { stop: () => app.close() };
};
