import { connect } from 'node:net';
import type { ConformanceHost, Verb } from '../../../../test/conformance/acquirer/conformance.ts';
import { startTestAcquirer } from '../../../../test/support/acquirer.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { Secret } from '../../../base/secret.ts';
import type { Card } from '../../../card/card.ts';
import { testCards } from '../../../card/test-cards.ts';
import { findDialect } from './dialects/index.ts';
import { createIso8583Connector, type Iso8583Options } from './index.ts';

export type DialectName = 'ascii-1987' | 'bcd-1987' | 'iso-1993';

/** Keys of tests: of nobody, and the same in every run. */
export const macKeys = {
  retail: '0123456789ABCDEFFEDCBA9876543210',
  aes: '2B7E151628AED2A6ABF7158809CF4F3C',
} as const;

export const optionsFor = (dialectName: DialectName, port: number, macKey: string | undefined): Iso8583Options => {
  const dialect = findDialect(dialectName);
  if (dialect === undefined) throw new Error(`No dialect ${dialectName}.`);
  return {
    address: { host: '127.0.0.1', port, tls: undefined },
    dialect,
    identity: {
      terminalId: 'TG000001',
      cardAcceptorId: 'TOLLGATE0000001',
      acquirerId: '12345',
      merchantCategory: '5999',
    },
    tpdu: '6000030001',
    macKeys: macKey === undefined ? [] : [new Secret(macKey)],
    connectTimeoutMs: 60_000,
    settleWindowMs: 1_000,
  };
};

export const cardOf = (pan: string, cvc = /^3[47]/.test(pan) ? '1234' : '123'): Card => ({
  pan: new Secret(pan),
  cvc: new Secret(cvc),
  expiryMonth: 12,
  expiryYear: new Date().getUTCFullYear() + 3,
  cardholderName: 'A. Cardholder',
});

const messageTypes: Readonly<Record<Verb, string>> = {
  prepare: 'PREPARE',
  authorize: 'PURCHASE',
  increment: 'INCREMENT',
  capture: 'CAPTURE',
  voidAuthorization: 'VOID',
  refund: 'REFUND',
  reverse: 'REVERSAL',
  inquire: 'INQUIRY',
};

export const startIsoHost = async (dialect: DialectName, macKey?: string): Promise<ConformanceHost> => {
  const acquirer = await startTestAcquirer({ iso8583: { port: 0, dialect, macKey } });
  const port = acquirer.iso8583Port ?? 0;
  return {
    connect: ({ answerTimeoutMs }) => createIso8583Connector({ ...optionsFor(dialect, port, macKey), answerTimeoutMs }),
    approvedCard: () => cardOf('4242424242424242'),
    declinedCard: (reason) => {
      const row = testCards.find(({ declineReason }) => declineReason === reason);
      return row === undefined ? undefined : cardOf(row.pan);
    },
    takes: ({ minor }) => minor <= 999_999_999_999n,
    inject: async (fault, on, ms) => {
      const type = messageTypes[on];
      const limits = { ...(ms === undefined ? {} : { ms }), ...(fault === 'refuseConnections' ? {} : { count: 1 }) };
      await acquirer.setFault({ kind: fault, match: type === 'PURCHASE' ? {} : { type }, ...limits });
      // The answer to the wish leaves before the line goes down.
      if (fault === 'refuseConnections') await waitFor('the line is down', async () => !(await isListening(port)));
      return async () => {
        await acquirer.untilUp();
        await waitFor('the line is up', () => isListening(port));
      };
    },
    effectsOf: acquirer.effectsOf,
    stop: acquirer.stop,
  };
};

export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
