import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { AuditLogEntry, AuditLogListQuery } from '../types.ts';

export type AuditLog = {
  /** Who did what, from where, with which key, newest first. */
  readonly list: (query?: AuditLogListQuery, options?: RequestOptions) => List<AuditLogEntry>;
};

export const createAuditLog = (send: Send): AuditLog => ({
  list: (query, options) => createList<AuditLogEntry>(send, { path: '/audit-log', query, options }),
});
