import { UsageError, type Flag, type Given, type Operand } from '../../tool/command.ts';
import { splitList } from '../../tool/flags.ts';
import type { TollgateEventType, WebhookEndpoint } from '../../sdk.ts';
import type { Command } from '../deps.ts';
import { EVENT_TYPES, readEventTypes } from '../event-types.ts';
import { PAGE_FLAGS, pageOf, showPage, wordAmong } from '../list.ts';
import { pretty } from '../show.ts';

export const ENDPOINT: Operand = { name: 'endpoint', about: "the endpoint's id, we_…", isRequired: true };

const SIGNATURES = ['hmac', 'ed25519'] as const;

const BEHAVIOUR: Readonly<Record<string, Flag>> = {
  'holds-return': {
    about: 'yes: customers wait at the end until this endpoint has acknowledged session.completed',
    isRequired: false,
    oneOf: ['yes', 'no'],
  },
  signatures: { about: `how deliveries are signed: ${SIGNATURES.join(', ')}`, isRequired: false },
};

const behaviourOf = ({ 'holds-return': holds, signatures }: Given) => ({
  ...(holds !== undefined && { holdsReturn: holds === 'yes' }),
  ...(signatures !== undefined && { signatures: splitList(signatures).map(signatureOf) }),
});

const signatureOf = (word: string): (typeof SIGNATURES)[number] => {
  const signature = wordAmong(SIGNATURES, word);
  if (signature === undefined) throw new UsageError(`"${word}" in --signatures must be ${SIGNATURES.join(' or ')}.`);
  return signature;
};

export const endpointsCreate: Command = {
  words: 'endpoints create',
  about: 'makes a webhook endpoint and shows its secret, this once',
  flags: {
    url: { about: 'where your server hears', isRequired: true },
    events: {
      about: 'the types it wants, such as session.completed,session.expired; all when left out',
      isRequired: false,
    },
    description: { about: 'for people', isRequired: false },
    ...BEHAVIOUR,
  },
  examples: [
    'tollgate endpoints create --url https://shop.example/webhooks --events session.completed,session.expired',
  ],
  run: async ({ connect }, { url = '', events, description, ...given }) => {
    const endpoint = await connect().webhookEndpoints.create({
      url,
      events: subscriptionsOf(events),
      ...(description !== undefined && { description }),
      ...behaviourOf(given),
    });
    return { json: endpoint, lines: [`Endpoint  ${endpoint.id}`, `Secret    ${endpoint.secret}`] };
  },
};

type Subscription = '*' | Exclude<TollgateEventType, 'webhookEndpoint.test'>;

const subscriptionsOf = (text: string | undefined): readonly Subscription[] =>
  (readEventTypes(text) ?? ['*' as const]).map((type) => {
    if (type === 'webhookEndpoint.test')
      throw new UsageError('webhookEndpoint.test goes to the endpoint that is tested, whatever it subscribes to.');
    return type;
  });

export const endpointsList: Command = {
  words: 'endpoints list',
  about: 'lists webhook endpoints, and how they are',
  flags: PAGE_FLAGS,
  run: ({ connect }, given) => showPage(connect().webhookEndpoints.list(pageOf(given)), rowOf),
};

const rowOf = ({ id, health, url, events }: WebhookEndpoint): readonly string[] => [id, health, url, events.join(',')];

export const endpointsShow: Command = {
  words: 'endpoints show',
  about: 'shows a webhook endpoint',
  flags: {},
  operands: [ENDPOINT],
  run: async ({ connect }, { endpoint: id = '' }) => {
    const endpoint = await connect().webhookEndpoints.retrieve(id);
    return { json: endpoint, lines: pretty(endpoint) };
  },
};

export const endpointsUpdate: Command = {
  words: 'endpoints update',
  about: 'changes a webhook endpoint',
  flags: {
    url: { about: 'where your server hears from now on', isRequired: false },
    events: {
      about: `the types it wants from now on: * or some of ${String(EVENT_TYPES.length - 1)}`,
      isRequired: false,
    },
    description: { about: 'for people', isRequired: false },
    enabled: { about: 'yes, or no: it gets no more events', isRequired: false, oneOf: ['yes', 'no'] },
    ...BEHAVIOUR,
  },
  operands: [ENDPOINT],
  examples: ['tollgate endpoints update we_… --enabled yes'],
  run: async ({ connect }, { endpoint: id = '', url, events, description, enabled, ...given }) => {
    const change = {
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events: subscriptionsOf(events) }),
      ...(description !== undefined && { description }),
      ...(enabled !== undefined && { enabled: enabled === 'yes' }),
      ...behaviourOf(given),
    };
    if (Object.keys(change).length === 0) throw new UsageError('Nothing is to be changed: give at least one flag.');
    const endpoint = await connect().webhookEndpoints.update(id, change);
    return { json: endpoint, lines: pretty(endpoint) };
  },
};

export const endpointsDelete: Command = {
  words: 'endpoints delete',
  about: 'deletes a webhook endpoint; what it had not taken yet is not sent any more',
  flags: {},
  operands: [ENDPOINT],
  run: async ({ connect }, { endpoint: id = '' }) => {
    await connect().webhookEndpoints.delete(id);
    return { json: { id, deleted: true }, lines: [`${id} is deleted.`] };
  },
};

export const endpointsTest: Command = {
  words: 'endpoints test',
  about: 'sends an endpoint a test event, at once',
  flags: {},
  operands: [ENDPOINT],
  more: ['`tollgate endpoints deliveries` shows what it answered.'],
  run: async ({ connect }, { endpoint: id = '' }) => {
    const event = await connect().webhookEndpoints.test(id);
    return { json: event, lines: [`${event.id} is on its way.`] };
  },
};
