import type { Actor, AuditAction } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import type { MemberDeps } from './deps.ts';

/** Writes down what was done to a member, in the transaction in which it is done. */
export const tellAbout = (
  deps: MemberDeps,
  query: Query,
  {
    merchantId,
    actor,
    memberId,
    ...act
  }: {
    readonly merchantId: string;
    readonly actor: Actor;
    readonly memberId: string;
    readonly action: AuditAction;
    readonly before?: object;
    readonly after?: object;
  },
): Promise<void> => {
  const subject = { kind: 'member' as const, id: formatId('member', memberId) };
  return writeAudit(deps, query, { merchantId, actor, acts: [{ ...act, subject }] });
};
