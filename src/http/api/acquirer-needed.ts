import type { Currency } from '../../base/money.ts';
import { Problem } from '../../base/problem.ts';
import type { Acquiring } from '../../flow/deps.ts';

/** What to answer where nobody would take the money: better now than when the customer is there. */
export const findMissingAcquirer = async (
  { acquirers }: Acquiring,
  merchantId: string,
  currency: Currency,
): Promise<Problem | undefined> =>
  (await acquirers.takesCurrency(merchantId, currency))
    ? undefined
    : new Problem(
        'no_acquirer',
        `This merchant has no acquirer account that takes ${currency}. Whoever operates this gateway sets one up ` +
          'with `tollgate acquirer add`.',
      );
