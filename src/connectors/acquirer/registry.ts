import { systemClock, type Clock } from '../../base/clock.ts';
import { adyen } from './adyen/index.ts';
import type { AcquirerConnector } from './contract.ts';
import { iso8583 } from './iso8583/index.ts';
import type { ConnectorKind } from './kind.ts';
import { observeConnector, type AcquirerCall } from './observe.ts';
import { stripe } from './stripe/index.ts';
import { createSandboxConnector, sandbox } from './sandbox/index.ts';

export type { AcquirerCall } from './observe.ts';

/**
 * One row a kind of acquirer. To add one: a folder beside `sandbox/`, its row here, and the conformance suite green
 * (docs/add-an-acquirer.md).
 */
export const connectorKinds: readonly ConnectorKind[] = [stripe, adyen, iso8583, sandbox];

export const connectorKindOf = (name: string): ConnectorKind | undefined =>
  connectorKinds.find((kind) => kind.name === name);

/** The acquirer of the gateway's own settings, for merchants without an account. */
export const createSandboxAcquirer = ({
  onCall,
  clock = systemClock,
  ...settings
}: {
  readonly url: string;
  readonly answerTimeoutMs?: number;
  /** Told after every call: for metrics. */
  readonly onCall?: (call: AcquirerCall) => void;
  readonly clock?: Clock;
}): AcquirerConnector => {
  const connector = createSandboxConnector(settings);
  return onCall === undefined ? connector : observeConnector({ clock, onCall }, connector);
};
