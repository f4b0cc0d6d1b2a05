import { formatId } from '../../base/id.ts';
import type { WireObject } from '../../contract/versions.ts';
import type { ListedRequest, LoggedRequest } from './store.ts';

/** A request as the API shows it in a list: `id`, then the alphabet. */
export const presentListed = (row: ListedRequest): WireObject => present(row, {});

/** With both bodies, as text: they may be cut. */
export const presentLogged = (row: LoggedRequest): WireObject =>
  present(row, { requestBody: row.request_body, responseBody: row.response_body });

const present = (
  row: ListedRequest,
  { requestBody, responseBody }: { readonly requestBody?: string | null; readonly responseBody?: string | null },
): WireObject => ({
  id: formatId('loggedRequest', row.id),
  address: row.address,
  apiKey: formatId('apiKey', row.api_key_id),
  created: `${row.created_at.slice(0, 19)}Z`,
  durationMs: row.duration_ms,
  idempotentReplayed: row.is_replay,
  method: row.method,
  path: row.path,
  payment: row.payment,
  problem: row.problem_code,
  ...(requestBody !== undefined && { requestBody }),
  requestId: `req_${row.request_id}`,
  ...(responseBody !== undefined && { responseBody }),
  route: row.route,
  session: row.session,
  status: row.status,
  version: row.api_version,
});
