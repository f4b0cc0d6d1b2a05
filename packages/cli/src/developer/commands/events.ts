import type { TollgateEvent } from '../../sdk.ts';
import type { Operand } from '../../tool/command.ts';
import type { Command } from '../deps.ts';
import { EVENT_TYPES, readEventType } from '../event-types.ts';
import { LIST_FLAGS, pageOf, showPage } from '../list.ts';
import { pretty } from '../show.ts';

const EVENT: Operand = { name: 'event', about: "the event's id, ev_…", isRequired: true };

export const eventsList: Command = {
  words: 'events list',
  about: 'lists what happened, the newest first',
  flags: {
    ...LIST_FLAGS,
    type: { about: 'only events of this type', isRequired: false, oneOf: EVENT_TYPES },
    session: { about: 'only events of this session and its payment', isRequired: false },
  },
  examples: ['tollgate events list --type session.completed --limit 5', 'tollgate events list --session ps_…'],
  run: ({ connect }, given) => {
    const { type, session } = given;
    const query = {
      ...pageOf(given),
      ...(type !== undefined && { type: readEventType(type) }),
      ...(session !== undefined && { session }),
    };
    return showPage(connect().events.list(query), rowOf);
  },
};

const rowOf = (event: TollgateEvent): readonly string[] => [
  event.created,
  event.type,
  String(event.sequence),
  event.id,
  event.data.object.id,
];

export const eventsShow: Command = {
  words: 'events show',
  about: 'shows an event as webhooks bring it',
  flags: {},
  operands: [EVENT],
  run: async ({ connect }, { event: id = '' }) => {
    const event = await connect().events.retrieve(id);
    return { json: event, lines: pretty(event) };
  },
};

export const eventsResend: Command = {
  words: 'events resend',
  about: 'sends an event again: to your endpoints, and to every `tollgate listen` of yours',
  flags: {
    endpoint: { about: 'to this endpoint alone, we_…', isRequired: false },
  },
  operands: [EVENT],
  more: ['Its id stays, so a receiver that remembers ids takes it once. A listener hears of it within seconds.'],
  run: async ({ connect }, { event: id = '', endpoint }) => {
    const resent = await connect().events.resend(id, endpoint === undefined ? {} : { webhookEndpoint: endpoint });
    const count = resent.queued === 1 ? '1 endpoint' : `${String(resent.queued)} endpoints`;
    return { json: resent, lines: [`Sent again to ${count}, and to whoever listens.`] };
  },
};
