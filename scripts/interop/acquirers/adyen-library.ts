import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAcquirer } from '../../../simulators/acquirer/acquirer.ts';
import { exponentOf, parseCurrency } from '../../../src/base/money.ts';
import { toWireAmount } from '../../../src/connectors/acquirer/adyen/amounts.ts';
import { runStep, type Step } from '../steps.ts';
import { API_KEY, connectorAt, HMAC_KEY, MERCHANT, recordCalls, type Recorded } from './adyen-calls.ts';
import type { AcquirerJudge, Place, Verdict } from './judge.ts';

const VERSION = '32.1.0';
const TYPESCRIPT = '6.0.3';
const EXPERIENCE = '1.12.1';
const PACKAGES = [
  `@adyen/api-library@${VERSION}`,
  `@adyen/adyen-platform-experience-web@${EXPERIENCE}`,
  `typescript@${TYPESCRIPT}`,
  '@types/node@24',
];
const PROGRAMS = fileURLToPath(new URL('./programs/', import.meta.url));

export const adyenLibrary: AcquirerJudge = {
  connector: 'adyen',
  name: 'npm @adyen/api-library',
  version: VERSION,
  judges:
    'requests and answers by their types; signatures, both ways; decimals of currencies; the face, by its own client',
  wants: ['npm', 'node'],
  hear: async (place) => {
    const bodies: string[] = [];
    const sink = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        bodies.push(text);
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    const { port } = sink.address() as AddressInfo;
    const acquirer = await startAcquirer({
      port: 0,
      dataDir: place.folder,
      adyen: {
        apiKey: API_KEY,
        merchantAccount: MERCHANT,
        hmacKey: HMAC_KEY,
        notifyUrl: `http://127.0.0.1:${port}/`,
      },
    });
    try {
      const recorded = await recordCalls(acquirer.url);
      return await judge(place, { recorded, bodies, url: acquirer.url });
    } finally {
      await acquirer.close();
      sink.close();
      sink.closeAllConnections();
    }
  },
};

type Evidence = { readonly recorded: readonly Recorded[]; readonly bodies: readonly string[]; readonly url: string };

const sh = (script: string): Step => ({ command: ['sh', '-ec', script] });

const judge = async (place: Place, { recorded, bodies, url }: Evidence): Promise<Verdict> => {
  const file = (name: string): string => join(place.folder, name);
  copyFileSync(join(PROGRAMS, 'adyen.mjs.txt'), file('judge.mjs'));
  writeFileSync(file('said.ts'), typedCalls(recorded));
  writeFileSync(
    file('said.json'),
    JSON.stringify({ url, bodies, apiKey: API_KEY, hmacKey: HMAC_KEY, merchant: MERCHANT }),
  );
  const steps = [
    sh('npm init -y > npm.log'),
    sh(`npm install --no-audit --no-fund --ignore-scripts --legacy-peer-deps ${PACKAGES.join(' ')} > npm.log`),
    sh('npx tsc --noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node said.ts'),
    sh('node judge.mjs'),
  ];
  for (const step of steps) {
    const { isOk, output } = await runStep(step, place);
    if (!isOk) return { result: 'failed', detail: firstLine(output) };
  }
  const theirs = JSON.parse(readFileSync(file('theirs.json'), 'utf8')) as Theirs;
  const wrong = wrongIn(theirs, url);
  const signed = `${bodies.length} notifications of the face and ${theirs.signed.length} of theirs`;
  const counts = `${recorded.length} calls, ${signed}`;
  return wrong === undefined ? { result: 'passed', detail: counts } : { result: 'failed', detail: wrong };
};

/** What the judge wrote: notifications that it signed, good and bad, and the decimals that it knows. */
type Theirs = {
  readonly signed: readonly { readonly body: string; readonly isGood: boolean }[];
  readonly decimals: Readonly<Record<string, number>>;
};

const wrongIn = ({ signed, decimals }: Theirs, url: string): string | undefined => {
  const connector = connectorAt(url);
  for (const { body, isGood } of signed) {
    const reading = connector.readNotifications?.({ headers: {}, body: Buffer.from(body), nowMs: 0 });
    if ((reading?.kind === 'notifications') !== isGood)
      return `read as ${String(reading?.kind)}: ${body.slice(0, 200)}`;
  }
  // What the pages do not list has two decimals there; of those the host's description names two.
  const listed = { CLP: 2, ISK: 2, ...decimals };
  for (const [letters, count] of Object.entries(listed)) {
    const currency = parseCurrency(letters);
    if (currency === undefined) continue;
    const wire = toWireAmount({ minor: 10n ** BigInt(exponentOf(currency)), currency });
    if (wire?.value !== 10 ** count)
      return `one ${letters} is ${wire?.value ?? 'nothing'} here, and has ${count} decimals there`;
  }
  return Object.keys(decimals).length < 20 ? 'the table of decimals was not found' : undefined;
};

const requestTypes: Readonly<Record<string, readonly [request: string, answer: string]>> = {
  payments: ['PaymentRequest', 'PaymentResponse'],
  'payments/captures': ['PaymentCaptureRequest', 'PaymentCaptureResponse'],
  'payments/cancels': ['PaymentCancelRequest', 'PaymentCancelResponse'],
  'payments/refunds': ['PaymentRefundRequest', 'PaymentRefundResponse'],
  'payments/reversals': ['PaymentReversalRequest', 'PaymentReversalResponse'],
  'payments/amountUpdates': ['PaymentAmountUpdateRequest', 'PaymentAmountUpdateResponse'],
  cancels: ['StandalonePaymentCancelRequest', 'StandalonePaymentCancelResponse'],
  paymentMethods: ['PaymentMethodsRequest', 'PaymentMethodsResponse'],
};

/** Every body as a literal of the library's own type: the compiler finds fields that are missing, wrong or unknown. */
const typedCalls = (recorded: readonly Recorded[]): string => {
  const lines = recorded.flatMap(({ call, status, request, answer }, index) => {
    const [requestType = 'never', answerType = 'never'] = requestTypes[call] ?? [];
    const answered = status < 300 ? answerType : 'ServiceError';
    return [
      `export const request${index}: Said<Types.checkout.${requestType}> = ${JSON.stringify(request)};`,
      `export const answer${index}: Said<Types.checkout.${answered}> = ${JSON.stringify(answer)};`,
    ];
  });
  return `import type { Types } from '@adyen/api-library';

/** As it stands in JSON: dates and enums are text. */
type Said<T> = T extends Date ? string : T extends string ? \`\${T}\`
  : T extends readonly (infer E)[] ? readonly Said<E>[] : T extends object ? { [K in keyof T]: Said<T[K]> } : T;

${lines.join('\n')}
`;
};

const firstLine = (output: string): string => (output.trim().split('\n')[0] ?? '').slice(0, 300);
