import type { Actor, AuditAction, AuditDeps } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, type Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import { presentEndpoint, type EndpointRow } from '../events/endpoint-object.ts';
import type { Fault } from './fault-store.ts';
import { presentFaults } from './faults.ts';
import { presentReplay } from './replay.ts';
import type { ReplayRow } from './replay-store.ts';

/** Whose endpoint it is, and who acts: a key or a member. */
export type Acting = { readonly merchantId: Uuid<'merchant'>; readonly actor: Actor };

type EndpointAct = { readonly action: AuditAction; readonly before?: EndpointRow; readonly after?: EndpointRow };

/** In the transaction of the act. As the API shows an endpoint: without its secret. */
export const noteEndpointAct = (
  deps: AuditDeps,
  query: Query,
  acting: Acting,
  { action, before, after }: EndpointAct,
): Promise<void> => {
  const subject = { kind: 'webhookEndpoint' as const, id: formatId('webhookEndpoint', before?.id ?? after?.id ?? '') };
  const act = {
    action,
    subject,
    ...(before !== undefined && { before: presentEndpoint(before) }),
    ...(after !== undefined && { after: presentEndpoint(after) }),
  };
  return writeAudit(deps, query, { ...acting, acts: [act] });
};

export const noteFaults = (
  deps: AuditDeps,
  query: Query,
  acting: Acting,
  { endpointId, faults }: { readonly endpointId: string; readonly faults: readonly Fault[] },
): Promise<void> => {
  const subject = { kind: 'webhookEndpoint' as const, id: formatId('webhookEndpoint', endpointId) };
  const act = { action: 'webhookEndpoint.faultsChanged' as const, subject, after: presentFaults(faults) };
  return writeAudit(deps, query, { ...acting, acts: [act] });
};

export const noteReplay = (
  deps: AuditDeps,
  query: Query,
  acting: Acting,
  { action, before, after }: { readonly action: AuditAction; readonly before?: ReplayRow; readonly after: ReplayRow },
): Promise<void> => {
  const act = {
    action,
    subject: { kind: 'webhookReplay' as const, id: formatId('webhookReplay', after.id) },
    ...(before && { before: presentReplay(before) }),
    after: presentReplay(after),
  };
  return writeAudit(deps, query, { ...acting, acts: [act] });
};
