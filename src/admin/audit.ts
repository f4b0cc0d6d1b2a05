import { OPERATOR_CHAIN } from '../audit/entry.ts';
import { presentEntry } from '../audit/present.ts';
import { findEntries } from '../audit/store.ts';
import { verifyAudit, type ChainReport } from '../audit/verify.ts';
import { formatId, parseId, type Uuid } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import { existingMerchant, type AdminDeps } from './deps.ts';

export type AuditEntryShown = ReturnType<typeof presentEntry>;

export type AuditAdmin = {
  /** Acts, newest first; of the operator's own chain when no merchant is named. */
  readonly listAudit: (filter: {
    readonly merchantId?: string;
    readonly action?: string;
    readonly limit: number;
    /** The id of the last act of the page before. */
    readonly before?: string;
  }) => Promise<readonly AuditEntryShown[]>;
  /** Checks all chains. `noted`: ends noted down before, by `merchantId` of a report, that must still be there. */
  readonly verifyAudit: (noted?: Readonly<Record<string, string>>) => Promise<readonly ChainReport[]>;
};

/** How the operator's own chain is called, where others are called by their merchant. */
export const OPERATOR = 'operator';

export const adminOfAudit = ({ db, keys }: AdminDeps): AuditAdmin => ({
  listAudit: async ({ merchantId, action, limit, before }) => {
    const chain = merchantId === undefined ? OPERATOR_CHAIN : await existingMerchant(db.query, merchantId);
    const rows = await findEntries(db.query, chain, {
      limit,
      before: before === undefined ? undefined : parseId('auditEntry', before),
      action,
      subjectId: undefined,
      createdFrom: undefined,
      createdTo: undefined,
    });
    return rows.map(presentEntry);
  },
  verifyAudit: async (noted = {}) => {
    const byChain = Object.fromEntries(Object.entries(noted).map(([name, head]) => [chainOf(name), head]));
    const reports = await verifyAudit({ db, keys }, byChain);
    return reports.map((report) => ({
      ...report,
      merchantId: report.merchantId === OPERATOR_CHAIN ? OPERATOR : formatId('merchant', report.merchantId),
    }));
  },
});

const chainOf = (name: string): Uuid<'merchant'> => {
  const uuid = name === OPERATOR ? OPERATOR_CHAIN : parseId('merchant', name);
  if (uuid === undefined) throw new ConfigError(`"${name}" is not the id of a merchant.`);
  return uuid;
};
