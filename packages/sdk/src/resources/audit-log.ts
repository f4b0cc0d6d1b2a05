import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { AuditEntry, AuditLogListQuery } from '../types.ts';

export type AuditLog = {
  /** Who did what, from where, with which key, newest first. */
  readonly list: (query?: AuditLogListQuery, options?: RequestOptions) => List<AuditEntry>;
};

export const createAuditLog = (send: Send): AuditLog => ({
  list: (query, options) => createList<AuditEntry>(send, { path: '/audit-log', query, options }),
});
