import type { Query } from './db.ts';
import { unavailableReasonOf } from './unavailable.ts';

/**
 * Whether the database takes writes, shown by one: a disk that is full, a standby and a read-only database all answer a
 * read. Gives `ok`, or in words what is wrong.
 */
export const checkWrites = async (query: Query): Promise<string> => {
  try {
    await query({
      name: 'check-writes',
      text: `
        insert into gateway_write_checks (id, checked_at) values (1, clock_timestamp())
        on conflict (id) do update set checked_at = excluded.checked_at`,
    });
    return 'ok';
  } catch (error) {
    return unavailableReasonOf(error) ?? 'does not take writes';
  }
};
