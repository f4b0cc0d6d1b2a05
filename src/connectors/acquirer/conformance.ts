import { after, before, describe } from 'node:test';
import type { AcquirerConnector } from './contract.ts';
import { describeDuplicates } from './conformance/duplicates.ts';
import { describeFaults } from './conformance/faults.ts';
import type { ConformanceHost, Subject } from './conformance/host.ts';
import { describeInquiries } from './conformance/inquiries.ts';
import { describeOperations } from './conformance/operations.ts';
import { describeReversals } from './conformance/reversals.ts';
import { describeSecrets } from './conformance/secrets.ts';

export { authorization, money, newReference } from './conformance/host.ts';
export type { ConformanceHost, HostFault, Verb } from './conformance/host.ts';

/**
 * What every connector must do, whoever is behind it. A connector's own test gives a way to start its host (a
 * simulator, or the acquirer's test system behind a proxy that can misbehave) and gets the whole suite.
 */
export const describeAcquirerConformance = (name: string, start: () => Promise<ConformanceHost>): void => {
  describe(`${name} conforms to the acquirer contract`, () => {
    let host: ConformanceHost | undefined;
    let connector: AcquirerConnector | undefined;
    before(async () => {
      host = await start();
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
    describeReversals(subject);
    describeInquiries(subject);
    describeFaults(subject);
    describeSecrets(subject);
  });
};

/** Enough for a busy machine; stories about lateness bring their own, shorter one. */
const PATIENT_MS = 60_000;
