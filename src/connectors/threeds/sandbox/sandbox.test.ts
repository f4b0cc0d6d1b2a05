import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fieldIn, openPage, press, startRequestor, until } from '../../../../simulators/threeds/customer.fixture.ts';
import { forgeCRes } from '../../../../simulators/threeds/forge.ts';
import { startThreeDs } from '../../../../simulators/threeds/threeds.ts';
import { createHttpClient } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import {
  describeThreeDsConformance,
  question,
  type ConformanceWorld,
  type WorldFault,
} from '../../../../test/conformance/threeds/conformance.ts';
import type { DirectoryExchange } from './client.ts';
import { createSandboxThreeDs } from './index.ts';

const faults: Readonly<Record<WorldFault, string>> = {
  refuseConnections: 'refuseConnections',
  cut: 'dsCut',
  errorPage: 'dsErrorPage',
  garbled: 'dsGarbled',
  erro: 'dsErro',
  late: 'dsSlow',
  wrongReference: 'aresWrongServerTransId',
  unknownStatus: 'aresUnknownStatus',
  noCavv: 'aresNoCavv',
  shortCavv: 'aresShortCavv',
};

const cards: Readonly<Record<string, string>> = {
  Y: '4111111111111111',
  A: '4000001111111118',
  N: '5168494895055780',
  R: '4000000000006017',
  U: '4000000000006025',
  D: '4000000000006033',
  I: '4000000000006041',
  C: '5555555555555599',
  notEnrolled: '4444555511113333',
  method: '4000000000006108',
};

const startWorld = async (): Promise<ConformanceWorld> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  const simulator = await startThreeDs({ port: 0, dataDir });
  const requestor = await startRequestor();
  const isUp = () =>
    fetch(`${simulator.url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  return {
    connect: ({ answerTimeoutMs }) =>
      createSandboxThreeDs({ url: simulator.url, connectTimeoutMs: 60_000, answerTimeoutMs, allowHttpPages: true }),
    resultUrl: `${requestor.url}/result`,
    card: (kind) => cards[kind],
    inject: async (fault, on, ms) => {
      const isLine = fault === 'refuseConnections';
      const place =
        fault.startsWith('refuse') || !faults[fault].startsWith('ds')
          ? {}
          : { match: { message: on === 'versioning' ? 'PReq' : 'AReq' } };
      const wish = {
        kind: faults[fault],
        ...place,
        ...(isLine ? { ms: 2_000 } : { count: 1 }),
        ...(ms === undefined ? {} : { ms }),
      };
      const response = await fetch(`${simulator.url}/control/faults`, { method: 'POST', body: JSON.stringify(wish) });
      assert.equal(response.status, 201, await response.text());
      if (isLine) await until(async () => !(await isUp()));
      return () => until(isUp);
    },
    passChallenge: async ({ acsUrl, creq, acsTransId, dsTransId, threeDsServerTransId }, button) => {
      const back = await press(await openPage(acsUrl, creq), button);
      const ids = { threeDSServerTransID: threeDsServerTransId, acsTransID: acsTransId, dsTransID: dsTransId };
      return { rreq: requestor.resultsOf(ids).at(-1) ?? '', cres: fieldIn(back, 'cres') ?? '' };
    },
    stop: async () => {
      await simulator.close();
      await requestor.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

describeThreeDsConformance('the sandbox connector', startWorld);

const inWorld = async (act: (world: ConformanceWorld) => Promise<void>): Promise<void> => {
  const world = await startWorld();
  try {
    await act(world);
  } finally {
    await world.stop();
  }
};

const simulated = async (act: (url: string) => Promise<void>): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  const simulator = await startThreeDs({ port: 0, dataDir });
  try {
    await act(simulator.url);
  } finally {
    await simulator.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

test('browsers are sent to https alone, unless told otherwise', async () => {
  await simulated(async (url) => {
    const strict = createSandboxThreeDs({ url });
    assert.deepEqual(await strict.versioning({ pan: new Secret('4000000000006108') }), {
      kind: 'enrolled',
      version: '2.2.0',
      methodUrl: undefined,
    });
    await strict.close();
  });
  await inWorld(async (world) => {
    const lax = world.connect({ answerTimeoutMs: 60_000 });
    for (const pan of ['4000000000005233', '4000000000005241']) {
      assert.deepEqual(await lax.authenticate(question(world, pan)), {
        kind: 'unmet',
        transStatus: 'C',
        cause: 'unusableAcsUrl',
      });
    }
    assert.deepEqual(await lax.versioning({ pan: new Secret('4000000000006165') }), {
      kind: 'notEnrolled',
      cause: 'noCommonVersion',
    });
    const old = await lax.versioning({ pan: new Secret('4000000000006157') });
    assert(old.kind === 'enrolled' && old.version === '2.1.0');
    const plain = question(world, '4000000000006157', { version: old.version });
    const answer = await lax.authenticate({ ...plain, browser: { ...plain.browser, script: undefined } });
    assert(answer.kind === 'answered' && answer.transStatus === 'Y');
    await lax.close();
  });
});

test('the list of ranges is asked for once, shared, and outlives a directory that is down', async () => {
  await simulated(async (url) => {
    let nowMs = 1_000_000;
    const asked: DirectoryExchange[] = [];
    const connector = createSandboxThreeDs({
      url,
      // The clock on the wall is put back all the time: nothing may be measured by it.
      clock: { nowMs: () => 2e12 - nowMs, monotonicMs: () => nowMs, sleep: async () => undefined },
      rangesFreshMs: 1_000,
      rangesStaleMs: 100_000,
      onExchange: (exchange) => asked.push(exchange),
    });
    const look = () => connector.versioning({ pan: new Secret('4111111111111111') });
    await Promise.all([look(), look(), look()]);
    assert.deepEqual(
      asked.map(({ question: name, outcome }) => [name, outcome]),
      [['preq', 'PRes']],
    );
    nowMs += 1_001;
    await fetch(`${url}/control/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'dsErrorPage', match: { message: 'PReq' } }),
    });
    for (let i = 0; i < 5; i++) assert.equal((await look()).kind, 'enrolled');
    assert.equal(asked.length, 2);
    nowMs += 100_000;
    assert.deepEqual(await look(), { kind: 'unknown', cause: 'serverError' });
    await connector.close();
  });
});

test('an Erro is told by its code and the names of our fields, whatever else it says', async () => {
  await inWorld(async (world) => {
    const connector = world.connect({ answerTimeoutMs: 60_000 });
    const base = question(world, '4111111111111111');
    const wrong = { ...base, merchant: { ...base.merchant, categoryCode: 'flowers', countryNumber: 'DE' } };
    assert.deepEqual(await connector.authenticate(wrong), {
      kind: 'refused',
      errorCode: '203',
      fields: ['merchantCountryCode', 'mcc'],
    });
    await connector.close();
  });
});

test('what is logged of an exchange has nothing of the card', async () => {
  await simulated(async (url) => {
    const told: DirectoryExchange[] = [];
    const http = createHttpClient({ connectTimeoutMs: 60_000 });
    const connector = createSandboxThreeDs({ url, http, onExchange: (exchange) => told.push(exchange) });
    const request = question({ resultUrl: `${url}/nowhere` }, '4111111111111111');
    await connector.authenticate(request);
    assert.deepEqual(
      told.map(({ durationMs, ...exchange }) => (assert.ok(durationMs >= 0), exchange)),
      [{ question: 'areq', threeDsServerTransId: request.threeDsServerTransId, outcome: 'ARes Y' }],
    );
    await connector.close();
    await http.close();
  });
});

test('a forged CRes reads like a true one: that is why it proves nothing', () => {
  const connector = createSandboxThreeDs({ url: 'http://127.0.0.1:9' });
  const ids = {
    threeDSServerTransID: '11111111-1111-4111-8111-111111111111',
    acsTransID: '22222222-2222-4222-8222-222222222222',
  };
  const parsed = connector.parseChallengeResponse(forgeCRes(ids));
  assert(parsed.kind === 'response' && parsed.claims === 'authenticated');
});
