import { OPERATOR_CHAIN } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { createLog } from '../base/log.ts';
import type { Config } from '../config.ts';
import { createVault } from '../vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from '../vault/key-encryption-key.ts';
import { rotateVault, type RotationReport, type RotationWish } from '../vault/rotate.ts';
import type { AdminDeps } from './deps.ts';

export type VaultAdmin = {
  /** Changes the keys of stored cards while gateways run; may be killed and repeated at any time. */
  readonly rotateVault: (wish: RotationWish, onProgress: (line: string) => void) => Promise<RotationReport>;
};

/**
 * A rotation is many transactions and opens every card, so the audit log has its beginning before the first and its
 * end, with what was done, after the last: one that was killed has no end.
 */
export const adminOfVault = (
  deps: AdminDeps & Pick<Config, 'vaultKeys'> & { readonly openVaultKeys: () => Promise<void> },
): VaultAdmin => ({
  rotateVault: async (wish, onProgress) => {
    const vault = createVault({
      ...deps,
      log: createLog('silent'),
      keyEncryptionKeys: () => Promise.resolve(deps.vaultKeys().map((key) => createLocalKeyEncryptionKey(deps, key))),
    });
    const note = (action: 'vault.rotationBegun' | 'vault.rotationEnded', after: object) =>
      deps.db.transaction((query) =>
        writeAudit(deps, query, {
          merchantId: OPERATOR_CHAIN,
          actor: deps.actor,
          acts: [{ action, subject: { kind: 'vault', id: 'vault' }, after }],
        }),
      );
    // Keys that can't be read stop it here, before anything is written.
    await deps.openVaultKeys();
    await note('vault.rotationBegun', wish);
    const report = await rotateVault({ vault, clock: deps.clock, onProgress }, wish);
    await note('vault.rotationEnded', report);
    return report;
  },
});
