import { after, before, describe } from 'node:test';
import type { AcquirerConnector } from '../../../src/connectors/acquirer/contract.ts';
import { describeDuplicates } from './duplicates.ts';
import { describeFaults } from './faults.ts';
import { describeHandles } from './handles.ts';
import type { ConformanceHost, Subject, SubjectHost } from './host.ts';
import { describeIncrements } from './increments.ts';
import { describeInquiries } from './inquiries.ts';
import { describeNotifications } from './notifications.ts';
import { describeOperations } from './operations.ts';
import { describeReversals } from './reversals.ts';
import { describeSecrets } from './secrets.ts';
import { settled } from './settled.ts';

export { authorization, callOf, inquiryAbout, money, newReference, reversalOf } from './host.ts';
export type { ConformanceHost, HostFault, NotificationHost, Verb } from './host.ts';

/**
 * What every connector must do, whoever is behind it. A connector's own test gives a way to start its host (a
 * simulator, or the acquirer's test system behind a proxy that can misbehave) and gets the whole suite.
 */
export const describeAcquirerConformance = (name: string, start: () => Promise<ConformanceHost>): void => {
  describe(`${name} conforms to the acquirer contract`, () => {
    let host: SubjectHost | undefined;
    let connector: AcquirerConnector | undefined;
    before(async () => {
      host = waitingFor(await start());
      connector = host.connect({ answerTimeoutMs: PATIENT_MS });
    });
    after(async () => {
      await connector?.close();
      await host?.stop();
    });
    const subject: Subject = () => {
      if (host === undefined || connector === undefined) throw new Error('The host did not start.');
      return { host, connector };
    };
    describeOperations(subject);
    describeDuplicates(subject);
    describeHandles(subject);
    describeReversals(subject);
    describeInquiries(subject);
    describeFaults(subject);
    describeIncrements(subject);
    describeNotifications(subject);
    describeSecrets(subject);
  });
};

/** With connectors whose accepted operations are waited for, so that all stories can be told of them. */
const waitingFor = (host: ConformanceHost): SubjectHost => {
  const { notifications, connect } = host;
  return {
    ...host,
    connectBare: connect,
    connect: (limits) => (notifications === undefined ? connect(limits) : settled(connect(limits), notifications)),
  };
};

/** Enough for a busy machine; stories about lateness bring their own, shorter one. */
const PATIENT_MS = 60_000;
