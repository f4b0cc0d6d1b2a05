import { startTestAcquirer, type TestAcquirer } from '../../../../test/support/acquirer.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { describeAcquirerConformance } from '../../../../test/conformance/acquirer/conformance.ts';
import type { ConformanceHost, Verb } from '../../../../test/conformance/acquirer/conformance.ts';
import type { DeclineReason } from '../contract.ts';
import { cardOf, connect } from './stripe.fixture.ts';

/** A reversal is a cancellation to Stripe, as a void is. */
const messageTypes: Readonly<Record<Verb, string | undefined>> = {
  prepare: 'PREPARE',
  authorize: undefined,
  increment: 'INCREMENT',
  capture: 'CAPTURE',
  voidAuthorization: 'VOID',
  refund: 'REFUND',
  reverse: 'VOID',
  inquire: 'INQUIRY',
};

/** Stripe's own test cards, and of the simulator's for what Stripe has none. */
const declinedCards: Partial<Readonly<Record<DeclineReason, string>>> = {
  doNotHonor: '4000000000000002',
  insufficientFunds: '4000000000009995',
  lostCard: '4000000000009987',
  stolenCard: '4000000000009979',
  expiredCard: '4000000000000069',
  incorrectCvc: '4000000000000127',
  limitExceeded: '4000000000006975',
  suspectedFraud: '4100000000000019',
  acquirerError: '4000000000000119',
  authenticationRequired: '4000002760003184',
  restrictedCard: '4000000000000622',
  notPermitted: '4000000000000572',
  issuerUnavailable: '4000000000000911',
};

const startHost = async (): Promise<ConformanceHost> => {
  const acquirer = await startTestAcquirer();
  return {
    connect: ({ answerTimeoutMs }) =>
      connect(acquirer.url, { answerTimeoutMs, values: { multicapture: 'on', incremental: 'on' } }),
    approvedCard: () => cardOf('4242424242424242'),
    declinedCard: (reason) => {
      const pan = declinedCards[reason];
      return pan === undefined ? undefined : cardOf(pan);
    },
    inject: async (fault, on, ms) => {
      const type = messageTypes[on];
      const limits = { ...(ms === undefined ? {} : { ms }), ...(fault === 'refuseConnections' ? {} : { count: 1 }) };
      await acquirer.setFault({ kind: fault, match: type === undefined ? {} : { type }, ...limits });
      // The answer to the wish leaves before the line goes down.
      if (fault === 'refuseConnections') await waitFor('the line is down', async () => !(await isUp(acquirer)));
      return acquirer.untilUp;
    },
    effectsOf: acquirer.effectsOf,
    takes: ({ minor }) => minor >= 50n && minor <= 99_999_999n,
    without: ['currencyOfCaptures', 'reversalOfRefunds'],
    stop: acquirer.stop,
  };
};

const isUp = ({ url }: TestAcquirer): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );

describeAcquirerConformance('the stripe connector', startHost);
