import { parseCurrency, type Money } from '../../base/money.ts';
import type { Card } from '../../card/card.ts';
import type { AuthenticationProof, Initiator } from '../../connectors/acquirer/contract.ts';

export type HowToCharge = {
  readonly card: Card;
  readonly initiator: Initiator;
  /** What 3-D Secure gave the authorization to carry; absent where it was not asked. */
  readonly carried?: Carried;
};

export type Carried = {
  /** Undefined: there was nobody who could have made one. */
  readonly proof: AuthenticationProof | undefined;
  /** The issuer let the payment pass as an exemption, and wants to hear it again with the authorization. */
  readonly isExempt: boolean;
};

export const amountOf = ({
  amount,
  currency: letters,
}: {
  readonly amount: number;
  readonly currency: string;
}): Money => {
  const currency = parseCurrency(letters);
  if (currency === undefined) throw new Error('a payment has a currency that ISO 4217 does not know');
  return { minor: BigInt(amount), currency };
};
