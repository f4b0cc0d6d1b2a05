import { randomUUID } from 'node:crypto';
import type { Session, Tollgate, TollgateEvent, TollgateEventType } from '../../sdk.ts';
import { UsageError } from '../../tool/command.ts';
import type { Command, DeveloperDeps } from '../deps.ts';
import { EVENT_TYPES, readEventType } from '../event-types.ts';
import { columns } from '../show.ts';
import { CAUSES, type Cause } from '../trigger/causes.ts';
import { refuseRealMoney } from './payments.ts';

/** An event is written with what it tells of, so it is there as soon as the answer is; a bank may take longer. */
const WAIT_MS = 15_000;
const LOOK_EVERY_MS = 250;

export const trigger: Command = {
  words: 'trigger',
  about: 'makes an event happen in the sandbox: with real objects and test cards, not with made-up ones',
  operands: [{ name: 'event', about: 'the type, such as session.completed', isRequired: true, oneOf: EVENT_TYPES }],
  flags: {
    session: { about: 'an open session to do it with, ps_…; a new one when left out', isRequired: false },
    endpoint: { about: 'the endpoint that webhookEndpoint.test is for, we_…', isRequired: false },
  },
  more: [
    'Events:',
    ...columns(
      EVENT_TYPES.map((type) => {
        const cause = CAUSES[type];
        return [`  ${type}`, 'why' in cause ? `cannot be caused. ${cause.why}` : cause.about];
      }),
    ),
    '',
    'Earlier events of the same story happen, too: a session that is completed was created and paid.',
  ],
  examples: [
    'tollgate trigger session.completed',
    'tollgate trigger payment.requiresCapture --json | jq -r .object',
    'tollgate trigger session.expired --session ps_…',
  ],
  run: async (deps, { event = '', session: sessionId, endpoint }) => {
    const type = readEventType(event);
    const cause = CAUSES[type];
    if ('why' in cause) throw new Error(`${type} cannot be caused from here. ${cause.why}`);
    refuseWrongFlags(type, cause, { sessionId, endpoint });
    refuseRealMoney(deps.signIn().apiKey);
    const tollgate = deps.connect();
    const session = sessionId === undefined ? undefined : await openSession(tollgate, sessionId);
    const since = await newestEvent(tollgate);
    const touched = await cause.act({ tollgate, session, endpoint, newName: () => randomUUID().slice(0, 8) });
    const told = await waitForEvents(deps, { tollgate, type, touched, since });
    const [last] = told.filter((one) => one.type === type);
    return {
      json: { event: last?.id, type, object: last?.data.object.id, all: told.map(({ id, type }) => ({ id, type })) },
      lines: columns(told.map((one) => [one.created, one.type, one.id, one.data.object.id])),
    };
  },
};

const refuseWrongFlags = (
  type: TollgateEventType,
  { takesSession, needsEndpoint }: Cause,
  { sessionId, endpoint }: { readonly sessionId: string | undefined; readonly endpoint: string | undefined },
): void => {
  if (sessionId !== undefined && takesSession !== true)
    throw new UsageError(`${type} is caused with objects of its own: --session cannot be given.`);
  if (needsEndpoint === true && endpoint === undefined)
    throw new UsageError(`${type} needs --endpoint; \`tollgate endpoints list\` shows yours.`);
};

const openSession = async (tollgate: Tollgate, id: string): Promise<Session> => {
  const session = await tollgate.sessions.retrieve(id);
  if (session.status === 'open') return session;
  throw new Error(
    `The session is ${session.status}: nothing happens to it any more. Leave --session out for a new one.`,
  );
};

const newestEvent = async (tollgate: Tollgate): Promise<string | undefined> => {
  const { data } = await tollgate.events.list({ limit: 1 });
  return data[0]?.id;
};

type Wanted = {
  readonly tollgate: Tollgate;
  readonly type: TollgateEventType;
  readonly touched: readonly string[];
  readonly since: string | undefined;
};

/** The events that the act caused, in their order, as soon as the one that was wanted is among them. */
const waitForEvents = async ({ terminal }: DeveloperDeps, wanted: Wanted): Promise<readonly TollgateEvent[]> => {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const told = await eventsSince(wanted);
    if (told.some(({ type }) => type === wanted.type)) return told;
    if (waitedMs === 0) terminal.tell('Done; waiting for the event …');
    if (waitedMs >= WAIT_MS)
      throw new Error(
        `${wanted.type} did not happen within ${String(WAIT_MS / 1_000)} s. What did: ` +
          `${told.map(({ type }) => type).join(', ') || 'nothing'}.`,
      );
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
};

const eventsSince = async ({ tollgate, touched, since }: Wanted): Promise<readonly TollgateEvent[]> => {
  const all: TollgateEvent[] = [];
  for await (const event of tollgate.events.list({ limit: 100 })) {
    if (event.id === since || all.length >= 500) break;
    all.push(event);
  }
  return all.filter((event) => isAbout(event, touched)).toReversed();
};

const isAbout = ({ data: { object } }: TollgateEvent, touched: readonly string[]): boolean =>
  [object.id, 'session' in object && object.session, 'paymentId' in object && object.paymentId].some(
    (id) => typeof id === 'string' && touched.includes(id),
  );
