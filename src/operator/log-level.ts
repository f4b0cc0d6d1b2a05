import type { Actor, AuditDeps } from '../audit/entry.ts';
import { OPERATOR_CHAIN } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { logLevels, type LogLevel } from '../base/log.ts';
import type { Db } from '../db/db.ts';
import { endLogLevel, findLogLevel, writeLogLevel } from './process-store.ts';

type Deps = AuditDeps & { readonly db: Db };

export const isLogLevel = (text: string): text is LogLevel => logLevels.some((level) => level === text);

/** Longer, and somebody forgets it: what a process was started with is where a lasting wish belongs. */
export const MOST_HOURS = 24;

/** Every process logs so within some seconds, for some hours. Undefined: as each was started. */
export const changeLogLevel = (
  deps: Deps,
  actor: Actor & { readonly name: string },
  wish: { readonly level: LogLevel; readonly hours: number } | undefined,
): Promise<void> =>
  deps.db.transaction(async (query) => {
    const before = await findLogLevel(query);
    if (wish === undefined) await endLogLevel(query);
    else await writeLogLevel(query, { ...wish, setBy: actor.name });
    const subject = { kind: 'gateway' as const, id: 'logLevel' };
    const acts = [
      {
        action: 'logLevel.changed' as const,
        subject,
        before: { level: before?.level ?? null },
        after: { level: wish?.level ?? null, hours: wish?.hours ?? null },
      },
    ];
    await writeAudit(deps, query, { merchantId: OPERATOR_CHAIN, actor, acts });
  });
