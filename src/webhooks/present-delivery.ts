import { formatId } from '../base/id.ts';
import { wholeSeconds } from '../contract/session.ts';
import type { WireObject } from '../contract/versions.ts';
import type { AttemptRow, DeliveryRow } from './log.ts';

/** A delivery as the API shows it. */
export const presentDelivery = (row: DeliveryRow): WireObject => ({
  attemptCount: row.attempts,
  attempts: row.tries.map(presentAttempt),
  created: wholeSeconds(row.created_at),
  ...(row.delivered_at === null ? {} : { delivered: wholeSeconds(row.delivered_at) }),
  event: formatId('event', row.event_id),
  eventType: row.event_type,
  ...(row.next_attempt_at === null ? {} : { nextAttempt: wholeSeconds(row.next_attempt_at) }),
  status: row.state,
  url: row.endpoint_url,
  webhookEndpoint: formatId('webhookEndpoint', row.endpoint_id),
});

const presentAttempt = (row: AttemptRow): WireObject => ({
  durationMs: row.duration_ms,
  ...((row.faults ?? null) === null ? {} : { faults: row.faults }),
  ...(row.http_status === null ? {} : { httpStatus: row.http_status }),
  ...(row.repeats === 0 ? {} : { lastStarted: wholeSeconds(row.last_started_at) }),
  number: row.number,
  outcome: row.outcome,
  ...reasonOf(row),
  repeats: row.repeats,
  ...(row.request_headers === null ? {} : { requestHeaders: inOrder(row.request_headers) }),
  ...(row.http_status === null ? {} : { response: row.detail ?? '' }),
  started: wholeSeconds(row.started_at),
});

const inOrder = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1)));

const reasonOf = (row: AttemptRow): { readonly reason?: string } => {
  if (row.http_status === null) return { reason: row.detail ?? '' };
  return isRedirect(row.http_status) ? { reason: REDIRECT } : {};
};

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

const REDIRECT =
  'The answer was a redirect, which is not followed: give the endpoint the address to which it leads (Location).';
