import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import { newUuid } from '../../../src/base/id.ts';
import { parseCurrency } from '../../../src/base/money.ts';
import { systemRandom } from '../../../src/base/random.ts';
import { Secret } from '../../../src/base/secret.ts';
import type {
  Answered,
  AuthenticateRequest,
  ChallengeResult,
  ThreeDsConnector,
  TransStatus,
} from '../../../src/connectors/threeds/contract.ts';

/** The other side of the suite: a directory server and an ACS that can be told to misbehave, and a customer. */
export type ConformanceWorld = {
  readonly connect: (limits: { readonly answerTimeoutMs: number }) => ThreeDsConnector;
  /** Takes RReqs. */
  readonly resultUrl: string;
  /** A card that gets this answer without a wish for a challenge, or is of this kind. Undefined: there is none. */
  readonly card: (kind: TransStatus | 'notEnrolled' | 'method') => string | undefined;
  /** Plays a fault at the next question of this kind. Resolves with a way to wait until the world is itself again. */
  readonly inject: (fault: WorldFault, on: 'versioning' | 'authenticate', ms?: number) => Promise<() => Promise<void>>;
  /** The customer posts the CReq and presses a button. Gives what came to `resultUrl`, and the browser's `cres`. */
  readonly passChallenge: (
    challenge: Challenge,
    button: Button,
  ) => Promise<{ readonly rreq: string; readonly cres: string }>;
  readonly stop: () => Promise<void>;
};

export type WorldFault =
  | 'refuseConnections'
  | 'cut'
  | 'errorPage'
  | 'garbled'
  | 'erro'
  | 'late'
  | 'wrongReference'
  | 'unknownStatus'
  | 'noCavv'
  | 'shortCavv';
export type Button = 'success' | 'fail' | 'cancel';
export type Challenge = Extract<Answered, { readonly transStatus: 'C' }>;

const EUR = parseCurrency('EUR');

/** A whole question about 25.00 euro. */
export const question = (
  world: Pick<ConformanceWorld, 'resultUrl'>,
  pan: string,
  fields: Partial<AuthenticateRequest> = {},
): AuthenticateRequest => {
  assert(EUR !== undefined);
  return {
    threeDsServerTransId: newUuid({ clock: systemClock, random: systemRandom }),
    version: '2.2.0',
    card: { pan: new Secret(pan), expiryMonth: 12, expiryYear: 2039, cardholderName: 'Ada Lovelace' },
    amount: { minor: 2_500n, currency: EUR },
    purchasedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    purpose: 'payment',
    merchant: {
      name: 'Flower Shop',
      url: 'https://shop.example',
      acquirerBin: '400000',
      acquirerMerchantId: 'merchant-1',
      requestorId: 'requestor-1',
      categoryCode: '5992',
      countryNumber: '276',
    },
    browser: {
      acceptHeader: 'text/html',
      userAgent: 'Conformance',
      language: 'de-AT',
      ip: '192.0.2.1',
      script: { javaEnabled: false, colorDepth: 24, screenHeight: 900, screenWidth: 1_440, timeZoneOffsetMinutes: -60 },
    },
    notificationUrl: 'https://gateway.example/notify',
    resultUrl: world.resultUrl,
    methodCompletion: 'unavailable',
    challenge: 'noPreference',
    challengeWindow: 'fullScreen',
    ...fields,
  };
};

type Subject = { readonly world: ConformanceWorld; readonly connector: ThreeDsConnector };

/** What every connector to a 3-D Secure world must do, whoever is behind it. */
export const describeThreeDsConformance = (name: string, start: () => Promise<ConformanceWorld>): void => {
  describe(`${name} conforms to the 3-D Secure contract`, () => {
    let world: ConformanceWorld | undefined;
    let connector: ThreeDsConnector | undefined;
    before(async () => {
      world = await start();
      connector = world.connect({ answerTimeoutMs: PATIENT_MS });
    });
    after(async () => {
      await connector?.close();
      await world?.stop();
    });
    const subject = (): Subject => {
      if (world === undefined || connector === undefined) throw new Error('The world did not start.');
      return { world, connector };
    };
    describeAnswers(subject);
    describeChallenges(subject);
    describeBrowserMessages(subject);
    describeFaults(subject);
  });
};

/** Enough for a busy machine; stories about lateness bring their own, shorter one. */
const PATIENT_MS = 60_000;
const CAVV = /^[A-Za-z0-9+/]{27}=$/;

const describeAnswers = (subject: () => Subject): void => {
  test('says whether a card takes part, and where its method page is', async (t) => {
    const { world, connector } = subject();
    const versioning = (pan: string) => connector.versioning({ pan: new Secret(pan) });
    const enrolled = await versioning(cardOf(world, 'Y'));
    assert(enrolled.kind === 'enrolled');
    assert.equal(enrolled.version, '2.2.0');
    // A number too short for the protocol, and one of no issuer.
    for (const pan of ['500000000009', '9000000000000001']) assert.equal((await versioning(pan)).kind, 'notEnrolled');
    for (const kind of ['notEnrolled', 'method'] as const) {
      const pan = world.card(kind);
      if (pan === undefined) t.diagnostic(`no card: ${kind}`);
      else
        assert.match(JSON.stringify(await versioning(pan)), kind === 'method' ? /"methodUrl":"http/ : /"notEnrolled"/);
    }
  });

  for (const status of ['Y', 'A', 'N', 'R', 'U', 'D', 'I', 'C'] as const) {
    test(`tells ${status} with what belongs to it`, async (t) => {
      const { world, connector } = subject();
      const pan = world.card(status);
      if (pan === undefined) {
        t.skip('no such card');
        return;
      }
      const request = question(world, pan);
      const answer = await connector.authenticate(request);
      assert(answer.kind === 'answered', JSON.stringify(answer));
      assert.equal(answer.transStatus, status);
      assert.equal(answer.threeDsServerTransId, request.threeDsServerTransId);
      assert.equal(new Set([answer.threeDsServerTransId, answer.acsTransId, answer.dsTransId]).size, 3);
      if (answer.transStatus === 'Y' || answer.transStatus === 'A') assert.match(answer.cavv, CAVV);
      if (answer.transStatus === 'C') assert.match(answer.acsUrl, /^https?:/);
    });
  }

  test('a browser without scripts, and an amount without decimals, are no obstacle', async () => {
    const { world, connector } = subject();
    const currency = parseCurrency('JPY') ?? assert.fail();
    const base = question(world, cardOf(world, 'Y'));
    const plain = {
      ...base,
      amount: { minor: 1n, currency },
      browser: { ...base.browser, script: undefined, ip: undefined },
    };
    assert.equal((await connector.authenticate(plain)).kind, 'answered');
  });
};

const describeChallenges = (subject: () => Subject): void => {
  const endings: readonly (readonly [Button, ChallengeResult['transStatus'], ChallengeResult['abandonedBy']])[] = [
    ['success', 'Y', undefined],
    ['fail', 'N', undefined],
    ['cancel', 'N', 'customer'],
  ];
  for (const [button, status, abandonedBy] of endings) {
    test(`a challenge that ends with ${button} is heard of in the same ids`, async () => {
      const { world, connector } = subject();
      const challenge = await connector.authenticate(question(world, cardOf(world, 'C')));
      assert(challenge.kind === 'answered' && challenge.transStatus === 'C');
      const { rreq, cres } = await world.passChallenge(challenge, button);
      const parsed = connector.parseResultRequest(rreq);
      assert(parsed.kind === 'result', JSON.stringify(parsed));
      const { result } = parsed;
      assert.deepEqual(
        [result.transStatus, result.abandonedBy, result.version],
        [status, abandonedBy, challenge.version],
      );
      for (const id of ['threeDsServerTransId', 'acsTransId', 'dsTransId'] as const)
        assert.equal(result[id], challenge[id]);
      if (result.transStatus === 'Y') assert.match(result.cavv, CAVV);
      assert.deepEqual(connector.parseChallengeResponse(cres), {
        kind: 'response',
        threeDsServerTransId: challenge.threeDsServerTransId,
        acsTransId: challenge.acsTransId,
        claims: status === 'Y' ? 'authenticated' : 'notAuthenticated',
      });
      if (!connector.capabilities.resultInquiry) return;
      assert.deepEqual(await connector.inquireResult(challenge), { kind: 'ended', result });
    });
  }

  test('a result is asked for by all three ids', async (t) => {
    const { world, connector } = subject();
    if (!connector.capabilities.resultInquiry) {
      t.skip('no inquiry');
      return;
    }
    const challenge = await connector.authenticate(question(world, cardOf(world, 'C')));
    assert(challenge.kind === 'answered');
    assert.deepEqual(await connector.inquireResult(challenge), { kind: 'pending' });
    assert.deepEqual(await connector.inquireResult({ ...challenge, dsTransId: challenge.acsTransId }), {
      kind: 'notFound',
    });
  });
};

const describeBrowserMessages = (subject: () => Subject): void => {
  test('what comes from outside and cannot be read is malformed, never an exception', () => {
    const { connector } = subject();
    const encoded = (text: string) => Buffer.from(text).toString('base64url');
    for (const text of ['', '%%', 'null', '[]', '{}', '{"messageType":"CRes"}', '\u0000', 'x'.repeat(100_000)]) {
      assert.equal(connector.parseResultRequest(text).kind, 'malformed');
      for (const field of [text, encoded(text)]) {
        assert.equal(connector.parseChallengeResponse(field).kind, 'malformed');
      }
    }
  });

  test('what is sent to the method page names the authentication, and where to answer', () => {
    const { connector } = subject();
    const threeDsServerTransId = newUuid({ clock: systemClock, random: systemRandom });
    const data = connector.methodData({ threeDsServerTransId, notificationUrl: 'https://gateway.example/method' });
    assert.match(data, /^[A-Za-z0-9_-]+$/);
    const sent: unknown = JSON.parse(Buffer.from(data, 'base64url').toString());
    assert.deepEqual(sent, {
      threeDSServerTransID: threeDsServerTransId,
      threeDSMethodNotificationURL: 'https://gateway.example/method',
    });
  });
};

const describeFaults = (subject: () => Subject): void => {
  /** Fault → what the question is answered with. */
  const rows: readonly (readonly [WorldFault, 'versioning' | 'authenticate', 'notSent' | 'unknown' | 'refused'])[] = [
    ['refuseConnections', 'versioning', 'notSent'],
    ['refuseConnections', 'authenticate', 'notSent'],
    ['cut', 'versioning', 'unknown'],
    ['cut', 'authenticate', 'unknown'],
    ['errorPage', 'versioning', 'unknown'],
    ['errorPage', 'authenticate', 'unknown'],
    ['garbled', 'versioning', 'unknown'],
    ['garbled', 'authenticate', 'unknown'],
    ['erro', 'versioning', 'unknown'],
    ['erro', 'authenticate', 'refused'],
    ['late', 'versioning', 'unknown'],
    ['late', 'authenticate', 'unknown'],
    ['wrongReference', 'authenticate', 'unknown'],
    ['unknownStatus', 'authenticate', 'unknown'],
    ['noCavv', 'authenticate', 'unknown'],
    ['shortCavv', 'authenticate', 'unknown'],
  ];
  for (const [fault, on, kind] of rows) {
    test(`${fault} at ${on} is ${kind}`, async () => {
      const { world } = subject();
      // A connector of its own: nothing asked before is remembered.
      const connector = world.connect({ answerTimeoutMs: fault === 'late' ? 2_000 : PATIENT_MS });
      const pan = cardOf(world, 'Y');
      const untilWell = await world.inject(fault, on, fault === 'late' ? 8_000 : undefined);
      const answer =
        on === 'versioning'
          ? await connector.versioning({ pan: new Secret(pan) })
          : await connector.authenticate(question(world, pan));
      assert.equal(answer.kind, kind, JSON.stringify(answer));
      assert.ok(!JSON.stringify(answer).includes(pan));
      await untilWell();
      await connector.close();
    });
  }
};

const cardOf = (world: ConformanceWorld, kind: TransStatus): string => {
  const pan = world.card(kind);
  assert(pan !== undefined, `the suite needs a card: ${kind}`);
  return pan;
};
