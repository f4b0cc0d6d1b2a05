/**
 * `npm run interop:webhooks`: libraries that others wrote verify what a running gateway sends: with one secret, with
 * two, and with ed25519 keys before, while and after one is rotated. Each has to accept every delivery with every
 * secret and key that is good, and to refuse a changed body. Nothing is installed outside a temporary folder. Writes
 * the second table of `docs/interop.md`, and ends with 1 when a judge that ran has failed.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTollgate, type Tollgate } from '@tollgate/sdk';
import { format, resolveConfig } from 'prettier';
import { startDemo } from './interop/demo.ts';
import { runStep, type Step } from './interop/steps.ts';

const REPORT = fileURLToPath(new URL('../docs/interop.md', import.meta.url));
const PROGRAMS = fileURLToPath(new URL('./interop/webhooks/', import.meta.url));

type Judge = {
  readonly name: string;
  readonly verifies: 'secrets' | 'secrets and keys';
  readonly wants: readonly string[];
  readonly program: readonly [from: string, to: string];
  readonly steps: readonly Step[];
  /** How many libraries verify each secret. */
  readonly libraries: number;
};

const sh = (script: string): Step => ({ command: ['sh', '-ec', script] });
const STANDARD_NPM = '1.1.1';
const SVIX_NPM = '2.5.0';
const STANDARD_PYTHON = '1.0.1';
const STANDARD_GO = 'v0.0.1';

const judges: readonly Judge[] = [
  {
    name: `npm standardwebhooks ${STANDARD_NPM}, svix ${SVIX_NPM}`,
    verifies: 'secrets',
    wants: ['npm', 'node'],
    program: ['node.mjs.txt', 'check.mjs'],
    steps: [
      sh('npm init -y > npm.log'),
      sh(`npm install --no-audit --no-fund standardwebhooks@${STANDARD_NPM} svix@${SVIX_NPM} > npm.log`),
      sh('node check.mjs'),
    ],
    libraries: 2,
  },
  {
    name: `Python standardwebhooks ${STANDARD_PYTHON}, cryptography`,
    verifies: 'secrets and keys',
    wants: ['python3'],
    program: ['check.py.txt', 'check.py'],
    steps: [
      sh(`python3 -m venv venv && venv/bin/pip install -q standardwebhooks==${STANDARD_PYTHON} cryptography`),
      sh('venv/bin/python check.py'),
    ],
    libraries: 1,
  },
  {
    name: `Go standardwebhooks ${STANDARD_GO}, crypto/ed25519 with the published set`,
    verifies: 'secrets and keys',
    wants: ['go'],
    program: ['main.go.txt', 'main.go'],
    steps: [
      sh('go mod init judge 2> go.log'),
      sh(`go get github.com/standard-webhooks/standard-webhooks/libraries@${STANDARD_GO} 2> go.log`),
      sh('go build -o check . && ./check'),
    ],
    libraries: 1,
  },
];

type Delivery = {
  readonly stage: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly secrets: readonly string[];
  readonly publicKeys: readonly string[];
  readonly jwks: unknown;
};

const main = async (): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-interop-'));
  const demo = await startDemo(join(folder, 'demo'));
  try {
    const deliveries = await collect(createTollgate({ apiKey: demo.apiKey, baseUrl: demo.gateway }));
    writeFileSync(join(folder, 'deliveries.json'), JSON.stringify(deliveries));
    const rows: (readonly string[])[] = [];
    for (const judge of judges) {
      const result = await hear(judge, folder, deliveries);
      process.stdout.write(`${judge.name}: ${result}\n`);
      rows.push([judge.name, judge.verifies, result]);
    }
    await writeReport(rows);
    return rows.every(([, , result]) => result === 'passed' || result?.startsWith('not run')) ? 0 : 1;
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
};

/** What an endpoint of the gateway hears at each stage of its life. */
const collect = async (tollgate: Tollgate): Promise<readonly Delivery[]> => {
  const heard = new Map<string, Pick<Delivery, 'body' | 'headers'>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      heard.set((JSON.parse(body) as { id: string }).id, { body, headers: request.headers });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { id, secret } = await tollgate.webhookEndpoints.create({ url, events: ['session.expired'] });
  const deliveries: Delivery[] = [];
  const note = async (stage: string, secrets: readonly string[]): Promise<void> => {
    const event = await tollgate.webhookEndpoints.test(id);
    const delivery = await until(() => heard.get(event.id));
    const { signingKeys = [], signingKeysUrl } = await tollgate.webhookEndpoints.retrieve(id);
    const jwks = signingKeysUrl === undefined ? { keys: [] } : await (await fetch(signingKeysUrl)).json();
    deliveries.push({ stage, ...delivery, secrets, publicKeys: signingKeys.map(({ publicKey }) => publicKey), jwks });
  };
  await note('one secret', [secret]);
  await tollgate.webhookEndpoints.update(id, { signatures: ['hmac', 'ed25519'] });
  await note('one secret and a key', [secret]);
  const { secret: newer } = await tollgate.webhookEndpoints.rotateSecret(id);
  await tollgate.webhookEndpoints.rotateSigningKey(id);
  await note('two secrets and two keys', [newer, secret]);
  await tollgate.webhookEndpoints.rotateSigningKey(id, { overlapHours: 0 });
  const switchAt = new Date(Date.now() + 3_600_000).toISOString();
  await tollgate.webhookEndpoints.rotateSecret(id, { switchAt });
  await note('a switch is planned, the key is another', [newer]);
  server.close();
  return deliveries;
};

const until = async <T>(look: () => T | undefined): Promise<T> => {
  for (const giveUpAt = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error('a delivery did not come within 30 seconds');
  }
};

const hear = async (judge: Judge, folder: string, deliveries: readonly Delivery[]): Promise<string> => {
  const env = process.env;
  for (const program of judge.wants) {
    const { isOk } = await runStep({ command: ['sh', '-c', `command -v ${program}`] }, { folder, env });
    if (!isOk) return `not run: ${program} is not on this machine`;
  }
  const own = join(folder, judge.program[1].replace('.', '-'));
  mkdirSync(own);
  copyFileSync(join(PROGRAMS, judge.program[0]), join(own, judge.program[1]));
  let printed = '';
  for (const step of judge.steps) {
    const { isOk, output } = await runStep(step, { folder: own, env });
    if (!isOk) return `failed: ${lastLine(output)}`;
    printed = output;
  }
  const count = deliveries
    .map(
      ({ secrets, publicKeys }) =>
        secrets.length * judge.libraries + (judge.verifies === 'secrets' ? 0 : publicKeys.length),
    )
    .reduce((sum, one) => sum + one, 0);
  const wanted = `verified ${count}, refused ${count}`;
  return lastLine(printed) === wanted ? 'passed' : `failed: ${lastLine(printed)}, and wanted is ${wanted}`;
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.slice(-300) ?? '';

const writeReport = async (rows: readonly (readonly string[])[]): Promise<void> => {
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  const table = ['| Libraries | Verify | Result |', '| --- | --- | --- |', ...lines].join('\n');
  const after = readFileSync(REPORT, 'utf8').replace(
    /(<!-- webhooks -->\n)[^]*(<!-- \/webhooks -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  );
  writeFileSync(REPORT, await format(after, { ...(await resolveConfig(REPORT)), parser: 'markdown' }));
};

process.exitCode = await main();
