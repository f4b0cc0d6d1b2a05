import { randomUUID } from 'node:crypto';

/**
 * `req_<UUID>`: on every answer, in every log line about it, on every webhook. Nothing depends on what it is, so no
 * seed needs to replay it; Node draws UUIDs from a pool, so it costs next to nothing.
 */
export const newRequestId = (): string => `req_${randomUUID()}`;
