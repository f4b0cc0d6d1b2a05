import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export type Demo = { readonly gateway: string; readonly apiKey: string; readonly stop: () => Promise<void> };

const START = fileURLToPath(new URL('../start.ts', import.meta.url));
const PORTS = [
  'TOLLGATE_PORT',
  'TOLLGATE_STORE_PORT',
  'TOLLGATE_ACQUIRER_PORT',
  'TOLLGATE_ACQUIRER_ISO8583_PORT',
  'TOLLGATE_THREEDS_PORT',
  'TOLLGATE_DASHBOARD_PORT',
];

/** `npm start` in a folder and on ports of its own, so that it meets nobody's demo. */
export const startDemo = async (folder: string): Promise<Demo> => {
  mkdirSync(folder, { recursive: true });
  const ports = Object.fromEntries(
    await Promise.all(PORTS.map(async (name) => [name, String(await freePort())] as const)),
  );
  const { DATABASE_URL: _, ...own } = process.env;
  const child = spawn(process.execPath, [START, '--json'], {
    env: { ...own, ...ports, TOLLGATE_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  const line = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve(out);
    });
    child.on('close', () => {
      reject(new Error('the demo ended before it was ready'));
    });
  });
  const { gateway, apiKey } = JSON.parse(line) as { gateway: string; apiKey: string };
  return {
    gateway,
    apiKey,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const freePort = async (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
