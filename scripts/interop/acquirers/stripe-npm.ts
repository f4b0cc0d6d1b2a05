import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHttpClient } from '../../../src/base/http-client.ts';
import type { AuthorizeRequest } from '../../../src/connectors/acquirer/contract.ts';
import { authorization, callOf, money, newReference } from '../../../test/conformance/acquirer/conformance.ts';
import { startTestAcquirer } from '../../../test/support/acquirer.ts';
import { startNotificationSink } from '../../../test/support/notification-sink.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import { runStep } from '../steps.ts';
import type { AcquirerJudge, Place, Verdict } from './judge.ts';
import { card, connectorTo } from './stripe-calls.ts';

const VERSION = '23.1.0';
const SECRET = 'whsec_interop_signing_secret';
const PROGRAM = fileURLToPath(new URL('./programs/stripe-npm.mjs.txt', import.meta.url));

/** Stripe's own library as a client of the simulator, and as the judge of what the simulator signs. */
export const stripeNpm: AcquirerJudge = {
  connector: 'stripe',
  name: 'npm stripe',
  version: VERSION,
  judges: 'the simulated Stripe: its signatures, and its answers to Stripe’s own client',
  wants: ['npm', 'node'],
  hear: async (place) => {
    const sink = await startNotificationSink();
    const acquirer = await startTestAcquirer({ stripe: { notifications: { url: sink.url, secret: SECRET } } });
    try {
      await payAndRefund(acquirer.url);
      await waitFor('notifications', () => Promise.resolve(sink.received.length >= WANTED_EVENTS));
      const deliveries = sink.received.map(({ headers, body }) => ({
        body: body.toString(),
        signature: headers['stripe-signature'],
      }));
      return await hear(place, { deliveries, secret: SECRET, url: acquirer.url });
    } finally {
      await acquirer.stop();
      await sink.close();
    }
  },
};

/** A charge and its intent, a capture and its intent, the charge's refund and the refund. */
const WANTED_EVENTS = 6;

const payAndRefund = async (url: string): Promise<void> => {
  const http = createHttpClient({ connectTimeoutMs: 2_000 });
  const connector = connectorTo(url, http);
  const request: AuthorizeRequest = { ...authorization({ approvedCard: () => card }), capture: false };
  const approval = await callOf(request).send(connector);
  if (approval.kind !== 'approved') throw new Error('the simulator approved nothing');
  const held = { reference: request.reference, acquirerReference: approval.acquirerReference };
  const amount = money(1_000);
  await connector.capture({ reference: newReference(), authorization: held, amount, final: true });
  await connector.refund({ reference: newReference(), authorization: held, amount });
  await http.close();
};

type Input = { readonly deliveries: readonly unknown[]; readonly secret: string; readonly url: string };

const hear = async (place: Place, input: Input): Promise<Verdict> => {
  writeFileSync(join(place.folder, 'input.json'), JSON.stringify(input));
  copyFileSync(PROGRAM, join(place.folder, 'judge.mjs'));
  for (const script of [
    'npm init -y > npm.log',
    `npm install --no-audit --no-fund stripe@${VERSION} > npm.log`,
    'node judge.mjs',
  ]) {
    const { isOk, output } = await runStep({ command: ['sh', '-ec', script] }, place);
    const lines = output.trim().split('\n');
    if (!isOk)
      return { result: 'failed', detail: lines.find((line) => line.includes('Error'))?.slice(0, 300) ?? script };
    const last = lines.at(-1) ?? '';
    if (script !== 'node judge.mjs') continue;
    const count = input.deliveries.length;
    const isWhole = last === `verified ${count}, refused ${count}, ${CALLS} calls`;
    return { result: isWhole ? 'passed' : 'failed', detail: last };
  }
  return { result: 'failed', detail: 'nothing was printed' };
};

/** What the program wants to see of the client. */
const CALLS = 9;
