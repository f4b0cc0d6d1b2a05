import { formatId } from '../base/id.ts';
import type { EntryRow } from './store.ts';

/** An act as the API and `tollgate audit` show it: id, then the alphabet. */
export const presentEntry = (row: EntryRow) => ({
  id: formatId('auditEntry', row.id),
  action: row.action,
  actor: { id: row.actor_id, name: row.actor_name, type: row.actor },
  address: row.address,
  after: row.after === null ? null : ordered(JSON.parse(row.after)),
  before: row.before === null ? null : ordered(JSON.parse(row.before)),
  // To the second, like every time of the API.
  created: `${row.occurred_at.slice(0, 19)}Z`,
  number: row.number === null ? null : Number(row.number),
  reason: row.reason,
  requestId: row.request_id,
  subject: { id: row.subject_id, type: row.subject_kind },
});

/** Whatever was written down, in the order of the API: id, then the alphabet. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const rank = (key: string): string => (key === 'id' ? '' : key);
  const entries = Object.entries(value).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
};
