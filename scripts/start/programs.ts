import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import type { Program } from './child.ts';
import { faceSettings, type AcquirerFace } from './acquirer-face.ts';
import type { Demo, DemoUrls } from './demo.ts';
import { LOCAL, nearestHost, type WantedPort } from './ports.ts';

export const urlsOf = (config: Config, acquirerFace: AcquirerFace): DemoUrls => ({
  gateway: config.publicUrl,
  api: `${config.publicUrl}/api2`,
  store: `http://localhost:${config.storePort}`,
  acquirer: `http://localhost:${config.acquirerPort}`,
  threeds: `http://localhost:${config.threeDsPort}`,
  acquirerFace,
  ...(config.roles.includes('dashboard') && { dashboard: config.dashboardUrl }),
});

export const wantedPorts = (config: Config): readonly WantedPort[] => {
  const gateway = { setting: 'TOLLGATE_PORT', host: config.host, port: config.port, use: 'gateway' };
  const dashboard = {
    setting: 'TOLLGATE_DASHBOARD_PORT',
    host: config.host,
    port: config.dashboardPort,
    use: 'Personal area',
  };
  const ours = config.roles.includes('dashboard') ? [gateway, dashboard] : [gateway];
  if (config.mode === 'live') return ours;
  return [
    ...ours,
    { setting: 'TOLLGATE_STORE_PORT', host: LOCAL, port: config.storePort, use: 'online store' },
    { setting: 'TOLLGATE_ACQUIRER_PORT', host: LOCAL, port: config.acquirerPort, use: 'acquirer simulator' },
    {
      setting: 'TOLLGATE_ACQUIRER_ISO8583_PORT',
      host: LOCAL,
      port: config.acquirerIso8583Port,
      use: 'acquirer simulator, ISO 8583',
    },
    { setting: 'TOLLGATE_THREEDS_PORT', host: LOCAL, port: config.threeDsPort, use: '3-D Secure simulator' },
  ];
};

export const acquirerProgram = (config: Config, demo: Demo): Program => ({
  name: 'acquirer',
  file: 'simulators/acquirer/main.ts',
  // HOST is spelled out because some shells export a HOST of their own, which names the machine.
  env: {
    HOST: LOCAL,
    TOLLGATE_ACQUIRER_PORT: String(config.acquirerPort),
    TOLLGATE_DATA_DIR: config.dataDir,
    ...faceSettings(config, demo),
  },
  readyUrl: `http://${LOCAL}:${config.acquirerPort}/healthz`,
  stopTimeoutMs: 5_000,
});

export const threeDsProgram = (config: Config): Program => ({
  name: 'threeds',
  file: 'simulators/threeds/main.ts',
  env: {
    HOST: LOCAL,
    TOLLGATE_THREEDS_PORT: String(config.threeDsPort),
    TOLLGATE_THREEDS_URL: config.threeDsUrl ?? `http://${LOCAL}:${config.threeDsPort}`,
    TOLLGATE_DATA_DIR: config.dataDir,
  },
  readyUrl: `http://${LOCAL}:${config.threeDsPort}/healthz`,
  stopTimeoutMs: 5_000,
});

/**
 * V8 gives young objects up to 128 MB on a machine with much memory, and keeps what a flood of requests made it take.
 * With 16 MB for each half a gateway keeps some 100 MB less after a flood (370 of 467), and is no slower. The units in
 * `packaging` say the same.
 */
export const GATEWAY_NODE_OPTIONS: readonly string[] = ['--max-semi-space-size=16'];

export const gatewayProgram = (config: Config, databaseUrl: string): Program => ({
  name: 'gateway',
  file: 'src/main.ts',
  nodeOptions: GATEWAY_NODE_OPTIONS,
  env: { DATABASE_URL: databaseUrl, TOLLGATE_DATA_DIR: config.dataDir, TOLLGATE_ROLES: config.roles.join() },
  readyUrl: `http://${nearestHost(config.host)}:${config.port}/readyz`,
  // Payments on their way to the acquirer are given the time to hear the answer.
  stopTimeoutMs: 30_000,
});

export const storeProgram = (config: Config, demo: Demo): Program => ({
  name: 'store',
  file: 'examples/online-store/src/main.ts',
  env: {
    TOLLGATE_STORE_PORT: String(config.storePort),
    TOLLGATE_URL: demo.gateway,
    TOLLGATE_API_KEY: demo.apiKey,
    TOLLGATE_WEBHOOK_SECRET: demo.webhookSecret,
    STORE_DATABASE: join(config.dataDir, 'store.db'),
    STORE_URL: demo.store,
  },
  readyUrl: `http://${LOCAL}:${config.storePort}/healthz`,
  stopTimeoutMs: 5_000,
});
