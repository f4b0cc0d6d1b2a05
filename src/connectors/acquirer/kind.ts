import type { HttpClient } from '../../base/http-client.ts';
import type { Secret } from '../../base/secret.ts';
import type { AcquirerConnector, LateAnswer } from './contract.ts';

/** A kind of acquirer: what an account with it is made of, and the connector that speaks to it. */
export type ConnectorKind = {
  /** As accounts and attempts name it for ever: `stripe`. */
  readonly name: string;
  /** A sentence for people who choose. */
  readonly about: string;
  readonly fields: readonly AccountField[];
  readonly create: (account: ConnectorAccount) => AcquirerConnector;
};

/** One thing that an operator has to say about an account. */
export type AccountField = {
  /** `secretKey`; the command line has `--secret-key`. */
  readonly name: string;
  readonly about: string;
  /** Sealed, and never shown again. */
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /**
   * Says whose books these are: with another value, questions about earlier payments would go to somebody who knows
   * nothing of them. It never changes.
   */
  readonly isFixed?: true;
  /** The whole of a value; its sentence says what is expected: `begins with sk_live_ or sk_test_`. */
  readonly pattern: RegExp;
  readonly expected: string;
};

/** An account as a connector is made from it. Values keep to their field's pattern. */
export type ConnectorAccount = {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Of a secret that was rotated, the one before, while the host may still sign with it. */
  readonly olderSecrets: Readonly<Record<string, Secret>>;
  readonly limits: ConnectorLimits;
  /** Told answers that come after their time; undefined: nobody cares. */
  readonly onLateAnswer?: ((late: LateAnswer) => void) | undefined;
  /** The port of a simulation; whoever gives it closes it. */
  readonly http?: HttpClient;
};

/** Undefined: the connector's own. */
export type ConnectorLimits = {
  /** Default 2 s. */
  readonly connectTimeoutMs?: number;
  /** From the call to the whole answer, connecting included. Default 25 s. */
  readonly answerTimeoutMs?: number;
  readonly settleWindowMs?: number;
};
