import type { Tollgate, WebhookReplay } from '../../sdk.ts';
import type { Result } from '../../tool/command.ts';
import type { Command, DeveloperDeps } from '../deps.ts';
import { readEventTypes } from '../event-types.ts';
import { PAGE_FLAGS, pageOf, showPage } from '../list.ts';
import { sleep } from '../sleep.ts';
import { ENDPOINT } from './endpoints.ts';

const LOOK_EVERY_MS = 1_000;

export const eventsReplay: Command = {
  words: 'events replay',
  about: 'sends an endpoint the events of a stretch of time again, in their order',
  flags: {
    endpoint: { about: 'the endpoint, we_…', isRequired: true },
    from: { about: 'its beginning, such as 2027-01-31T10:00:00Z', isRequired: true },
    to: { about: 'its end; now when left out', isRequired: false },
    types: { about: 'only these types, such as session.completed,session.expired', isRequired: false },
    'only-undelivered': { about: 'leaves out what the endpoint has taken', isRequired: false, isSwitch: true },
    detach: { about: 'does not wait until it is over', isRequired: false, isSwitch: true },
  },
  more: ['Ctrl-C ends the waiting, not the replay: `tollgate endpoints cancel-replay` ends that.'],
  examples: [
    'tollgate events replay --endpoint we_… --from 2027-01-31T10:00:00Z --only-undelivered',
    'tollgate events replay --endpoint we_… --from 2027-01-01T00:00:00Z --types session.completed --detach',
  ],
  run: async (deps, { endpoint = '', from = '', to, types, detach, ...given }) => {
    const tollgate = deps.connect();
    const wanted = readEventTypes(types);
    const replay = await tollgate.webhookEndpoints.replay(endpoint, {
      from,
      ...(to !== undefined && { to }),
      ...(wanted !== undefined && { types: wanted }),
      ...(given['only-undelivered'] !== undefined && { onlyUndelivered: true }),
    });
    return shown(detach === undefined ? await waitFor(deps, tollgate, replay) : replay);
  },
};

const waitFor = async (
  { terminal }: DeveloperDeps,
  tollgate: Tollgate,
  begun: WebhookReplay,
): Promise<WebhookReplay> => {
  const signal = terminal.catchStop();
  let replay = begun;
  while (replay.status === 'running' && !signal.aborted) {
    terminal.tell(progressOf(replay));
    await sleep(LOOK_EVERY_MS, signal);
    replay = await tollgate.webhookEndpoints.retrieveReplay(begun.webhookEndpoint, begun.id);
  }
  return replay;
};

const progressOf = ({ progress, queued, skipped }: WebhookReplay): string =>
  `${String(progress)} %: ${String(queued)} on their way, ${String(skipped)} left out`;

const shown = (replay: WebhookReplay): Result => ({
  json: replay,
  lines: [`${replay.id} is ${replay.status}. ${progressOf(replay)}.`],
});

export const endpointsReplays: Command = {
  words: 'endpoints replays',
  about: 'lists the replays of an endpoint, the newest first',
  flags: PAGE_FLAGS,
  operands: [ENDPOINT],
  run: ({ connect }, { endpoint: id = '', ...given }) =>
    showPage(connect().webhookEndpoints.replays(id, pageOf(given)), (replay) => [
      replay.created,
      replay.id,
      replay.status,
      `${replay.from} – ${replay.to}`,
      progressOf(replay),
    ]),
};

export const endpointsCancelReplay: Command = {
  words: 'endpoints cancel-replay',
  about: 'ends a replay; what is on its way already arrives all the same',
  flags: {},
  operands: [ENDPOINT, { name: 'replay', about: "the replay's id", isRequired: true }],
  run: async ({ connect }, { endpoint = '', replay = '' }) =>
    shown(await connect().webhookEndpoints.cancelReplay(endpoint, replay)),
};
