import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bench, Row } from '../measure.ts';
import { BenchError, cleanEnvironment, ROOT } from '../world/child.ts';
import { findFreePort } from '../world/free-port.ts';
import { makeDataDir } from '../world/world.ts';
import { createOneSession } from './session-request.ts';

const LIMIT_MS = 120_000;

/**
 * What `npm start` runs, from the command to a payment page in a customer's hands: all parts, on a database that is new
 * or not.
 */
export const measureStart = async (bench: Bench): Promise<readonly Row[]> => {
  const data = makeDataDir(bench.options.parentDir);
  try {
    const newS = await timeStart(data.dir);
    const againS = await timeStart(data.dir);
    return [
      {
        group: 'start',
        what: 'start to the first served payment page: new database',
        figures: [{ name: 'time', value: newS, unit: 's', atMost: 6 }],
      },
      {
        group: 'start',
        what: 'start to the first served payment page: with data',
        figures: [{ name: 'time', value: againS, unit: 's', atMost: 3 }],
      },
    ];
  } finally {
    data.remove();
  }
};

const timeStart = async (dataDir: string): Promise<number> => {
  const env = {
    ...cleanEnvironment(),
    TOLLGATE_DATA_DIR: dataDir,
    TOLLGATE_PORT: String(await findFreePort()),
    TOLLGATE_STORE_PORT: String(await findFreePort()),
    TOLLGATE_ACQUIRER_PORT: String(await findFreePort()),
    TOLLGATE_ACQUIRER_ISO8583_PORT: String(await findFreePort()),
    TOLLGATE_THREEDS_PORT: String(await findFreePort()),
  };
  const startMs = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.ts'), '--json'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'exit');
  let told = '';
  child.stderr.on('data', (text: Buffer) => (told += text.toString()));
  try {
    const demo = await Promise.race([
      readDemo(child.stdout),
      ended.then((): never => {
        throw new BenchError(`start.ts ended:\n${told.trim()}`);
      }),
      tooLate(),
    ]);
    const session = await createOneSession(demo.gateway, demo.apiKey);
    const page = await fetch(session.paymentUrl);
    await page.text();
    if (page.status !== 200) throw new BenchError(`The payment page answered ${page.status}.`);
    return (performance.now() - startMs) / 1_000;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};

type Demo = { readonly gateway: string; readonly apiKey: string };

const readDemo = async (output: NodeJS.ReadableStream): Promise<Demo> => {
  for await (const line of createInterface({ input: output })) {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'gateway' in value && 'apiKey' in value)
      return { gateway: String(value.gateway), apiKey: String(value.apiKey) };
  }
  throw new BenchError('start.ts told nothing');
};

const tooLate = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new BenchError(`start.ts was not ready after ${LIMIT_MS / 1_000} s.`));
    }, LIMIT_MS).unref();
  });
