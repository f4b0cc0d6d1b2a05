import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyCheckout, runScript, startCheckout, type Lockfile, type Started } from './checkout.ts';

const PORTS = [
  'TOLLGATE_PORT',
  'TOLLGATE_STORE_PORT',
  'TOLLGATE_ACQUIRER_PORT',
  'TOLLGATE_ACQUIRER_ISO8583_PORT',
  'TOLLGATE_THREEDS_PORT',
  'TOLLGATE_DASHBOARD_PORT',
];

/** What a fresh checkout did that was installed without the development dependencies. */
export type Tried = {
  readonly devPackages: readonly string[];
  readonly ready: number;
  readonly created: number;
  readonly doctor: number | null;
  /** Whether the gateway is gone when `npm start` has ended. */
  readonly isGone: boolean;
  readonly said: string;
};

/** Copies the checkout, installs it by `install`, runs `npm start`, makes a session, asks the doctor, and stops. */
export const tryProduction = async (root: string, install: (folder: string) => void): Promise<Tried> => {
  // Not below `root`: a package that is missing would be found in the folder above.
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-production-'));
  try {
    copyCheckout(root, folder);
    install(folder);
    const ports = await Promise.all(PORTS.map(async (name) => [name, String(await freePort())] as const));
    const environment = { ...Object.fromEntries(ports), TOLLGATE_DATA_DIR: join(folder, '.tollgate') };
    const started = await startCheckout(folder, environment);
    try {
      const ready = await fetch(`${started.demo['gateway'] ?? ''}/readyz`);
      const created = await createSession(started.demo);
      const doctor = runScript(folder, ['tollgate', '--', 'doctor'], environment);
      await started.stop();
      const isGone = await fetch(ready.url).then(
        () => false,
        () => true,
      );
      const devPackages = findDevPackages(root, folder);
      const said = `${started.said()}${doctor.out}${doctor.errors}`;
      return { devPackages, ready: ready.status, created, doctor: doctor.status, isGone, said };
    } finally {
      await started.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
};

const createSession = async ({ api = '', apiKey = '' }: Started['demo']): Promise<number> => {
  const { status } = await fetch(`${api}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify({
      amount: 1000,
      currency: 'EUR',
      successUrl: 'https://shop.example/a',
      failureUrl: 'https://shop.example/b',
    }),
  });
  return status;
};

/** Those packages for development alone that are there all the same. */
const findDevPackages = (root: string, folder: string): readonly string[] => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  return Object.keys(packages).filter((place) => packages[place]?.dev === true && existsSync(join(folder, place)));
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no free port was given'));
        else resolve(address.port);
      });
    });
  });
