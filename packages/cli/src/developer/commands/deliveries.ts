import type { WebhookDelivery } from '../../sdk.ts';
import type { Command } from '../deps.ts';
import { EVENT_TYPES, readEventType } from '../event-types.ts';
import { LIST_FLAGS, PAGE_FLAGS, pageOf, showPage, wordAmong } from '../list.ts';
import { oneLine } from '../show.ts';
import { ENDPOINT } from './endpoints.ts';

const STATUSES = ['pending', 'delivered', 'abandoned'] as const;

export const deliveriesList: Command = {
  words: 'deliveries list',
  about: 'lists what was sent to your endpoints, and what they answered',
  flags: {
    ...LIST_FLAGS,
    endpoint: { about: 'only to this endpoint, we_…', isRequired: false },
    event: { about: 'only this event, ev_…', isRequired: false },
    type: { about: 'only events of this type', isRequired: false, oneOf: EVENT_TYPES },
    status: { about: 'only those that are pending, delivered or abandoned', isRequired: false, oneOf: STATUSES },
  },
  examples: ['tollgate deliveries list --status pending', 'tollgate deliveries list --event ev_… --json'],
  run: ({ connect }, { endpoint, event, type, ...given }) => {
    const status = wordAmong(STATUSES, given['status']);
    const query = {
      ...pageOf(given),
      ...(endpoint !== undefined && { webhookEndpoint: endpoint }),
      ...(event !== undefined && { event }),
      ...(type !== undefined && { type: readEventType(type) }),
      ...(status !== undefined && { status }),
    };
    return showPage(connect().deliveries.list(query), (one) => [...rowOf(one), one.webhookEndpoint]);
  },
};

export const endpointsDeliveries: Command = {
  words: 'endpoints deliveries',
  about: 'lists what was sent to an endpoint, and what it answered',
  flags: PAGE_FLAGS,
  operands: [ENDPOINT],
  run: ({ connect }, { endpoint: id = '', ...given }) =>
    showPage(connect().webhookEndpoints.deliveries(id, pageOf(given)), rowOf),
};

const rowOf = (delivery: WebhookDelivery): readonly string[] => {
  const last = delivery.attempts.toSorted((a, b) => a.number - b.number).at(-1);
  return [
    delivery.created,
    delivery.eventType,
    delivery.status,
    `${String(delivery.attemptCount)}×`,
    last?.httpStatus === undefined ? '–' : String(last.httpStatus),
    delivery.event,
    oneLine(last?.reason ?? '', 80),
  ];
};
