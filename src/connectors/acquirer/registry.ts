import { systemClock, type Clock } from '../../base/clock.ts';
import type { AcquirerConnector } from './contract.ts';
import { observeConnector, type AcquirerCall } from './observe.ts';
import { createSandboxConnector } from './sandbox/index.ts';

export type { AcquirerCall } from './observe.ts';

/** What any connector is made from; a connector with more to say reads its own part of it. */
export type AcquirerSettings = {
  readonly name: AcquirerName;
  readonly url: string;
  readonly connectTimeoutMs?: number;
  readonly answerTimeoutMs?: number;
  readonly settleWindowMs?: number;
  /** Told after every call: for metrics. */
  readonly onCall?: (call: AcquirerCall) => void;
  readonly clock?: Clock;
};

type Factory = (settings: Omit<AcquirerSettings, 'name' | 'onCall' | 'clock'>) => AcquirerConnector;

/**
 * One row a connector. To add an acquirer: a folder beside `sandbox/`, its name here, and the conformance suite green.
 */
const factories = {
  sandbox: createSandboxConnector,
} as const satisfies Readonly<Record<string, Factory>>;

export type AcquirerName = keyof typeof factories;

export const createAcquirer = ({
  name,
  onCall,
  clock = systemClock,
  ...settings
}: AcquirerSettings): AcquirerConnector => {
  const connector = factories[name](settings);
  return onCall === undefined ? connector : observeConnector({ clock, onCall }, connector);
};
