import type { Uuid } from '../base/id.ts';
import { Problem } from '../base/problem.ts';
import type { Db } from '../db/db.ts';
import { findEndpoint } from './endpoint-store.ts';
import type { Address } from './endpoints.ts';
import { faultKinds, findFaults, lockEndpoint, replaceFaults, type Fault, type FaultKind } from './fault-store.ts';
import type { TargetRules } from './target.ts';

export type FaultDeps = { readonly db: Pick<Db, 'query'>; readonly rules: TargetRules };

/** How often: `percent` of the deliveries, by chance, or the `next` ones. Exactly one of them. */
export type HowOften = { readonly percent?: number | undefined; readonly next?: number | undefined };
export type AskedFaults = { readonly [kind in Exclude<FaultKind, 'delay'>]?: HowOften | undefined } & {
  readonly delay?: (HowOften & { readonly ms: number }) | undefined;
};

/** What an endpoint may be made to suffer. Undefined: there is no such endpoint. */
export const getFaults = async (deps: FaultDeps, address: Address): Promise<readonly Fault[] | undefined> => {
  refuseInLiveMode(deps);
  const endpoint = await findEndpoint(deps.db.query, address.merchantId, address.id);
  return endpoint === undefined ? undefined : findFaults(deps.db.query, refOf(address));
};

/**
 * Sets the faults of an endpoint; those that are not named end. In a transaction. Throws a `Problem` in live mode.
 */
export const setFaults = async (
  deps: FaultDeps,
  address: Address,
  asked: AskedFaults,
): Promise<readonly Fault[] | undefined> => {
  refuseInLiveMode(deps);
  if (!(await lockEndpoint(deps.db.query, refOf(address)))) return undefined;
  await replaceFaults(
    deps.db.query,
    refOf(address),
    faultKinds.flatMap((kind) => faultOf(kind, asked[kind])),
  );
  return findFaults(deps.db.query, refOf(address));
};

const refOf = ({ merchantId, id }: Address): { merchantId: Uuid<'merchant'>; endpointId: Uuid<'webhookEndpoint'> } => ({
  merchantId,
  endpointId: id,
});

const refuseInLiveMode = ({ rules }: FaultDeps): void => {
  if (rules.mode === 'live')
    throw new Problem(
      'conflict',
      'Faults can only be asked for in the sandbox: this gateway sends real events, and loses none on purpose.',
    );
};

const faultOf = (kind: FaultKind, often: (HowOften & { readonly ms?: number }) | undefined): readonly Fault[] =>
  often === undefined
    ? []
    : [{ kind, percent: often.percent ?? null, remaining: often.next ?? null, delayMs: often.ms ?? null }];

/** As the API shows them: the kinds by the alphabet, `next` being how many are left. */
export const presentFaults = (faults: readonly Fault[]): Readonly<Record<string, object>> =>
  Object.fromEntries(
    faults.map(({ kind, percent, remaining, delayMs }) => [
      kind,
      {
        ...(delayMs !== null && { ms: delayMs }),
        ...(remaining !== null && { next: remaining }),
        ...(percent !== null && { percent }),
      },
    ]),
  );
