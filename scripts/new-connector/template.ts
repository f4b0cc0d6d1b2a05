/** The files of a connector that can do nothing yet; each begins with what belongs there. */
export const filesOf = (name: string): Readonly<Record<string, string>> => ({
  'index.ts': index(name),
  'causes.ts': causes,
  'refusals.ts': refusals,
  [`${name}.test.ts`]: test(name),
});

const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const index = (name: string): string => `import { createHttpClient } from '../../../base/http-client.ts';
import type { AcquirerConnector, NotSent } from '../contract.ts';
import type { ConnectorAccount, ConnectorKind } from '../kind.ts';
import { notSent } from './causes.ts';

export const ${name}: ConnectorKind = {
  name: '${name}',
  about: 'What this acquirer is, in a sentence for whoever chooses.',
  fields: [
    {
      name: 'url',
      about: 'where the host listens',
      isSecret: false,
      isRequired: true,
      pattern: /^https?:\\/\\/[^\\s/?#]{1,240}$/,
      expected: 'is a web address without a path',
    },
    {
      name: 'apiKey',
      about: 'the key that the acquirer gave you',
      isSecret: true,
      isRequired: true,
      pattern: /^[\\x21-\\x7e]{8,200}$/,
      expected: 'has 8 to 200 printable letters',
    },
  ],
  create: (account) => create${titled(name)}Connector(account),
};

/** Translates between the gateway's words and theirs; decides nothing, and throws for nothing that a network does. */
export const create${titled(name)}Connector = (account: ConnectorAccount): AcquirerConnector => {
  const { connectTimeoutMs = 2_000, answerTimeoutMs = 25_000, settleWindowMs = 60_000 } = account.limits;
  const http = account.http ?? createHttpClient({ connectTimeoutMs, maxConnectionsPerOrigin: 512 });
  return {
    name: '${name}',
    // What the flow does with each: docs/adr/0039.
    capabilities: {
      multipleCaptures: false,
      inquiry: 'none',
      repeatableMs: 0,
      zeroAmount: false,
      authorizationValidDays: 7,
      settleWindowMs,
    },
    authorize: notWritten,
    capture: notWritten,
    voidAuthorization: notWritten,
    refund: notWritten,
    reverse: notWritten,
    inquire: notWritten,
    test: notWritten,
    close: async () => {
      // Calls that still run are payments: they get the time that they were promised.
      if (account.http === undefined) await http.close(answerTimeoutMs);
    },
  };
};

/** True as long as a verb is not written: nothing has left the house. */
const notWritten = (): Promise<NotSent> => Promise.resolve(notSent('notWritten'));
`;

const causes = `import type { NoAnswerCause, NotSentCause } from '../../../base/http-client.ts';

/**
 * Why an answer is \`notSent\` or \`unknown\`. A closed list: causes are logged and stored, so nothing of a request or
 * of an answer may ever be part of one.
 */
export type Cause =
  NotSentCause | NoAnswerCause | 'notWritten' | 'serverError' | 'unreadableAnswer' | 'wrongReference' | 'wrongAmount';

export const notSent = (cause: Cause) => ({ kind: 'notSent', cause }) as const;
export const unknown = (cause: Cause) => ({ kind: 'unknown', cause }) as const;
`;

const refusals = `import type { Decline, DeclineReason } from '../contract.ts';

/**
 * Their code → our reason; \`soft\`: the same card may pass with 3-D Secure. Every code of their specification has a
 * row, and a test counts them. A code without a row is \`doNotHonor\`, the cautious reading.
 */
const refusals: Readonly<Record<string, { readonly reason: DeclineReason; readonly soft?: true }>> = {
  '51': { reason: 'insufficientFunds' },
  '1A': { reason: 'authenticationRequired', soft: true },
};

export const declineOf = (code: string): Decline => {
  const row = refusals[code];
  return {
    kind: 'declined',
    declineReason: row?.reason ?? 'doNotHonor',
    acquirerCode: code,
    softDecline: row?.soft ?? false,
  };
};
`;

const test = (name: string): string => `import {
  describeAcquirerConformance,
  type ConformanceHost,
} from '../../../../test/conformance/acquirer/conformance.ts';
import { Secret } from '../../../base/secret.ts';
import type { Card } from '../../../card/card.ts';
import { create${titled(name)}Connector } from './index.ts';

const cardOf = (pan: string): Card => ({
  pan: new Secret(pan),
  cvc: new Secret('123'),
  expiryMonth: 12,
  expiryYear: 2039,
  cardholderName: undefined,
});

/** Their test host behind a proxy that can misbehave, or a simulator of it: see test/conformance/README.md. */
const startHost = (): Promise<ConformanceHost> =>
  Promise.resolve({
    connect: ({ answerTimeoutMs }) =>
      create${titled(name)}Connector({
        values: { url: 'http://127.0.0.1:9' },
        secrets: { apiKey: new Secret('a key of the test host') },
        olderSecrets: {},
        limits: { answerTimeoutMs, settleWindowMs: 1_000 },
      }),
    approvedCard: () => cardOf('4242424242424242'),
    // Undefined: they have no such card, and the story is left out.
    declinedCard: () => undefined,
    inject: () => Promise.reject(new Error('Say how their host is made to misbehave.')),
    effectsOf: () => Promise.reject(new Error('Say how their books are read.')),
    stop: () => Promise.resolve(),
  });

describeAcquirerConformance('${name}', startHost);
`;
