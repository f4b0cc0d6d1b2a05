import { createHmac, randomBytes } from 'node:crypto';
import type { Host } from '../../exchange.ts';
import type { Notifier } from '../../notify.ts';
import { PREVIOUS } from './refunds.ts';
import { newId, type Endpoint, type State } from './state.ts';

/** Tells every endpoint that wants it what happened, signed with the endpoint's secret. */
export const tellEndpoints = (
  { host, state, notify }: { readonly host: Host; readonly state: State; readonly notify: Notifier },
  type: string,
  object: () => Record<string, unknown>,
): void => {
  const told = host.notifyAt.get('stripe');
  const endpoints = told === undefined ? state.endpoints : [...state.endpoints, { id: 'we_0', ...told, events: ['*'] }];
  const wanting = endpoints.filter(({ events }) => events.includes('*') || events.includes(type));
  if (wanting.length === 0) return;
  const { [PREVIOUS]: before, ...data } = object();
  const body = JSON.stringify({
    id: newId('evt'),
    object: 'event',
    api_version: '2026-08-26.dahlia',
    created: Math.floor(host.nowMs() / 1_000),
    data: { object: data, ...(before === undefined ? {} : { previous_attributes: before }) },
    livemode: false,
    pending_webhooks: wanting.length,
    type,
  });
  for (const endpoint of wanting) {
    void notify({
      url: endpoint.url,
      body,
      headers: (by) => ({ 'stripe-signature': signatureOf(endpoint, by, { body, nowMs: host.nowMs() }) }),
    });
  }
};

const signatureOf = (
  { secret }: Endpoint,
  by: 'host' | 'forger',
  { body, nowMs }: { readonly body: string; readonly nowMs: number },
): string => {
  const seconds = Math.floor(nowMs / 1_000);
  const key = by === 'host' ? secret : randomBytes(16).toString('hex');
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
};
