import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createHttpClient } from '../../../src/base/http-client.ts';
import { freePort } from '../../../test/support/free-port.ts';
import { runStep } from '../steps.ts';
import type { AcquirerJudge, Place, Verdict } from './judge.ts';
import { callsOf, connectorTo, nameOf, watched, type Exchange } from './stripe-calls.ts';

const VERSION = 'v0.203.0';

/** Stripe's own server of fixed answers: refuses what does not fit the published description of the API. */
export const stripeMock: AcquirerJudge = {
  connector: 'stripe',
  name: 'stripe-mock, Go',
  version: VERSION,
  judges: "each request, by Stripe's OpenAPI document; answers in its shapes",
  wants: ['go'],
  hear: async (place) => {
    const env = { ...place.env, GOPATH: join(place.folder, 'go'), GOFLAGS: '-modcacherw' };
    const command = ['go', 'install', `github.com/stripe/stripe-mock@${VERSION}`] as const;
    const { isOk, output } = await runStep({ command }, { ...place, env });
    if (!isOk) return { result: 'failed', detail: output.slice(-300) };
    return withMock({ ...place, env });
  },
};

const withMock = async ({ folder, env }: Place): Promise<Verdict> => {
  const port = await freePort();
  const options = ['-http-addr', `127.0.0.1:${port}`, '-strict-version-check'];
  const child = spawn(join(folder, 'go/bin/stripe-mock'), options, { cwd: folder, env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const http = createHttpClient({ connectTimeoutMs: 2_000 });
  try {
    await untilUp(url);
    return await judge(url, http);
  } finally {
    await http.close();
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
};

const judge = async (url: string, http: ReturnType<typeof createHttpClient>): Promise<Verdict> => {
  const exchanges: Exchange[] = [];
  const connector = connectorTo(
    url,
    watched(http, (exchange) => exchanges.push(exchange)),
  );
  const answers: unknown[] = [];
  for (const call of callsOf(connector)) answers.push(await call());
  const refused = exchanges.find(({ status }) => status !== 200);
  if (refused !== undefined)
    return { result: 'failed', detail: `${nameOf(refused.request)}: ${refused.status} ${refused.body.slice(0, 300)}` };
  // Its answers are examples: other references, other amounts. But they are objects that we can read.
  const unread = answers.find((answer) => JSON.stringify(answer, bigintAsText).includes('unreadableAnswer'));
  if (unread !== undefined) return { result: 'failed', detail: 'an example of an answer could not be read' };
  // That it refuses what is wrong is seen once.
  const wrong = await fetch(`${url}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_interop' },
    body: new URLSearchParams({ payment_intent: 'pi_123', amont: '1' }),
  });
  if (wrong.status !== 400) return { result: 'failed', detail: 'stripe-mock refuses nothing' };
  const kinds = new Set(exchanges.map(({ request }) => nameOf(request)));
  return { result: 'passed', detail: `${exchanges.length} requests of ${kinds.size} kinds` };
};

const bigintAsText = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const untilUp = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('stripe-mock did not start');
};
