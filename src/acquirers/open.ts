import type { Clock } from '../base/clock.ts';
import type { AcquirerConnector, LateAnswer } from '../connectors/acquirer/contract.ts';
import type { ConnectorKind, ConnectorLimits } from '../connectors/acquirer/kind.ts';
import type { Vault } from '../vault/at-rest.ts';
import type { SecretTexts } from '../vault/secrets.ts';
import type { AccountRow, SealedAccountRow } from './store.ts';

export type OpenDeps = {
  readonly vault: Pick<Vault, 'openSecrets'>;
  readonly kindOf: (name: string) => ConnectorKind | undefined;
  readonly limits?: ConnectorLimits;
  /** Told answers of the account's host that come after their time. */
  readonly onLateAnswer?: ((account: AccountRow, late: LateAnswer) => void) | undefined;
  readonly clock: Clock;
};

/** The other side may still sign with the credentials before the newest. */
export const hasOlderSecret = ({ older_secret_until: until }: AccountRow, nowMs: number): boolean =>
  until !== null && until.getTime() > nowMs;

/** The connector of an account. Throws when its credentials do not open, or nobody knows its kind (any more). */
export const openAccount = async (deps: OpenDeps, row: SealedAccountRow): Promise<AcquirerConnector> => {
  const kind = deps.kindOf(row.connector);
  if (kind === undefined) throw new Error(`no connector is called ${row.connector}; the account ${row.name} needs it`);
  const secrets = await deps.vault.openSecrets(
    { merchant_id: row.merchant_id, id: row.secret_id },
    { keyVersion: row.key_version, sealed: row.sealed },
  );
  if (secrets === 'unreadable') throw new Error(`the credentials of the acquirer account ${row.name} can't be opened`);
  return kind.create({
    values: row.settings,
    secrets,
    olderSecrets: await openOlder(deps, row),
    limits: deps.limits ?? {},
    onLateAnswer: (late) => deps.onLateAnswer?.(row, late),
  });
};

const openOlder = async ({ vault, clock }: OpenDeps, row: SealedAccountRow): Promise<SecretTexts> => {
  const { merchant_id, older_secret_id: id, older_key_version: keyVersion, older_sealed: sealed } = row;
  if (id === null || keyVersion === null || sealed === null || !hasOlderSecret(row, clock.nowMs())) return {};
  const opened = await vault.openSecrets({ merchant_id, id }, { keyVersion, sealed });
  return opened === 'unreadable' ? {} : opened;
};
