import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import type { Program } from './child.ts';
import type { Demo, DemoUrls } from './demo.ts';
import type { WantedPort } from './ports.ts';

/** The simulators and the store are for this machine alone, whatever the gateway listens on. */
const LOCAL = '127.0.0.1';

export const urlsOf = (config: Config): DemoUrls => ({
  gateway: config.publicUrl,
  api: `${config.publicUrl}/api2`,
  store: `http://localhost:${config.storePort}`,
  acquirer: `http://localhost:${config.acquirerPort}`,
  threeds: `http://localhost:${config.threeDsPort}`,
});

export const wantedPorts = (config: Config): readonly WantedPort[] => {
  const gateway = { setting: 'TOLLGATE_PORT', host: config.host, port: config.port, use: 'gateway' };
  if (config.mode === 'live') return [gateway];
  return [
    gateway,
    { setting: 'TOLLGATE_STORE_PORT', host: LOCAL, port: config.storePort, use: 'online store' },
    { setting: 'TOLLGATE_ACQUIRER_PORT', host: LOCAL, port: config.acquirerPort, use: 'acquirer simulator' },
    { setting: 'TOLLGATE_THREEDS_PORT', host: LOCAL, port: config.threeDsPort, use: '3-D Secure simulator' },
  ];
};

export const acquirerProgram = (config: Config): Program => ({
  name: 'acquirer',
  file: 'simulators/acquirer/main.ts',
  // HOST is spelled out because some shells export a HOST of their own, which names the machine.
  env: { HOST: LOCAL, TOLLGATE_ACQUIRER_PORT: String(config.acquirerPort), TOLLGATE_DATA_DIR: config.dataDir },
  readyUrl: `http://${LOCAL}:${config.acquirerPort}/healthz`,
  stopTimeoutMs: 5_000,
});

export const threeDsProgram = (config: Config): Program => ({
  name: 'threeds',
  file: 'simulators/threeds/main.ts',
  env: {
    HOST: LOCAL,
    TOLLGATE_THREEDS_PORT: String(config.threeDsPort),
    TOLLGATE_THREEDS_URL: config.threeDsUrl,
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
  env: { DATABASE_URL: databaseUrl, TOLLGATE_DATA_DIR: config.dataDir },
  readyUrl: `http://${reachableHost(config.host)}:${config.port}/readyz`,
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

/** A server that listens on every address is asked on the nearest one. */
const reachableHost = (host: string): string => {
  if (host === '0.0.0.0') return LOCAL;
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};
